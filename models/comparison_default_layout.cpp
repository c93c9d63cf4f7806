#include "models/comparison_default_layout.h"

#include "services/compare/comparison_reader.h"
#include "services/query/run_query.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t runsForPatterns = 5; // fewer are read one by one
constexpr std::size_t mostAxes = 6;

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

// Params that differ, those with numbers first.
std::vector<RunColumn> varyingParams(const RunComparison& comparison)
{
    std::vector<RunColumn> numbers, words;
    for (const auto& row : comparison.rows) {
        if (row.group != ComparisonGroup::Params || !row.differs)
            continue;
        const bool numeric = std::ranges::any_of(row.cells, [](const ComparisonCell& cell) {
            return cell.state == ComparisonCell::State::Number;
        });
        (numeric ? numbers : words).push_back({RunColumn::Kind::Param, row.key});
    }
    numbers.insert(numbers.end(), words.begin(), words.end());
    return numbers;
}

QString metricColumn(const std::string& metric)
{
    return text(columnText({RunColumn::Kind::Metric, metric}));
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
    if (!metrics.empty())
        add(QStringLiteral("lines"), {{QStringLiteral("metric"), text(metrics[0])}},
            metrics.size() > 1 ? 7 : gridColumns, 6);
    if (metrics.size() > 1)
        add(QStringLiteral("lines"), {{QStringLiteral("metric"), text(metrics[1])}}, 5, 6);
    if (comparison.runs.size() >= runsForPatterns && !metrics.empty() && !params.empty()) {
        add(QStringLiteral("parallel"), {{QStringLiteral("axes"), axesOf(params, metrics[0])}}, 7,
            5);
        add(QStringLiteral("importance"), {{QStringLiteral("metric"), text(metrics[0])}}, 5, 5);
    }
    add(QStringLiteral("differences"), {}, gridColumns, 7);
    return {{section}, {}};
}

} // namespace binnacle
