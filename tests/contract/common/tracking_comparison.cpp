#include "tests/contract/common/tracking_comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace binnacle::contract {

namespace {

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

std::optional<std::int64_t> optionalTime(const QJsonValue& value)
{
    return value.isDouble() ? std::optional<std::int64_t>(value.toInteger()) : std::nullopt;
}

QString time(const std::optional<std::int64_t>& value)
{
    return value ? QString::number(*value) : QStringLiteral("none");
}

// Collects the first difference.
class Comparison
{
public:
    explicit Comparison(QString what) : what_(std::move(what)) {}

    void same(const char* field, const QString& ours, const QString& theirs)
    {
        if (ours != theirs)
            note(QString::fromLatin1(field), ours, theirs);
    }
    void same(const char* field, const std::optional<std::int64_t>& ours, const QJsonValue& theirs)
    {
        same(field, time(ours), time(optionalTime(theirs)));
    }
    void same(const char* field, const std::vector<KeyValue>& ours, const QJsonObject& theirs)
    {
        std::map<QString, QString> left;
        for (const auto& entry : ours) {
            if (!left.emplace(text(entry.key), text(entry.value)).second)
                note(QString::fromLatin1(field), text(entry.key), QStringLiteral("once only"));
        }
        std::map<QString, QString> right;
        for (auto it = theirs.begin(); it != theirs.end(); ++it)
            right.emplace(it.key(), it.value().toString());
        sameMaps(field, left, right);
    }
    void sameMaps(const char* field, const std::map<QString, QString>& ours,
                  const std::map<QString, QString>& theirs)
    {
        for (const auto& [key, value] : theirs) {
            const auto found = ours.find(key);
            if (found == ours.end())
                note(QString::fromLatin1(field), QStringLiteral("no ") + key, value);
            else if (found->second != value)
                note(QLatin1String(field) + u' ' + key, found->second, value);
        }
        for (const auto& [key, value] : ours) {
            if (!theirs.contains(key))
                note(QString::fromLatin1(field), key + u'=' + value, QStringLiteral("none"));
        }
    }
    void note(const QString& field, const QString& ours, const QString& theirs)
    {
        if (found_.isEmpty())
            found_ = QStringLiteral("%1: %2 is “%3”, MLflow has “%4”")
                         .arg(what_, field, ours.left(300), theirs.left(300));
    }
    QString result() const { return found_; }

private:
    QString what_;
    QString found_;
};

// A point as text that tells every bit; infinities as SQL keeps them.
QString pointText(std::int64_t step, std::int64_t timestamp, double value)
{
    constexpr double greatest = std::numeric_limits<double>::max();
    QString number = QStringLiteral("NaN");
    if (!std::isnan(value)) {
        // -0.0 + 0.0 is 0.0: SQL keeps no sign of a zero.
        number = QString::number(std::clamp(value, -greatest, greatest) + 0.0, 'g', 17);
    }
    return QStringLiteral("step %1 time %2 value %3").arg(step).arg(timestamp).arg(number);
}

std::map<QString, QString> metricTexts(const std::vector<LatestMetric>& metrics)
{
    std::map<QString, QString> result;
    for (const auto& [key, point] : metrics)
        result[text(key)] = pointText(point.step, point.timestamp, point.value);
    return result;
}

QString pointText(const QJsonObject& point)
{
    return pointText(point[u"step"].toInteger(), point[u"timestamp"].toInteger(),
                     toDouble(point[u"value"]));
}

QString datasetText(const DatasetInput& input)
{
    return QStringList{text(input.name),   text(input.digest), text(input.sourceType),
                       text(input.source), text(input.schema), text(input.profile),
                       text(input.context)}
        .join(u'\n');
}

QString datasetText(const QJsonObject& input)
{
    return QStringList{input[u"name"].toString(),
                       input[u"digest"].toString(),
                       input[u"source_type"].toString(),
                       input[u"source"].toString(),
                       input[u"schema"].toString(),
                       input[u"profile"].toString(),
                       input[u"tags"].toObject()[u"mlflow.data.context"].toString()}
        .join(u'\n');
}

QString linkText(const QString& model, bool output, std::int64_t step)
{
    return QStringLiteral("%1 %2 step %3")
        .arg(output ? QStringLiteral("output") : QStringLiteral("input"), model)
        .arg(output ? step : 0);
}

void compareLists(Comparison& comparison, const char* field, QStringList ours, QStringList theirs)
{
    ours.sort();
    theirs.sort();
    comparison.same(field, ours.join(QStringLiteral("\n---\n")),
                    theirs.join(QStringLiteral("\n---\n")));
}

void compareInputs(Comparison& comparison, const Run& run, const QJsonObject& expected)
{
    QStringList ours, theirs;
    for (const auto& input : run.datasets)
        ours << datasetText(input);
    for (const auto& input : expected[u"datasets"].toArray())
        theirs << datasetText(input.toObject());
    compareLists(comparison, "datasets", ours, theirs);

    ours.clear();
    theirs.clear();
    for (const auto& link : run.models)
        ours << linkText(text(link.modelId), link.output, link.step);
    for (const auto& id : expected[u"model_inputs"].toArray())
        theirs << linkText(id.toString(), false, 0);
    for (const auto& link : expected[u"model_outputs"].toArray())
        theirs << linkText(link[u"model_id"].toString(), true, link[u"step"].toInteger());
    compareLists(comparison, "model links", ours, theirs);
}

} // namespace

double toDouble(const QJsonValue& value)
{
    if (!value.isString())
        return value.toDouble(std::nan(""));
    if (value.toString() == u"Infinity")
        return std::numeric_limits<double>::infinity();
    if (value.toString() == u"-Infinity")
        return -std::numeric_limits<double>::infinity();
    return std::nan("");
}

bool sameValue(double a, double b)
{
    return pointText(0, 0, a) == pointText(0, 0, b);
}

QString difference(const Experiment& experiment, const QJsonObject& expected)
{
    Comparison comparison(QStringLiteral("experiment ") + expected[u"name"].toString());
    comparison.same("id", text(experiment.id), expected[u"experiment_id"].toString());
    comparison.same("name", text(experiment.name), expected[u"name"].toString());
    comparison.same("artifact_location", text(experiment.artifactLocation),
                    expected[u"artifact_location"].toString());
    comparison.same("lifecycle_stage", text(std::string(lifecycleName(experiment.lifecycle))),
                    expected[u"lifecycle_stage"].toString());
    comparison.same("creation_time", experiment.creationTime, expected[u"creation_time"]);
    comparison.same("last_update_time", experiment.lastUpdateTime, expected[u"last_update_time"]);
    comparison.same("tags", experiment.tags, expected[u"tags"].toObject());
    return comparison.result();
}

QString difference(const Run& run, const QJsonObject& expected)
{
    Comparison comparison(QStringLiteral("run ") + expected[u"run_name"].toString());
    comparison.same("run_id", text(run.id), expected[u"run_id"].toString());
    comparison.same("run_name", text(run.name), expected[u"run_name"].toString());
    comparison.same("experiment_id", text(run.experimentId), expected[u"experiment_id"].toString());
    comparison.same("user_id", text(run.userId), expected[u"user_id"].toString());
    comparison.same("artifact_uri", text(run.artifactUri), expected[u"artifact_uri"].toString());
    comparison.same("status", text(std::string(statusName(run.status))),
                    expected[u"status"].toString());
    comparison.same("lifecycle_stage", text(std::string(lifecycleName(run.lifecycle))),
                    expected[u"lifecycle_stage"].toString());
    comparison.same("start_time", run.startTime, expected[u"start_time"]);
    comparison.same("end_time", run.endTime, expected[u"end_time"]);
    comparison.same("params", run.params, expected[u"params"].toObject());
    comparison.same("tags", run.tags, expected[u"tags"].toObject());
    std::map<QString, QString> metrics;
    const auto theirs = expected[u"metrics"].toObject();
    for (auto it = theirs.begin(); it != theirs.end(); ++it)
        metrics[it.key()] = pointText(it.value().toObject());
    comparison.sameMaps("metrics", metricTexts(run.metrics), metrics);
    compareInputs(comparison, run, expected);
    return comparison.result();
}

QString difference(const LoggedModel& model, const QJsonObject& expected)
{
    Comparison comparison(QStringLiteral("model ") + expected[u"model_id"].toString());
    comparison.same("model_id", text(model.id), expected[u"model_id"].toString());
    comparison.same("experiment_id", text(model.experimentId),
                    expected[u"experiment_id"].toString());
    comparison.same("name", text(model.name), expected[u"name"].toString());
    comparison.same("model_type", text(model.modelType), expected[u"model_type"].toString());
    comparison.same("source_run_id", text(model.sourceRunId),
                    expected[u"source_run_id"].toString());
    comparison.same("artifact_location", text(model.artifactUri),
                    expected[u"artifact_location"].toString());
    comparison.same("status", text(model.status), expected[u"status"].toString());
    comparison.same("creation_timestamp", model.creationTime, expected[u"creation_timestamp"]);
    comparison.same("last_updated_timestamp", model.lastUpdateTime,
                    expected[u"last_updated_timestamp"]);
    comparison.same("params", model.params, expected[u"params"].toObject());
    comparison.same("tags", model.tags, expected[u"tags"].toObject());
    // The client of a SQL store lists every point of a model's metric: the latest counts.
    std::map<QString, std::tuple<qint64, qint64, double>> latest;
    for (const auto& metric : expected[u"metrics"].toArray()) {
        const std::tuple point{metric[u"step"].toInteger(), metric[u"timestamp"].toInteger(),
                               toDouble(metric[u"value"])};
        const auto [at, isNew] = latest.try_emplace(metric[u"key"].toString(), point);
        if (!isNew)
            at->second = std::max(at->second, point);
    }
    std::map<QString, QString> metrics;
    for (const auto& [key, point] : latest)
        metrics[key] = pointText(std::get<0>(point), std::get<1>(point), std::get<2>(point));
    comparison.sameMaps("metrics", metricTexts(model.metrics), metrics);
    return comparison.result();
}

QString differenceOfPoints(std::vector<MetricPoint> points, const QJsonArray& expected)
{
    if (std::cmp_not_equal(points.size(), expected.size()))
        return QStringLiteral("%1 points, MLflow has %2").arg(points.size()).arg(expected.size());
    QStringList ours, theirs;
    for (const auto& point : points)
        ours << pointText(point.step, point.timestamp, point.value);
    for (const auto& entry : expected) {
        const auto point = entry.toArray();
        theirs << pointText(point[0].toInteger(), point[1].toInteger(), toDouble(point[2]));
    }
    ours.sort();
    theirs.sort();
    for (qsizetype i = 0; i < ours.size(); ++i) {
        if (ours[i] != theirs[i])
            return QStringLiteral("“%1”, MLflow has “%2”").arg(ours[i], theirs[i]);
    }
    return {};
}

} // namespace binnacle::contract
