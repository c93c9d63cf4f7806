#include "widgets/datasets/dataset_grid.h"

#include "models/number_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStringList>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <algorithm>
#include <limits>
#include <utility>

namespace binnacle {

namespace {

constexpr int headerHeight = 44, narrowest = 64, widest = 320, side = 10;
constexpr int notch = 120, rowsOfNotch = 3;
constexpr int fittedRows = 60; // rows that decide the widths at first

class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        paintRowBackground(painter, option);
        if (index.data(DatasetTableModel::PendingRole).toBool()) {
            painter->fillRect(QRect(cellRoom(option).left(), option.rect.center().y() - 3,
                                    std::min(48, cellRoom(option).width()), 6),
                              theme.gridLine);
            painter->restore();
            return;
        }
        const bool missing = index.data(DatasetTableModel::MissingRole).toBool();
        const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        const auto text = index.data().toString();
        if (alignment.testFlag(Qt::AlignRight)) {
            painter->setPen(missing ? theme.mutedText : theme.text);
            paintTabular(painter, cellRoom(option), text, Qt::AlignRight);
        } else {
            paintCellText(painter, cellRoom(option), text, missing ? theme.mutedText : theme.text);
        }
        painter->restore();
    }
};

} // namespace

DatasetHeader::DatasetHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("datasetHeader"));
    setSectionsClickable(false); // a click sorts; it does not choose the column
    setHighlightSections(false);
    setDefaultSectionSize(110);
    setMinimumSectionSize(narrowest);
    setToolTip(tr("A click sorts; with Shift, behind the columns sorted by before"));
}

QSize DatasetHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), headerHeight};
}

void DatasetHeader::mousePressEvent(QMouseEvent* event)
{
    pressed_ = event->pos();
    QHeaderView::mousePressEvent(event);
}

void DatasetHeader::mouseReleaseEvent(QMouseEvent* event)
{
    const bool resizes = cursor().shape() == Qt::SplitHCursor;
    QHeaderView::mouseReleaseEvent(event);
    const int column = logicalIndexAt(event->pos());
    const bool still =
        (event->pos() - pressed_).manhattanLength() < QApplication::startDragDistance();
    if (event->button() == Qt::LeftButton && still && !resizes && column >= 0)
        emit sortRequested(column, event->modifiers().testFlag(Qt::ShiftModifier));
}

void DatasetHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->fillRect(rect, theme.surface);
    painter->setPen(theme.border);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    const auto value = [&](int role) { return model()->headerData(section, orientation(), role); };
    const auto alignment =
        Qt::Alignment(value(Qt::TextAlignmentRole).toInt()) & (Qt::AlignLeft | Qt::AlignRight);
    QRect room = rect.adjusted(side, 5, -side, -5);
    if (const int sort = value(DatasetTableModel::SortRole).toInt(); sort != 0) {
        const QRect place(room.right() - 12, room.top() + 2, 13, 13);
        icon(sort > 0 ? QStringLiteral("arrow-up") : QStringLiteral("arrow-down"), theme.accentText)
            .paint(painter, place);
        room.setRight(place.left() - 4);
    }
    QFont name = font();
    name.setWeight(QFont::Medium);
    painter->setFont(name);
    const QRect upper(room.left(), room.top(), room.width(), 18);
    paintCellText(painter, upper, value(Qt::DisplayRole).toString(), theme.text, alignment);
    QFont small = font();
    small.setPixelSize(11);
    painter->setFont(small);
    paintCellText(
        painter, QRect(rect.left() + side, upper.bottom() + 1, rect.width() - 2 * side, 15),
        value(DatasetTableModel::TypeRole).toString().toLower(), theme.mutedText, alignment);
    painter->restore();
}

// The keys and the wheel move the window of the model where the table would scroll.
class DatasetGridView : public QTableView
{
public:
    explicit DatasetGridView(DatasetGrid& grid) : QTableView(&grid), grid_(grid) {}

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override
    {
        auto& table = grid_.model_;
        qint64 row = std::max<qint64>(0, grid_.current_);
        const bool whole = modifiers.testFlag(Qt::ControlModifier);
        if (action == MoveUp || action == MoveDown)
            row += action == MoveUp ? -1 : 1;
        else if (action == MovePageUp || action == MovePageDown)
            row += (action == MovePageUp ? -1 : 1) * std::max(1, grid_.visibleRows() - 1);
        else if ((action == MoveHome || action == MoveEnd) && whole)
            row = action == MoveHome ? 0 : table.reachable() - 1;
        else
            return QTableView::moveCursor(action, modifiers);
        row = std::clamp<qint64>(row, 0, std::max<qint64>(0, table.reachable() - 1));
        grid_.reach(row);
        const int column =
            currentIndex().isValid() ? currentIndex().column() : std::max(0, columnAt(0));
        return table.index(static_cast<int>(row - table.firstRow()), column);
    }
    void wheelEvent(QWheelEvent* event) override
    {
        const auto turned = event->angleDelta();
        if (std::abs(turned.x()) > std::abs(turned.y()) ||
            event->modifiers().testFlag(Qt::ShiftModifier)) {
            QTableView::wheelEvent(event);
            return;
        }
        rest_ += turned.y() * rowsOfNotch;
        const int rows = rest_ / notch;
        rest_ -= rows * notch;
        if (rows != 0)
            grid_.model_.setWindow(grid_.model_.firstRow() - rows, grid_.visibleRows());
        event->accept();
    }
    void resizeEvent(QResizeEvent* event) override
    {
        QTableView::resizeEvent(event);
        grid_.fit();
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->matches(QKeySequence::Copy)) {
            grid_.copy();
            return;
        }
        QTableView::keyPressEvent(event);
    }

private:
    DatasetGrid& grid_;
    int rest_ = 0; // of a turn of the wheel that was no whole row
};

DatasetGrid::DatasetGrid(DatasetTableModel& model, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , view_(new DatasetGridView(*this))
    , header_(new DatasetHeader(view_))
    , bar_(new QScrollBar(Qt::Vertical, this))
{
    view_->setObjectName(QStringLiteral("datasetTable"));
    view_->setAccessibleName(tr("Rows"));
    view_->setHorizontalHeader(header_);
    view_->setModel(&model_);
    view_->setItemDelegate(new CellDelegate(view_));
    view_->setFrameShape(QFrame::NoFrame);
    view_->setShowGrid(false);
    view_->setMouseTracking(true);
    view_->setWordWrap(false);
    view_->setSelectionMode(QAbstractItemView::ContiguousSelection);
    view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    view_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->verticalHeader()->setHighlightSections(false);
    view_->verticalHeader()->setMinimumWidth(56);
    view_->verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    bar_->setObjectName(QStringLiteral("datasetScroll"));
    bar_->setAccessibleName(tr("Position in all rows"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(view_, 1);
    row->addWidget(bar_);
    setFocusProxy(view_);
    connect(header_, &DatasetHeader::sortRequested, &model_, &DatasetTableModel::toggleSort);
    connect(bar_, &QScrollBar::valueChanged, this, &DatasetGrid::scrolled);
    connect(&model_, &DatasetTableModel::windowMoved, this, &DatasetGrid::windowMoved);
    connect(&model_, &DatasetTableModel::stateChanged, this, &DatasetGrid::fit);
    connect(&model_, &DatasetTableModel::modelReset, this, [this] {
        fitted_ = false;
        current_ = -1;
    });
    connect(&model_, &DatasetTableModel::dataChanged, this, &DatasetGrid::fitColumns);
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now, const QModelIndex& before) {
                if (moving_ || !now.isValid())
                    return;
                current_ = model_.firstRow() + now.row();
                if (now.column() != before.column())
                    emit columnChosen(now.column());
            });
}

int DatasetGrid::visibleRows() const
{
    return std::max(1, view_->viewport()->height() / spacing::rowHeight);
}

void DatasetGrid::fit()
{
    if (moving_)
        return;
    if (model_.columnCount() > 0)
        model_.setWindow(model_.firstRow(), visibleRows());
    windowMoved();
}

void DatasetGrid::windowMoved()
{
    const QScopedValueRollback moving(moving_, true);
    const qint64 beyond = std::max<qint64>(0, model_.reachable() - visibleRows());
    scale_ = beyond / std::numeric_limits<int>::max() + 1;
    bar_->setRange(0, static_cast<int>((beyond + scale_ - 1) / scale_));
    bar_->setPageStep(visibleRows());
    bar_->setValue(static_cast<int>(model_.firstRow() / scale_));
    bar_->setVisible(beyond > 0);
    // What is chosen keeps its row, not its place on the screen.
    const qint64 row = current_ - model_.firstRow();
    const auto index = view_->currentIndex();
    if (current_ < 0 || !index.isValid() || index.row() == row)
        return;
    if (row >= 0 && row < model_.rowCount())
        view_->setCurrentIndex(model_.index(static_cast<int>(row), index.column()));
    else
        view_->clearSelection();
}

void DatasetGrid::scrolled(int value)
{
    if (!moving_)
        model_.setWindow(value * scale_, visibleRows());
}

void DatasetGrid::reach(qint64 row)
{
    const int rows = visibleRows();
    if (row < model_.firstRow())
        model_.setWindow(row, rows);
    else if (row >= model_.firstRow() + rows)
        model_.setWindow(row - rows + 1, rows);
}

void DatasetGrid::showRow(qint64 row)
{
    reach(row);
    const auto at = row - model_.firstRow();
    if (at >= 0 && at < model_.rowCount())
        view_->setCurrentIndex(
            model_.index(static_cast<int>(at), std::max(0, view_->currentIndex().column())));
}

void DatasetGrid::showColumn(int column)
{
    if (column < 0 || column >= model_.columnCount() || model_.rowCount() == 0)
        return;
    const auto row = std::clamp<qint64>(current_ - model_.firstRow(), 0, model_.rowCount() - 1);
    view_->setCurrentIndex(model_.index(static_cast<int>(row), column));
    view_->scrollTo(view_->currentIndex());
}

void DatasetGrid::setShownColumns(const std::vector<int>& columns, bool limited)
{
    std::vector<bool> shown(static_cast<std::size_t>(model_.columnCount()), !limited);
    for (const int column : columns)
        if (column < model_.columnCount())
            shown[static_cast<std::size_t>(column)] = true;
    for (int column = 0; column < model_.columnCount(); ++column)
        if (view_->isColumnHidden(column) == shown[static_cast<std::size_t>(column)])
            view_->setColumnHidden(column, !shown[static_cast<std::size_t>(column)]);
}

void DatasetGrid::fitColumns()
{
    if (fitted_ || model_.rowCount() == 0 ||
        model_.index(0, 0).data(DatasetTableModel::PendingRole).toBool())
        return;
    fitted_ = true;
    const QFontMetrics metrics(view_->font());
    QFont bold = view_->font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics head(bold);
    for (int column = 0; column < model_.columnCount(); ++column) {
        int width = head.horizontalAdvance(
                        model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) +
                    18;
        for (int row = 0; row < std::min(fittedRows, model_.rowCount()); ++row)
            width = std::max(width, metrics.horizontalAdvance(
                                        model_.index(row, column).data().toString().left(80)));
        view_->setColumnWidth(column, std::clamp(width + 2 * side + 4, narrowest, widest));
    }
    const auto last = countText(std::max<qint64>(model_.reachable(), 1));
    view_->verticalHeader()->setFixedWidth(std::max(56, metrics.horizontalAdvance(last) + 18));
}

void DatasetGrid::copy() const
{
    auto chosen = view_->selectionModel()->selectedIndexes();
    std::sort(chosen.begin(), chosen.end());
    QString text;
    for (qsizetype i = 0; i < chosen.size(); ++i) {
        if (i > 0)
            text += chosen[i].row() == chosen[i - 1].row() ? QLatin1Char('\t') : QLatin1Char('\n');
        if (!chosen[i].data(DatasetTableModel::MissingRole).toBool())
            text += chosen[i].data().toString();
    }
    QApplication::clipboard()->setText(text);
}

} // namespace binnacle
