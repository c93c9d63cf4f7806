#include "services/rollout/rollout.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::array<const char*, 6> figureNames = {"error_rate", "p50",        "p95",
                                                    "p99",        "throughput", "promql"};
constexpr std::array<const char*, 3> boundNames = {"absolute", "over-old", "times-old"};

template <std::size_t Count>
std::size_t indexIn(const std::array<const char*, Count>& names, const QString& name)
{
    const auto* found =
        std::ranges::find_if(names, [&](const char* each) { return name == QLatin1String(each); });
    return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

std::string s(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toString().toStdString();
}

ModelToServe modelFromJson(const QJsonObject& json)
{
    return {s(json, "model"), s(json, "version"), s(json, "source")};
}

QJsonArray toJson(const std::vector<SmokeColumn>& columns)
{
    QJsonArray list;
    for (const auto& column : columns)
        list.append(QJsonObject{{QStringLiteral("name"), q(column.name)},
                                {QStringLiteral("type"), q(column.type)}});
    return list;
}

std::vector<SmokeColumn> columnsFromJson(const QJsonValue& json)
{
    std::vector<SmokeColumn> columns;
    for (const auto& each : json.toArray())
        columns.push_back({s(each.toObject(), "name"), s(each.toObject(), "type")});
    return columns;
}

QJsonObject toJson(const SmokeInput& smoke)
{
    return {{QStringLiteral("body"), QString::fromUtf8(smoke.body)},
            {QStringLiteral("inputs"), toJson(smoke.inputs)},
            {QStringLiteral("outputs"), toJson(smoke.outputs)},
            {QStringLiteral("most_ms"), smoke.mostMilliseconds}};
}

SmokeInput smokeFromJson(const QJsonObject& json)
{
    return {json.value(QLatin1String("body")).toString().toUtf8(),
            columnsFromJson(json.value(QLatin1String("inputs"))),
            columnsFromJson(json.value(QLatin1String("outputs"))),
            json.value(QLatin1String("most_ms")).toDouble()};
}

} // namespace

QJsonObject toJson(const Guard& guard)
{
    QJsonObject json{{QStringLiteral("figure"),
                      QLatin1String(figureNames.at(static_cast<std::size_t>(guard.figure)))},
                     {QStringLiteral("bound_kind"),
                      QLatin1String(boundNames.at(static_cast<std::size_t>(guard.kind)))},
                     {QStringLiteral("bound"), guard.bound},
                     {QStringLiteral("min_requests"), guard.minRequests}};
    if (!guard.expression.empty())
        json[QLatin1String("expression")] = q(guard.expression);
    return json;
}

Guard guardFromJson(const QJsonObject& json)
{
    Guard guard;
    guard.figure = static_cast<Guard::Figure>(
        indexIn(figureNames, json.value(QLatin1String("figure")).toString()));
    guard.kind = static_cast<Guard::Bound>(
        indexIn(boundNames, json.value(QLatin1String("bound_kind")).toString()));
    guard.bound = json.value(QLatin1String("bound")).toDouble();
    guard.minRequests = json.value(QLatin1String("min_requests")).toDouble(guard.minRequests);
    guard.expression = s(json, "expression");
    return guard;
}

QJsonObject toJson(const ModelToServe& model)
{
    return {{QStringLiteral("model"), q(model.model)},
            {QStringLiteral("version"), q(model.version)},
            {QStringLiteral("source"), q(model.source)}};
}

QJsonObject toJson(const VersionFigures& figures)
{
    const auto number = [](double value) {
        return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
    };
    QJsonObject expressions;
    for (const auto& [expression, value] : figures.expressions)
        expressions[q(expression)] = number(value);
    return {{QStringLiteral("requests"), number(figures.requests)},
            {QStringLiteral("errors"), number(figures.errors)},
            {QStringLiteral("p50_ms"), number(figures.p50)},
            {QStringLiteral("p95_ms"), number(figures.p95)},
            {QStringLiteral("p99_ms"), number(figures.p99)},
            {QStringLiteral("requests_per_second"), number(figures.perSecond)},
            {QStringLiteral("expressions"), expressions}};
}

VersionFigures figuresFromJson(const QJsonObject& json)
{
    const auto number = [&](const char* key) {
        return json.value(QLatin1String(key)).toDouble(std::numeric_limits<double>::quiet_NaN());
    };
    VersionFigures figures{number("requests"),
                           number("errors"),
                           number("p50_ms"),
                           number("p95_ms"),
                           number("p99_ms"),
                           number("requests_per_second"),
                           {}};
    const auto expressions = json.value(QLatin1String("expressions")).toObject();
    for (auto it = expressions.begin(); it != expressions.end(); ++it)
        figures.expressions[it.key().toStdString()] =
            it.value().toDouble(std::numeric_limits<double>::quiet_NaN());
    return figures;
}

QJsonObject toJson(const RolloutPlan& plan)
{
    QJsonArray steps;
    for (const auto& step : plan.steps)
        steps.append(QJsonObject{{QStringLiteral("percent"), step.percent},
                                 {QStringLiteral("mirror"), step.mirror},
                                 {QStringLiteral("hold_ms"), static_cast<qint64>(step.holdMs)}});
    QJsonArray guards;
    for (const auto& guard : plan.guards)
        guards.append(toJson(guard));
    const auto time = [](std::int64_t value) { return static_cast<qint64>(value); };
    return {{QStringLiteral("id"), q(plan.id)},
            {QStringLiteral("target"), time(raw(plan.target))},
            {QStringLiteral("target_name"), q(plan.targetName)},
            {QStringLiteral("new"), toJson(plan.fresh)},
            {QStringLiteral("old"), plan.old ? QJsonValue(toJson(*plan.old)) : QJsonValue()},
            {QStringLiteral("strategy"), QLatin1String(strategyName(plan.strategy))},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("guards"), guards},
            {QStringLiteral("interval_ms"), time(plan.intervalMs)},
            {QStringLiteral("window_ms"), time(plan.windowMs)},
            {QStringLiteral("ready_within_ms"), time(plan.readyWithinMs)},
            {QStringLiteral("data_within_ms"), time(plan.dataWithinMs)},
            {QStringLiteral("keep_old_ms"), time(plan.keepOldMs)},
            {QStringLiteral("remove_old"), plan.removeOld},
            {QStringLiteral("smoke_test"), plan.smokeTest},
            {QStringLiteral("smoke"), toJson(plan.smoke)},
            {QStringLiteral("actor"), q(plan.actor)}};
}

Result<RolloutPlan> rolloutPlanFromJson(const QByteArray& bytes)
{
    const auto json = QJsonDocument::fromJson(bytes).object();
    const auto time = [&](const char* key, std::int64_t preset) {
        return static_cast<std::int64_t>(json.value(QLatin1String(key)).toInteger(preset));
    };
    RolloutPlan plan;
    plan.id = s(json, "id");
    plan.target = TargetId{time("target", 0)};
    plan.targetName = s(json, "target_name");
    plan.fresh = modelFromJson(json.value(QLatin1String("new")).toObject());
    if (json.value(QLatin1String("old")).isObject())
        plan.old = modelFromJson(json.value(QLatin1String("old")).toObject());
    const auto strategy = strategyFromName(s(json, "strategy"));
    for (const auto& each : json.value(QLatin1String("steps")).toArray()) {
        const auto step = each.toObject();
        plan.steps.push_back({step.value(QLatin1String("percent")).toInt(),
                              step.value(QLatin1String("mirror")).toInt(),
                              step.value(QLatin1String("hold_ms")).toInteger()});
    }
    for (const auto& each : json.value(QLatin1String("guards")).toArray())
        plan.guards.push_back(guardFromJson(each.toObject()));
    if (!strategy || plan.steps.empty() || plan.id.empty() || plan.fresh.version.empty())
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate(
                           "Rollout", "The plan of a rollout in the journal is not understood."));
    plan.strategy = *strategy;
    plan.intervalMs = time("interval_ms", plan.intervalMs);
    plan.windowMs = time("window_ms", plan.windowMs);
    plan.readyWithinMs = time("ready_within_ms", plan.readyWithinMs);
    plan.dataWithinMs = time("data_within_ms", plan.dataWithinMs);
    plan.keepOldMs = time("keep_old_ms", plan.keepOldMs);
    plan.removeOld = json.value(QLatin1String("remove_old")).toBool(true);
    plan.smokeTest = json.value(QLatin1String("smoke_test")).toBool(true);
    plan.smoke = smokeFromJson(json.value(QLatin1String("smoke")).toObject());
    plan.actor = s(json, "actor");
    return plan;
}

} // namespace binnacle
