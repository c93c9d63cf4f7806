#include "widgets/charts/item_chart.h"

#include "widgets/common/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace binnacle {

namespace {
constexpr int tallestCached = 4096; // pixels; a longer list is painted where it is seen
} // namespace

ItemChart::ItemChart(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("itemChart"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void ItemChart::setPicture(std::shared_ptr<const ItemPicture> picture)
{
    picture_ = std::move(picture);
    highlighted_ = -1;
    boxShown_ = false;
    cached_ = {};
    setAccessibleDescription({});
    fitLeastSize();
    update();
}

void ItemChart::fitLeastSize()
{
    const QSizeF least = picture_ ? picture_->leastSize(font()) : QSizeF();
    setMinimumSize(least.expandedTo(minimumSizeHint()).toSize());
}

QRectF ItemChart::itemRect(int item) const
{
    return picture_ ? picture_->itemRect(item, rect(), font()) : QRectF();
}

void ItemChart::showHighlight(int item)
{
    if (item == highlighted_)
        return;
    highlighted_ = item;
    boxShown_ = false;
    update();
}

void ItemChart::highlight(int item, bool byKeys)
{
    if (item == highlighted_ && boxShown_ == (item >= 0))
        return;
    highlighted_ = item;
    boxShown_ = item >= 0;
    QStringList text = item >= 0 ? picture_->itemText(item) : QStringList();
    setAccessibleDescription(text.replaceInStrings(QStringLiteral("\t"), QStringLiteral(" "))
                                 .join(QStringLiteral(", ")));
    if (byKeys && item >= 0) {
        QAccessibleEvent said(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&said);
    }
    update();
    emit itemHighlighted(item);
    if (byKeys && item >= 0)
        emit itemReached(item);
}

void ItemChart::paintPicture(QPainter& painter)
{
    if (height() > tallestCached) {
        painter.setFont(font());
        picture_->paint(painter, rect(), Theme::current());
        return;
    }
    if (cached_.isNull()) {
        cached_ = QPixmap(size() * devicePixelRatioF());
        cached_.setDevicePixelRatio(devicePixelRatioF());
        cached_.fill(Theme::current().surface);
        QPainter into(&cached_);
        into.setFont(font());
        picture_->paint(into, rect(), Theme::current());
    }
    painter.drawPixmap(0, 0, cached_);
}

void ItemChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (picture_) {
        paintPicture(painter);
        painter.setFont(font());
        if (highlighted_ >= 0 && highlighted_ < picture_->itemCount()) {
            picture_->paintHighlight(painter, highlighted_, rect(), Theme::current());
            painter.setFont(font());
            if (boxShown_)
                paintItemBox(painter, visibleRegion().boundingRect(), itemRect(highlighted_),
                             picture_->itemText(highlighted_), Theme::current());
        }
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(Theme::current().accent);
        painter.drawRoundedRect(
            QRectF(visibleRegion().boundingRect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void ItemChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    cached_ = {};
}

void ItemChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    cached_ = {};
    fitLeastSize();
}

void ItemChart::mouseMoveEvent(QMouseEvent* event)
{
    if (picture_)
        highlight(picture_->itemAt(event->position(), rect(), font()), false);
}

void ItemChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !picture_)
        return;
    highlight(picture_->itemAt(event->position(), rect(), font()), false);
    if (highlighted_ >= 0)
        emit itemChosen(highlighted_);
}

void ItemChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int item = picture_ ? picture_->itemAt(event->position(), rect(), font()) : -1;
    if (event->button() == Qt::LeftButton && item >= 0)
        emit itemActivated(item);
}

void ItemChart::leaveEvent(QEvent*)
{
    if (picture_)
        highlight(-1, false);
}

void ItemChart::keyPressEvent(QKeyEvent* event)
{
    const int count = picture_ ? picture_->itemCount() : 0;
    if (count == 0 || event->modifiers().testFlag(Qt::ControlModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        highlight(highlighted_ < 0
                      ? 0
                      : picture_->neighbour(highlighted_, static_cast<Qt::Key>(event->key())),
                  true);
        return;
    case Qt::Key_Home:
        highlight(0, true);
        return;
    case Qt::Key_End:
        highlight(count - 1, true);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (highlighted_ < 0)
            return;
        emit itemChosen(highlighted_);
        if (event->key() != Qt::Key_Space)
            emit itemActivated(highlighted_);
        return;
    case Qt::Key_Escape:
        if (highlighted_ >= 0) {
            highlight(-1, true);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace binnacle
