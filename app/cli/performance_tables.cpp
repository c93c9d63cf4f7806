#include "app/cli/performance_tables.h"

#include "app/cli/output.h"
#include "app/cli/text_table.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

using Align = TextTable::Align;

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

void say(Context& context, const QString& line)
{
    context.out.line(plainLine(line).toStdString());
}

QString interval(double low, double high)
{
    return QStringLiteral("%1 … %2").arg(shortNumber(low), shortNumber(high));
}

QString estimate(const Estimate& value)
{
    return QStringLiteral("%1 (%2)").arg(shortNumber(value.value), interval(value.low, value.high));
}

void printFigures(Context& context, const std::vector<Figure>& figures,
                  const std::vector<FigureBand>& bands, const QString& title)
{
    if (figures.empty())
        return;
    TextTable table({{title},
                     {Text::tr("VALUE"), Align::Right},
                     {Text::tr("REFERENCE"), Align::Right},
                     {Text::tr("EXPECTED")},
                     {Text::tr("VERDICT")}});
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto& figure = figures[i];
        const bool known = i < bands.size();
        table.add({figureTitle(figure.name), shortNumber(figure.value),
                   known ? shortNumber(bands[i].reference) : missingText(),
                   known ? interval(bands[i].low, bands[i].high) : missingText(),
                   !known                         ? missingText()
                   : bands[i].worse(figure.value) ? Text::tr("worse")
                                                  : Text::tr("as expected")});
    }
    table.print(context.out);
}

void printWindows(Context& context, const PerformanceReport& report)
{
    const auto& series = report.overTime.empty() ? report.estimatedOverTime : report.overTime;
    if (report.windows.empty() || series.empty())
        return;
    std::vector<TextTable::Column> columns = {{Text::tr("WINDOW")},
                                              {Text::tr("ROWS"), Align::Right}};
    for (const auto& each : series)
        columns.push_back({figureTitle(each.band.name), Align::Right});
    TextTable table(columns);
    for (std::size_t w = 0; w < report.windows.size(); ++w) {
        std::vector<QString> row = {text(report.windows[w].name),
                                    QString::number(report.windows[w].rows)};
        for (const auto& each : series) {
            const bool worse = std::ranges::find(each.worse, w) != each.worse.end();
            row.push_back(shortNumber(each.windows[w]) +
                          (worse ? QStringLiteral(" !") : QString()));
        }
        table.add(row);
    }
    table.print(context.out);
    for (const auto& each : series)
        for (const auto change : each.changes)
            say(context, Text::tr("%1 changes at %2.")
                             .arg(figureTitle(each.band.name), text(report.windows[change].name)));
}

QString verdict(FourFifths fourFifths)
{
    switch (fourFifths) {
    case FourFifths::Holds:
        return Text::tr("four fifths hold");
    case FourFifths::Unclear:
        return Text::tr("four fifths are unclear");
    case FourFifths::Below:
        return Text::tr("below four fifths");
    case FourFifths::Unknown:
        break;
    }
    return Text::tr("four fifths are unknown");
}

void printGroups(Context& context, const GroupReport& report)
{
    TextTable table({{text(report.column)},
                     {Text::tr("ROWS"), Align::Right},
                     {Text::tr("SELECTED")},
                     {Text::tr("TRUE POSITIVES")},
                     {Text::tr("FALSE POSITIVES")},
                     {Text::tr("ACCURACY"), Align::Right}});
    const auto share = [](const ShareInterval& each) {
        return estimate({each.share, each.low, each.high});
    };
    for (const auto& group : report.fairness.groups)
        table.add({text(group.group), QString::number(group.confusion.rows()),
                   share(group.selection), share(group.truePositive), share(group.falsePositive),
                   shortNumber(group.confusion.accuracy())});
    table.print(context.out);
    const auto& found = report.intervals;
    say(context, Text::tr("Demographic parity: difference %1, ratio %2: %3.")
                     .arg(estimate(found.demographicParityDifference),
                          estimate(found.demographicParityRatio), verdict(found.disparateImpact)));
    say(context,
        Text::tr("Equalized odds: difference %1, ratio %2.")
            .arg(estimate(found.equalizedOddsDifference), estimate(found.equalizedOddsRatio)));
}

void printSlices(Context& context, const SliceSearch& search)
{
    if (search.slices.empty()) {
        say(context,
            Text::tr("None of %1 slices is worse than chance makes one.").arg(search.tested));
        return;
    }
    TextTable table({{Text::tr("SLICE")},
                     {Text::tr("ROWS"), Align::Right},
                     {Text::tr("LOSS"), Align::Right},
                     {Text::tr("ELSEWHERE"), Align::Right},
                     {Text::tr("P, CORRECTED"), Align::Right}});
    for (const auto& slice : search.slices) {
        QStringList parts;
        for (std::size_t i = 0; i < slice.columns.size(); ++i)
            parts.append(text(slice.columns[i]) + QStringLiteral(": ") + text(slice.parts[i]));
        table.add({parts.join(QStringLiteral(", ")), QString::number(slice.rows),
                   shortNumber(slice.loss), shortNumber(slice.others),
                   shortNumber(slice.adjustedPValue)});
    }
    table.print(context.out);
}

} // namespace

void printPerformance(Context& context, const PerformanceReport& report)
{
    say(context, Text::tr("%1 rows, %2 with labels.").arg(report.rows).arg(report.labelled));
    printFigures(context, report.figures, report.bands, Text::tr("FIGURE"));
    printFigures(context, report.estimated, report.estimatedBands, Text::tr("ESTIMATED"));
    if (!report.estimated.empty())
        say(context, estimateAssumptions());
    printWindows(context, report);
    if (report.predictionDrift)
        for (const auto& column : report.predictionDrift->columns)
            say(context, (text(column.column) + QStringLiteral(": ") + text(column.explanation)));
    for (const auto& group : report.groups)
        printGroups(context, group);
    if (report.slices)
        printSlices(context, *report.slices);
    say(context, summaryOf(report));
}

QString summaryOf(const PerformanceReport& report)
{
    QStringList parts;
    for (const auto& name : report.worse)
        parts.append(Text::tr("%1 is worse").arg(figureTitle(name)));
    for (const auto& name : report.estimatedWorse)
        parts.append(Text::tr("%1 is estimated worse").arg(figureTitle(name)));
    if (report.predictionDrift && report.predictionDrift->datasetDrift)
        parts.append(Text::tr("the predictions drifted"));
    for (const auto& group : report.groups)
        if (group.intervals.disparateImpact == FourFifths::Below)
            parts.append(Text::tr("a group of %1 is below four fifths").arg(text(group.column)));
    return parts.isEmpty() ? Text::tr("Nothing stands out.")
                           : parts.join(QStringLiteral("; ")) + QLatin1Char('.');
}

} // namespace binnacle::cli
