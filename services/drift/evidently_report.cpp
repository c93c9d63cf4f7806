#include "services/drift/evidently_report.h"

#include "services/drift/drift_report_json.h"
#include "services/drift/evidently_bars.h"
#include "services/drift/json_values.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <limits>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Reading
{
    DriftReport report;
    bool known = false; // a metric of drift was there
};

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

void take(ColumnDrift column, std::optional<DistributionSummary> distribution, Reading& reading)
{
    for (auto& known : reading.report.columns)
        if (known.column == column.column && known.method == column.method) {
            if (!known.distribution)
                known.distribution = std::move(distribution);
            return;
        }
    column.distribution = std::move(distribution);
    if (column.distribution && !column.distribution->categories.empty()) {
        column.type = column.type == DriftColumnType::Text ? DriftColumnType::Text
                                                           : DriftColumnType::Categorical;
        for (const auto& category : column.distribution->categories) {
            if (category.isNew())
                column.newCategories.push_back(category.value);
            if (category.isGone())
                column.goneCategories.push_back(category.value);
        }
    }
    reading.report.columns.push_back(std::move(column));
}

void readOldColumn(const QJsonObject& from, Reading& reading)
{
    auto column = scored(from.value(QLatin1String("column_name")).toString(),
                         from.value(QLatin1String("stattest_name")).toString(),
                         numberOfJson(from.value(QLatin1String("drift_score"))),
                         numberOfJson(from.value(QLatin1String("stattest_threshold"))));
    column.type = driftColumnTypeOf(from.value(QLatin1String("column_type")).toString());
    column.drifted = from.value(QLatin1String("drift_detected")).toBool();
    take(std::move(column),
         distributionOfSides(from.value(QLatin1String("reference")).toObject(),
                             from.value(QLatin1String("current")).toObject()),
         reading);
}

void readOldMetric(const QString& name, const QJsonObject& result, Reading& reading)
{
    if (name.startsWith(QLatin1String("ColumnDriftMetric"))) {
        reading.known = true;
        readOldColumn(result, reading);
        return;
    }
    if (!name.startsWith(QLatin1String("DataDriftTable")) &&
        !name.startsWith(QLatin1String("DatasetDriftMetric")))
        return;
    auto& report = reading.report;
    reading.known = true;
    report.shareDrifted = numberOfJson(result.value(QLatin1String("share_of_drifted_columns")));
    report.datasetDrift = result.value(QLatin1String("dataset_drift")).toBool();
    if (result.contains(QLatin1String("drift_share")))
        report.driftShare = numberOfJson(result.value(QLatin1String("drift_share")));
    for (const auto& each : result.value(QLatin1String("drift_by_columns")).toObject())
        readOldColumn(each.toObject(), reading);
}

// "ValueDrift(column=age,method=K-S p_value,threshold=0.05)"
QString parameterOf(const QString& metric, const QString& name)
{
    const QRegularExpression pattern(
        QStringLiteral("[(,]\\s*%1=(.*?)(?:,\\s*(?:method|threshold|drift_share)=|\\)$)")
            .arg(name));
    return pattern.match(metric).captured(1);
}

// A metric of 0.7: its kind, its parameters by name, its value, its pictures.
struct NewMetric
{
    QString id;         // "ValueDrift(…)"; the parameters stand in it where `config` lacks them
    QJsonObject config; // {"column", "method", "threshold"}
    QJsonValue value;   // a number; of DriftedColumnsCount its share
    QJsonArray widgets;

    QString text(const char* name) const
    {
        const auto given = config.value(QLatin1String(name));
        return given.isUndefined() || given.isNull() ? parameterOf(id, QLatin1String(name))
               : given.isDouble()                    ? QString::number(given.toDouble(), 'g', 17)
                                                     : given.toString();
    }
    double number(const char* name, double otherwise) const
    {
        bool given = false;
        const double read = text(name).toDouble(&given);
        return given ? read : otherwise;
    }
};

void readNewMetric(const NewMetric& metric, Reading& reading)
{
    auto& report = reading.report;
    if (metric.id.startsWith(QLatin1String("DriftedColumnsCount"))) {
        reading.known = true;
        report.shareDrifted = numberOfJson(metric.value);
        report.driftShare = metric.number("drift_share", defaultDriftShare);
        report.datasetDrift = report.shareDrifted >= report.driftShare;
    } else if (metric.id.startsWith(QLatin1String("ValueDrift"))) {
        reading.known = true;
        const auto method = metric.text("method");
        const auto facts = driftMethodOf(method.toStdString());
        const double threshold =
            metric.number("threshold", facts ? factsOf(*facts).threshold : none);
        take(scored(metric.text("column"), method, numberOfJson(metric.value), threshold),
             distributionOfWidgets(metric.widgets), reading);
    }
}

NewMetric listedMetric(const QJsonObject& object)
{
    NewMetric metric;
    metric.id = object.value(QLatin1String("metric_name")).toString();
    if (metric.id.isEmpty())
        metric.id = object.value(QLatin1String("metric_id")).toString();
    metric.config = object.value(QLatin1String("config")).toObject();
    const auto value = object.value(QLatin1String("value"));
    metric.value = value.isObject() ? value.toObject().value(QLatin1String("share")) : value;
    return metric;
}

// An entry of "metric_results" of a whole snapshot.
NewMetric keptMetric(const QJsonObject& object)
{
    NewMetric metric;
    metric.config = object.value(QLatin1String("metric_value_location"))
                        .toObject()
                        .value(QLatin1String("metric"))
                        .toObject()
                        .value(QLatin1String("params"))
                        .toObject();
    metric.id = metric.config.value(QLatin1String("type")).toString().section(QLatin1Char(':'), -1);
    const auto share = object.value(QLatin1String("share")).toObject();
    metric.value = (share.isEmpty() ? object : share).value(QLatin1String("value"));
    metric.widgets = object.value(QLatin1String("widget")).toArray();
    return metric;
}

// Reports without a metric of the whole: what they say of the columns.
void completeWhole(DriftReport& report)
{
    if (report.columns.empty() || report.shareDrifted > 0 || report.datasetDrift)
        return;
    const double share = report.driftShare;
    report = driftReport(std::move(report.columns), share);
}

} // namespace

std::optional<DriftReport> readEvidentlyReport(const QJsonObject& root)
{
    Reading reading;
    for (const auto& each : root.value(QLatin1String("metrics")).toArray()) {
        const auto metric = each.toObject();
        if (metric.contains(QLatin1String("metric")))
            readOldMetric(metric.value(QLatin1String("metric")).toString(),
                          metric.value(QLatin1String("result")).toObject(), reading);
        else
            readNewMetric(listedMetric(metric), reading);
    }
    for (const auto& each : root.value(QLatin1String("metric_results")).toObject())
        readNewMetric(keptMetric(each.toObject()), reading);
    const auto suite = root.value(QLatin1String("suite")).toObject();
    for (const auto& each : suite.value(QLatin1String("metric_results")).toArray()) {
        const auto result = each.toObject();
        readOldMetric(result.value(QLatin1String("type")).toString().section(QLatin1Char(':'), -1),
                      result, reading);
    }
    if (!reading.known)
        return std::nullopt;
    completeWhole(reading.report);
    return std::move(reading.report);
}

} // namespace binnacle
