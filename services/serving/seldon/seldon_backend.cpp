#include "services/serving/seldon/seldon_backend.h"

#include "services/http/url.h"
#include "services/serving/resource_name.h"
#include "services/serving/server_call.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

constexpr const char* models = "models";
constexpr const char* experiments = "experiments";
constexpr const char* modelLabel = "binnacle/model";
constexpr const char* versionKey = "binnacle/version";

QString text(const char* source)
{
    return QCoreApplication::translate("SeldonBackend", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

QJsonObject part(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1String(key)).toObject();
}

std::string word(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1String(key)).toString().toStdString();
}

QJsonObject condition(const QJsonObject& object, const char* type)
{
    for (const auto& each : part(object, "status").value(QLatin1String("conditions")).toArray()) {
        if (word(each.toObject(), "type") == type)
            return each.toObject();
    }
    return {};
}

std::string nameOf(const ModelToServe& model)
{
    return resourceName(model.model + "-" + model.version);
}

std::string compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

ServedVersion servedOf(const QJsonObject& resource)
{
    ServedVersion served;
    served.slot = word(part(resource, "metadata"), "name");
    served.version = word(part(part(resource, "metadata"), "annotations"), versionKey);
    served.source = word(part(resource, "spec"), "storageUri");
    auto ready = condition(resource, "Ready");
    if (ready.isEmpty())
        ready = condition(resource, "ModelReady");
    served.message = ready.value(QLatin1String("message")).toString();
    const auto status = word(ready, "status");
    const auto reason = word(ready, "reason");
    if (status == "True")
        served.state = ServedState::Ready;
    else if (reason.find("Failed") != std::string::npos)
        served.state = ServedState::Failed;
    else
        served.state = ServedState::Loading;
    const auto replicas = part(resource, "status").value(QLatin1String("availableReplicas"));
    if (replicas.isDouble())
        served.replicas = replicas.toInt();
    return served;
}

// Shares by the resource's name, where the experiment holds.
struct Split
{
    std::map<std::string, double> percent, mirrored;
};
std::optional<Split> splitOf(const QJsonObject& experiment)
{
    if (word(condition(experiment, "Ready"), "status") != "True" &&
        word(condition(experiment, "ExperimentReady"), "status") != "True")
        return std::nullopt;
    Split split;
    double sum = 0;
    const auto spec = part(experiment, "spec");
    for (const auto& each : spec.value(QLatin1String("candidates")).toArray())
        sum += each.toObject().value(QLatin1String("weight")).toDouble();
    for (const auto& each : spec.value(QLatin1String("candidates")).toArray()) {
        const auto weight = each.toObject().value(QLatin1String("weight")).toDouble();
        split.percent[word(each.toObject(), "name")] = sum > 0 ? 100 * weight / sum : 0;
    }
    const auto mirror = part(spec, "mirror");
    if (!mirror.isEmpty())
        split.mirrored[word(mirror, "name")] = mirror.value(QLatin1String("percent")).toDouble();
    return split;
}

} // namespace

SeldonBackend::SeldonBackend(std::shared_ptr<KubernetesClient> client, Settings settings)
    : client_(std::move(client)), settings_(std::move(settings))
{
    if (settings_.nameSpace.empty())
        settings_.nameSpace = client_->nameSpace();
    if (settings_.requirements.empty())
        settings_.requirements = {"mlflow"};
}

ServingCapabilities SeldonBackend::capabilities() const
{
    return {true, true, true, true, true, false, false};
}

std::string SeldonBackend::collection(const char* kind) const
{
    return "/apis/mlops.seldon.io/v1alpha1/namespaces/" + percentEncoded(settings_.nameSpace) +
           "/" + kind;
}

std::string SeldonBackend::path(const char* kind, const std::string& name) const
{
    return collection(kind) + "/" + name;
}

Result<std::optional<QJsonObject>> SeldonBackend::find(const std::string& path,
                                                       std::stop_token stop) const
{
    auto found = client_->get(path, std::move(stop));
    if (found)
        return std::optional(std::move(*found));
    if (found.error().kind == Error::Kind::NotFound)
        return std::optional<QJsonObject>();
    return failure(found.error());
}

Result<TargetSight> SeldonBackend::look(const std::string& model, std::stop_token stop)
{
    const auto listed = client_->list(collection(models),
                                      std::string(modelLabel) + "=" + resourceName(model), stop);
    if (!listed)
        return failure(listed.error());
    const auto experiment = find(path(experiments, resourceName(model)), stop);
    if (!experiment)
        return failure(experiment.error());
    const auto split = *experiment ? splitOf(**experiment) : std::optional(Split{});
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    for (const auto& item : listed->items) {
        auto served = servedOf(item);
        const auto share = [&](const std::map<std::string, double>& shares) {
            const auto found = shares.find(served.slot);
            return found == shares.end() ? 0 : found->second;
        };
        if (split) { // else it is on its way, and nobody knows
            served.percent = share(split->percent);
            served.mirrored = share(split->mirrored);
        }
        sight.versions.push_back(std::move(served));
    }
    return sight;
}

QJsonObject SeldonBackend::modelResource(const ModelToServe& model) const
{
    QJsonArray requirements;
    for (const auto& each : settings_.requirements)
        requirements.append(q(each));
    return {{QStringLiteral("apiVersion"), QStringLiteral("mlops.seldon.io/v1alpha1")},
            {QStringLiteral("kind"), QStringLiteral("Model")},
            {QStringLiteral("metadata"),
             QJsonObject{{QStringLiteral("name"), q(nameOf(model))},
                         {QStringLiteral("namespace"), q(settings_.nameSpace)},
                         {QStringLiteral("labels"),
                          QJsonObject{{QLatin1String(modelLabel), q(resourceName(model.model))}}},
                         {QStringLiteral("annotations"),
                          QJsonObject{{QLatin1String(versionKey), q(model.version)}}}}},
            {QStringLiteral("spec"), QJsonObject{{QStringLiteral("storageUri"), q(model.source)},
                                                 {QStringLiteral("requirements"), requirements}}}};
}

QJsonObject SeldonBackend::experimentSpec(const std::string& preset, const Weights& weights,
                                          const std::string& mirror, int mirrored) const
{
    QJsonArray candidates;
    for (const auto& [name, weight] : weights)
        candidates.append(
            QJsonObject{{QStringLiteral("name"), q(name)}, {QStringLiteral("weight"), weight}});
    return {{QStringLiteral("default"), q(preset)},
            {QStringLiteral("candidates"), candidates},
            {QStringLiteral("mirror"),
             mirrored > 0 ? QJsonValue(QJsonObject{{QStringLiteral("name"), q(mirror)},
                                                   {QStringLiteral("percent"), mirrored}})
                          : QJsonValue()}};
}

Result<void> SeldonBackend::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto found = find(path(models, nameOf(model)), stop);
    if (!found)
        return failure(found.error());
    if (*found && word(part(**found, "spec"), "storageUri") == model.source)
        return {};
    const auto done =
        *found
            ? client_->mergePatch(path(models, nameOf(model)),
                                  {{QStringLiteral("spec"),
                                    QJsonObject{{QStringLiteral("storageUri"), q(model.source)}}}},
                                  std::move(stop))
            : client_->create(collection(models), modelResource(model), std::move(stop));
    if (!done)
        return failure(done.error());
    return {};
}

Result<void> SeldonBackend::putExperiment(const std::string& model, const QJsonObject& spec,
                                          std::stop_token stop) const
{
    const auto name = resourceName(model);
    const auto found = find(path(experiments, name), stop);
    if (!found)
        return failure(found.error());
    Result<QJsonObject> done;
    if (*found) {
        done = client_->mergePatch(
            path(experiments, name),
            {{QStringLiteral("metadata"),
              QJsonObject{{QStringLiteral("resourceVersion"),
                           q(word(part(**found, "metadata"), "resourceVersion"))}}},
             {QStringLiteral("spec"), spec}},
            std::move(stop));
    } else {
        auto plain = spec;
        if (plain.value(QLatin1String("mirror")).isNull())
            plain.remove(QLatin1String("mirror"));
        done = client_->create(
            collection(experiments),
            {{QStringLiteral("apiVersion"), QStringLiteral("mlops.seldon.io/v1alpha1")},
             {QStringLiteral("kind"), QStringLiteral("Experiment")},
             {QStringLiteral("metadata"),
              QJsonObject{{QStringLiteral("name"), q(name)},
                          {QStringLiteral("namespace"), q(settings_.nameSpace)}}},
             {QStringLiteral("spec"), plain}},
            std::move(stop));
    }
    if (!done)
        return failure(done.error());
    return {};
}

Result<void> SeldonBackend::applySplit(const TrafficSplit& split, int percent, int mirror,
                                       std::stop_token stop) const
{
    const auto fresh = nameOf(split.fresh);
    if (!split.old)
        return putExperiment(split.fresh.model, experimentSpec(fresh, {{fresh, 100}}, {}, 0),
                             std::move(stop));
    const auto old = nameOf(*split.old);
    // A candidate of no weight would still have to be ready; one that gets nothing is left out.
    Weights weights;
    if (percent < 100)
        weights.emplace_back(old, 100 - percent);
    if (percent > 0)
        weights.emplace_back(fresh, percent);
    return putExperiment(split.fresh.model,
                         experimentSpec(percent < 100 ? old : fresh, weights, fresh, mirror),
                         std::move(stop));
}

Result<void> SeldonBackend::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    return applySplit(split, split.percent, 0, std::move(stop));
}

Result<void> SeldonBackend::setMirror(const TrafficSplit& split, std::stop_token stop)
{
    return applySplit(split, 0, split.percent, std::move(stop));
}

Result<void> SeldonBackend::scale(const ModelToServe& model, int replicas, std::stop_token stop)
{
    const auto done = client_->mergePatch(
        path(models, nameOf(model)),
        {{QStringLiteral("spec"), QJsonObject{{QStringLiteral("replicas"), replicas}}}},
        std::move(stop));
    if (!done)
        return failure(done.error());
    return {};
}

Result<void> SeldonBackend::remove(const ModelToServe& model, std::stop_token stop)
{
    const auto sight = look(model.model, stop);
    if (!sight)
        return failure(sight.error());
    const auto* served = sight->find(model.version);
    if (!served)
        return {};
    if (served->percent.value_or(100) > 0 && sight->versions.size() > 1)
        return failure(Error::Kind::Conflict,
                       text("Version %1 still has traffic.").arg(q(model.version)));
    if (sight->versions.size() == 1) {
        if (auto gone = client_->remove(path(experiments, resourceName(model.model)), stop); !gone)
            return gone;
    }
    return client_->remove(path(models, nameOf(model)), std::move(stop));
}

Result<ScoringPlace> SeldonBackend::scoringPlace(const std::string& model,
                                                 const std::string& version, std::stop_token)
{
    if (settings_.mesh.empty())
        return failure(Error::Kind::Invalid,
                       text("It is not known where the mesh answers: give the target the setting "
                            "mesh=http://HOST:PORT."));
    const auto name = version.empty() ? resourceName(model) : nameOf({model, version, {}});
    ScoringPlace place;
    place.form = ScoringForm::OpenInference;
    place.url = withoutSlash(settings_.mesh) + "/v2/models/" + name + "/infer";
    place.headers.push_back({"seldon-model", version.empty() ? name + ".experiment" : name});
    place.http.server = settings_.mesh;
    return place;
}

QStringList SeldonBackend::requestsOf(const ServingChange& change) const
{
    using Kind = ServingChange::Kind;
    const auto& split = change.split;
    const auto url = [&](const std::string& tail) { return client_->server() + tail; };
    switch (change.kind) {
    case Kind::StandUp:
        return {curlOf(HttpRequest::Method::Post, url(collection(models)),
                       compact(modelResource(split.fresh)))};
    case Kind::Remove:
        return {curlOf(HttpRequest::Method::Delete, url(path(models, nameOf(split.fresh))))};
    case Kind::SetPercent:
    case Kind::SetMirror:
        break;
    }
    const bool mirrors = change.kind == Kind::SetMirror;
    const int percent = mirrors ? 0 : split.percent;
    const auto fresh = nameOf(split.fresh);
    Weights weights;
    if (split.old && percent < 100)
        weights.emplace_back(nameOf(*split.old), 100 - percent);
    if (percent > 0)
        weights.emplace_back(fresh, percent);
    const QJsonObject body{
        {QStringLiteral("spec"), experimentSpec(weights.empty() ? fresh : weights.front().first,
                                                weights, fresh, mirrors ? split.percent : 0)}};
    return {curlOf(HttpRequest::Method::Patch,
                   url(path(experiments, resourceName(split.fresh.model))), compact(body),
                   "application/merge-patch+json")};
}

} // namespace binnacle
