#include "services/promotion/act_plan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <array>
#include <utility>

namespace binnacle {

namespace {

using Kind = ActStep::Kind;

QString text(const char* source)
{
    return QCoreApplication::translate("ActPlan", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

constexpr std::array<std::pair<Kind, const char*>, 13> names = {{
    {Kind::SetAlias, "set-alias"},
    {Kind::DeleteAlias, "delete-alias"},
    {Kind::SetTag, "set-tag"},
    {Kind::DeleteTag, "delete-tag"},
    {Kind::SetStage, "set-stage"},
    {Kind::Describe, "describe"},
    {Kind::CreateModel, "create-model"},
    {Kind::CopyFiles, "copy-files"},
    {Kind::CreateVersion, "create-version"},
    {Kind::VerifyFiles, "verify-files"},
    {Kind::DeleteVersion, "delete-version"},
    {Kind::DeleteModel, "delete-model"},
    {Kind::RemoveFiles, "remove-files"},
}};

QString versionText(const ActStep& step)
{
    return step.version.empty() ? text("the new version") : text("version %1").arg(q(step.version));
}

// As MLflow's protocol has it (mlflow/protos/model_registry.proto).
QString restRequest(const ActStep& step)
{
    const auto call = [](const char* method, const char* path, const QJsonObject& body) {
        return QStringLiteral("%1 /api/2.0/mlflow/%2 %3")
            .arg(QLatin1String(method), QLatin1String(path),
                 QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
    };
    const auto version = step.version.empty() ? QStringLiteral("<new>") : q(step.version);
    QJsonObject body{{QStringLiteral("name"), q(step.model)}};
    const auto with = [&](const char* key, const QString& value) {
        body[QLatin1String(key)] = value;
    };
    const bool ofModel = step.version.empty() && !step.fromRegistry;
    switch (step.kind) {
    case Kind::SetAlias:
        with("alias", q(step.key));
        with("version", step.value.empty() ? version : q(step.value));
        return call("POST", "registered-models/alias", body);
    case Kind::DeleteAlias:
        with("alias", q(step.key));
        return call("DELETE", "registered-models/alias", body);
    case Kind::SetTag:
    case Kind::DeleteTag: {
        if (!ofModel)
            with("version", version);
        with("key", q(step.key));
        if (step.kind == Kind::SetTag)
            with("value", q(step.value));
        const char* path = ofModel ? (step.kind == Kind::SetTag ? "registered-models/set-tag"
                                                                : "registered-models/delete-tag")
                                   : (step.kind == Kind::SetTag ? "model-versions/set-tag"
                                                                : "model-versions/delete-tag");
        return call(step.kind == Kind::SetTag ? "POST" : "DELETE", path, body);
    }
    case Kind::SetStage:
        with("version", version);
        with("stage", q(step.value));
        body[QLatin1String("archive_existing_versions")] = false;
        return call("POST", "model-versions/transition-stage", body);
    case Kind::Describe:
        if (!ofModel)
            with("version", version);
        with("description", q(step.value));
        return call("PATCH", ofModel ? "registered-models/update" : "model-versions/update", body);
    case Kind::CreateModel:
        with("description", q(step.value));
        return call("POST", "registered-models/create", body);
    case Kind::CopyFiles:
        return QStringLiteral("PUT /api/2.0/mlflow-artifacts/artifacts/… %1")
            .arg(text("(each file of %1 version %2)").arg(q(step.fromModel), q(step.fromVersion)));
    case Kind::CreateVersion:
        with("source", QStringLiteral("<copied files>"));
        return call("POST", "model-versions/create", body);
    case Kind::VerifyFiles:
        return QStringLiteral("GET … %1").arg(text("(each file, held against its SHA-256)"));
    case Kind::DeleteVersion:
        with("version", version);
        return call("DELETE", "model-versions/delete", body);
    case Kind::DeleteModel:
        return call("DELETE", "registered-models/delete", body);
    case Kind::RemoveFiles:
        return QStringLiteral("DELETE /api/2.0/mlflow-artifacts/artifacts/… %1")
            .arg(text("(the files below %1, and the run that was made for them)")
                     .arg(q(step.value)));
    }
    return {};
}

QJsonValue optionalJson(const std::optional<std::string>& value)
{
    return value ? QJsonValue(q(*value)) : QJsonValue(QJsonValue::Null);
}

std::optional<std::string> optionalFrom(const QJsonValue& value)
{
    if (!value.isString())
        return std::nullopt;
    return value.toString().toStdString();
}

std::string stringFrom(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toString().toStdString();
}

JudgedGate gateFromJson(const QJsonObject& json)
{
    JudgedGate gate;
    gate.report.name = stringFrom(json, "name");
    gate.report.title = gateTitle(gate.report.name);
    gate.report.evidence = json.value(QLatin1String("evidence")).toString();
    gate.report.blocks = json.value(QLatin1String("blocks")).toBool();
    gate.report.file = stringFrom(json, "file");
    gate.report.detail = json.value(QLatin1String("detail")).toString();
    if (const auto run = json.value(QLatin1String("run_row")); run.isDouble())
        gate.report.run = RunRowId{run.toInteger()};
    const auto state = stringFrom(json, "state");
    for (const auto known : {GateState::Passed, GateState::PassedWithNote, GateState::Blocked,
                             GateState::Unknown, GateState::NotApplicable, GateState::Off}) {
        if (state == gateStateName(known))
            gate.report.state = known;
    }
    gate.overridden = json.value(QLatin1String("overridden")).toBool();
    return gate;
}

} // namespace

const char* stepName(ActStep::Kind kind)
{
    for (const auto& [known, name] : names) {
        if (known == kind)
            return name;
    }
    return "";
}

std::optional<ActStep::Kind> stepKind(std::string_view name)
{
    for (const auto& [kind, known] : names) {
        if (name == known)
            return kind;
    }
    return std::nullopt;
}

QString stepSentence(const ActStep& step)
{
    const auto model = q(step.model);
    switch (step.kind) {
    case Kind::SetAlias:
        return text("Set the alias %1 of %2 to %3 (now: %4)")
            .arg(q(step.key), model,
                 step.value.empty() ? text("the new version")
                                    : text("version %1").arg(q(step.value)),
                 step.before ? text("version %1").arg(q(*step.before)) : text("nobody"));
    case Kind::DeleteAlias:
        return text("Take the alias %1 of %2 away").arg(q(step.key), model);
    case Kind::SetTag:
        return text("Set the tag %1 of %2 to “%3”").arg(q(step.key), model, q(step.value));
    case Kind::DeleteTag:
        return text("Take the tag %1 of %2 away").arg(q(step.key), model);
    case Kind::SetStage:
        return text("Move %1 of %2 to the stage %3").arg(versionText(step), model, q(step.value));
    case Kind::Describe:
        return text("Describe %1").arg(model);
    case Kind::CreateModel:
        return text("Register the model %1 at %2").arg(model, q(step.registryName));
    case Kind::CopyFiles:
        return text("Copy the files of %1 version %2 to %3")
            .arg(q(step.fromModel), q(step.fromVersion), q(step.registryName));
    case Kind::CreateVersion:
        return text("Register a new version of %1 at %2").arg(model, q(step.registryName));
    case Kind::VerifyFiles:
        return text("Read the files back and compare their digests");
    case Kind::DeleteVersion:
        return text("Delete %1 of %2").arg(versionText(step), model);
    case Kind::DeleteModel:
        return text("Delete the model %1, if it has no versions").arg(model);
    case Kind::RemoveFiles:
        return text("Remove the files that were copied to %1").arg(q(step.registryName));
    }
    return {};
}

QStringList requestsOf(const ActPlan& plan)
{
    QStringList requests;
    for (const auto& step : plan.steps)
        requests.append(
            plan.targetKind == "mlflow-rest"
                ? restRequest(step)
                : QStringLiteral("%1: %2").arg(q(plan.targetAddress), stepSentence(step)));
    return requests;
}

QString planSentence(const ActPlan& plan)
{
    QStringList sentences;
    for (const auto& step : plan.steps)
        sentences.append(stepSentence(step));
    return sentences.join(QStringLiteral("; "));
}

QJsonObject toJson(const ActStep& step)
{
    QJsonObject json{{QStringLiteral("step"), QLatin1String(stepName(step.kind))},
                     {QStringLiteral("registry_id"), qint64(raw(step.registry))},
                     {QStringLiteral("registry"), q(step.registryName)},
                     {QStringLiteral("model"), q(step.model)},
                     {QStringLiteral("version"), q(step.version)},
                     {QStringLiteral("key"), q(step.key)},
                     {QStringLiteral("value"), q(step.value)},
                     {QStringLiteral("before"), optionalJson(step.before)}};
    if (step.fromRegistry) {
        json[QLatin1String("from_registry_id")] = qint64(raw(*step.fromRegistry));
        json[QLatin1String("from_model")] = q(step.fromModel);
        json[QLatin1String("from_version")] = q(step.fromVersion);
    }
    return json;
}

ActStep stepFromJson(const QJsonObject& json)
{
    ActStep step;
    step.kind = stepKind(stringFrom(json, "step")).value_or(Kind::SetAlias);
    step.registry = SourceId{json.value(QLatin1String("registry_id")).toInteger()};
    step.registryName = stringFrom(json, "registry");
    step.model = stringFrom(json, "model");
    step.version = stringFrom(json, "version");
    step.key = stringFrom(json, "key");
    step.value = stringFrom(json, "value");
    step.before = optionalFrom(json.value(QLatin1String("before")));
    if (const auto from = json.value(QLatin1String("from_registry_id")); from.isDouble()) {
        step.fromRegistry = SourceId{from.toInteger()};
        step.fromModel = stringFrom(json, "from_model");
        step.fromVersion = stringFrom(json, "from_version");
    }
    return step;
}

QJsonObject toJson(const GateReport& gate)
{
    QJsonObject json{{QStringLiteral("name"), q(gate.name)},
                     {QStringLiteral("title"), gate.title},
                     {QStringLiteral("passed"), gate.passed()},
                     {QStringLiteral("state"), QLatin1String(gateStateName(gate.state))},
                     {QStringLiteral("blocks"), gate.blocks},
                     {QStringLiteral("evidence"), gate.evidence}};
    if (!gate.file.empty())
        json[QLatin1String("file")] = q(gate.file);
    if (!gate.detail.isEmpty())
        json[QLatin1String("detail")] = gate.detail;
    if (gate.run)
        json[QLatin1String("run_row")] = qint64(raw(*gate.run));
    return json;
}

QJsonObject toJson(const ActPlan& plan)
{
    QJsonArray steps, gates;
    for (const auto& step : plan.steps)
        steps.append(toJson(step));
    for (const auto& gate : plan.gates) {
        auto json = toJson(gate.report);
        json[QLatin1String("overridden")] = gate.overridden;
        gates.append(json);
    }
    return {{QStringLiteral("kind"), q(plan.kind)},
            {QStringLiteral("model"), q(plan.model)},
            {QStringLiteral("version"), q(plan.version)},
            {QStringLiteral("alias"), q(plan.alias)},
            {QStringLiteral("registry_id"), qint64(raw(plan.source))},
            {QStringLiteral("registry"), q(plan.sourceName)},
            {QStringLiteral("server"), q(plan.sourceAddress)},
            {QStringLiteral("target_id"), qint64(raw(plan.target))},
            {QStringLiteral("target_registry"), q(plan.targetName)},
            {QStringLiteral("target_server"), q(plan.targetAddress)},
            {QStringLiteral("target_kind"), q(plan.targetKind)},
            {QStringLiteral("holder_now"), optionalJson(plan.holderNow)},
            {QStringLiteral("holder_then"),
             plan.isCopy() ? QJsonValue(QJsonValue::Null) : QJsonValue(q(plan.version))},
            {QStringLiteral("holder_read_at"), qint64(plan.holderReadAt)},
            {QStringLiteral("holder_fresh"), plan.holderFresh},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("requests"), QJsonArray::fromStringList(requestsOf(plan))},
            {QStringLiteral("executable"), plan.executable()},
            {QStringLiteral("why_not"), plan.whyNot},
            {QStringLiteral("undoes"), q(plan.undoes)},
            {QStringLiteral("approver"), q(plan.approver)},
            {QStringLiteral("reason"), q(plan.reason)},
            {QStringLiteral("actor"), q(plan.actor)},
            {QStringLiteral("gates"), gates}};
}

Result<ActPlan> planFromJson(const QByteArray& text)
{
    const auto document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("ActPlan", "The plan can not be read."));
    const auto json = document.object();
    ActPlan plan;
    plan.kind = stringFrom(json, "kind");
    plan.model = stringFrom(json, "model");
    plan.version = stringFrom(json, "version");
    plan.alias = stringFrom(json, "alias");
    plan.source = SourceId{json.value(QLatin1String("registry_id")).toInteger()};
    plan.sourceName = stringFrom(json, "registry");
    plan.sourceAddress = stringFrom(json, "server");
    plan.target = SourceId{json.value(QLatin1String("target_id")).toInteger()};
    plan.targetName = stringFrom(json, "target_registry");
    plan.targetAddress = stringFrom(json, "target_server");
    plan.targetKind = stringFrom(json, "target_kind");
    plan.holderNow = optionalFrom(json.value(QLatin1String("holder_now")));
    plan.holderReadAt = json.value(QLatin1String("holder_read_at")).toInteger();
    plan.holderFresh = json.value(QLatin1String("holder_fresh")).toBool();
    plan.whyNot = json.value(QLatin1String("why_not")).toString();
    plan.undoes = stringFrom(json, "undoes");
    plan.approver = stringFrom(json, "approver");
    plan.reason = stringFrom(json, "reason");
    plan.actor = stringFrom(json, "actor");
    for (const auto& step : json.value(QLatin1String("steps")).toArray())
        plan.steps.push_back(stepFromJson(step.toObject()));
    for (const auto& gate : json.value(QLatin1String("gates")).toArray())
        plan.gates.push_back(gateFromJson(gate.toObject()));
    return plan;
}

} // namespace binnacle
