#include "widgets/common/search_popup.h"

#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QListView>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace binnacle {

SearchPopup::SearchPopup(const QString& placeholder, QSize size, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , search_(new SearchField(placeholder, this))
    , list_(new QListView(this))
    , column_(new QVBoxLayout(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    resize(size);
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFocusProxy(search_);
    column_->setContentsMargins(spacing::s, spacing::s, spacing::s, spacing::s);
    column_->setSpacing(spacing::xs);
    column_->addWidget(search_);
    column_->addWidget(list_, 1);
    search_->installEventFilter(this);
    connect(list_, &QListView::clicked, this, [this](const QModelIndex& index) { take(index); });
}

void SearchPopup::popUp(QWidget* field)
{
    const QRect screen = field->screen()->availableGeometry();
    QPoint at = field->mapToGlobal(QPoint(0, field->height() + 2));
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    if (at.y() + height() > screen.bottom())
        at.setY(std::max(screen.top(), field->mapToGlobal(QPoint(0, 0)).y() - height() - 2));
    move(at);
    show();
    search_->setFocus();
}

void SearchPopup::step(int by)
{
    const int last = std::max(0, list_->model()->rowCount() - 1);
    const int row = std::clamp(list_->currentIndex().row() + by, 0, last);
    list_->setCurrentIndex(list_->model()->index(row, 0));
}

bool SearchPopup::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        take(list_->currentIndex());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace binnacle
