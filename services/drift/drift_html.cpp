#include "services/drift/drift_html.h"

#include "services/drift/drift_svg.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark;--window:#f5f6f8;--surface:#fff;--border:#e2e5ea;--text:#1a2330;
--muted:#5f6a7b;--good:#1a7f4b;--goodback:#e3f4ea;--bad:#c0362c;--badback:#fde8e6;--warn:#8a5800;
--warnback:#fff3d9;--r:#8a94a3;--c:#2f6fed}
@media(prefers-color-scheme:dark){:root{--window:#13161b;--surface:#1a1e25;--border:#2a303a;
--text:#e4e8ee;--muted:#98a3b3;--good:#58c98a;--goodback:#17301f;--bad:#f0776c;--badback:#391c1a;
--warn:#e4b24a;--warnback:#332812;--r:#8b95a5;--c:#6ca3ff}}
*{box-sizing:border-box}
body{margin:0;padding:24px;background:var(--window);color:var(--text);
font:14px/1.45 Inter,system-ui,"Noto Sans CJK KR",sans-serif}
main{max-width:1100px;margin:0 auto}h1{font-size:20px;margin:0 0 4px}
p{margin:0 0 8px}.muted{color:var(--muted)}
section{background:var(--surface);border:1px solid var(--border);border-radius:8px;padding:16px;
margin:16px 0}
.pill{display:inline-block;border-radius:10px;padding:1px 9px;font-size:12px;
background:var(--goodback);color:var(--good)}
.pill.bad{background:var(--badback);color:var(--bad)}
.pill.warn{background:var(--warnback);color:var(--warn)}
summary,.head{display:grid;grid-template-columns:minmax(130px,2fr) 130px minmax(150px,3fr) 160px
110px;gap:12px;align-items:center;padding:7px 4px;border-bottom:1px solid var(--border)}
summary{cursor:pointer}.head{color:var(--muted)}summary>*,.head>*{overflow-wrap:anywhere}
.n{text-align:right;font-variant-numeric:tabular-nums}
.body{display:flex;flex-wrap:wrap;gap:24px;padding:16px 4px;border-bottom:1px solid var(--border)}
.body>div{flex:1 1 280px}.chart{width:100%;height:auto}
.r{fill:var(--r);fill-opacity:.6}.c{fill:var(--c);fill-opacity:.6}
.axis{stroke:var(--border)}.frame{fill:none;stroke:var(--border)}
.label{fill:var(--muted);font-size:11px}
.key{display:inline-block;width:10px;height:10px;border-radius:2px;margin:0 6px 0 0}
.key.kr{background:var(--r)}.key.kc{background:var(--c);margin-left:16px}
@media print{details{break-inside:avoid}body{background:#fff}}
)";

QString tr(const char* text)
{
    return QCoreApplication::translate("drift", text);
}

QString escaped(const std::string& text)
{
    return QString::fromStdString(text).toHtmlEscaped();
}

QString tagged(const char* tag, const QString& content, const char* name = "")
{
    const auto attribute =
        *name == '\0' ? QString() : QStringLiteral(" class=\"%1\"").arg(QLatin1String(name));
    return QStringLiteral("<%1%2>%3</%1>").arg(QLatin1String(tag), attribute, content);
}

QString percent(double share)
{
    return std::isnan(share) ? QStringLiteral("–")
                             : QStringLiteral("%1%").arg(100 * share, 0, 'f', 1);
}

QString sideText(const QString& title, const DriftSide& side)
{
    if (side.path.empty())
        return {};
    auto text = title + QStringLiteral(": ") + escaped(side.path);
    if (side.rows)
        text += QStringLiteral(" · ") +
                tr("%1 rows").arg(QLocale(QLocale::English, QLocale::UnitedStates)
                                      .toString(static_cast<qlonglong>(*side.rows)));
    if (!side.digest.empty())
        text += QStringLiteral(" · MD5 ") + escaped(side.digest);
    return tagged("p", text, "muted");
}

QString pill(const ColumnDrift& column)
{
    if (!isMeasured(column))
        return tagged("span", tr("Not compared"), "pill warn");
    return column.drifted ? tagged("span", tr("Drifted"), "pill bad")
                          : tagged("span", tr("Stable"), "pill");
}

QString listed(const std::vector<std::string>& names)
{
    QStringList texts;
    for (const auto& name : names)
        texts.append(name.empty() ? tr("(empty)") : escaped(name));
    return texts.join(QStringLiteral(", "));
}

QString facts(const ColumnDrift& column)
{
    QString lines;
    if (!column.explanation.empty())
        lines += tagged("p", escaped(column.explanation));
    if (!column.difference.empty())
        lines += tagged("p", tr("Beside Evidently: %1").arg(escaped(column.difference)), "muted");
    if (const auto& seen = column.distribution; seen && !seen->edges.empty()) {
        if (std::isfinite(seen->referenceMean) && std::isfinite(seen->currentMean))
            lines += tagged("p", tr("Mean %1 → %2, deviation %3 → %4")
                                     .arg(seen->referenceMean, 0, 'g', 5)
                                     .arg(seen->currentMean, 0, 'g', 5)
                                     .arg(seen->referenceDeviation, 0, 'g', 5)
                                     .arg(seen->currentDeviation, 0, 'g', 5));
        if (seen->redrawn)
            lines += tagged("p", tr("Redrawn from the bars of the report"), "muted");
    }
    if (!std::isnan(column.referenceMissingShare) || !std::isnan(column.currentMissingShare))
        lines += tagged("p", tr("Missing %1 → %2")
                                 .arg(percent(column.referenceMissingShare),
                                      percent(column.currentMissingShare)));
    if (!column.newCategories.empty())
        lines += tagged("p", tr("New: %1").arg(listed(column.newCategories)));
    if (!column.goneCategories.empty())
        lines += tagged("p", tr("Gone: %1").arg(listed(column.goneCategories)));
    return lines;
}

QString columnPart(const ColumnDrift& column)
{
    const double score = column.pValue ? *column.pValue : column.statistic;
    const auto number = isMeasured(column) ? QString::number(score, 'g', 4) : QStringLiteral("–");
    const auto spark =
        column.distribution ? distributionSvg(*column.distribution, 120, 26, true) : QString();
    const auto method = driftMethodOf(column.method);
    const auto title =
        method ? tr(factsOf(*method).title.data()) : QString::fromStdString(column.method);
    auto html = QStringLiteral("<details><summary>") + tagged("b", escaped(column.column)) +
                tagged("span", spark) + tagged("span", title.toHtmlEscaped()) +
                tagged("span",
                       (column.pValue ? QStringLiteral("p ") : QString()) + number +
                           QStringLiteral(" / ") + QString::number(column.threshold, 'g', 4),
                       "n") +
                tagged("span", pill(column)) + QStringLiteral("</summary><div class=\"body\">");
    if (column.distribution) {
        html += tagged("div", distributionSvg(*column.distribution, 420, 180, false));
        const auto quantiles = quantileSvg(*column.distribution, 200);
        if (!quantiles.isEmpty())
            html += tagged("div", tagged("p", tr("Quantiles: current over reference"), "muted") +
                                      quantiles);
    }
    return html + tagged("div", facts(column)) + QStringLiteral("</div></details>");
}

} // namespace

std::vector<const ColumnDrift*> bySeverity(const DriftReport& report)
{
    std::vector<std::pair<double, const ColumnDrift*>> weighed;
    for (const auto& column : report.columns)
        weighed.emplace_back(driftSeverity(column), &column);
    std::ranges::stable_sort(weighed, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->column < b.second->column;
    });
    std::vector<const ColumnDrift*> columns;
    for (const auto& each : weighed)
        columns.push_back(each.second);
    return columns;
}

QString driftVerdict(const DriftReport& report)
{
    const auto measured = std::ranges::count_if(report.columns, isMeasured);
    const auto drifted = std::ranges::count(report.columns, true, &ColumnDrift::drifted);
    return tr("%1 of %2 columns drifted, a share of %3 where %4 makes the dataset drift")
        .arg(drifted)
        .arg(measured)
        .arg(report.shareDrifted, 0, 'f', 2)
        .arg(report.driftShare, 0, 'f', 2);
}

QString driftHtml(const DriftReport& report, const DriftSubject& subject)
{
    const auto title = tr("Drift report");
    QString body = tagged("h1", title);
    body += sideText(tr("Reference"), subject.reference);
    body += sideText(tr("Current"), subject.current);
    if (subject.createdAt > 0)
        body += tagged("p",
                       tr("Made %1").arg(QDateTime::fromMSecsSinceEpoch(subject.createdAt, Qt::UTC)
                                             .toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"))) +
                           (subject.maker.empty() ? QString()
                                                  : QStringLiteral(" · ") + escaped(subject.maker)),
                       "muted");
    body += tagged(
        "section",
        tagged("p", (report.datasetDrift ? tagged("span", tr("Dataset drift"), "pill bad")
                                         : tagged("span", tr("No dataset drift"), "pill")) +
                        QStringLiteral(" ") + driftVerdict(report)) +
            tagged("p",
                   tr("Methods are chosen by type and size as Evidently chooses them, where "
                      "nothing else was asked for.") +
                       (report.corrected
                            ? QStringLiteral(" ") +
                                  tr("p-values are corrected for their number (Benjamini and "
                                     "Hochberg).")
                            : QString()),
                   "muted"));
    QString columns = QStringLiteral("<p class=\"muted\"><span class=\"key kr\"></span>%1"
                                     "<span class=\"key kc\"></span>%2</p><div class=\"head\">")
                          .arg(tr("reference"), tr("current"));
    columns += tagged("span", tr("Column")) + tagged("span", tr("Distribution")) +
               tagged("span", tr("Method")) + tagged("span", tr("Score / limit"), "n") +
               tagged("span", QString()) + QStringLiteral("</div>");
    for (const auto* column : bySeverity(report))
        columns += columnPart(*column);
    body += tagged("section", columns);
    return QStringLiteral("<!doctype html><html><head><meta charset=\"utf-8\"><meta "
                          "name=\"viewport\" content=\"width=device-width\"><title>%1</title>"
                          "<style>%2</style></head><body><main>%3</main></body></html>\n")
        .arg(title, QLatin1String(style), body);
}

} // namespace binnacle
