#include "services/compare/run_comparison.h"

#include "services/compare/plain_number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

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

// Collects cells by group and key; what a run does not have stays missing.
class Table
{
public:
    explicit Table(std::size_t runs) : runs_(runs) {}

    ComparisonCell& cell(ComparisonGroup group, const std::string& key, std::size_t run)
    {
        auto& cells = groups_[static_cast<std::size_t>(group)][key];
        cells.resize(runs_);
        return cells[run];
    }
    void setText(ComparisonGroup group, const std::string& key, std::size_t run, std::string text)
    {
        auto& target = cell(group, key, run);
        target.state = ComparisonCell::State::Text;
        target.text = std::move(text);
    }
    std::vector<ComparisonRow> rows()
    {
        std::vector<ComparisonRow> rows;
        for (std::size_t group = 0; group < groups_.size(); ++group)
            for (auto& [key, cells] : groups_[group])
                rows.push_back({static_cast<ComparisonGroup>(group), key, MetricDirection::Unknown,
                                false, std::move(cells)});
        return rows;
    }

private:
    std::size_t runs_;
    std::array<std::map<std::string, std::vector<ComparisonCell>>, comparisonGroupCount> groups_;
};

void addParams(Table& table, const Run& run, std::size_t at)
{
    for (const auto& param : run.params) {
        auto& cell = table.cell(ComparisonGroup::Params, param.key, at);
        cell.text = param.value;
        const auto number = parseNumber(param.value);
        cell.state = number ? ComparisonCell::State::Number : ComparisonCell::State::Text;
        cell.number = number.value_or(0);
    }
}

void addMetrics(Table& table, const Run& run, std::size_t at)
{
    for (const auto& metric : run.metrics) {
        auto& cell = table.cell(ComparisonGroup::Metrics, metric.key, at);
        cell.state = ComparisonCell::State::Number;
        cell.number = metric.point.value;
        cell.text = plainNumber(metric.point.value);
        cell.step = metric.point.step;
    }
}

void addTags(Table& table, const Run& run, std::size_t at)
{
    for (const auto& tag : run.tags) {
        if (contains(shownElsewhere, tag.key))
            continue;
        const auto group =
            contains(codeTags, tag.key) ? ComparisonGroup::Code : ComparisonGroup::Tags;
        table.setText(group, tag.key, at, tag.value);
    }
}

void addDatasets(Table& table, const Run& run, std::size_t at)
{
    for (const auto& dataset : run.datasets) {
        const auto& key = dataset.context.empty() ? std::string("dataset") : dataset.context;
        const auto text =
            dataset.digest.empty() ? dataset.name : dataset.name + "@" + dataset.digest;
        auto& cell = table.cell(ComparisonGroup::Datasets, key, at);
        cell.state = ComparisonCell::State::Text;
        cell.text += cell.text.empty() ? text : ", " + text;
    }
}

void addAttributes(Table& table, const RunDetail& detail, std::size_t at)
{
    const auto add = [&](const char* key, const std::string& text) {
        if (!text.empty())
            table.setText(ComparisonGroup::Attributes, key, at, text);
    };
    add("experiment", detail.experimentName);
    add("source", detail.sourceName);
    add("status", std::string(statusName(detail.run.status)));
    add("user", detail.run.userId);
}

bool sameCell(const ComparisonRow& row, const ComparisonCell& a, const ComparisonCell& b)
{
    using State = ComparisonCell::State;
    if ((a.state == State::Missing) != (b.state == State::Missing))
        return false;
    if (a.state == State::Missing)
        return true;
    if (row.group == ComparisonGroup::Metrics)
        return a.number == b.number || (std::isnan(a.number) && std::isnan(b.number));
    if (row.group == ComparisonGroup::Params)
        return sameValue(a.text, b.text);
    return a.text == b.text;
}

bool rowDiffers(const ComparisonRow& row)
{
    return std::ranges::any_of(row.cells, [&row](const ComparisonCell& cell) {
        return !sameCell(row, row.cells.front(), cell);
    });
}

void addFigures(std::vector<ComparisonRow>& rows, const std::vector<ComparedRun>& runs,
                const std::vector<SeriesFigures>& figures)
{
    std::unordered_map<std::int64_t, std::size_t> columns;
    for (std::size_t i = 0; i < runs.size(); ++i)
        columns[raw(runs[i].row)] = i;
    std::unordered_map<std::string_view, ComparisonRow*> metrics;
    for (auto& row : rows)
        if (row.group == ComparisonGroup::Metrics)
            metrics[row.key] = &row;
    for (const auto& figure : figures) {
        const auto column = columns.find(raw(figure.run));
        const auto row = metrics.find(figure.metricKey);
        if (column == columns.end() || row == metrics.end())
            continue;
        auto& cell = row->second->cells[column->second];
        cell.min = figure.info.min;
        cell.max = figure.info.max;
        cell.minStep = figure.info.minStep;
        cell.maxStep = figure.info.maxStep;
    }
}

ComparedRun head(const RunDetail& detail)
{
    return {detail.row,           detail.run.id,         detail.run.name,
            detail.sourceName,    detail.experimentName, detail.run.status,
            detail.run.startTime, detail.run.endTime};
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

void markBest(ComparisonRow& row)
{
    const auto counts = [](const ComparisonCell& cell) {
        return cell.state == ComparisonCell::State::Number && !std::isnan(cell.number);
    };
    std::optional<double> best;
    if (row.group == ComparisonGroup::Metrics && row.cells.size() > 1 &&
        row.direction != MetricDirection::Unknown) {
        const bool higher = row.direction == MetricDirection::HigherIsBetter;
        for (const auto& cell : row.cells)
            if (counts(cell))
                best = !best    ? cell.number
                       : higher ? std::max(*best, cell.number)
                                : std::min(*best, cell.number);
    }
    for (auto& cell : row.cells)
        cell.best = best && counts(cell) && cell.number == *best;
}

RunComparison compareRuns(const std::vector<RunDetail>& runs, const DirectionOf& direction,
                          const std::vector<SeriesFigures>& figures)
{
    RunComparison comparison;
    Table table(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        comparison.runs.push_back(head(runs[i]));
        addParams(table, runs[i].run, i);
        addMetrics(table, runs[i].run, i);
        addTags(table, runs[i].run, i);
        addDatasets(table, runs[i].run, i);
        addAttributes(table, runs[i], i);
    }
    comparison.rows = table.rows();
    for (auto& row : comparison.rows) {
        row.differs = rowDiffers(row);
        if (row.group == ComparisonGroup::Metrics && direction) {
            row.direction = direction(row.key);
            markBest(row);
        }
    }
    addFigures(comparison.rows, comparison.runs, figures);
    std::ranges::stable_sort(comparison.rows, {}, [](const ComparisonRow& row) {
        return std::tuple(row.group, !row.differs, setByMlflow(row));
    });
    return comparison;
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
