#include "services/compare/comparison_json.h"

#include "services/compare/plain_number.h"

#include <QJsonArray>

#include <cmath>

namespace binnacle {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonValue number(double value)
{
    if (std::isfinite(value))
        return value;
    return text(plainNumber(value));
}

QJsonValue optionalNumber(const std::optional<double>& value)
{
    return value ? number(*value) : QJsonValue();
}

QJsonValue optionalTime(const std::optional<std::int64_t>& time)
{
    return time ? QJsonValue(static_cast<qint64>(*time)) : QJsonValue();
}

QString directionText(MetricDirection direction)
{
    switch (direction) {
    case MetricDirection::HigherIsBetter:
        return QStringLiteral("higher");
    case MetricDirection::LowerIsBetter:
        return QStringLiteral("lower");
    case MetricDirection::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonValue cellValue(const ComparisonRow& row, const ComparisonCell& cell)
{
    if (cell.state == ComparisonCell::State::Missing)
        return {};
    return row.group == ComparisonGroup::Metrics ? number(cell.number) : text(textOf(cell));
}

QJsonObject runJson(const ComparedRun& run)
{
    return {{QStringLiteral("run_id"), text(run.id)},
            {QStringLiteral("run_name"), text(run.name)},
            {QStringLiteral("source"), text(run.source)},
            {QStringLiteral("experiment_name"), text(run.experiment)},
            {QStringLiteral("status"), text(statusName(run.status))},
            {QStringLiteral("start_time"), optionalTime(run.startTime)},
            {QStringLiteral("end_time"), optionalTime(run.endTime)}};
}

QJsonObject rowJson(const ComparisonRow& row, const FiguresByMetric& figures)
{
    const auto known = figures.find(row.key);
    QJsonArray values, best, min, max;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const auto cell = row.cells[i];
        const auto figure = known != figures.end() ? known->second[i] : CellFigures();
        values.append(cellValue(row, cell));
        min.append(optionalNumber(figure.min));
        max.append(optionalNumber(figure.max));
        if (cell.best)
            best.append(static_cast<qint64>(i));
    }
    QJsonObject object{{QStringLiteral("group"), text(comparisonGroupName(row.group))},
                       {QStringLiteral("key"), text(row.key)},
                       {QStringLiteral("differs"), row.differs},
                       {QStringLiteral("values"), values}};
    if (row.group == ComparisonGroup::Metrics) {
        object.insert(QStringLiteral("direction"), directionText(row.direction));
        object.insert(QStringLiteral("best"), best);
        object.insert(QStringLiteral("min"), min);
        object.insert(QStringLiteral("max"), max);
    }
    return object;
}

} // namespace

QJsonObject comparisonJson(const RunComparison& comparison, const FiguresByMetric& figures)
{
    QJsonArray runs, rows;
    for (const auto& run : comparison.runs)
        runs.append(runJson(run));
    for (const auto& row : comparison.rows)
        rows.append(rowJson(row, figures));
    return {{QStringLiteral("runs"), runs}, {QStringLiteral("rows"), rows}};
}

} // namespace binnacle
