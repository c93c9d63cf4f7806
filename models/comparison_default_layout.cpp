#include "models/comparison_default_layout.h"

#include "services/compare/comparison_reader.h"
#include "services/query/run_query.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t runsForPatterns = 5;    // fewer are read one by one
constexpr std::size_t runsForImportance = 10; // fewer tell nothing of a param
constexpr std::size_t mostAxes = 6;

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

// Params that differ: those with numbers first, then those that most runs have.
std::vector<RunColumn> varyingParams(const RunComparison& comparison)
{
    std::vector<const ComparisonRow*> rows;
    for (const auto& row : comparison.rows)
        if (row.group == ComparisonGroup::Params && row.differs)
            rows.push_back(&row);
    std::ranges::stable_sort(rows, std::greater<>(), [](const ComparisonRow* row) {
        return std::pair(row->cells.anyNumber(), row->cells.present());
    });
    std::vector<RunColumn> params;
    for (const auto* row : rows)
        params.push_back({RunColumn::Kind::Param, row->key});
    return params;
}

QString metricColumn(const std::string& metric)
{
    return text(columnText({RunColumn::Kind::Metric, metric}));
}

// Those of the metrics that were logged over several steps.
std::vector<std::string> growing(const RunComparison& comparison,
                                 const std::vector<std::string>& metrics)
{
    std::vector<std::string> keys;
    for (const auto& key : metrics) {
        const auto row = std::ranges::find_if(comparison.rows, [&](const ComparisonRow& each) {
            return each.group == ComparisonGroup::Metrics && each.key == key;
        });
        if (row != comparison.rows.end() && row->lastStep > 0)
            keys.push_back(key);
    }
    return keys;
}

QJsonArray axesOf(const std::vector<RunColumn>& params, const std::string& metric)
{
    QJsonArray axes;
    for (std::size_t i = 0; i < std::min(params.size(), mostAxes - 1); ++i)
        axes.append(text(columnText(params[i])));
    axes.append(metricColumn(metric));
    return axes;
}

} // namespace

ComparisonLayout::State defaultLayout(const RunComparison& comparison,
                                      const std::function<bool(const QString&)>& known)
{
    CardSection section;
    const auto add = [&](const QString& kind, QJsonObject options, int width, int height) {
        if (known(kind))
            section.cards.push_back({QUuid::createUuid().toString(QUuid::Id128),
                                     kind,
                                     {},
                                     std::move(options),
                                     width,
                                     height});
    };
    const auto metrics = metricsToShow(comparison);
    const auto params = varyingParams(comparison);
    const auto curves = growing(comparison, metrics);
    if (!curves.empty())
        add(QStringLiteral("lines"), {{QStringLiteral("metric"), text(curves[0])}},
            curves.size() > 1 ? 7 : gridColumns, 6);
    else if (!metrics.empty()) // single values make no line
        add(QStringLiteral("bar"), {{QStringLiteral("column"), metricColumn(metrics[0])}},
            gridColumns, 5);
    if (curves.size() > 1)
        add(QStringLiteral("lines"), {{QStringLiteral("metric"), text(curves[1])}}, 5, 6);
    const auto runs = comparison.runs.size();
    if (runs >= runsForPatterns && !metrics.empty() && !params.empty())
        add(QStringLiteral("parallel"), {{QStringLiteral("axes"), axesOf(params, metrics[0])}},
            runs >= runsForImportance ? 7 : gridColumns, 5);
    if (runs >= runsForImportance && !metrics.empty() && !params.empty())
        add(QStringLiteral("importance"), {{QStringLiteral("metric"), metricColumn(metrics[0])}}, 5,
            5);
    add(QStringLiteral("differences"), {}, gridColumns, 7);
    return {{section}, {}};
}

} // namespace binnacle
