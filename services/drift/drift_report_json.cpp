#include "services/drift/drift_report_json.h"

#include "services/drift/json_values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

QString text(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

// In the order of DriftGap.
constexpr std::array<const char*, 6> gapNames = {
    "", "types_differ", "method_unsuited", "reference_empty", "current_empty", "not_defined"};

QJsonObject columnJson(const ColumnDrift& column)
{
    const auto type = driftColumnTypeName(column.type);
    QJsonObject object{
        {QStringLiteral("column"), text(column.column)},
        {QStringLiteral("type"),
         QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()))},
        {QStringLiteral("method"), text(column.method)},
        {QStringLiteral("statistic"), jsonNumber(column.statistic)},
        {QStringLiteral("threshold"), jsonNumber(column.threshold)},
        {QStringLiteral("drifted"), column.drifted},
        {QStringLiteral("reference_size"), static_cast<qint64>(column.referenceSize)},
        {QStringLiteral("current_size"), static_cast<qint64>(column.currentSize)},
        {QStringLiteral("reference_missing_share"), jsonNumber(column.referenceMissingShare)},
        {QStringLiteral("current_missing_share"), jsonNumber(column.currentMissingShare)},
        {QStringLiteral("new_categories"), jsonTexts(column.newCategories)},
        {QStringLiteral("gone_categories"), jsonTexts(column.goneCategories)},
        {QStringLiteral("explanation"), text(column.explanation)},
        {QStringLiteral("difference"), text(column.difference)}};
    if (column.gap != DriftGap::None)
        object.insert(QStringLiteral("not_compared"), driftGapName(column.gap));
    if (column.pValue)
        object.insert(QStringLiteral("p_value"), jsonNumber(*column.pValue));
    if (column.adjustedPValue)
        object.insert(QStringLiteral("adjusted_p_value"), jsonNumber(*column.adjustedPValue));
    return object;
}

ColumnDrift columnOf(const QJsonObject& object)
{
    ColumnDrift column;
    column.column = object.value(QLatin1String("column")).toString().toStdString();
    column.type = driftColumnTypeOf(object.value(QLatin1String("type")).toString());
    column.method = object.value(QLatin1String("method")).toString().toStdString();
    column.statistic = numberOfJson(object.value(QLatin1String("statistic")));
    column.threshold = numberOfJson(object.value(QLatin1String("threshold")));
    column.drifted = object.value(QLatin1String("drifted")).toBool();
    column.referenceSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("reference_size")).toInteger());
    column.currentSize =
        static_cast<std::uint64_t>(object.value(QLatin1String("current_size")).toInteger());
    column.referenceMissingShare =
        numberOfJson(object.value(QLatin1String("reference_missing_share")));
    column.currentMissingShare = numberOfJson(object.value(QLatin1String("current_missing_share")));
    column.newCategories = textsOfJson(object.value(QLatin1String("new_categories")));
    column.goneCategories = textsOfJson(object.value(QLatin1String("gone_categories")));
    column.explanation = object.value(QLatin1String("explanation")).toString().toStdString();
    column.difference = object.value(QLatin1String("difference")).toString().toStdString();
    column.gap = driftGapOf(object.value(QLatin1String("not_compared")).toString());
    if (object.contains(QLatin1String("p_value")))
        column.pValue = numberOfJson(object.value(QLatin1String("p_value")));
    if (object.contains(QLatin1String("adjusted_p_value")))
        column.adjustedPValue = numberOfJson(object.value(QLatin1String("adjusted_p_value")));
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
                         numberOfJson(from.value(QLatin1String("drift_score"))),
                         numberOfJson(from.value(QLatin1String("stattest_threshold"))));
    column.type = driftColumnTypeOf(from.value(QLatin1String("column_type")).toString());
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
    report.shareDrifted = numberOfJson(result.value(QLatin1String("share_of_drifted_columns")));
    report.datasetDrift = result.value(QLatin1String("dataset_drift")).toBool();
    if (result.contains(QLatin1String("drift_share")))
        report.driftShare = numberOfJson(result.value(QLatin1String("drift_share")));
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
        report.shareDrifted = numberOfJson(value.value(QLatin1String("share")));
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
        report.columns.push_back(scored(
            of("column"), method, numberOfJson(metric.value(QLatin1String("value"))), threshold));
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

QString driftGapName(DriftGap gap)
{
    return QLatin1String(gapNames.at(static_cast<std::size_t>(gap)));
}

DriftGap driftGapOf(const QString& name)
{
    const auto found = std::ranges::find(
        gapNames, name, [](const char* each) { return QString::fromLatin1(each); });
    return found == gapNames.end() ? DriftGap::None
                                   : static_cast<DriftGap>(found - gapNames.begin());
}

DriftColumnType driftColumnTypeOf(const QString& name)
{
    if (name.startsWith(QLatin1String("cat")))
        return DriftColumnType::Categorical;
    return name == QLatin1String("text") ? DriftColumnType::Text : DriftColumnType::Numeric;
}

QJsonObject driftJson(const DriftReport& report)
{
    QJsonArray columns;
    for (const auto& column : report.columns)
        columns.append(columnJson(column));
    return {{QStringLiteral("dataset_drift"), report.datasetDrift},
            {QStringLiteral("share_drifted"), jsonNumber(report.shareDrifted)},
            {QStringLiteral("drift_share"), jsonNumber(report.driftShare)},
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
        report.shareDrifted = numberOfJson(root.value(QLatin1String("share_drifted")));
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
