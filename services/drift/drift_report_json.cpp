#include "services/drift/drift_report_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

QJsonValue number(double value)
{
    if (std::isfinite(value))
        return value;
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
}

double numberOf(const QJsonValue& value)
{
    if (value.isDouble())
        return value.toDouble();
    const auto written = value.toString();
    if (written == QLatin1String("Infinity"))
        return std::numeric_limits<double>::infinity();
    return written == QLatin1String("-Infinity") ? -std::numeric_limits<double>::infinity() : none;
}

QJsonArray texts(const std::vector<std::string>& list)
{
    QJsonArray array;
    for (const auto& each : list)
        array.append(text(each));
    return array;
}

std::vector<std::string> textsOf(const QJsonValue& value)
{
    std::vector<std::string> list;
    for (const auto& each : value.toArray())
        list.push_back(each.toString().toStdString());
    return list;
}

DriftColumnType typeOf(const QString& name)
{
    if (name.startsWith(QLatin1String("cat")))
        return DriftColumnType::Categorical;
    return name == QLatin1String("text") ? DriftColumnType::Text : DriftColumnType::Numeric;
}

// In the order of DriftGap.
constexpr std::array<const char*, 6> gapNames = {
    "", "types_differ", "method_unsuited", "reference_empty", "current_empty", "not_defined"};

DriftGap gapOf(const QString& name)
{
    const auto found = std::ranges::find(
        gapNames, name, [](const char* each) { return QString::fromLatin1(each); });
    return found == gapNames.end() ? DriftGap::None
                                   : static_cast<DriftGap>(found - gapNames.begin());
}

QJsonObject columnJson(const ColumnDrift& column)
{
    const auto type = driftColumnTypeName(column.type);
    QJsonObject object{
        {QStringLiteral("column"), text(column.column)},
        {QStringLiteral("type"),
         QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))},
        {QStringLiteral("method"), text(column.method)},
        {QStringLiteral("statistic"), number(column.statistic)},
        {QStringLiteral("threshold"), number(column.threshold)},
        {QStringLiteral("drifted"), column.drifted},
        {QStringLiteral("reference_size"), static_cast<qint64>(column.referenceSize)},
        {QStringLiteral("current_size"), static_cast<qint64>(column.currentSize)},
        {QStringLiteral("reference_missing_share"), number(column.referenceMissingShare)},
        {QStringLiteral("current_missing_share"), number(column.currentMissingShare)},
        {QStringLiteral("new_categories"), texts(column.newCategories)},
        {QStringLiteral("gone_categories"), texts(column.goneCategories)},
        {QStringLiteral("explanation"), text(column.explanation)},
        {QStringLiteral("difference"), text(column.difference)}};
    if (column.gap != DriftGap::None)
        object.insert(QStringLiteral("not_compared"),
                      QLatin1String(gapNames.at(static_cast<std::size_t>(column.gap))));
    if (column.pValue)
        object.insert(QStringLiteral("p_value"), number(*column.pValue));
    if (column.adjustedPValue)
        object.insert(QStringLiteral("adjusted_p_value"), number(*column.adjustedPValue));
    return object;
}

ColumnDrift columnOf(const QJsonObject& object)
{
    ColumnDrift column;
    column.column = object.value(QLatin1String("column")).toString().toStdString();
    column.type = typeOf(object.value(QLatin1String("type")).toString());
    column.method = object.value(QLatin1String("method")).toString().toStdString();
    column.statistic = numberOf(object.value(QLatin1String("statistic")));
    column.threshold = numberOf(object.value(QLatin1String("threshold")));
    column.drifted = object.value(QLatin1String("drifted")).toBool();
    column.referenceSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("reference_size")).toInteger());
    column.currentSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("current_size")).toInteger());
    column.referenceMissingShare = numberOf(object.value(QLatin1String("reference_missing_share")));
    column.currentMissingShare = numberOf(object.value(QLatin1String("current_missing_share")));
    column.newCategories = textsOf(object.value(QLatin1String("new_categories")));
    column.goneCategories = textsOf(object.value(QLatin1String("gone_categories")));
    column.explanation = object.value(QLatin1String("explanation")).toString().toStdString();
    column.difference = object.value(QLatin1String("difference")).toString().toStdString();
    column.gap = gapOf(object.value(QLatin1String("not_compared")).toString());
    if (object.contains(QLatin1String("p_value")))
        column.pValue = numberOf(object.value(QLatin1String("p_value")));
    if (object.contains(QLatin1String("adjusted_p_value")))
        column.adjustedPValue = numberOf(object.value(QLatin1String("adjusted_p_value")));
    return column;
}

// A column of another tool: one score, of a test the p-value.
ColumnDrift scored(const QString& name, const QString& method, double score, double threshold)
{
    ColumnDrift column;
    column.column = name.toStdString();
    column.method = method.toStdString();
    column.threshold = threshold;
    column.statistic = none;
    column.referenceMissingShare = column.currentMissingShare = none;
    const auto known = driftMethodOf(column.method);
    if (known)
        column.method = factsOf(*known).name;
    if (known ? usesPValue(*known) : method.contains(QLatin1String("p_value")))
        column.pValue = score;
    else
        column.statistic = score;
    column.drifted = known && driftAlarms(*known, score, threshold);
    return column;
}

void readOldColumn(const QJsonObject& from, DriftReport& report)
{
    auto column = scored(from.value(QLatin1String("column_name")).toString(),
                         from.value(QLatin1String("stattest_name")).toString(),
                         numberOf(from.value(QLatin1String("drift_score"))),
                         numberOf(from.value(QLatin1String("stattest_threshold"))));
    column.type = typeOf(from.value(QLatin1String("column_type")).toString());
    column.drifted = from.value(QLatin1String("drift_detected")).toBool();
    for (const auto& known : report.columns)
        if (known.column == column.column && known.method == column.method)
            return;
    report.columns.push_back(std::move(column));
}

void readOldMetric(const QString& name, const QJsonObject& result, DriftReport& report, bool& known)
{
    if (name == QLatin1String("ColumnDriftMetric")) {
        known = true;
        readOldColumn(result, report);
        return;
    }
    if (name != QLatin1String("DataDriftTable") && name != QLatin1String("DatasetDriftMetric"))
        return;
    known = true;
    report.shareDrifted = numberOf(result.value(QLatin1String("share_of_drifted_columns")));
    report.datasetDrift = result.value(QLatin1String("dataset_drift")).toBool();
    if (result.contains(QLatin1String("drift_share")))
        report.driftShare = numberOf(result.value(QLatin1String("drift_share")));
    for (const auto& each : result.value(QLatin1String("drift_by_columns")).toObject())
        readOldColumn(each.toObject(), report);
}

// "ValueDrift(column=age,method=K-S p_value,threshold=0.05)"
QString parameterOf(const QString& metric, const QString& name)
{
    const QRegularExpression pattern(
        QStringLiteral("[(,]\\s*%1=(.*?)(?:,\\s*(?:method|threshold|drift_share)=|\\)$)")
            .arg(name));
    return pattern.match(metric).captured(1);
}

void readNewMetric(const QJsonObject& metric, DriftReport& report, bool& known)
{
    auto id = metric.value(QLatin1String("metric_name")).toString();
    if (id.isEmpty())
        id = metric.value(QLatin1String("metric_id")).toString();
    const auto config = metric.value(QLatin1String("config")).toObject();
    const auto of = [&](const char* name) {
        const auto given = config.value(QLatin1String(name));
        return given.isUndefined() || given.isNull() ? parameterOf(id, QLatin1String(name))
               : given.isDouble()                    ? QString::number(given.toDouble(), 'g', 17)
                                                     : given.toString();
    };
    if (id.startsWith(QLatin1String("DriftedColumnsCount"))) {
        known = true;
        const auto value = metric.value(QLatin1String("value")).toObject();
        report.shareDrifted = numberOf(value.value(QLatin1String("share")));
        bool given = false;
        const double share = of("drift_share").toDouble(&given);
        report.driftShare = given ? share : defaultDriftShare;
        report.datasetDrift = report.shareDrifted >= report.driftShare;
    } else if (id.startsWith(QLatin1String("ValueDrift"))) {
        known = true;
        const auto method = of("method");
        bool given = false;
        double threshold = of("threshold").toDouble(&given);
        const auto facts = driftMethodOf(method.toStdString());
        if (!given)
            threshold = facts ? factsOf(*facts).threshold : none;
        report.columns.push_back(scored(of("column"), method,
                                        numberOf(metric.value(QLatin1String("value"))), threshold));
    }
}

Error unknownReport(const QString& detail)
{
    return {Error::Kind::Invalid,
            QCoreApplication::translate("drift",
                                        "The file is not a drift report: neither Binnacle's "
                                        "nor one of Evidently."),
            detail};
}

} // namespace

QJsonObject driftJson(const DriftReport& report)
{
    QJsonArray columns;
    for (const auto& column : report.columns)
        columns.append(columnJson(column));
    return {{QStringLiteral("dataset_drift"), report.datasetDrift},
            {QStringLiteral("share_drifted"), number(report.shareDrifted)},
            {QStringLiteral("drift_share"), number(report.driftShare)},
            {QStringLiteral("columns"), columns}};
}

Result<DriftReport> readDriftReport(const QByteArray& json)
{
    QJsonParseError fault;
    const auto root = QJsonDocument::fromJson(json, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return failure(unknownReport(fault.errorString()));
    DriftReport report;
    if (root.contains(QLatin1String("dataset_drift"))) {
        report.datasetDrift = root.value(QLatin1String("dataset_drift")).toBool();
        report.shareDrifted = numberOf(root.value(QLatin1String("share_drifted")));
        report.driftShare = root.value(QLatin1String("drift_share")).toDouble(defaultDriftShare);
        for (const auto& column : root.value(QLatin1String("columns")).toArray())
            report.columns.push_back(columnOf(column.toObject()));
        return report;
    }
    bool known = false;
    for (const auto& each : root.value(QLatin1String("metrics")).toArray()) {
        const auto metric = each.toObject();
        if (metric.contains(QLatin1String("metric")))
            readOldMetric(metric.value(QLatin1String("metric")).toString(),
                          metric.value(QLatin1String("result")).toObject(), report, known);
        else
            readNewMetric(metric, report, known);
    }
    if (!known)
        return failure(unknownReport(QStringLiteral("no metric of drift")));
    return report;
}

} // namespace binnacle
