#include "widgets/runs/run_table.h"

#include "widgets/common/labels.h"
#include "widgets/common/theme.h"
#include "widgets/runs/run_cell_delegate.h"
#include "widgets/runs/run_header.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int coloursAtOnce = 64; // a selection of thousands does not use up the colours
constexpr int scrollBarRoom = 10;
} // namespace

RunTable::RunTable(RunTableModel* model, RunColors* colors, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , colors_(colors)
    , delegate_(new RunCellDelegate(model, colors, this))
    , pinned_(new RunTableView(this))
    , main_(new RunTableView(this))
    , foot_(new QWidget(this))
    , seam_(new Line(Qt::Vertical, this))
    , pinnedHeader_(new RunHeader(model, pinned_))
    , mainHeader_(new RunHeader(model, main_))
    , widths_(model)
{
    pinned_->setObjectName(QStringLiteral("runTablePinned"));
    main_->setObjectName(QStringLiteral("runTable"));
    main_->setAccessibleName(tr("Runs"));
    setUpView(pinned_, pinnedHeader_);
    setUpView(main_, mainHeader_);
    main_->setModel(model_);
    pinned_->setModel(model_);
    delete pinned_->selectionModel();
    pinned_->setSelectionModel(main_->selectionModel());
    pinned_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    pinned_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    mainHeader_->setStretchLastSection(true);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(pinned_, 1);
    left->addWidget(foot_);
    layout->addLayout(left);
    layout->addWidget(seam_);
    layout->addWidget(main_, 1);
    setFocusProxy(main_);

    connect(pinned_->verticalScrollBar(), &QScrollBar::valueChanged, main_->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(main_->verticalScrollBar(), &QScrollBar::valueChanged, pinned_->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(main_->verticalScrollBar(), &QScrollBar::valueChanged, this, &RunTable::tellWindow);
    connect(main_, &RunTableView::resized, this, &RunTable::tellWindow);
    foot_->setAutoFillBackground(true);
    foot_->setBackgroundRole(QPalette::Base);
    seam_->hide();
    connect(main_->horizontalScrollBar(), &QScrollBar::valueChanged, seam_,
            [this](int value) { seam_->setVisible(value > 0); });
    connect(main_->horizontalScrollBar(), &QScrollBar::rangeChanged, this, &RunTable::fitFoot,
            Qt::QueuedConnection);
    connectModel();
}

void RunTable::setUpView(RunTableView* view, RunHeader* header)
{
    view->setHorizontalHeader(header);
    view->setItemDelegate(delegate_);
    view->installEventFilter(this);
    connect(header, &RunHeader::sortRequested, this, [this](int section, bool add) {
        const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(section)];
        emit sortRequested(spec.column, add);
    });
    connect(header, &RunHeader::menuRequested, this, &RunTable::headerMenuRequested);
    connect(header, &RunHeader::released, this, &RunTable::headerReleased, Qt::QueuedConnection);
    connect(view, &RunTableView::rowHovered, this, &RunTable::hover);
    connect(view, &RunTableView::dotClicked, this, &RunTable::toggleRow);
    connect(view, &RunTableView::chevronClicked, this,
            [this](int row) { model_->setExpanded(row, !model_->shape(row).expanded); });
    connect(view, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        const RunRowId run = model_->lineId(index.row());
        if (raw(run) > 0)
            emit activated(run);
        else
            model_->setExpanded(index.row(), !model_->shape(index.row()).expanded);
    });
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint& at) {
        emit menuRequested(view->viewport()->mapToGlobal(at));
    });
}

void RunTable::connectModel()
{
    connect(model_, &RunTableModel::linesAboutToChange, this, &RunTable::rememberPlace);
    connect(model_, &RunTableModel::linesChanged, this, &RunTable::restorePlace);
    connect(model_, &RunTableModel::arranged, this, [this] {
        delegate_->setOutline(model_->isTree() || model_->groupBy().has_value());
        pinned_->viewport()->update();
        tellWindow();
    });
    connect(model_, &RunTableModel::factsChanged, this, &RunTable::layOutColumns);
    connect(model_, &RunTableModel::dataChanged, this, &RunTable::measureColumns);
    connect(model_, &RunTableModel::headerDataChanged, this, &RunTable::layOutColumns);
    connect(model_, &RunTableModel::columnsAboutToChange, this, [this] {
        rowsSelected_.clear();
        for (const auto& range : main_->selectionModel()->selection())
            rowsSelected_.emplace_back(range.top(), range.bottom());
        rowCurrent_ = main_->currentIndex().row();
        anchor_.offset = main_->verticalScrollBar()->value();
        sideways_ = main_->horizontalScrollBar()->value();
    });
    connect(model_, &RunTableModel::columnsReplaced, this, [this] {
        widths_.forget();
        layOutColumns();
        measureColumns();
        QItemSelection selection;
        for (const auto& [top, bottom] : rowsSelected_)
            selection.select(model_->index(top, 0),
                             model_->index(bottom, model_->columnCount() - 1));
        main_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        if (rowCurrent_ >= 0)
            main_->selectionModel()->setCurrentIndex(model_->index(rowCurrent_, 0),
                                                     QItemSelectionModel::NoUpdate);
        main_->updateGeometries();
        main_->verticalScrollBar()->setValue(anchor_.offset);
        main_->horizontalScrollBar()->setValue(sideways_);
    });
    connect(main_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunTable::selectionMoved);
    connect(main_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RunTable::currentRunChanged);
}

void RunTable::selectionMoved()
{
    int given = 0;
    for (const auto& range : main_->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && given < coloursAtOnce;
             ++row, ++given) {
            if (!model_->isGroup(row))
                colors_->slot(model_->lineId(row));
        }
    }
    emit selectionChanged();
}

std::int64_t RunTable::selectedCount() const
{
    std::int64_t count = 0;
    for (const auto& range : main_->selectionModel()->selection())
        count += range.height();
    if (model_->groupBy()) {
        for (const auto& range : main_->selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row)
                count -= model_->isGroup(row) ? 1 : 0;
        }
    }
    return count;
}

std::vector<RunRowId> RunTable::selectedRuns() const
{
    std::vector<std::pair<int, int>> ranges;
    for (const auto& range : main_->selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    std::sort(ranges.begin(), ranges.end());
    std::vector<RunRowId> runs;
    for (const auto& [top, bottom] : ranges) {
        for (int row = top; row <= bottom; ++row) {
            if (!model_->isGroup(row))
                runs.push_back(model_->lineId(row));
        }
    }
    return runs;
}

std::optional<RunRowId> RunTable::currentRun() const
{
    const QModelIndex index = main_->currentIndex();
    if (!index.isValid() || model_->isGroup(index.row()))
        return std::nullopt;
    return model_->lineId(index.row());
}

void RunTable::setCurrentRun(RunRowId run)
{
    const int row = model_->rowOf(run);
    if (row >= 0)
        main_->selectionModel()->setCurrentIndex(
            model_->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RunTable::selectAllRuns()
{
    if (model_->rowCount() == 0)
        return;
    main_->selectionModel()->select(
        QItemSelection(model_->index(0, 0),
                       model_->index(model_->rowCount() - 1, model_->columnCount() - 1)),
        QItemSelectionModel::ClearAndSelect);
}

void RunTable::setOrder(const std::vector<SortTerm>& order)
{
    order_ = order;
    pinnedHeader_->setOrder(order);
    mainHeader_->setOrder(order);
    layOutColumns();
}

void RunTable::setStaleSources(const std::set<SourceId>& sources)
{
    delegate_->setStaleSources(sources);
    if (widths_.setMarksSources(!sources.empty())) {
        widths_.forget();
        measureColumns();
    }
    pinned_->viewport()->update();
    main_->viewport()->update();
}

RunTableView* RunTable::viewOf(int column) const
{
    return main_->isColumnHidden(column) ? pinned_ : main_;
}

void RunTable::rememberPlace()
{
    const int value = main_->verticalScrollBar()->value();
    const int row = value / spacing::rowHeight;
    anchor_ = {model_->lineId(row), value % spacing::rowHeight, value == 0, row};
    rowCurrent_ = main_->currentIndex().row();
    lineCurrent_ = rowCurrent_ >= 0 ? model_->lineId(rowCurrent_) : RunRowId{};
}

void RunTable::restorePlace()
{
    main_->updateGeometries();
    pinned_->updateGeometries();
    int row = model_->rowOf(anchor_.run);
    if (anchor_.top)
        row = 0;
    if (row >= 0)
        main_->verticalScrollBar()->setValue(row * spacing::rowHeight +
                                             (anchor_.top ? 0 : anchor_.offset));
    if (rowCurrent_ >= 0 && model_->rowOf(lineCurrent_) < 0 && model_->rowCount() > 0) {
        // The keyboard goes on where the run was, not at the end of the table.
        main_->selectionModel()->setCurrentIndex(
            model_->index(qMin(rowCurrent_, model_->rowCount() - 1), 0),
            QItemSelectionModel::NoUpdate);
    }
    tellWindow();
    emit selectionChanged(); // runs that are gone have left it
}

void RunTable::layOutColumns()
{
    const ColumnList& columns = model_->columns();
    const int count = static_cast<int>(columns.size());
    const auto isPinned = [&](int column) {
        const ColumnSpec& spec = columns[static_cast<std::size_t>(column)];
        return spec.pinned || isNameColumn(spec);
    };
    std::vector<bool> shown;
    for (int i = 0; i < count; ++i)
        shown.push_back(isPinned(i) || !model_->isUniform(i));
    const auto plan = widths_.plan(width() - scrollBarRoom, shown, order_, font());
    planned_.clear();
    int pinnedWidth = 0;
    for (int i = 0; i < count; ++i) {
        const auto place = static_cast<std::size_t>(i);
        const bool name = isNameColumn(columns[place]) && columns[place].width == 0;
        const int width = name ? plan.name : plan.widths[place];
        const bool pin = isPinned(i);
        pinned_->setColumnHidden(i, !pin);
        main_->setColumnHidden(i, pin || !shown[place]);
        if (shown[place])
            (pin ? pinnedHeader_ : mainHeader_)->resizeSection(i, width);
        pinnedWidth += pin ? width : 0;
        planned_.push_back(width);
    }
    for (RunHeader* header : {pinnedHeader_, mainHeader_}) {
        for (int i = 0; i < header->count(); ++i)
            header->moveSection(header->visualIndex(i), i);
    }
    pinned_->setFixedWidth(qMin(pinnedWidth, qMax(120, width() - 120)));
}

void RunTable::measureColumns()
{
    const int first = main_->verticalScrollBar()->value() / spacing::rowHeight;
    const int last = first + qMax(30, main_->viewport()->height() / spacing::rowHeight);
    if (widths_.measure(first, last, font(), model_->isTree() || model_->groupBy().has_value()))
        layOutColumns();
}

void RunTable::headerReleased()
{
    // What the mouse did is read back from both heads; the model keeps the order.
    ColumnList columns;
    for (RunHeader* header : {pinnedHeader_, mainHeader_}) {
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            ColumnSpec spec = model_->columns()[static_cast<std::size_t>(column)];
            const bool pin = spec.pinned || isNameColumn(spec);
            if (pin != (header == pinnedHeader_))
                continue;
            const bool last = header == mainHeader_ && visual == header->count() - 1;
            const int width = header->sectionSize(column);
            const bool natural =
                spec.width == 0 && width == planned_[static_cast<std::size_t>(column)];
            if (!header->isSectionHidden(column) && !last && !natural)
                spec.width = width;
            columns.push_back(spec);
        }
    }
    if (columns != model_->columns())
        emit columnsArranged(columns);
}

void RunTable::tellWindow()
{
    const int first = main_->verticalScrollBar()->value() / spacing::rowHeight;
    model_->setWindow(first, first + main_->viewport()->height() / spacing::rowHeight + 1);
}

void RunTable::hover(int row)
{
    const int before = delegate_->hoveredRow();
    if (row == before)
        return;
    delegate_->setHoveredRow(row);
    for (RunTableView* view : {pinned_, main_}) {
        for (const int changed : {before, row}) {
            if (changed >= 0)
                view->viewport()->update(0, view->rowViewportPosition(changed),
                                         view->viewport()->width(), spacing::rowHeight);
        }
    }
}

void RunTable::toggleRow(int row)
{
    main_->selectionModel()->setCurrentIndex(model_->index(row, 0), QItemSelectionModel::Toggle |
                                                                        QItemSelectionModel::Rows);
}

bool RunTable::foldByKey(int key)
{
    const int row = main_->currentIndex().row();
    if (row < 0 || (key != Qt::Key_Left && key != Qt::Key_Right) ||
        !(model_->isTree() || model_->groupBy()))
        return false;
    const RunLines::Shape shape = model_->shape(row);
    if (shape.expandable && shape.expanded == (key == Qt::Key_Left)) {
        model_->setExpanded(row, key == Qt::Key_Right);
        return true;
    }
    return false;
}

bool RunTable::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::SelectAll)) {
            selectAllRuns();
            return true;
        }
        if (foldByKey(key->key()))
            return true;
        // Letters, Return and copying belong to the page (an ignored event goes up to it); the
        // views would search and edit.
        if (key->matches(QKeySequence::Copy) || key->key() == Qt::Key_Return ||
            key->key() == Qt::Key_Enter || key->key() == Qt::Key_Delete ||
            key->key() == Qt::Key_F2 || !key->text().trimmed().isEmpty()) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

// Both halves must end at the same height, or their last rows come apart.
void RunTable::fitFoot()
{
    const auto* bar = main_->horizontalScrollBar();
    foot_->setFixedHeight(bar->maximum() > 0 ? bar->sizeHint().height() : 0);
}

void RunTable::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOutColumns();
    tellWindow();
}

} // namespace binnacle
