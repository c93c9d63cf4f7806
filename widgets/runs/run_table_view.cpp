#include "widgets/common/theme.h"
#include "widgets/runs/run_cell_delegate.h"
#include "widgets/runs/run_table.h"

#include <QHeaderView>
#include <QMouseEvent>

namespace binnacle {

RunTableView::RunTableView(QWidget* parent) : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(spacing::rowHeight);
    verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
}

// The dot adds or takes away a run without touching the others; the arrow folds.
bool RunTableView::pressedMark(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    const auto* model = qobject_cast<const RunTableModel*>(this->model());
    const auto* delegate = qobject_cast<const RunCellDelegate*>(itemDelegate());
    if (event->button() != Qt::LeftButton || !index.isValid() || !model || !delegate ||
        !isNameColumn(model->columns()[static_cast<std::size_t>(index.column())]))
        return false;
    const QRect cell = visualRect(index);
    const int x = event->pos().x() - cell.left();
    if (model->isGroup(index.row())) {
        if (x < RunCellDelegate::dotWidth)
            emit chevronClicked(index.row());
        return x < RunCellDelegate::dotWidth;
    }
    const RunLines::Shape shape = model->shape(index.row());
    if (shape.expandable && delegate->chevronRect(cell, shape.level).contains(event->pos())) {
        emit chevronClicked(index.row());
        return true;
    }
    if (x < RunCellDelegate::dotWidth && event->modifiers() == Qt::NoModifier) {
        emit dotClicked(index.row());
        return true;
    }
    return false;
}

void RunTableView::mousePressEvent(QMouseEvent* event)
{
    if (!pressedMark(event))
        QTableView::mousePressEvent(event);
}

void RunTableView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!pressedMark(event))
        QTableView::mouseDoubleClickEvent(event);
}

void RunTableView::mouseMoveEvent(QMouseEvent* event)
{
    emit rowHovered(rowAt(event->pos().y()));
    QTableView::mouseMoveEvent(event);
}

void RunTableView::leaveEvent(QEvent* event)
{
    emit rowHovered(-1);
    QTableView::leaveEvent(event);
}

void RunTableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    emit resized();
}

} // namespace binnacle
