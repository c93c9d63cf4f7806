// What is asked of the workers and how their order of runs is taken in. Cells are fetched in
// run_table_reading.cpp; what a view reads is in run_table_data.cpp.
#include "models/run_table_model.h"

#include "models/run_cell_text.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr int refreshInterval = 150; // ms between answers to commits
} // namespace

RunTableModel::RunTableModel(std::shared_ptr<Workspace> workspace,
                             std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                             QObject* parent)
    : QAbstractTableModel(parent)
    , workspace_(std::move(workspace))
    , engine_(std::move(engine))
    , histories_(workspace_)
    , pools_(pools)
    , open_(std::make_shared<LineSet>())
    , lines_(std::make_shared<RunLines>())
    , ids_(&lines_->ids())
    , matched_(std::make_shared<std::vector<RunRowId>>())
{
    for (QTimer* timer : {&asking_, &refreshing_, &reading_})
        timer->setSingleShot(true);
    asking_.setInterval(0);
    refreshing_.setInterval(refreshInterval);
    reading_.setInterval(0);
    connect(&asking_, &QTimer::timeout, this, &RunTableModel::send);
    connect(&refreshing_, &QTimer::timeout, this, &RunTableModel::refresh);
    connect(&reading_, &QTimer::timeout, this, &RunTableModel::fetchCells);

    const auto later = [this] {
        if (!refreshing_.isActive())
            refreshing_.start();
    };
    auto& events = workspace_->events();
    connect(&events, &WorkspaceEvents::runsChanged, this, later);
    connect(&events, &WorkspaceEvents::outboxChanged, this, later);
    connect(&events, &WorkspaceEvents::historiesChanged, this, [this, later] {
        sparklines_.invalidate();
        later();
    });
}

RunTableModel::~RunTableModel() = default;

void RunTableModel::setQuery(const RunQuery& query)
{
    if (query_ == query && state_ != State::Failed)
        return;
    query_ = query;
    ask();
}

void RunTableModel::setTree(bool tree)
{
    tree_ = tree;
    ask();
}

void RunTableModel::setGroupBy(const std::optional<RunColumn>& column)
{
    groupBy_ = column;
    ask();
}

void RunTableModel::setAggregate(Aggregate aggregate)
{
    aggregate_ = aggregate;
    if (groupBy_ && !query_.order.empty())
        ask(); // groups may stand in another order
    if (count_ > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void RunTableModel::setExpanded(int row, bool expanded)
{
    if (!shape(row).expandable || shape(row).expanded == expanded)
        return;
    auto open = std::make_shared<LineSet>(*open_);
    if (expanded)
        open->insert(raw(lineId(row)));
    else
        open->erase(raw(lineId(row)));
    open_ = std::move(open);
    ask();
}

void RunTableModel::setPinnedRuns(const std::vector<RunRowId>& runs)
{
    pinned_ = runs;
    pinnedSet_.clear();
    for (const RunRowId run : runs)
        pinnedSet_.insert(raw(run));
    ask();
}

void RunTableModel::setColumns(const ColumnList& columns)
{
    if (columns == columns_)
        return;
    emit columnsAboutToChange();
    beginResetModel();
    std::vector<Look> looks(columns.size());
    std::vector<ColumnFacts> facts(facts_.empty() ? 0 : columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto old = std::find_if(columns_.begin(), columns_.end(),
                                      [&](const auto& spec) { return spec.shows(columns[i]); });
        if (old == columns_.end())
            continue;
        const auto place = static_cast<std::size_t>(old - columns_.begin());
        looks[i] = std::move(looks_[place]);
        if (!facts.empty())
            facts[i] = facts_[place];
    }
    columns_ = columns;
    looks_ = std::move(looks);
    facts_ = std::move(facts);
    cache_.setColumns(valueColumns());
    endResetModel();
    emit columnsReplaced();
    if (groupBy_)
        ask();
    askFacts();
    wantCells();
}

void RunTableModel::setColumnWidth(int column, int width)
{
    columns_[static_cast<std::size_t>(column)].width = width;
}

void RunTableModel::setVariationWanted(bool wanted)
{
    variationWanted_ = wanted;
    askFacts();
}

void RunTableModel::setWindow(int first, int last)
{
    firstShown_ = first;
    lastShown_ = last;
    wantCells();
}

void RunTableModel::refresh()
{
    refreshing_.stop();
    cache_.invalidate();
    if (arrangingNow_) { // a flood of commits must not put off every answer
        refreshAgain_ = true;
        return;
    }
    send();
}

void RunTableModel::ask()
{
    asking_.start();
}

void RunTableModel::send()
{
    asking_.stop();
    ArrangementRequest request{query_, tree_, groupBy_, {}, aggregate_, open_, pinned_, lines_};
    if (groupBy_) {
        for (const auto& spec : columns_) {
            if (spec.show == ColumnSpec::Show::Value && !isNameColumn(spec) &&
                (spec.column.kind == RunColumn::Kind::Metric ||
                 spec.column.kind == RunColumn::Kind::Param || isDuration(spec.column)))
                request.aggregated.push_back(spec.column);
        }
    }
    arrangingNow_ = true;
    factsAsked_.cancel(); // they are asked again for the answer, and must not hold it up
    arranging_.run(
        &pools_.readers, this,
        [engine = engine_, request = std::move(request)](std::stop_token stop) {
            return std::make_shared<Result<Arrangement>>(arrangeRuns(*engine, request, stop));
        },
        [this](const std::shared_ptr<Result<Arrangement>>& answer) {
            receive(std::move(*answer));
        });
}

void RunTableModel::receive(Result<Arrangement> answer)
{
    arrangingNow_ = false;
    if (!answer) {
        state_ = State::Failed;
        error_ = answer.error();
        emit failed(error_);
        return;
    }
    state_ = State::Ready;
    total_ = answer->total;
    milliseconds_ = answer->milliseconds;
    matched_ = std::move(answer->matched);
    groups_ = std::move(answer->groups);
    children_ = std::move(answer->children);
    aggregated_ = std::move(answer->aggregated);
    apply(answer->change);
    emit arranged();
    factsWanted_ = true; // once the rows in sight are read
    wantCells();
    if (std::exchange(refreshAgain_, false))
        refreshing_.start();
}

void RunTableModel::apply(const LinesChange& change)
{
    if (change.same) {
        lines_ = change.next; // shapes may differ
        ids_ = &lines_->ids();
        count_ = lines_->size();
        if (count_ > 0 && columnCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    emit linesAboutToChange();
    const auto before = count_;
    if (change.added() > 0) {
        beginInsertRows({}, static_cast<int>(before),
                        static_cast<int>(change.withAdded.size()) - 1);
        ids_ = &change.withAdded;
        count_ = change.withAdded.size();
        endInsertRows();
    }
    if (change.moved)
        moveTo(change);
    if (change.gone() > 0) {
        beginRemoveRows({}, static_cast<int>(change.next->size()),
                        static_cast<int>(change.withGone->size()) - 1);
        lines_ = change.next;
        ids_ = &lines_->ids();
        count_ = lines_->size();
        endRemoveRows();
    }
    lines_ = change.next;
    ids_ = &lines_->ids();
    count_ = lines_->size();
    emit linesChanged();
}

void RunTableModel::moveTo(const LinesChange& change)
{
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const auto& old = *ids_;
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const auto& index : from) {
        const auto row = change.withGone->find(old[static_cast<std::size_t>(index.row())]);
        to.append(row ? createIndex(static_cast<int>(*row), index.column()) : QModelIndex());
    }
    lines_ = change.next;
    ids_ = &change.withGone->ids();
    count_ = change.withGone->size();
    changePersistentIndexList(from, to);
    emit layoutChanged({}, VerticalSortHint);
}

void RunTableModel::askFacts()
{
    factsWanted_ = false;
    if (state_ != State::Ready || columns_.empty())
        return;
    factsAsked_.run(
        &pools_.readers, this,
        [engine = engine_, rows = matched_, columns = valueColumns(), variation = variationWanted_](
            std::stop_token stop) { return columnFacts(*engine, *rows, columns, variation, stop); },
        [this, asked = columns_](Result<std::vector<ColumnFacts>> facts) {
            if (!facts || asked.size() != columns_.size())
                return;
            facts_ = std::move(*facts);
            if (count_ > 0)
                emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {BestRole});
            emit factsChanged();
        });
}

std::vector<RunColumn> RunTableModel::valueColumns() const
{
    std::vector<RunColumn> columns;
    for (const auto& spec : columns_)
        columns.push_back(spec.column);
    return columns;
}

} // namespace binnacle
