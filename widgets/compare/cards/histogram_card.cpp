#include "widgets/compare/cards/histogram_card.h"

#include "models/number_text.h"
#include "services/statistics/histogram.h"
#include "services/statistics/quantile.h"
#include "widgets/common/theme.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

namespace binnacle {

namespace {

constexpr std::size_t namesShown = 6; // of the runs of a bin

// Runs by group, at most as many groups as there are colours: the largest ones have their own.
struct Stack
{
    QString name;
    ComparisonRows rows;
};

std::vector<Stack> stacksOf(const ComparisonRows& rows, bool grouped)
{
    if (!grouped)
        return {{{}, rows}};
    auto groups = groupRows(rows, 1);
    constexpr std::size_t most = Theme::seriesCount;
    std::vector<std::size_t> bySize(groups.size());
    std::iota(bySize.begin(), bySize.end(), std::size_t{0});
    std::ranges::stable_sort(bySize, std::greater<>(),
                             [&](std::size_t group) { return groups[group].rows.size(); });
    const std::size_t own = groups.size() <= most ? groups.size() : most - 1;
    const std::set<std::size_t> named(bySize.begin(),
                                      bySize.begin() + static_cast<std::ptrdiff_t>(own));
    std::vector<Stack> stacks;
    Stack rest;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (named.contains(i))
            stacks.push_back({groups[i].name, std::move(groups[i].rows)});
        else
            rest.rows.insert(rest.rows.end(), groups[i].rows.begin(), groups[i].rows.end());
    }
    if (const auto others = groups.size() - own; others > 0) {
        rest.name = HistogramCard::tr("%1 other values").arg(others);
        stacks.push_back(std::move(rest));
    }
    return stacks;
}

} // namespace

std::vector<CardOption> HistogramCard::optionList() const
{
    std::vector<CardOption::Value> bins = {{QStringLiteral("auto"), tr("Automatic")}};
    for (const int count : {5, 10, 20, 30, 50, 100})
        bins.push_back({QString::number(count), QString::number(count)});
    CardOption log;
    log.key = QStringLiteral("log");
    log.label = tr("Log axis");
    return {figureChoice("column", tr("Values of")),
            choiceOption("bins", tr("Bins"), std::move(bins)), log, groupChoice(tr("Coloured by"))};
}

void HistogramCard::build()
{
    const auto rows = brushedRows();
    const bool log = isOn("log");
    const auto figures = columnFigures(rows, 0, log);
    const QString title = columnHeading(*figureOption("column"));
    runs_.clear();
    if (figures.finite.empty()) {
        explainNoFigures(figures);
        return;
    }
    const auto sorted = sortedFinite(figures.values());
    HistogramScene scene;
    scene.log = log;
    scene.unit = unitOf(*figureOption("column"));
    scene.edges =
        histogramEdges(sorted, static_cast<std::size_t>(textOption("bins", "auto").toUInt()), log);
    scene.title = log ? tr("%1 (log)").arg(title) : title;
    fill(scene, figures);

    QStringList note{countNote()};
    note << figures.leftOut();
    if (sorted.front() == sorted.back())
        note << (sorted.size() == 1 ? tr("one value") : tr("all equal"));
    else
        note << tr("%1 bins").arg(scene.binCount());
    show(std::make_shared<HistogramPicture>(std::move(scene)), note);
}

// Counts, and what each bin says.
void HistogramCard::fill(HistogramScene& scene, const ColumnFigures& figures)
{
    ComparisonRows rows;
    for (const auto& entry : figures.finite)
        rows.push_back(entry.row);
    const auto format = formatFor(scene.edges);
    const auto bins = scene.binCount();
    runs_.assign(bins, {});
    std::vector<QStringList> names(bins);
    for (auto& stack : stacksOf(rows, groupOption().has_value())) {
        HistogramScene::Group group;
        group.name = stack.name;
        group.slot = static_cast<int>(scene.groups.size());
        group.counts.assign(bins, 0);
        for (const auto* row : stack.rows) {
            const auto bin = binOf(scene.edges, numberOf(row->cells[0]));
            ++group.counts[bin];
            runs_[bin].push_back(row->run.row);
            names[bin] << row->run.name;
        }
        scene.groups.push_back(std::move(group));
    }
    for (std::size_t bin = 0; bin < bins; ++bin) {
        QStringList text{tr("%1 to %2")
                             .arg(unitText(scene.edges[bin], scene.unit, format),
                                  unitText(scene.edges[bin + 1], scene.unit, format))};
        text << tr("Runs") + u'\t' + countText(scene.total(bin));
        for (const auto& group : scene.groups)
            if (!group.name.isEmpty() && group.counts[bin] > 0)
                text << group.name + u'\t' + countText(group.counts[bin]);
        for (std::size_t i = 0; i < std::min(runs_[bin].size(), namesShown); ++i)
            text << names[bin][static_cast<qsizetype>(i)];
        if (runs_[bin].size() > namesShown)
            text << tr("%1 more").arg(runs_[bin].size() - namesShown);
        scene.texts.push_back(std::move(text));
    }
}

std::optional<RunRowId> HistogramCard::runOf(int item) const
{
    const auto& runs = runs_[static_cast<std::size_t>(item)];
    return runs.size() == 1 ? std::optional(runs.front()) : std::nullopt;
}

int HistogramCard::itemOf(RunRowId run) const
{
    for (std::size_t bin = 0; bin < runs_.size(); ++bin)
        if (std::ranges::find(runs_[bin], run) != runs_[bin].end())
            return static_cast<int>(bin);
    return -1;
}

CardTable HistogramCard::table() const
{
    CardTable table;
    const auto* picture = shownAs<HistogramPicture>();
    const auto unit = picture ? picture->scene().unit : AxisUnit::Number;
    table.header = {unitHeading(tr("From"), unit), unitHeading(tr("To"), unit), tr("Runs")};
    if (!picture)
        return table;
    const auto& scene = picture->scene();
    const bool grouped = groupOption().has_value();
    for (const auto& group : scene.groups)
        if (grouped)
            table.header << group.name;
    for (std::size_t bin = 0; bin < scene.binCount(); ++bin) {
        QVariantList row{unitValue(scene.edges[bin], unit), unitValue(scene.edges[bin + 1], unit),
                         static_cast<double>(scene.total(bin))};
        for (const auto& group : scene.groups)
            if (grouped)
                row << static_cast<double>(group.counts[bin]);
        table.rows.push_back(row);
    }
    return table;
}

} // namespace binnacle
