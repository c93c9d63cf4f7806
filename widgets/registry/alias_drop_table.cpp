#include "widgets/registry/alias_drop_table.h"

#include "widgets/common/theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QPainter>

namespace binnacle {

AliasDropTable::AliasDropTable(QWidget* parent) : QTableView(parent)
{
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly); // until there is somebody to promote
    setDropIndicatorShown(false);
}

void AliasDropTable::setAliasAt(AliasAt aliasAt)
{
    aliasAt_ = std::move(aliasAt);
}

void AliasDropTable::setDroppable(bool droppable)
{
    setDragDropMode(droppable ? QAbstractItemView::DragDrop : QAbstractItemView::DragOnly);
}

std::optional<QString> AliasDropTable::aliasFor(const QDropEvent* event) const
{
    const auto version = DraggedVersion::from(event->mimeData());
    const QPoint place = event->position().toPoint();
    const QModelIndex index = indexAt(place);
    if (!version || !index.isValid() || !aliasAt_)
        return std::nullopt;
    return aliasAt_(*version, index, place);
}

void AliasDropTable::frame(const QModelIndex& index)
{
    if (framed_ == index)
        return;
    framed_ = index;
    viewport()->update();
}

void AliasDropTable::dragEnterEvent(QDragEnterEvent* event)
{
    if (acceptDrops() && DraggedVersion::from(event->mimeData()))
        event->acceptProposedAction(); // the move says where
}

void AliasDropTable::dragMoveEvent(QDragMoveEvent* event)
{
    QTableView::dragMoveEvent(event); // scrolls at the edges
    if (aliasFor(event)) {
        frame(indexAt(event->position().toPoint()));
        event->acceptProposedAction();
    } else {
        frame({});
        event->ignore();
    }
}

void AliasDropTable::dragLeaveEvent(QDragLeaveEvent* event)
{
    frame({});
    QTableView::dragLeaveEvent(event);
}

void AliasDropTable::dropEvent(QDropEvent* event)
{
    const auto alias = aliasFor(event);
    const auto version = DraggedVersion::from(event->mimeData());
    frame({});
    stopAutoScroll();
    setState(NoState);
    if (!alias) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    emit dropped(version->version, *alias);
}

void AliasDropTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!framed_.isValid())
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().accent, 2));
    painter.drawRoundedRect(QRectF(visualRect(framed_)).adjusted(2, 2, -2, -3),
                            spacing::controlRadius, spacing::controlRadius);
}

} // namespace binnacle
