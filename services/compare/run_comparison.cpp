#include "services/compare/run_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace binnacle {

namespace {

// Tags that tell which code ran; they have a group of their own.
constexpr std::array codeTags = std::to_array<std::string_view>(
    {"mlflow.source.git.commit", "mlflow.source.git.branch", "mlflow.source.git.repoURL",
     "mlflow.source.name", "mlflow.source.type", "mlflow.project.entryPoint", "mlflow.gitRepoURL"});
// Tags whose value is shown as the run's name or as an attribute.
constexpr std::array shownElsewhere =
    std::to_array<std::string_view>({"mlflow.runName", "mlflow.user"});

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view key)
{
    return std::ranges::find(list, key) != list.end();
}

// A person's own tags stand before those that MLflow sets.
bool setByMlflow(const ComparisonRow& row)
{
    return row.group == ComparisonGroup::Tags && row.key.starts_with("mlflow.");
}

} // namespace

std::string_view comparisonGroupName(ComparisonGroup group)
{
    constexpr std::array<std::string_view, comparisonGroupCount> names = {
        "params", "metrics", "datasets", "code", "tags", "attributes"};
    return names.at(static_cast<std::size_t>(group));
}

std::size_t RunComparison::differing() const
{
    return static_cast<std::size_t>(std::ranges::count_if(rows, &ComparisonRow::differs));
}

std::size_t RunComparison::bytes() const
{
    std::size_t sum = rows.capacity() * sizeof(ComparisonRow);
    for (const auto& row : rows)
        sum += row.key.capacity() + row.cells.bytes();
    return sum;
}

std::optional<ComparisonGroup> groupOfTag(std::string_view key)
{
    if (contains(shownElsewhere, key))
        return std::nullopt;
    return contains(codeTags, key) ? ComparisonGroup::Code : ComparisonGroup::Tags;
}

void markBest(ComparisonRow& row)
{
    std::optional<double> best;
    if (row.group == ComparisonGroup::Metrics && row.cells.size() > 1 &&
        row.direction != MetricDirection::Unknown) {
        const bool higher = row.direction == MetricDirection::HigherIsBetter;
        for (const auto& cell : row.cells) {
            if (cell.state != ComparisonCell::State::Number || std::isnan(cell.number))
                continue;
            best = !best    ? cell.number
                   : higher ? std::max(*best, cell.number)
                            : std::min(*best, cell.number);
        }
    }
    row.cells.setBest(best);
}

void arrangeRows(RunComparison& comparison, const DirectionOf& direction)
{
    for (auto& row : comparison.rows) {
        row.differs = row.cells.differ();
        if (row.group == ComparisonGroup::Metrics && direction) {
            row.direction = direction(row.key);
            markBest(row);
        }
    }
    std::ranges::sort(comparison.rows, [](const ComparisonRow& a, const ComparisonRow& b) {
        const auto place = [](const ComparisonRow& row) {
            return std::tuple(row.group, !row.differs, setByMlflow(row), std::string_view(row.key));
        };
        return place(a) < place(b);
    });
}

RunComparison inOrder(const RunComparison& comparison, std::span<const std::size_t> places)
{
    RunComparison other;
    other.runs.reserve(places.size());
    for (const std::size_t place : places)
        other.runs.push_back(comparison.runs[place]);
    other.rows.reserve(comparison.rows.size());
    for (const auto& row : comparison.rows)
        other.rows.push_back({row.group, row.key, row.direction, row.differs, row.lastStep,
                              row.cells.inOrder(places)});
    return other;
}

std::optional<ComparisonDelta> deltaTo(const ComparisonCell& baseline, const ComparisonCell& cell)
{
    const auto usable = [](const ComparisonCell& each) {
        return each.state == ComparisonCell::State::Number && std::isfinite(each.number);
    };
    if (!usable(baseline) || !usable(cell))
        return std::nullopt;
    ComparisonDelta delta{cell.number - baseline.number, std::nullopt};
    if (!std::isfinite(delta.difference))
        return std::nullopt;
    if (baseline.number != 0)
        delta.percent = 100 * delta.difference / std::abs(baseline.number);
    return delta;
}

} // namespace binnacle
