#include "services/data/dataset_html.h"

#include "services/data/dataset_source.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

QString escaped(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QString count(std::int64_t value)
{
    return QLocale::c().toString(static_cast<qlonglong>(value));
}

QString number(const std::optional<double>& value)
{
    return value && std::isfinite(*value) ? QString::number(*value, 'g', 6) : QStringLiteral("–");
}

QString page(const QString& title, const QString& body)
{
    static const auto style = QStringLiteral(
        "body{font:14px system-ui,sans-serif;margin:2rem;color:#1b2430;background:#fff}"
        "table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
        "th,td{text-align:left;padding:.25rem .75rem;border-bottom:1px solid #dde3ea;"
        "vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
        ".muted{color:#5f6a7b}.bad{color:#b3261e}.good{color:#1e7a46}rect{fill:#3b73d9}"
        "@media(prefers-color-scheme:dark){body{background:#0e1218;color:#e6ebf2}"
        "th,td{border-color:#2b3442}.muted{color:#98a3b3}.bad{color:#ff8a80}.good{color:#6fd39b}}");
    return QStringLiteral("<!doctype html><html><head><meta charset=\"utf-8\"><title>") + title +
           QStringLiteral("</title><style>") + style + QStringLiteral("</style></head><body><h1>") +
           title + QStringLiteral("</h1>") + body + QStringLiteral("</body></html>\n");
}

QString histogram(const ColumnProfile& profile)
{
    if (profile.histogram.empty())
        return {};
    const auto most = std::max<std::int64_t>(1, *std::ranges::max_element(profile.histogram));
    auto svg = QStringLiteral("<svg width=\"160\" height=\"36\" role=\"img\" aria-label=\"%1\">")
                   .arg(tr("Histogram"));
    for (std::size_t i = 0; i < profile.histogram.size(); ++i) {
        const double height =
            34.0 * static_cast<double>(profile.histogram[i]) / static_cast<double>(most);
        svg += QStringLiteral("<rect x=\"%1\" y=\"%2\" width=\"4\" height=\"%3\"/>")
                   .arg(5 * i)
                   .arg(36 - height, 0, 'f', 1)
                   .arg(height, 0, 'f', 1);
    }
    return svg + QStringLiteral("</svg>");
}

QString topValues(const ColumnProfile& profile)
{
    QStringList values;
    for (const auto& [value, times] : profile.topValues)
        if (values.size() < 5)
            values.append(escaped(value.substr(0, 60)) + QStringLiteral(" <span class=muted>") +
                          count(times) + QStringLiteral("</span>"));
    return values.join(QStringLiteral("<br>"));
}

QString bound(const std::optional<double>& value, const std::string& text)
{
    if (!text.empty())
        return escaped(text.substr(0, 40));
    return number(value);
}

QString cell(const QString& text, bool isNumber = false)
{
    return (isNumber ? QStringLiteral("<td class=n>") : QStringLiteral("<td>")) + text +
           QStringLiteral("</td>");
}

QString columnRow(const ColumnProfile& profile)
{
    const auto quantile = [&](double share) {
        const auto found = profile.quantiles.find(share);
        return found == profile.quantiles.end() ? std::optional<double>() : found->second;
    };
    const auto quartile = [&](double share) {
        const auto value = quantile(share);
        return value && isTemporal(profile.column.kind)
                   ? escaped(timeText(*value, profile.column.kind))
                   : number(value);
    };
    const auto distinct =
        (profile.distinctExact ? QString() : QStringLiteral("≈ ")) + count(profile.distinct);
    const bool time = isTemporal(profile.column.kind);
    return QStringLiteral("<tr>") +
           cell(QStringLiteral("<b>") + escaped(profile.column.name) + QStringLiteral("</b>")) +
           cell(escaped(profile.column.type)) + cell(count(profile.missing), true) +
           cell(distinct, true) + cell(bound(profile.min, profile.minText), true) +
           cell(quartile(0.25), true) + cell(quartile(0.5), true) + cell(quartile(0.75), true) +
           cell(bound(profile.max, profile.maxText), true) +
           cell(time ? QStringLiteral("–") : number(profile.mean), true) +
           cell(time ? QStringLiteral("–") : number(profile.std), true) +
           cell(profile.outliers ? count(profile.outliers->low + profile.outliers->high)
                                 : QStringLiteral("–"),
                true) +
           cell(histogram(profile)) + cell(topValues(profile)) + QStringLiteral("</tr>");
}

QString headRow(const QStringList& titles)
{
    return QStringLiteral("<tr><th>") + titles.join(QStringLiteral("</th><th>")) +
           QStringLiteral("</th></tr>");
}

QString reportLines(const DatasetReport& report)
{
    QString lines;
    if (report.rejectedRows > 0)
        lines += QStringLiteral("<p class=bad>") +
                 tr("%1 lines could not be read and are not in the figures.")
                     .arg(count(report.rejectedRows)) +
                 QStringLiteral("</p>");
    for (const auto& note : report.notes)
        lines += QStringLiteral("<p class=muted>") + note.toHtmlEscaped() + QStringLiteral("</p>");
    for (const auto& problem : report.problems)
        lines += QStringLiteral("<p class=muted>") +
                 tr("Line %1: %2").arg(problem.line).arg(problem.message.toHtmlEscaped()) +
                 QStringLiteral("</p>");
    return lines;
}

} // namespace

QString profileHtml(const Dataset& data, const DatasetProfile& profile)
{
    auto body = QStringLiteral("<p class=muted>") +
                tr("%1 rows, %2 columns, %3")
                    .arg(count(profile.rows))
                    .arg(profile.columns.size())
                    .arg(formatName(data.format)) +
                QStringLiteral("</p>") + reportLines(data.report);
    if (profile.table && profile.table->duplicateRows)
        body += QStringLiteral("<p>") +
                tr("%1 rows repeat another one.").arg(count(*profile.table->duplicateRows)) +
                QStringLiteral("</p>");
    body += QStringLiteral("<table>") +
            headRow({tr("Column"), tr("Type"), tr("Missing"), tr("Distinct"), tr("Min"),
                     QStringLiteral("25%"), QStringLiteral("50%"), QStringLiteral("75%"), tr("Max"),
                     tr("Mean"), tr("Std"), tr("Outliers"), tr("Histogram"), tr("Top values")});
    for (const auto& column : profile.columns)
        body += columnRow(column);
    body += QStringLiteral("</table>");
    return page(tr("Profile of %1").arg(escaped(data.address.path)), body);
}

QString rulesHtml(const Dataset& data, std::span<const RuleResult> results)
{
    const auto failed = std::ranges::count(results, false, &RuleResult::passed);
    auto body = (failed > 0 ? QStringLiteral("<p class=bad>") +
                                  tr("%1 of %2 rules fail.").arg(failed).arg(results.size())
                            : QStringLiteral("<p class=good>") +
                                  tr("All %1 rules hold.").arg(results.size())) +
                QStringLiteral("</p>") + reportLines(data.report) + QStringLiteral("<table>") +
                headRow({QString(), tr("Rule"), tr("Found"), tr("Examples")});
    for (const auto& result : results) {
        QStringList examples;
        for (const auto& row : result.examples) {
            QStringList cells;
            for (std::size_t i = 0; i < row.size(); ++i)
                cells.append(escaped(result.exampleColumns[i]) + QStringLiteral(" ") +
                             (row[i] ? escaped(*row[i]) : QStringLiteral("–")));
            examples.append(cells.join(QStringLiteral(", ")));
        }
        body += QStringLiteral("<tr>") +
                cell(result.passed ? QStringLiteral("<span class=good>") + tr("holds") +
                                         QStringLiteral("</span>")
                                   : QStringLiteral("<span class=bad>") + tr("fails") +
                                         QStringLiteral("</span>")) +
                cell(result.title.toHtmlEscaped()) + cell(result.message.toHtmlEscaped()) +
                cell(examples.join(QStringLiteral("<br>"))) + QStringLiteral("</tr>");
    }
    body += QStringLiteral("</table>");
    return page(tr("Quality of %1").arg(escaped(data.address.path)), body);
}

} // namespace binnacle
