#include "services/compare/comparison_html.h"

#include "services/compare/comparison_html_script.h"
#include "services/compare/comparison_svg.h"
#include "services/compare/plain_number.h"

#include <QCoreApplication>
#include <QDateTime>

#include <array>

namespace binnacle {

namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark;--window:#f5f6f8;--surface:#fff;--border:#e2e5ea;--grid:#edeff3;
--text:#1a2330;--muted:#5f6a7b;--good:#1a7f4b;--s0:#0072b2;--s1:#e69f00;--s2:#009e73;--s3:#cc79a7;
--s4:#d55e00;--s5:#56b4e9;--s6:#8c6bb1;--s7:#7f8c3a}
@media(prefers-color-scheme:dark){:root{--window:#13161b;--surface:#1a1e25;--border:#2a303a;
--grid:#262c35;--text:#e4e8ee;--muted:#98a3b3;--good:#58c98a;--s0:#4ba3e3;--s1:#f0b53a;--s2:#35c79a;
--s3:#e6a3cc;--s4:#f28b55;--s5:#8ed1f7;--s6:#b79ce8;--s7:#b5bf5c}}
*{box-sizing:border-box}
body{margin:0;padding:24px;background:var(--window);color:var(--text);
font:14px/1.45 Inter,system-ui,"Noto Sans CJK KR",sans-serif}
main{max-width:1200px;margin:0 auto}
h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:0}
p{margin:0 0 16px;color:var(--muted)}
section{background:var(--surface);border:1px solid var(--border);border-radius:8px;padding:16px;
margin:0 0 16px;overflow-x:auto}
header.card{display:flex;justify-content:space-between;gap:16px;margin:0 0 8px}
.note{color:var(--muted);font-size:12px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--border);
vertical-align:top;overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:500}
tbody th{font-weight:400;color:var(--muted)}
tr.group th{font-size:12px;font-weight:600;padding-top:14px}
td.best{color:var(--good);font-weight:600}td.missing{color:var(--muted)}
summary{cursor:pointer;color:var(--muted)}
.dot{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px}
.chart{width:100%;height:auto;display:block}
.grid{stroke:var(--grid)}.axis{stroke:var(--border)}.label{fill:var(--muted);font-size:11px}
.line path{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linejoin:round}
.line circle{fill:currentColor}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0 0;font-size:12px}
section.chart{position:relative}[hidden]{display:none}
.line.off,.mark.off{visibility:hidden}.name.off{opacity:.45;text-decoration:line-through}
.name[role],th.sorts{cursor:pointer}svg[tabindex]{cursor:crosshair;touch-action:none;
user-select:none}svg:focus{outline:none}svg:focus-visible{outline:2px solid var(--border)}
th[aria-sort=ascending]::after{content:" ↑"}th[aria-sort=descending]::after{content:" ↓"}
.tip{position:absolute;z-index:1;pointer-events:none;background:var(--surface);padding:8px 10px;
border:1px solid var(--border);border-radius:6px;font-size:12px;white-space:pre;max-width:420px;
overflow:hidden;box-shadow:0 4px 16px rgb(0 0 0/.15)}
button,.filter{font:inherit;font-size:12px;color:inherit;background:var(--window);padding:3px 8px;
border:1px solid var(--border);border-radius:6px}.filter{margin:0 0 8px;min-width:200px}
)";

std::string utf8(const QString& text)
{
    return text.toStdString();
}

std::string seriesRules()
{
    std::string out;
    for (int i = 0; i < 8; ++i) {
        const auto n = std::to_string(i);
        out += ".s" + n + "{color:var(--s" + n + ")}.dot.s" + n + "{background:var(--s" + n + ")}";
    }
    return out;
}

std::string groupTitle(ComparisonGroup group)
{
    switch (group) {
    case ComparisonGroup::Params:
        return utf8(QCoreApplication::translate("comparison", "Params"));
    case ComparisonGroup::Metrics:
        return utf8(QCoreApplication::translate("comparison", "Metrics"));
    case ComparisonGroup::Datasets:
        return utf8(QCoreApplication::translate("comparison", "Dataset inputs"));
    case ComparisonGroup::Code:
        return utf8(QCoreApplication::translate("comparison", "Code"));
    case ComparisonGroup::Tags:
        return utf8(QCoreApplication::translate("comparison", "Tags"));
    case ComparisonGroup::Attributes:
        break;
    }
    return utf8(QCoreApplication::translate("comparison", "Attributes"));
}

std::string dot(std::size_t run)
{
    return "<span class=\"dot s" + std::to_string(run % 8) + "\"></span>";
}

std::string ofRun(std::size_t run)
{
    return " data-run=\"" + std::to_string(run) + "\"";
}

std::string cellHtml(const ComparisonCell& cell, std::size_t run)
{
    if (cell.state == ComparisonCell::State::Missing)
        return "<td class=\"missing\"" + ofRun(run) + ">–</td>";
    return std::string(cell.best ? "<td class=\"best\"" : "<td") + ofRun(run) + ">" +
           escapedHtml(textOf(cell)) + "</td>";
}

std::string keyHtml(const ComparisonRow& row)
{
    std::string arrow;
    if (row.direction == MetricDirection::HigherIsBetter)
        arrow = utf8(QCoreApplication::translate("comparison", "higher is better"));
    else if (row.direction == MetricDirection::LowerIsBetter)
        arrow = utf8(QCoreApplication::translate("comparison", "lower is better"));
    if (!arrow.empty())
        arrow = " <span class=\"note\">" + escapedHtml(arrow) + "</span>";
    return "<th>" + escapedHtml(row.key) + arrow + "</th>";
}

std::string tableHead(const RunComparison& comparison)
{
    std::string out = "<thead><tr><th></th>";
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        const auto& run = comparison.runs[i];
        out += "<th" + ofRun(i) + ">" + dot(i) + escapedHtml(run.name) +
               "<br><span class=\"note\">" +
               escapedHtml(run.source + " · " + run.experiment + " · " + run.id) + "</span></th>";
    }
    return out + "</tr></thead>";
}

std::string table(const RunComparison& comparison, bool differing)
{
    std::string out = "<table class=\"differences\">" + tableHead(comparison) + "<tbody>";
    const auto columns = std::to_string(comparison.runs.size() + 1);
    const ComparisonRow* before = nullptr;
    for (const auto& row : comparison.rows) {
        if (row.differs != differing)
            continue;
        if (!before || before->group != row.group)
            out += "<tr class=\"group\"><th colspan=\"" + columns + "\">" +
                   escapedHtml(groupTitle(row.group)) + "</th></tr>";
        before = &row;
        out += "<tr>" + keyHtml(row);
        for (std::size_t run = 0; run < row.cells.size(); ++run)
            out += cellHtml(row.cells[run], run);
        out += "</tr>\n";
    }
    return out + "</tbody></table>";
}

std::string chartSection(const MetricChart& chart, const std::vector<std::string>& names)
{
    const auto drawn = groupedInteger(chart.pointsInBands());
    auto note = utf8(QCoreApplication::translate("comparison", "%1 of %2 points, no extreme hidden")
                         .arg(QString::fromStdString(drawn),
                              QString::fromStdString(groupedInteger(chart.points()))));
    if (chart.notMirrored() > 0)
        note += " · " + utf8(QCoreApplication::translate("comparison", "history not mirrored: %1")
                                 .arg(chart.notMirrored()));
    std::string out = "<section class=\"chart\"><header class=\"card\"><h2>" +
                      escapedHtml(chart.metric) + "</h2><span class=\"note\">" + escapedHtml(note) +
                      "</span></header>";
    out += metricChartSvg(chart, names, reportChartWidth, reportChartHeight) +
           "<div class=\"legend\">";
    for (std::size_t i = 0; i < names.size() && i < chart.lines.size(); ++i)
        out += "<span class=\"name\"" + ofRun(i) + ">" + dot(i) + escapedHtml(names[i]) + "</span>";
    return out + "</div></section>\n";
}

std::string differences(const RunComparison& comparison)
{
    const auto total = static_cast<qulonglong>(comparison.rows.size());
    const auto differing = static_cast<qulonglong>(comparison.differing());
    std::string out =
        "<section><header class=\"card\"><h2>" +
        escapedHtml(utf8(QCoreApplication::translate("comparison", "Differences"))) +
        "</h2><span class=\"note\">" +
        escapedHtml(utf8(QCoreApplication::translate("comparison", "%1 of %2 rows differ")
                             .arg(differing)
                             .arg(total))) +
        "</span></header>";
    out += table(comparison, true) + "</section>\n";
    if (differing == total)
        return out;
    return out + "<section><details><summary>" +
           escapedHtml(utf8(
               QCoreApplication::translate("comparison", "%1 equal rows").arg(total - differing))) +
           "</summary>" + table(comparison, false) + "</details></section>\n";
}

} // namespace

std::string comparisonHtml(const ComparisonReport& report)
{
    const auto& comparison = report.comparison;
    std::vector<std::string> names;
    for (const auto& run : comparison.runs)
        names.push_back(run.name);
    const auto title = escapedHtml(
        utf8(names.size() == 1 ? QCoreApplication::translate("comparison", "One run")
                               : QCoreApplication::translate("comparison", "Comparison of %1 runs")
                                     .arg(names.size())));
    const auto written = QDateTime::fromMSecsSinceEpoch(report.writtenAt, Qt::UTC)
                             .toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    const std::string css = style + seriesRules();
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "base-uri 'none'; form-action 'none'; style-src " +
        contentHash(css) + "; script-src " + contentHash(reportScript()) + "\"><title>" + title +
        "</title><style>" + css + "</style></head>\n<body><main><h1>" + title + "</h1><p>" +
        escapedHtml(utf8(QCoreApplication::translate("comparison", "Binnacle, %1").arg(written))) +
        "</p>\n";
    for (const auto& chart : report.charts)
        out += chartSection(chart, names);
    return out + differences(comparison) + "</main><script type=\"application/json\" id=\"data\">" +
           reportData(report) + "</script><script>" + reportScript() + "</script></body></html>\n";
}

} // namespace binnacle
