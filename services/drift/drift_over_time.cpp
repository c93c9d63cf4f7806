#include "services/drift/drift_over_time.h"

#include "services/drift/change_point.h"
#include "services/drift/drift_report_json.h"
#include "services/drift/json_values.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>

#include <array>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<const char*, 3> kindNames = {"time", "number", "rows"};

QJsonValue placeJson(const DataWindow& window, double place)
{
    if (window.kind != WindowKind::Time || !std::isfinite(place))
        return jsonNumber(place);
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(place), Qt::UTC)
        .toString(Qt::ISODateWithMs);
}

double placeOf(const QJsonValue& value, WindowKind kind)
{
    if (kind != WindowKind::Time || !value.isString())
        return numberOfJson(value);
    const auto time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : none;
}

QJsonObject driftOfWindowJson(const WindowDrift& window)
{
    QJsonObject object{{QStringLiteral("statistic"), jsonNumber(window.statistic)},
                       {QStringLiteral("drifted"), window.drifted},
                       {QStringLiteral("size"), static_cast<qint64>(window.size)},
                       {QStringLiteral("missing_share"), jsonNumber(window.missingShare)},
                       {QStringLiteral("new_categories"), jsonTexts(window.newCategories)}};
    if (window.pValue)
        object.insert(QStringLiteral("p_value"), jsonNumber(*window.pValue));
    if (window.gap != DriftGap::None)
        object.insert(QStringLiteral("not_compared"), driftGapName(window.gap));
    return object;
}

WindowDrift driftOfWindow(const QJsonObject& object)
{
    WindowDrift window;
    window.statistic = numberOfJson(object.value(QLatin1String("statistic")));
    if (object.contains(QLatin1String("p_value")))
        window.pValue = numberOfJson(object.value(QLatin1String("p_value")));
    window.drifted = object.value(QLatin1String("drifted")).toBool();
    window.gap = driftGapOf(object.value(QLatin1String("not_compared")).toString());
    window.size = static_cast<std::uint64_t>(object.value(QLatin1String("size")).toInteger());
    window.missingShare = numberOfJson(object.value(QLatin1String("missing_share")));
    window.newCategories = textsOfJson(object.value(QLatin1String("new_categories")));
    return window;
}

QJsonObject columnOverTimeJson(const ColumnOverTime& column)
{
    QJsonArray windows;
    for (const auto& window : column.windows)
        windows.append(driftOfWindowJson(window));
    const auto type = driftColumnTypeName(column.type);
    return {
        {QStringLiteral("column"), QString::fromStdString(column.column)},
        {QStringLiteral("type"), QLatin1String(type.data(), static_cast<qsizetype>(type.size()))},
        {QStringLiteral("method"), QString::fromStdString(column.method)},
        {QStringLiteral("threshold"), jsonNumber(column.threshold)},
        {QStringLiteral("reference_missing_share"), jsonNumber(column.referenceMissingShare)},
        {QStringLiteral("windows"), windows},
        {QStringLiteral("changes"), jsonPlaces(column.changes)}};
}

ColumnOverTime columnOverTime(const QJsonObject& object)
{
    ColumnOverTime column;
    column.column = object.value(QLatin1String("column")).toString().toStdString();
    column.type = driftColumnTypeOf(object.value(QLatin1String("type")).toString());
    column.method = object.value(QLatin1String("method")).toString().toStdString();
    column.threshold = numberOfJson(object.value(QLatin1String("threshold")));
    column.referenceMissingShare =
        numberOfJson(object.value(QLatin1String("reference_missing_share")));
    for (const auto& window : object.value(QLatin1String("windows")).toArray())
        column.windows.push_back(driftOfWindow(window.toObject()));
    column.changes = placesOfJson(object.value(QLatin1String("changes")));
    return column;
}

DataWindow windowOf(const QJsonObject& object)
{
    DataWindow window;
    window.name = object.value(QLatin1String("name")).toString().toStdString();
    const auto kind = object.value(QLatin1String("kind")).toString();
    for (std::size_t i = 0; i < kindNames.size(); ++i)
        if (kind == QLatin1String(kindNames[i]))
            window.kind = static_cast<WindowKind>(i);
    window.from = placeOf(object.value(QLatin1String("from")), window.kind);
    window.to = placeOf(object.value(QLatin1String("to")), window.kind);
    window.rows = static_cast<std::uint64_t>(object.value(QLatin1String("rows")).toInteger());
    return window;
}

} // namespace

void completeOverTime(DriftOverTime& overTime)
{
    for (auto& column : overTime.columns) {
        std::vector<double> statistics;
        for (const auto& window : column.windows)
            statistics.push_back(window.statistic);
        column.changes = changePoints(statistics, changePenalty(statistics));
    }
    overTime.sharesDrifted.clear();
    for (std::size_t w = 0; w < overTime.windows.size(); ++w) {
        double measured = 0, drifted = 0;
        for (const auto& column : overTime.columns) {
            measured += std::isnan(column.windows[w].statistic) ? 0 : 1;
            drifted += column.windows[w].drifted ? 1 : 0;
        }
        overTime.sharesDrifted.push_back(measured > 0 ? drifted / measured : none);
    }
    overTime.changes = changePoints(overTime.sharesDrifted, changePenalty(overTime.sharesDrifted));
}

QJsonObject windowJson(const DataWindow& window)
{
    return {{QStringLiteral("name"), QString::fromStdString(window.name)},
            {QStringLiteral("kind"),
             QLatin1String(kindNames.at(static_cast<std::size_t>(window.kind)))},
            {QStringLiteral("from"), placeJson(window, window.from)},
            {QStringLiteral("to"), placeJson(window, window.to)},
            {QStringLiteral("rows"), static_cast<qint64>(window.rows)}};
}

QJsonObject overTimeJson(const DriftOverTime& overTime)
{
    QJsonArray windows, columns;
    for (std::size_t w = 0; w < overTime.windows.size(); ++w) {
        auto window = windowJson(overTime.windows[w]);
        window.insert(QStringLiteral("share_drifted"), jsonNumber(overTime.sharesDrifted[w]));
        windows.append(window);
    }
    for (const auto& column : overTime.columns)
        columns.append(columnOverTimeJson(column));
    return {{QStringLiteral("windows"), windows},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("changes"), jsonPlaces(overTime.changes)},
            {QStringLiteral("rows_outside"), static_cast<qint64>(overTime.outside)}};
}

Result<DriftOverTime> readOverTime(const QJsonObject& json)
{
    DriftOverTime overTime;
    for (const auto& window : json.value(QLatin1String("windows")).toArray()) {
        overTime.windows.push_back(windowOf(window.toObject()));
        overTime.sharesDrifted.push_back(numberOfJson(window[QLatin1String("share_drifted")]));
    }
    for (const auto& each : json.value(QLatin1String("columns")).toArray()) {
        auto column = columnOverTime(each.toObject());
        if (column.windows.size() != overTime.windows.size())
            return failure(
                Error::Kind::Invalid,
                QCoreApplication::translate("drift", "The report of windows is damaged: “%1”.")
                    .arg(QString::fromStdString(column.column)));
        overTime.columns.push_back(std::move(column));
    }
    overTime.changes = placesOfJson(json.value(QLatin1String("changes")));
    overTime.outside =
        static_cast<std::uint64_t>(json.value(QLatin1String("rows_outside")).toInteger());
    return overTime;
}

} // namespace binnacle
