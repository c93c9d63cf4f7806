#include "services/serving/torchserve/torchserve_backend.h"

#include "services/http/http_error.h"
#include "services/http/url.h"
#include "services/serving/server_call.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace binnacle {

namespace {

std::string word(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1String(key)).toString().toStdString();
}

ServedVersion servedOf(const QJsonObject& description, const std::string& preset)
{
    ServedVersion served;
    served.version = word(description, "modelVersion");
    served.source = word(description, "modelUrl");
    served.slot = served.version;
    const auto workers = description.value(QLatin1String("workers")).toArray();
    const auto ready = std::ranges::count_if(workers, [](const QJsonValue& worker) {
        return worker.toObject().value(QLatin1String("status")).toString() == u"READY";
    });
    served.replicas = static_cast<int>(ready);
    served.state = ready > 0 ? ServedState::Ready : ServedState::Loading;
    served.percent = served.version == preset && ready > 0 ? 100 : 0;
    return served;
}

} // namespace

TorchserveBackend::TorchserveBackend(Settings settings) : settings_(std::move(settings))
{
    settings_.management = withoutSlash(settings_.management);
    settings_.inference = withoutSlash(settings_.inference);
}

ServingCapabilities TorchserveBackend::capabilities() const
{
    return {true, false, false, true, true, !settings_.metrics.empty(), false};
}

std::string TorchserveBackend::modelUrl(const std::string& model, const std::string& tail) const
{
    return settings_.management + "/models/" + percentEncoded(model) +
           (tail.empty() ? "" : "/" + tail);
}

std::string TorchserveBackend::registerUrl(const ModelToServe& model) const
{
    return settings_.management + "/models?url=" + percentEncoded(model.source) +
           "&model_name=" + percentEncoded(model.model) +
           "&initial_workers=" + std::to_string(settings_.workers) + "&synchronous=false";
}

Result<QJsonArray> TorchserveBackend::descriptions(const std::string& url,
                                                   std::stop_token stop) const
{
    const auto answer =
        callServer(managementOptions(settings_.management, settings_.managementLogin),
                   HttpRequest::get(url), std::move(stop));
    if (answer)
        return answer->array();
    if (answer.error().kind == Error::Kind::NotFound)
        return QJsonArray{};
    return failure(answer.error());
}

Result<TargetSight> TorchserveBackend::look(const std::string& model, std::stop_token stop)
{
    const auto all = descriptions(modelUrl(model, "all"), stop);
    if (!all)
        return failure(all.error());
    const auto preset = descriptions(modelUrl(model), stop);
    if (!preset)
        return failure(preset.error());
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    const auto first = word(preset->first().toObject(), "modelVersion");
    for (const auto& each : *all) {
        sight.versions.push_back(servedOf(each.toObject(), first));
        sight.versions.back().address = settings_.inference;
    }
    return sight;
}

Result<void> TorchserveBackend::change(HttpRequest request, std::stop_token stop) const
{
    auto options = managementOptions(settings_.management, settings_.managementLogin);
    options.totalTimeout = std::chrono::milliseconds(120'000);
    const auto answer = callServer(options, std::move(request), std::move(stop));
    if (!answer)
        return failure(answer.error());
    return {};
}

Result<void> TorchserveBackend::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto sight = look(model.model, stop);
    if (!sight)
        return failure(sight.error());
    if (const auto* served = sight->find(model.version)) {
        if (served->replicas.value_or(0) >= settings_.workers)
            return {};
        return scale(model, settings_.workers, std::move(stop));
    }
    return change(HttpRequest::postJson(registerUrl(model), {}, false), std::move(stop));
}

Result<void> TorchserveBackend::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    if (split.percent != 0 && split.percent != 100)
        return ServingBackend::setPercent(split, std::move(stop));
    const auto& wanted = split.percent == 100 ? split.fresh : split.old.value_or(split.fresh);
    auto request = HttpRequest::postJson(
        modelUrl(wanted.model, percentEncoded(wanted.version) + "/set-default"), {}, false);
    request.method = HttpRequest::Method::Put;
    return change(std::move(request), std::move(stop));
}

Result<void> TorchserveBackend::scale(const ModelToServe& model, int replicas, std::stop_token stop)
{
    auto request =
        HttpRequest::postJson(modelUrl(model.model, percentEncoded(model.version)) +
                                  "?min_worker=" + std::to_string(replicas) + "&synchronous=false",
                              {}, false);
    request.method = HttpRequest::Method::Put;
    return change(std::move(request), std::move(stop));
}

Result<void> TorchserveBackend::remove(const ModelToServe& model, std::stop_token stop)
{
    auto request = HttpRequest::get(modelUrl(model.model, percentEncoded(model.version)));
    request.method = HttpRequest::Method::Delete;
    request.repeatable = false;
    const auto gone = change(std::move(request), std::move(stop));
    return !gone && gone.error().kind == Error::Kind::NotFound ? Result<void>{} : gone;
}

Result<VersionFigures> TorchserveBackend::figures(const std::string& model,
                                                  const std::string& version, TimeSpan span,
                                                  std::stop_token stop)
{
    if (settings_.metrics.empty())
        return unknownFigures();
    HttpClient client(managementOptions(settings_.metrics, settings_.managementLogin));
    const auto response = client.send(HttpRequest::get(settings_.metrics), std::move(stop));
    if (!response)
        return failure(response.error());
    if (!response->ok())
        return failure(statusError(*response));
    auto scrape = parseExposition(response->body);
    if (!scrape)
        return failure(scrape.error());
    const std::scoped_lock lock(mutex_);
    window_.add(QDateTime::currentMSecsSinceEpoch(), std::move(*scrape));
    const SampleLabels labels{{"model_name", model}, {"model_version", version}};
    // It counts requests and their time, and no errors: those stay unknown.
    auto figures = figuresOf(
        window_, {"ts_inference_requests_total", labels, true, {}, {}, {}, {}, 1}, span.from);
    figures.errors = std::numeric_limits<double>::quiet_NaN();
    return figures;
}

Result<ScoringPlace> TorchserveBackend::scoringPlace(const std::string& model,
                                                     const std::string& version, std::stop_token)
{
    ScoringPlace place;
    place.form = ScoringForm::Raw;
    place.url = settings_.inference + "/predictions/" + percentEncoded(model) +
                (version.empty() ? "" : "/" + percentEncoded(version));
    place.http.server = settings_.inference;
    place.http.credentials = settings_.inferenceLogin;
    return place;
}

QStringList TorchserveBackend::requestsOf(const ServingChange& change) const
{
    using Kind = ServingChange::Kind;
    using Method = HttpRequest::Method;
    const auto& model = change.split.fresh;
    const auto version = percentEncoded(model.version);
    switch (change.kind) {
    case Kind::StandUp:
        return {curlOf(Method::Post, registerUrl(model))};
    case Kind::SetPercent:
        return {curlOf(Method::Put, modelUrl(model.model, version + "/set-default"))};
    case Kind::Remove:
        return {curlOf(Method::Delete, modelUrl(model.model, version))};
    case Kind::SetMirror:
        break;
    }
    return {};
}

} // namespace binnacle
