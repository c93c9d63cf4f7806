#include "services/serving/kserve/kserve_backend.h"

#include "services/http/url.h"
#include "services/serving/resource_name.h"
#include "services/serving/server_call.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("KserveBackend", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

std::string resourceVersionOf(const QJsonObject& service)
{
    return service.value(QLatin1String("metadata"))
        .toObject()
        .value(QLatin1String("resourceVersion"))
        .toString()
        .toStdString();
}

Error noService(const std::string& model)
{
    return {Error::Kind::NotFound, text("There is no InferenceService for %1.").arg(q(model)), {}};
}

std::string compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

KserveBackend::KserveBackend(std::shared_ptr<KubernetesClient> client, Settings settings)
    : client_(std::move(client)), settings_(std::move(settings))
{
    if (settings_.nameSpace.empty())
        settings_.nameSpace = client_->nameSpace();
}

ServingCapabilities KserveBackend::capabilities() const
{
    return {true, !settings_.raw, false, true, true, false, false};
}

InferenceServiceForm KserveBackend::formOf(const std::string& model) const
{
    return {resourceName(model), settings_.nameSpace, settings_.format,
            settings_.protocol,  settings_.runtime,   settings_.raw};
}

std::string KserveBackend::collection() const
{
    return "/apis/serving.kserve.io/v1beta1/namespaces/" + percentEncoded(settings_.nameSpace) +
           "/inferenceservices";
}

std::string KserveBackend::path(const std::string& model) const
{
    return collection() + "/" + resourceName(model);
}

Result<std::optional<QJsonObject>> KserveBackend::service(const std::string& model,
                                                          std::stop_token stop)
{
    auto found = client_->get(path(model), std::move(stop));
    if (found)
        return std::optional(std::move(*found));
    if (found.error().kind == Error::Kind::NotFound)
        return std::optional<QJsonObject>();
    return failure(found.error());
}

Result<TargetSight> KserveBackend::look(const std::string& model, std::stop_token stop)
{
    const auto found = service(model, std::move(stop));
    if (!found)
        return failure(found.error());
    if (*found)
        return sightOf(**found, model, settings_.raw);
    TargetSight nothing;
    nothing.readAt = QDateTime::currentMSecsSinceEpoch();
    return nothing;
}

Result<void> KserveBackend::patch(const std::string& model, const QJsonObject& body,
                                  std::stop_token stop)
{
    const auto patched = client_->mergePatch(path(model), body, std::move(stop));
    if (!patched)
        return failure(patched.error());
    return {};
}

Result<void> KserveBackend::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto found = service(model.model, stop);
    if (!found)
        return failure(found.error());
    const auto form = formOf(model.model);
    if (!*found) {
        const auto made = client_->create(collection(), newInferenceService(form, model), stop);
        if (!made)
            return failure(made.error());
        return {};
    }
    const auto newest = newestOf(**found, model.model);
    const auto previous = previousOf(**found, model.model);
    if (newest.version == model.version || (previous && previous->version == model.version))
        return {}; // it is there
    if (previous && !settings_.raw)
        return failure(Error::Kind::Conflict,
                       text("Version %1 and version %2 share the traffic: a third has no place.")
                           .arg(q(previous->version), q(newest.version)));
    return patch(model.model, versionPatch(form, model, newest, stateOf(**found)), std::move(stop));
}

Result<void> KserveBackend::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    const auto found = service(split.fresh.model, stop);
    if (!found)
        return failure(found.error());
    if (!*found)
        return failure(noService(split.fresh.model));
    const auto newest = newestOf(**found, split.fresh.model);
    const bool freshIsNewest = newest.version == split.fresh.version;
    if (settings_.raw) {
        const auto& wanted = split.percent == 100 ? split.fresh : split.old.value_or(split.fresh);
        return standUp(wanted, std::move(stop));
    }
    if (!freshIsNewest)
        return failure(Error::Kind::Conflict,
                       text("The newest revision is of version %1, not of version %2.")
                           .arg(q(newest.version), q(split.fresh.version)));
    if (!previousOf(**found, split.fresh.model))
        return {}; // it is alone: all of the traffic is on it
    return patch(split.fresh.model, trafficPatch(split.percent, resourceVersionOf(**found)),
                 std::move(stop));
}

Result<void> KserveBackend::scale(const ModelToServe& model, int replicas, std::stop_token stop)
{
    return patch(model.model,
                 {{QStringLiteral("spec"),
                   QJsonObject{{QStringLiteral("predictor"),
                                QJsonObject{{QStringLiteral("minReplicas"), replicas}}}}}},
                 std::move(stop));
}

Result<void> KserveBackend::remove(const ModelToServe& model, std::stop_token stop)
{
    const auto found = service(model.model, stop);
    if (!found)
        return failure(found.error());
    if (!*found)
        return {};
    const auto previous = previousOf(**found, model.model);
    if (previous && previous->version == model.version)
        return patch(model.model, promotePatch(resourceVersionOf(**found)), std::move(stop));
    if (newestOf(**found, model.model).version != model.version)
        return {};
    if (previous)
        return patch(model.model, restorePatch(**found), std::move(stop));
    return client_->remove(path(model.model), std::move(stop));
}

Result<ScoringPlace> KserveBackend::scoringPlace(const std::string& model,
                                                 const std::string& version, std::stop_token stop)
{
    const auto found = service(model, std::move(stop));
    if (!found)
        return failure(found.error());
    if (!*found)
        return failure(noService(model));
    const auto status = (*found)->value(QLatin1String("status")).toObject();
    auto url = status.value(QLatin1String("url")).toString();
    // A revision without traffic has an address of its own where tag routing is on.
    const auto traffic = status.value(QLatin1String("components"))
                             .toObject()
                             .value(QLatin1String("predictor"))
                             .toObject()
                             .value(QLatin1String("traffic"))
                             .toArray();
    const bool newest = newestOf(**found, model).version == version;
    for (const auto& each : traffic) {
        const auto entry = each.toObject();
        const auto tag = entry.value(QLatin1String("tag")).toString();
        if (!version.empty() && tag == (newest ? u"latest" : u"prev"))
            url = entry.value(QLatin1String("url")).toString(url);
    }
    const auto origin = originOf(url.toStdString());
    if (!origin)
        return failure(Error::Kind::Network, text("The InferenceService has no address yet."));
    ScoringPlace place;
    place.form = settings_.protocol == "v1" ? ScoringForm::V1 : ScoringForm::OpenInference;
    const auto base = settings_.ingress.empty() ? *origin : withoutSlash(settings_.ingress);
    if (!settings_.ingress.empty())
        place.headers.push_back(
            {"Host", QStringLiteral("%1").arg(url).section(u'/', 2, 2).toStdString()});
    const auto name = percentEncoded(resourceName(model));
    place.url = place.form == ScoringForm::V1 ? base + "/v1/models/" + name + ":predict"
                                              : base + "/v2/models/" + name + "/infer";
    place.http.server = base;
    return place;
}

Result<void> KserveBackend::watch(const std::string& model, int seconds,
                                  const std::function<bool(const TargetSight&)>& event,
                                  std::stop_token stop)
{
    const auto listed = client_->list(collection(), {}, stop);
    if (!listed)
        return failure(listed.error());
    const auto name = q(resourceName(model));
    const auto ended = client_->watch(
        collection(), listed->version, seconds,
        [&](const QString& type, const QJsonObject& object) {
            const auto metadata = object.value(QLatin1String("metadata")).toObject();
            if (metadata.value(QLatin1String("name")).toString() != name)
                return true;
            return event(type == u"DELETED" ? TargetSight{}
                                            : sightOf(object, model, settings_.raw));
        },
        std::move(stop));
    if (!ended)
        return failure(ended.error());
    return {};
}

QStringList KserveBackend::requestsOf(const ServingChange& change) const
{
    using Kind = ServingChange::Kind;
    const auto& split = change.split;
    const auto form = formOf(split.fresh.model);
    const auto url = client_->server() + path(split.fresh.model);
    const auto patchLine = [&](const QJsonObject& body) {
        return curlOf(HttpRequest::Method::Patch, url, compact(body),
                      "application/merge-patch+json");
    };
    switch (change.kind) {
    case Kind::StandUp:
        if (!split.old)
            return {curlOf(HttpRequest::Method::Post, client_->server() + collection(),
                           compact(newInferenceService(form, split.fresh)))};
        return {patchLine(
            versionPatch(form, split.fresh, *split.old, {"READ_JUST_BEFORE", "READ_JUST_BEFORE"}))};
    case Kind::SetPercent:
        return {patchLine(trafficPatch(split.percent, "READ_JUST_BEFORE"))};
    case Kind::Remove:
        return {patchLine(promotePatch("READ_JUST_BEFORE"))};
    case Kind::SetMirror:
        break;
    }
    return {};
}

} // namespace binnacle
