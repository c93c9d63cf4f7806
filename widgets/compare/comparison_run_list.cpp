#include "widgets/compare/comparison_run_list.h"

#include "models/column_choices_model.h"
#include "models/number_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/add_runs_popup.h"
#include "widgets/compare/column_picker.h"
#include "widgets/compare/run_list_delegate.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int narrowestName = 120;

QToolButton* toolButton(const QString& iconName, const QString& words, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setIcon(icon(iconName));
    button->setToolTip(words);
    button->setAccessibleName(words);
    return button;
}

QIcon swatch(const QColor& colour)
{
    constexpr int size = 16;
    QPixmap picture(size, size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(3, 3, size - 6, size - 6));
    return QIcon(picture);
}

// Colours told apart by words too.
QString colourName(int slot)
{
    const QString names[] = {ComparisonRunList::tr("Blue"),   ComparisonRunList::tr("Orange"),
                             ComparisonRunList::tr("Green"),  ComparisonRunList::tr("Pink"),
                             ComparisonRunList::tr("Red"),    ComparisonRunList::tr("Light blue"),
                             ComparisonRunList::tr("Purple"), ComparisonRunList::tr("Olive")};
    return names[slot % Theme::seriesCount];
}

} // namespace

ComparisonRunList::ComparisonRunList(ComparisonModel& model, std::shared_ptr<RunQueryEngine> engine,
                                     WorkerPools& pools, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , engine_(engine)
    , pools_(pools)
    , cells_(model.scope(), engine, pools)
    , shown_(model.runList(), engine, pools)
    , view_(new QTableView(this))
{
    setObjectName(QStringLiteral("comparisonRunList"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::xs);
    column->addWidget(makeHead());
    column->addWidget(view_, 1);
    prepareView();
    connectModels();
    firstColumns();
    refresh();
}

QWidget* ComparisonRunList::makeHead()
{
    auto* head = new QWidget(this);
    count_ = new TextLabel({}, TextRole::Muted, head);
    count_->setObjectName(QStringLiteral("runCount"));
    columnsButton_ = toolButton(QStringLiteral("columns-3"), tr("Columns"), head);
    columnsButton_->setObjectName(QStringLiteral("runColumns"));
    addButton_ = toolButton(QStringLiteral("plus"), tr("Add runs…"), head);
    addButton_->setObjectName(QStringLiteral("addRuns"));
    search_ = new SearchField(tr("Name or filter"), head);
    search_->setObjectName(QStringLiteral("runFilter"));
    search_->setToolTip(tr("A piece of the name, or a filter such as metrics.loss < 0.1"));
    problem_ = new TextLabel({}, TextRole::Bad, head);
    problem_->setObjectName(QStringLiteral("runFilterProblem"));
    problem_->setWordWrap(true);
    problem_->hide();

    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::xs);
    line->addWidget(new SectionLabel(tr("Runs"), head));
    line->addWidget(count_);
    line->addStretch();
    line->addWidget(columnsButton_);
    line->addWidget(addButton_);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(spacing::m, 0, spacing::s, 0);
    column->setSpacing(spacing::xs);
    column->addLayout(line);
    column->addWidget(search_);
    column->addWidget(problem_);
    connect(columnsButton_, &QToolButton::clicked, this, &ComparisonRunList::chooseColumns);
    connect(addButton_, &QToolButton::clicked, this, &ComparisonRunList::openAddRuns);
    connect(search_, &QLineEdit::textChanged, &shown_, &ComparisonRunsFilter::setFilterText);
    connect(&shown_, &ComparisonRunsFilter::filtered, this, &ComparisonRunList::refreshFilter);
    return head;
}

void ComparisonRunList::prepareView()
{
    delegate_ = new RunListDelegate(view_);
    view_->setObjectName(QStringLiteral("comparedRunTable"));
    view_->setAccessibleName(tr("Runs compared"));
    view_->setModel(&shown_);
    view_->setItemDelegate(delegate_);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setShowGrid(false);
    view_->setMouseTracking(true);
    view_->viewport()->setMouseTracking(true);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setTabKeyNavigation(false);
    view_->setWordWrap(false);
    view_->setDragDropMode(QAbstractItemView::InternalMove);
    view_->setDragDropOverwriteMode(false);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    view_->verticalHeader()->setMinimumSectionSize(spacing::rowHeight);
    auto* header = view_->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(false);
    header->setMinimumSectionSize(48);
    view_->installEventFilter(this);
    view_->viewport()->installEventFilter(this);
    connect(header, &QHeaderView::sectionClicked, this, &ComparisonRunList::sortBy);
    connect(view_, &QTableView::activated, this,
            [this](const QModelIndex& index) { emit runActivated(runAt(index)); });
    connect(view_, &QWidget::customContextMenuRequested, this, &ComparisonRunList::showMenu);
    connect(delegate_, &RunListDelegate::hideClicked, this, [this](const QModelIndex& index) {
        model_.setHidden(runAt(index), !model_.isHidden(runAt(index)));
    });
    connect(delegate_, &RunListDelegate::removeClicked, this,
            [this](const QModelIndex& index) { model_.removeRun(runAt(index)); });
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (view_->hasFocus() && index.isValid())
                    model_.scope().setHoveredRun(runAt(index));
            });
}

void ComparisonRunList::connectModels()
{
    auto& scope = model_.scope();
    connect(&scope, &ComparisonScope::brushChanged, this, &ComparisonRunList::refresh);
    connect(&scope, &ComparisonScope::runsChanged, this, &ComparisonRunList::refresh);
    connect(&scope, &ComparisonScope::hoveredRunChanged, this,
            [this] { model_.runList().setHighlighted(model_.scope().hoveredRun()); });
    connect(&model_, &ComparisonModel::changed, this, &ComparisonRunList::firstColumns);
    connect(&model_.table(), &QAbstractItemModel::modelReset, this, [this] { cells_.reload(); });
    connect(&cells_, &ComparisonColumns::changed, this, &ComparisonRunList::takeCells);
    connect(&shown_, &QAbstractItemModel::modelReset, this, [this] {
        if (keep_)
            select(*keep_);
    });
}

RunRowId ComparisonRunList::runAt(const QModelIndex& index) const
{
    return static_cast<RunRowId>(index.data(ComparisonRunsModel::RunRole).toLongLong());
}

void ComparisonRunList::refresh()
{
    const auto& scope = model_.scope();
    std::set<RunRowId> out;
    for (const auto& run : scope.runs())
        if (!scope.passesBrush(run.row))
            out.insert(run.row);
    model_.runList().setBrushedOut(std::move(out));
    if (popup_) {
        const auto& runs = model_.runs();
        popup_->setTaken({runs.begin(), runs.end()}, mostRuns - std::min(mostRuns, runs.size()));
    }
    refreshFilter();
}

void ComparisonRunList::refreshFilter()
{
    const auto all = static_cast<qint64>(model_.scope().runs().size());
    const qint64 shown = shown_.rowCount();
    const qint64 brushed = static_cast<qint64>(model_.scope().brushedCount());
    QString text =
        shown == all ? countText(all) : tr("%1 of %2").arg(countText(shown), countText(all));
    if (model_.scope().isBrushed())
        text = tr("%1 · %2 brushed").arg(text, countText(brushed));
    count_->setText(text);
    problem_->setText(shown_.problem());
    problem_->setVisible(!shown_.problem().isEmpty());
}

void ComparisonRunList::firstColumns()
{
    const QString metric = QString::fromStdString(metricToShowFirst(model_.table().comparison()));
    if (columnsChosen_ || metric.isEmpty())
        return;
    std::vector<RunColumn> first = {{RunColumn::Kind::Metric, metric.toStdString()}};
    if (first == columns_)
        return;
    columns_ = std::move(first);
    applyColumns();
}

void ComparisonRunList::setColumns(std::vector<RunColumn> columns)
{
    columnsChosen_ = true;
    if (columns == columns_)
        return;
    columns_ = std::move(columns);
    applyColumns();
    emit stateChanged();
}

void ComparisonRunList::applyColumns()
{
    const RunColumn state{RunColumn::Kind::Attribute, "status"};
    std::vector<RunColumn> cells;
    std::vector<ComparisonRunsModel::Column> heads;
    // The state is a pill behind the name.
    delegate_->setStatesShown(std::ranges::find(columns_, state) != columns_.end());
    for (const auto& column : columns_) {
        if (column == state)
            continue;
        cells.push_back(column);
        heads.push_back({column, columnName(column)});
    }
    if (shown_.sortColumn() > static_cast<int>(heads.size()))
        shown_.sortBy(-1, Qt::AscendingOrder);
    model_.runList().setColumns(std::move(heads));
    view_->horizontalHeader()->setVisible(!cells.empty());
    cells_.setColumns(std::move(cells));
    takeCells(); // those that are there already
}

void ComparisonRunList::takeCells()
{
    std::map<RunRowId, std::vector<RunCell>> cells;
    for (const auto& row : cells_.rows())
        cells.emplace(row.run.row, row.cells);
    model_.runList().setCells(std::move(cells));
    shareWidth();
}

// The name takes what the figures leave.
void ComparisonRunList::shareWidth()
{
    int taken = 0;
    auto* header = view_->horizontalHeader();
    for (int column = 1; column < shown_.columnCount(); ++column) {
        view_->resizeColumnToContents(column);
        taken += header->sectionSize(column);
    }
    header->resizeSection(0, qMax(narrowestName, view_->viewport()->width() - taken));
}

void ComparisonRunList::chooseColumns()
{
    auto* picker = new ColumnPicker(model_.columnChoices(), false, false, true, this);
    picker->setChosen(columns_);
    connect(picker, &ColumnPicker::chosen, this, &ComparisonRunList::setColumns);
    picker->popUp(columnsButton_);
}

void ComparisonRunList::openAddRuns()
{
    popup_ = new AddRunsPopup(engine_, pools_, this);
    connect(popup_, &AddRunsPopup::addRequested, this, [this](std::vector<RunRowId> runs) {
        const auto room = mostRuns - std::min(mostRuns, model_.runs().size());
        std::erase_if(runs, [this](RunRowId run) {
            return std::ranges::find(model_.runs(), run) != model_.runs().end();
        });
        runs.resize(std::min(room, runs.size()));
        model_.addRuns(runs);
    });
    connect(popup_, &AddRunsPopup::removeRequested, &model_, &ComparisonModel::removeRun);
    refresh();
    popup_->popUp(addButton_);
}

// Once up, once down, then the comparison's own order again.
void ComparisonRunList::sortBy(int column)
{
    if (shown_.sortColumn() != column)
        shown_.sortBy(column, Qt::AscendingOrder);
    else if (shown_.sortOrder() == Qt::AscendingOrder)
        shown_.sortBy(column, Qt::DescendingOrder);
    else
        shown_.sortBy(-1, Qt::AscendingOrder);
    auto* header = view_->horizontalHeader();
    header->setSortIndicatorShown(!shown_.inOwnOrder());
    if (!shown_.inOwnOrder())
        header->setSortIndicator(column, shown_.sortOrder());
    view_->setDragEnabled(shown_.inOwnOrder());
    emit stateChanged();
}

void ComparisonRunList::select(RunRowId run)
{
    const int row = model_.runList().rowOf(run);
    const auto index = shown_.mapFromSource(model_.runList().index(row, 0));
    if (row >= 0 && index.isValid())
        view_->setCurrentIndex(index);
}

// In the comparison's own order only: elsewhere a place means nothing.
void ComparisonRunList::moveCurrent(int by)
{
    const auto index = view_->currentIndex();
    if (!shown_.inOwnOrder() || !index.isValid())
        return;
    const auto neighbour = index.siblingAtRow(index.row() + by);
    if (!neighbour.isValid())
        return;
    keep_ = runAt(index);
    model_.moveRun(*keep_, static_cast<std::size_t>(model_.runList().rowOf(runAt(neighbour))));
}

bool ComparisonRunList::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    const auto index = view_->currentIndex();
    if (modifiers.testFlag(Qt::AltModifier) && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        moveCurrent(key == Qt::Key_Up ? -1 : 1);
        return true;
    }
    if (key == Qt::Key_Escape && !search_->text().isEmpty()) {
        search_->clear();
        return true;
    }
    if (!index.isValid())
        return false;
    const RunRowId run = runAt(index);
    if (key == Qt::Key_Delete)
        model_.removeRun(run);
    else if (key == Qt::Key_Space)
        model_.setHidden(run, !model_.isHidden(run));
    else
        return false;
    return true;
}

bool ComparisonRunList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == view_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        return handleKey(key->key(), key->modifiers());
    }
    if (watched != view_->viewport())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        const auto index = view_->indexAt(static_cast<QMouseEvent*>(event)->position().toPoint());
        model_.scope().setHoveredRun(index.isValid() ? std::optional(runAt(index)) : std::nullopt);
    } else if (event->type() == QEvent::Leave) {
        model_.scope().setHoveredRun(std::nullopt);
    } else if (event->type() == QEvent::Resize) {
        shareWidth();
    }
    return QWidget::eventFilter(watched, event);
}

void ComparisonRunList::addColours(QMenu* menu, RunRowId run)
{
    auto* colours = menu->addMenu(tr("Colour"));
    colours->setObjectName(QStringLiteral("runColours"));
    const int now = model_.colors().slot(run) % Theme::seriesCount;
    for (int slot = 0; slot < Theme::seriesCount; ++slot) {
        auto* action = colours->addAction(swatch(Theme::current().series(slot)), colourName(slot),
                                          this, [this, run, slot] { model_.setColour(run, slot); });
        action->setCheckable(true);
        action->setChecked(slot == now);
    }
}

void ComparisonRunList::showMenu(const QPoint& at)
{
    const auto index = view_->indexAt(at);
    if (!index.isValid())
        return;
    const RunRowId run = runAt(index);
    const bool hidden = model_.isHidden(run);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("comparedRunMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("external-link")), tr("Open run"), this,
                    [this, run] { emit runActivated(run); });
    menu->addAction(icon(hidden ? QStringLiteral("eye") : QStringLiteral("eye-off")),
                    hidden ? tr("Show") : tr("Hide"), this,
                    [this, run, hidden] { model_.setHidden(run, !hidden); });
    addColours(menu, run);
    auto* up = menu->addAction(icon(QStringLiteral("arrow-up")), tr("Move up"), this, [this, run] {
        select(run);
        moveCurrent(-1);
    });
    auto* down =
        menu->addAction(icon(QStringLiteral("arrow-down")), tr("Move down"), this, [this, run] {
            select(run);
            moveCurrent(1);
        });
    up->setEnabled(shown_.inOwnOrder() && index.row() > 0);
    down->setEnabled(shown_.inOwnOrder() && index.row() + 1 < shown_.rowCount());
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("x")), tr("Remove from comparison"), this,
                    [this, run] { model_.removeRun(run); });
    menu->popup(view_->viewport()->mapToGlobal(at));
}

QJsonObject ComparisonRunList::save() const
{
    QJsonObject saved{{QStringLiteral("sort"), shown_.sortColumn()},
                      {QStringLiteral("descending"), shown_.sortOrder() == Qt::DescendingOrder}};
    if (columnsChosen_) {
        QJsonArray columns;
        for (const auto& column : columns_)
            columns.append(QString::fromStdString(columnText(column)));
        saved.insert(QStringLiteral("columns"), columns);
    }
    return saved;
}

void ComparisonRunList::restore(const QJsonObject& saved)
{
    if (saved.contains(u"columns")) {
        columnsChosen_ = true;
        columns_.clear();
        for (const auto& value : saved.value(u"columns").toArray())
            if (auto column = columnFromText(value.toString().toStdString()))
                columns_.push_back(std::move(*column));
        applyColumns();
    }
    const int column = saved.value(u"sort").toInt(-1);
    if (column < 0 || column >= shown_.columnCount())
        return;
    shown_.sortBy(-1, Qt::AscendingOrder);
    sortBy(column);
    if (saved.value(u"descending").toBool())
        sortBy(column);
}

} // namespace binnacle
