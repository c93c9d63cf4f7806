#include "widgets/artifacts/picture_view.h"

#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

PictureView::PictureView(QWidget* parent) : QWidget(parent)
{
    setMinimumSize(60, 60);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureView::setPicture(const QImage& picture)
{
    picture_ = picture;
    scaled_ = {};
    setAccessibleDescription(picture.isNull()
                                 ? QString()
                                 : tr("%1 × %2 pixels").arg(picture.width()).arg(picture.height()));
    update();
}

void PictureView::paintEvent(QPaintEvent*)
{
    if (picture_.isNull())
        return;
    QPainter painter(this);
    // Small ones (masks, digits) grow by whole factors, so that their pixels stay squares.
    QSize size = picture_.size();
    const int factor = std::min(width() / size.width(), height() / size.height());
    const bool small = size.width() <= 64 && size.height() <= 64;
    if (factor >= 2 && small)
        size *= std::min(factor, 8);
    else if (factor < 1)
        size.scale(this->size(), Qt::KeepAspectRatio);
    const QSize pixels = size * devicePixelRatioF();
    if (scaled_.size() != pixels)
        scaled_ = QPixmap::fromImage(
            picture_.scaled(pixels, Qt::IgnoreAspectRatio,
                            small ? Qt::FastTransformation : Qt::SmoothTransformation));
    const QRect place(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
    painter.drawPixmap(place, scaled_);
    painter.setPen(Theme::current().border);
    painter.drawRect(place.adjusted(0, 0, -1, -1));
}

} // namespace binnacle
