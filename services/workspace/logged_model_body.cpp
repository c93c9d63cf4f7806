#include "services/workspace/logged_model_body.h"

#include "services/workspace/json_pairs.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <limits>

namespace binnacle {

namespace {

QJsonValue timeValue(std::optional<std::int64_t> time)
{
    return time ? QJsonValue(static_cast<qint64>(*time)) : QJsonValue();
}

std::optional<std::int64_t> timeOf(const QJsonValue& value)
{
    return value.isDouble() ? std::optional<std::int64_t>(value.toInteger()) : std::nullopt;
}

// JSON has no NaN or infinities: they are written as MLflow writes them.
QJsonValue numberValue(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    return value;
}

double numberOf(const QJsonValue& value)
{
    if (!value.isString())
        return value.toDouble();
    if (value.toString() == QLatin1String("NaN"))
        return std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    return value.toString().startsWith(u'-') ? -infinity : infinity;
}

} // namespace

std::string loggedModelBody(const LoggedModel& model)
{
    QJsonArray metrics;
    for (const auto& [key, point] : model.metrics)
        metrics.append(
            QJsonObject{{QStringLiteral("key"), QString::fromStdString(key)},
                        {QStringLiteral("value"), numberValue(point.value)},
                        {QStringLiteral("step"), static_cast<qint64>(point.step)},
                        {QStringLiteral("timestamp"), static_cast<qint64>(point.timestamp)}});
    const QJsonObject body{
        {QStringLiteral("model_type"), QString::fromStdString(model.modelType)},
        {QStringLiteral("artifact_uri"), QString::fromStdString(model.artifactUri)},
        {QStringLiteral("status"), QString::fromStdString(model.status)},
        {QStringLiteral("creation_time"), timeValue(model.creationTime)},
        {QStringLiteral("last_update_time"), timeValue(model.lastUpdateTime)},
        {QStringLiteral("params"), objectOf(model.params)},
        {QStringLiteral("tags"), objectOf(model.tags)},
        {QStringLiteral("metrics"), metrics}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
}

void readLoggedModelBody(const std::string& body, LoggedModel& model)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
    const auto string = [&](QLatin1String key) { return object[key].toString().toStdString(); };
    model.modelType = string(QLatin1String("model_type"));
    model.artifactUri = string(QLatin1String("artifact_uri"));
    model.status = string(QLatin1String("status"));
    model.creationTime = timeOf(object[QLatin1String("creation_time")]);
    model.lastUpdateTime = timeOf(object[QLatin1String("last_update_time")]);
    model.params = pairsOf(object[QLatin1String("params")].toObject());
    model.tags = pairsOf(object[QLatin1String("tags")].toObject());
    for (const auto& value : object[QLatin1String("metrics")].toArray()) {
        const QJsonObject metric = value.toObject();
        model.metrics.push_back({metric[QLatin1String("key")].toString().toStdString(),
                                 {metric[QLatin1String("step")].toInteger(),
                                  metric[QLatin1String("timestamp")].toInteger(),
                                  numberOf(metric[QLatin1String("value")])}});
    }
}

} // namespace binnacle
