#include "widgets/compare/cards/box_card.h"

#include "models/number_text.h"
#include "services/statistics/kernel_density.h"
#include "services/statistics/quantile.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::size_t mostGroups = 100;
constexpr int densityPlaces = 96;

// The outline of a violin between the smallest and the greatest value; estimated in log10 where
// the axis is.
void addDensity(BoxScene::Group& group, std::vector<double> values, bool log)
{
    if (log)
        for (double& value : values)
            value = std::log10(value);
    const auto [low, high] = std::ranges::minmax(values);
    std::vector<double> at;
    for (int i = 0; i <= densityPlaces; ++i)
        at.push_back(std::lerp(low, high, static_cast<double>(i) / densityPlaces));
    group.density = kernelDensity(values, at);
    if (group.density.empty())
        return;
    if (log)
        for (double& place : at)
            place = std::pow(10.0, place);
    group.at = std::move(at);
}

QStringList groupText(const QString& name, const BoxSummary& box, AxisUnit unit)
{
    const std::array shown = {box.highWhisker, box.q3,         box.median,
                              box.q1,          box.lowWhisker, box.mean};
    const auto format = formatFor(shown);
    const auto line = [&](const QString& what, double value) {
        return what + u'\t' + unitText(value, unit, format);
    };
    return {name,
            BoxCard::tr("Runs") + u'\t' + countText(static_cast<qint64>(box.count)),
            line(BoxCard::tr("Upper whisker"), box.highWhisker),
            line(BoxCard::tr("Third quartile"), box.q3),
            line(BoxCard::tr("Median"), box.median),
            line(BoxCard::tr("First quartile"), box.q1),
            line(BoxCard::tr("Lower whisker"), box.lowWhisker),
            line(BoxCard::tr("Mean"), box.mean)};
}

} // namespace

std::vector<CardOption> BoxCard::optionList() const
{
    CardOption points, log;
    points.key = QStringLiteral("points");
    points.label = tr("All runs as dots");
    log.key = QStringLiteral("log");
    log.label = tr("Log axis");
    return {figureChoice("column", tr("Values of")), groupChoice(tr("Grouped by")),
            choiceOption("style", tr("Drawn as"),
                         {{QStringLiteral("box"), tr("Boxes")},
                          {QStringLiteral("violin"), tr("Violins")},
                          {QStringLiteral("both"), tr("Violins with boxes")}}),
            points, log};
}

void BoxCard::build()
{
    const auto rows = brushedRows();
    const bool log = isOn("log");
    const auto all = columnFigures(rows, 0, log);
    if (all.finite.empty()) {
        explainNoFigures(all);
        return;
    }
    const QString style = textOption("style", "box");
    BoxScene scene;
    scene.boxes = style != u"violin";
    scene.violins = style != u"box";
    scene.unit = unitOf(*figureOption("column"));
    scene.allPoints = isOn("points");
    const auto sorted = sortedFinite(all.values());
    scene.y = paddedRange(sorted.front(), sorted.back(), log);
    auto groups = groupOption() ? groupRows(rows, 1)
                                : std::vector<RunGroupRows>{{tr("All runs"), false, rows}};
    std::size_t empty = 0;
    for (const auto& group : groups) {
        const auto figures = columnFigures(group.rows, 0, log);
        if (figures.finite.empty())
            ++empty;
        else if (scene.groups.size() < mostGroups)
            scene.groups.push_back(
                groupFrom(group.name, static_cast<int>(scene.groups.size()), figures));
    }
    QStringList note{countNote()};
    const auto withValues = groups.size() - empty;
    if (withValues > mostGroups)
        note << tr("the first %1 of %2 groups").arg(mostGroups).arg(withValues);
    else if (withValues > 1)
        note << tr("%1 groups").arg(withValues);
    if (empty > 0)
        note << tr("%1 groups without values").arg(empty);
    note << all.leftOut();
    show(std::make_shared<BoxPicture>(std::move(scene)), note);
}

BoxScene::Group BoxCard::groupFrom(const QString& name, int slot,
                                   const ColumnFigures& figures) const
{
    BoxScene::Group group;
    group.name = name;
    group.slot = slot;
    const auto values = figures.values();
    group.box = boxSummary(sortedFinite(values));
    const auto unit = unitOf(*figureOption("column"));
    group.text = groupText(name, group.box, unit);
    const QString title = columnHeading(*figureOption("column"));
    for (const auto& [row, value] : figures.finite)
        group.points.push_back(
            {row->run.row, value, group.box.isOutlier(value),
             QStringList{row->run.name, title + u'\t' + unitText(value, unit, {}), name}});
    std::ranges::stable_sort(group.points, {}, &BoxScene::Point::value);
    const auto outliers = std::ranges::count_if(group.points, &BoxScene::Point::outlier);
    if (outliers > 0)
        group.text << tr("Outliers") + u'\t' + countText(outliers);
    if (textOption("style", "box") == u"box")
        return group;
    addDensity(group, values, isOn("log"));
    if (group.density.empty())
        group.text << tr("No violin: fewer than two different values");
    return group;
}

std::optional<RunRowId> BoxCard::runOf(int item) const
{
    const auto* picture = shownAs<BoxPicture>();
    const auto* point = picture ? picture->point(item) : nullptr;
    return point ? std::optional(point->run) : std::nullopt;
}

int BoxCard::itemOf(RunRowId run) const
{
    const auto* picture = shownAs<BoxPicture>();
    return picture ? picture->itemOf(run) : -1;
}

CardTable BoxCard::table() const
{
    CardTable table;
    table.header = {tr("Group"), tr("Runs")};
    const auto* picture = shownAs<BoxPicture>();
    const auto unit = picture ? picture->scene().unit : AxisUnit::Number;
    for (const auto& heading :
         {tr("Mean"), tr("Smallest"), tr("Lower whisker"), tr("First quartile"), tr("Median"),
          tr("Third quartile"), tr("Upper whisker"), tr("Greatest")})
        table.header << unitHeading(heading, unit);
    table.header << tr("Outliers");
    if (!picture)
        return table;
    for (const auto& group : picture->scene().groups) {
        const auto& box = group.box;
        const auto outliers = std::ranges::count_if(group.points, &BoxScene::Point::outlier);
        QVariantList row{group.name, static_cast<double>(box.count)};
        for (const double value : {box.mean, group.points.front().value, box.lowWhisker, box.q1,
                                   box.median, box.q3, box.highWhisker, group.points.back().value})
            row << unitValue(value, unit);
        row << static_cast<double>(outliers);
        table.rows.push_back(row);
    }
    return table;
}

} // namespace binnacle
