#include "services/serving/kserve/inference_service.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("InferenceService", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

constexpr const char* versionKey = "binnacle/version";
constexpr const char* sourceKey = "binnacle/source";
constexpr const char* previousVersionKey = "binnacle/previous-version";
constexpr const char* previousSourceKey = "binnacle/previous-source";
// The newest revision when the version was set: a later one is of this version.
constexpr const char* previousRevisionKey = "binnacle/previous-revision";

// Of nested objects: at(service, {"status", "components", "predictor"}).
QJsonObject at(QJsonObject object, std::initializer_list<const char*> path)
{
    for (const char* key : path)
        object = object.value(QLatin1String(key)).toObject();
    return object;
}

std::string annotation(const QJsonObject& service, const char* key)
{
    return at(service, {"metadata", "annotations"})
        .value(QLatin1String(key))
        .toString()
        .toStdString();
}

QJsonObject condition(const QJsonObject& service, const char* type)
{
    for (const auto& each : at(service, {"status"}).value(QLatin1String("conditions")).toArray()) {
        if (each.toObject().value(QLatin1String("type")).toString() == QLatin1String(type))
            return each.toObject();
    }
    return {};
}

QJsonObject metadataPatch(const std::string& resourceVersion, const QJsonObject& annotations)
{
    QJsonObject metadata{{QStringLiteral("resourceVersion"), q(resourceVersion)}};
    if (!annotations.isEmpty())
        metadata[QLatin1String("annotations")] = annotations;
    return metadata;
}

QJsonObject predictorPatch(const QJsonObject& predictor)
{
    return {{QStringLiteral("predictor"), predictor}};
}

// The newest revision's state and why.
void readNewest(const QJsonObject& service, bool raw, ServedVersion& served)
{
    const auto status = at(service, {"status"});
    const auto predictor = at(service, {"status", "components", "predictor"});
    const auto generation = at(service, {"metadata"}).value(QLatin1String("generation"));
    const auto observed = status.value(QLatin1String("observedGeneration"));
    const auto model = at(service, {"status", "modelStatus"});
    const auto transition = model.value(QLatin1String("transitionStatus")).toString();
    const auto failureInfo = model.value(QLatin1String("lastFailureInfo")).toObject();
    const auto ready = condition(service, "Ready");
    served.message = failureInfo.value(QLatin1String("message")).toString();
    if (served.message.isEmpty())
        served.message = ready.value(QLatin1String("message")).toString();
    // What it shows may be of the spec before.
    const bool current = observed.isUndefined() || observed.toInteger() >= generation.toInteger();
    const auto created = predictor.value(QLatin1String("latestCreatedRevision")).toString();
    const auto readyRevision = predictor.value(QLatin1String("latestReadyRevision")).toString();
    served.slot = created.toStdString();
    const auto before = annotation(service, previousRevisionKey);
    if (!before.empty() && served.slot == before) {
        served.slot.clear(); // its revision is not made yet
        served.state = ServedState::Loading;
        return;
    }
    if (!current || status.isEmpty()) {
        served.state = ServedState::Loading;
        return;
    }
    if (transition == u"BlockedByFailedLoad" || transition == u"InvalidSpec") {
        served.state = ServedState::Failed;
        return;
    }
    const bool isReady = raw ? ready.value(QLatin1String("status")).toString() == u"True"
                             : !created.isEmpty() && created == readyRevision;
    served.state =
        isReady && transition != u"InProgress" ? ServedState::Ready : ServedState::Loading;
    if (served.state == ServedState::Ready)
        served.message.clear();
}

// The shares of the newest revision and of the others; nullopt: the status tells none.
struct Shares
{
    std::optional<double> newest, others;
    std::string othersRevision;
};
Shares sharesOf(const QJsonObject& service, const std::string& newest)
{
    Shares shares;
    const auto traffic = at(service, {"status", "components", "predictor"})
                             .value(QLatin1String("traffic"))
                             .toArray();
    for (const auto& each : traffic) {
        const auto entry = each.toObject();
        const auto revision = entry.value(QLatin1String("revisionName")).toString().toStdString();
        const double percent = entry.value(QLatin1String("percent")).toDouble(0);
        const bool isNewest = revision.empty()
                                  ? entry.value(QLatin1String("latestRevision")).toBool()
                                  : revision == newest;
        if (!shares.newest)
            shares = {0, 0, {}};
        (isNewest ? shares.newest : shares.others).value() += percent;
        if (!isNewest)
            shares.othersRevision = revision;
    }
    return shares;
}

} // namespace

QJsonObject newInferenceService(const InferenceServiceForm& form, const ModelToServe& model)
{
    QJsonObject annotations{{QLatin1String(versionKey), q(model.version)},
                            {QLatin1String(sourceKey), q(model.source)}};
    if (form.raw)
        annotations[QLatin1String("serving.kserve.io/deploymentMode")] =
            QStringLiteral("RawDeployment");
    QJsonObject spec{
        {QStringLiteral("modelFormat"), QJsonObject{{QStringLiteral("name"), q(form.format)}}},
        {QStringLiteral("protocolVersion"), q(form.protocol)},
        {QStringLiteral("storageUri"), q(model.source)}};
    if (!form.runtime.empty())
        spec[QLatin1String("runtime")] = q(form.runtime);
    return {
        {QStringLiteral("apiVersion"), QStringLiteral("serving.kserve.io/v1beta1")},
        {QStringLiteral("kind"), QStringLiteral("InferenceService")},
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("name"), q(form.name)},
                                                 {QStringLiteral("namespace"), q(form.nameSpace)},
                                                 {QStringLiteral("annotations"), annotations}}},
        {QStringLiteral("spec"), predictorPatch({{QStringLiteral("model"), spec}})}};
}

QJsonObject versionPatch(const InferenceServiceForm& form, const ModelToServe& model,
                         const ModelToServe& before, const ServiceState& state)
{
    QJsonObject predictor{
        {QStringLiteral("model"), QJsonObject{{QStringLiteral("storageUri"), q(model.source)}}}};
    if (!form.raw)
        predictor[QLatin1String("canaryTrafficPercent")] = 0;
    const QJsonObject annotations{{QLatin1String(versionKey), q(model.version)},
                                  {QLatin1String(sourceKey), q(model.source)},
                                  {QLatin1String(previousVersionKey), q(before.version)},
                                  {QLatin1String(previousSourceKey), q(before.source)},
                                  {QLatin1String(previousRevisionKey), q(state.revision)}};
    return {{QStringLiteral("metadata"), metadataPatch(state.resourceVersion, annotations)},
            {QStringLiteral("spec"), predictorPatch(predictor)}};
}

ServiceState stateOf(const QJsonObject& service)
{
    return {
        at(service, {"metadata"}).value(QLatin1String("resourceVersion")).toString().toStdString(),
        at(service, {"status", "components", "predictor"})
            .value(QLatin1String("latestCreatedRevision"))
            .toString()
            .toStdString()};
}

QJsonObject trafficPatch(int percent, const std::string& resourceVersion)
{
    return {{QStringLiteral("metadata"), metadataPatch(resourceVersion, {})},
            {QStringLiteral("spec"),
             predictorPatch({{QStringLiteral("canaryTrafficPercent"), percent}})}};
}

QJsonObject promotePatch(const std::string& resourceVersion)
{
    return {{QStringLiteral("metadata"),
             metadataPatch(resourceVersion, {{QLatin1String(previousVersionKey), QJsonValue()},
                                             {QLatin1String(previousSourceKey), QJsonValue()},
                                             {QLatin1String(previousRevisionKey), QJsonValue()}})},
            {QStringLiteral("spec"),
             predictorPatch({{QStringLiteral("canaryTrafficPercent"), QJsonValue()}})}};
}

QJsonObject restorePatch(const QJsonObject& service)
{
    const auto version =
        at(service, {"metadata"}).value(QLatin1String("resourceVersion")).toString().toStdString();
    return {{QStringLiteral("metadata"),
             metadataPatch(version,
                           {{QLatin1String(versionKey), q(annotation(service, previousVersionKey))},
                            {QLatin1String(sourceKey), q(annotation(service, previousSourceKey))},
                            {QLatin1String(previousVersionKey), QJsonValue()},
                            {QLatin1String(previousSourceKey), QJsonValue()},
                            {QLatin1String(previousRevisionKey), QJsonValue()}})},
            {QStringLiteral("spec"),
             predictorPatch({{QStringLiteral("model"),
                              QJsonObject{{QStringLiteral("storageUri"),
                                           q(annotation(service, previousSourceKey))}}},
                             {QStringLiteral("canaryTrafficPercent"), QJsonValue()}})}};
}

ModelToServe newestOf(const QJsonObject& service, const std::string& model)
{
    auto source = at(service, {"spec", "predictor", "model"})
                      .value(QLatin1String("storageUri"))
                      .toString()
                      .toStdString();
    auto version = annotation(service, versionKey);
    // Somebody else set another one: its version is not known by its annotation.
    if (version.empty() || annotation(service, sourceKey) != source)
        version = source;
    return {model, version, source};
}

std::optional<ModelToServe> previousOf(const QJsonObject& service, const std::string& model)
{
    const auto version = annotation(service, previousVersionKey);
    if (version.empty())
        return std::nullopt;
    return ModelToServe{model, version, annotation(service, previousSourceKey)};
}

TargetSight sightOf(const QJsonObject& service, const std::string& model, bool raw)
{
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    const auto url = at(service, {"status"}).value(QLatin1String("url")).toString().toStdString();
    const auto newest = newestOf(service, model);
    ServedVersion served;
    served.version = newest.version;
    served.source = newest.source;
    served.address = url;
    readNewest(service, raw, served);
    const auto shares = sharesOf(service, served.slot);
    const auto previous = previousOf(service, model);
    if (raw)
        served.percent = served.state == ServedState::Ready ? 100 : 0;
    else
        served.percent = shares.newest;
    sight.versions.push_back(served);
    if (previous && !raw) {
        ServedVersion old;
        old.version = previous->version;
        old.source = previous->source;
        old.address = url;
        old.slot = shares.othersRevision.empty()
                       ? at(service, {"status", "components", "predictor"})
                             .value(QLatin1String("previousRolledoutRevision"))
                             .toString()
                             .toStdString()
                       : shares.othersRevision;
        old.percent = shares.others;
        old.state = old.slot.empty() ? ServedState::Unknown : ServedState::Ready;
        if (old.state == ServedState::Unknown)
            old.message = text("The status names no revision of it.");
        sight.versions.push_back(std::move(old));
    }
    return sight;
}

} // namespace binnacle
