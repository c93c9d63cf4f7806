#include "widgets/compare/cards/bar_card.h"

#include "models/number_text.h"
#include "services/statistics/moments.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// Of a value that is no number to draw.
QString wordsFor(const RunCell& cell)
{
    if (cell.state == RunCell::State::Missing)
        return missingText();
    const double value = numberOf(cell);
    return cell.state == RunCell::State::Text && !cell.numeric ? textOf(cell) : numberText(value);
}

} // namespace

std::vector<CardOption> BarCard::optionList() const
{
    std::vector<CardOption> list = {
        figureChoice("column", tr("Values of")),
        choiceOption("by", tr("A bar for each"),
                     {{QStringLiteral("run"), tr("Run")}, {QStringLiteral("group"), tr("Group")}})};
    if (textOption("by", "run") == u"group") {
        list.push_back(groupChoice(tr("Grouped by")));
        list.push_back(choiceOption("error", tr("Error bar"),
                                    {{QStringLiteral("sd"), tr("Standard deviation")},
                                     {QStringLiteral("se"), tr("Standard error")},
                                     {QStringLiteral("ci"), tr("95 % interval of the mean")},
                                     {QStringLiteral("none"), tr("None")}}));
    }
    list.push_back(choiceOption("order", tr("Order"),
                                {{QStringLiteral("greatest"), tr("Greatest first")},
                                 {QStringLiteral("smallest"), tr("Smallest first")},
                                 {QStringLiteral("list"), tr("As listed")}}));
    return list;
}

bool BarCard::grouped() const
{
    return textOption("by", "run") == u"group" && groupOption();
}

QString BarCard::ownTitle() const
{
    const QString title = ValuesCard::ownTitle();
    return figureOption("column") && grouped() ? tr("Mean %1").arg(title) : title;
}

void BarCard::build()
{
    const auto figures = columnFigures(visibleRows(), 0);
    if (figures.finite.empty())
        explain(tr("No run has a number for %1").arg(columnHeading(*figureOption("column"))));
    else if (grouped())
        buildGroups();
    else
        buildRuns();
}

void BarCard::buildRuns()
{
    const auto rows = visibleRows();
    const auto figures = columnFigures(rows, 0);
    const auto format = formatFor(figures.values());
    const QString title = columnHeading(*figureOption("column"));
    const auto unit = unitOf(*figureOption("column"));
    std::vector<BarScene::Row> bars;
    for (const auto* row : rows) {
        const auto& cell = row->cells[0];
        const double value = numberOf(cell);
        BarScene::Row bar;
        bar.name = row->run.name;
        bar.slot = row->run.slot;
        bar.run = row->run.row;
        bar.pale = !context().scope.passesBrush(row->run.row);
        if (std::isfinite(value)) {
            bar.value = value;
            bar.figure = unitText(value, unit, format);
        } else {
            bar.figure = wordsFor(cell);
        }
        bar.text = {bar.name, title + u'\t' + bar.figure};
        if (bar.pale)
            bar.text << tr("Left out by the brush");
        bars.push_back(std::move(bar));
    }
    QStringList note{countNote()};
    note << figures.leftOut();
    finish(std::move(bars), note);
}

double BarCard::errorOf(const Moments& moments) const
{
    const QString error = textOption("error", "sd");
    if (error == u"none" || moments.count < 2)
        return BarScene::none;
    if (error == u"se")
        return standardError(moments);
    return error == u"ci" ? intervalHalfWidth(moments, 0.95) : moments.standardDeviation;
}

void BarCard::buildGroups()
{
    const auto rows = brushedRows();
    std::vector<BarScene::Row> bars;
    std::vector<double> means;
    const auto groups = groupRows(rows, 1);
    const auto unit = unitOf(*figureOption("column"));
    // What is between two clock times passes.
    const auto spread = unit == AxisUnit::Number ? unit : AxisUnit::Duration;
    for (const auto& group : groups) {
        const auto figures = columnFigures(group.rows, 0);
        const auto found = moments(figures.values());
        const double error = errorOf(found);
        BarScene::Row bar;
        bar.name = group.name;
        bar.slot = static_cast<int>(bars.size());
        bar.value = found.mean;
        bar.low = found.mean - error;
        bar.high = found.mean + error;
        bar.text = {group.name, tr("Runs") + u'\t' + countText(static_cast<qint64>(found.count))};
        if (found.count > 0)
            bar.text << tr("Mean") + u'\t' + unitText(found.mean, unit, {});
        if (found.count > 1)
            bar.text
                << tr("Standard deviation") + u'\t' + unitText(found.standardDeviation, spread, {})
                << tr("Standard error") + u'\t' + unitText(standardError(found), spread, {})
                << tr("95 % interval") + u'\t' +
                       tr("\u00b1 %1").arg(unitText(intervalHalfWidth(found, 0.95), spread, {}));
        means.push_back(found.mean);
        bars.push_back(std::move(bar));
    }
    const auto format = formatFor(means);
    for (auto& bar : bars)
        bar.figure = std::isnan(bar.value) ? missingText() : unitText(bar.value, unit, format);
    QStringList note{countNote()};
    note << tr("%1 groups").arg(groups.size());
    const QString error = textOption("error", "sd");
    if (error != u"none")
        note << (error == u"se"   ? tr("\u00b1 standard error")
                 : error == u"ci" ? tr("95 % t-interval")
                                  : tr("\u00b1 standard deviation"));
    note << columnFigures(rows, 0).leftOut();
    finish(std::move(bars), note);
}

void BarCard::finish(std::vector<BarScene::Row> rows, const QStringList& note)
{
    const QString order = textOption("order", "greatest");
    if (order != u"list")
        std::ranges::stable_sort(rows, [&](const auto& a, const auto& b) {
            if (std::isnan(a.value) || std::isnan(b.value))
                return !std::isnan(a.value) && std::isnan(b.value);
            return order == u"smallest" ? a.value < b.value : a.value > b.value;
        });
    BarScene scene;
    scene.x = barRange(rows);
    scene.rows = std::move(rows);
    show(std::make_shared<BarPicture>(std::move(scene)), note);
}

std::optional<RunRowId> BarCard::runOf(int item) const
{
    const auto* picture = shownAs<BarPicture>();
    return picture ? picture->scene().rows[static_cast<std::size_t>(item)].run : std::nullopt;
}

int BarCard::itemOf(RunRowId run) const
{
    const auto* picture = shownAs<BarPicture>();
    return picture ? picture->itemOf(run) : -1;
}

CardTable BarCard::table() const
{
    CardTable table;
    const auto column = figureOption("column");
    const QString title = column ? columnHeading(*column) : QString();
    const bool groups = grouped();
    const bool errors = groups && textOption("error", "sd") != u"none";
    const auto unit = column ? unitOf(*column) : AxisUnit::Number;
    table.header = {groups ? tr("Group") : tr("Run"),
                    unitHeading(groups ? tr("Mean %1").arg(title) : title, unit)};
    if (errors)
        table.header << unitHeading(tr("From"), unit) << unitHeading(tr("To"), unit);
    const auto* picture = shownAs<BarPicture>();
    if (!picture)
        return table;
    for (const auto& row : picture->scene().rows) {
        const bool number = std::isfinite(row.value);
        QVariantList cells{row.name};
        cells << (number                        ? unitValue(row.value, unit)
                  : row.figure == missingText() ? QVariant()
                                                : QVariant(row.figure));
        if (errors)
            cells << (std::isfinite(row.low) ? unitValue(row.low, unit) : QVariant())
                  << (std::isfinite(row.high) ? unitValue(row.high, unit) : QVariant());
        table.rows.push_back(cells);
    }
    return table;
}

} // namespace binnacle
