#include "models/comparison_columns.h"

#include "services/compare/plain_number.h"

#include <limits>
#include <map>

namespace binnacle {

ComparisonColumns::ComparisonColumns(ComparisonScope& scope, std::shared_ptr<RunQueryEngine> engine,
                                     WorkerPools& pools, QObject* parent)
    : QObject(parent), scope_(scope), engine_(std::move(engine)), pools_(pools)
{
    connect(&scope_, &ComparisonScope::runsChanged, this, &ComparisonColumns::scopeChanged);
}

void ComparisonColumns::setColumns(std::vector<RunColumn> columns)
{
    if (columns == columns_ && state_ == State::Ready)
        return;
    columns_ = std::move(columns);
    rows_.clear(); // cells of other columns
    state_ = State::Loading;
    reload();
}

std::vector<const ComparisonColumns::Row*> ComparisonColumns::visibleRows() const
{
    std::vector<const Row*> shown;
    for (const auto& row : rows_)
        if (const auto* run = scope_.find(row.run.row); run && !run->hidden)
            shown.push_back(&row);
    return shown;
}

// Names, colours and what is hidden need no query; other runs or another order do.
void ComparisonColumns::scopeChanged()
{
    if (scope_.runs().size() != rows_.size()) {
        reload();
        return;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].run.row != scope_.runs()[i].row) {
            reload();
            return;
        }
        rows_[i].run = scope_.runs()[i];
    }
    emit changed();
}

void ComparisonColumns::reload()
{
    std::vector<RunRowId> runs;
    for (const auto& run : scope_.runs())
        runs.push_back(run.row);
    slot_.run(
        &pools_.readers, this,
        [engine = engine_, runs = std::move(runs), columns = columns_](
            const std::stop_token& stop) { return engine->cells(runs, columns, stop); },
        [this](Result<std::vector<RunRowCells>> answer) {
            if (!answer && answer.error().kind == Error::Kind::Cancelled)
                return;
            rows_.clear();
            state_ = answer ? State::Ready : State::Failed;
            error_ = answer ? QString() : answer.error().message;
            if (answer) {
                std::map<RunRowId, std::vector<RunCell>> cells;
                for (auto& row : *answer)
                    cells.emplace(row.head.row, std::move(row.cells));
                for (const auto& run : scope_.runs())
                    if (auto found = cells.find(run.row); found != cells.end())
                        rows_.push_back({run, found->second});
            }
            emit changed();
        });
}

double numberOf(const RunCell& cell)
{
    const bool has = cell.state == RunCell::State::Number || cell.state == RunCell::State::Time ||
                     (cell.state == RunCell::State::Text && cell.numeric);
    return has ? cell.number : std::numeric_limits<double>::quiet_NaN();
}

QString textOf(const RunCell& cell)
{
    if (cell.state == RunCell::State::Text)
        return QString::fromStdString(cell.text);
    if (cell.state == RunCell::State::Missing)
        return {};
    return QString::fromStdString(plainNumber(cell.number));
}

} // namespace binnacle
