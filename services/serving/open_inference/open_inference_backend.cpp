#include "services/serving/open_inference/open_inference_backend.h"

#include "services/http/http_error.h"
#include "services/http/url.h"
#include "services/serving/server_call.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("OpenInferenceBackend", source);
}

ServedState stateOf(const QString& word)
{
    if (word == u"READY")
        return ServedState::Ready;
    if (word == u"LOADING")
        return ServedState::Loading;
    if (word == u"UNAVAILABLE" || word == u"UNLOADING" || word.isEmpty())
        return ServedState::Absent; // it lies in the repository and is not served
    return ServedState::Unknown;
}

// MLServer counts what went well and what failed; so does Triton, under other names.
CounterNames counterNames(const ExpositionWindow& window, const std::string& name,
                          std::int64_t from)
{
    const SampleLabels labels{{"model", name}};
    if (window.increase("nv_inference_request_success", labels, from))
        return {"nv_inference_request_success",
                labels,
                false,
                "nv_inference_request_failure",
                labels,
                {},
                {},
                1};
    return {"model_infer_request_success_total",
            labels,
            false,
            "model_infer_request_failure_total",
            labels,
            {},
            {},
            1};
}

} // namespace

OpenInferenceBackend::OpenInferenceBackend(Settings settings)
    : settings_(std::move(settings)), names_(settings_.names)
{
    settings_.address = withoutSlash(settings_.address);
}

ServingCapabilities OpenInferenceBackend::capabilities() const
{
    return {true, false, false, false, true, !settings_.metrics.empty(), false};
}

Result<TargetSight> OpenInferenceBackend::look(const std::string& model, std::stop_token stop)
{
    const auto answer =
        callServer(managementOptions(settings_.address, settings_.credentials),
                   HttpRequest::postJson(settings_.address + "/v2/repository/index", "{}", true),
                   std::move(stop));
    if (!answer)
        return failure(answer.error());
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    for (const auto& each : answer->array()) {
        const auto entry = each.toObject();
        const auto name = entry.value(QLatin1String("name")).toString().toStdString();
        const auto version = names_.versionOf(name, model);
        const auto state = stateOf(entry.value(QLatin1String("state")).toString());
        const auto reason = entry.value(QLatin1String("reason")).toString();
        if (!version || (state == ServedState::Absent && reason.isEmpty()))
            continue;
        ServedVersion served;
        served.version = names_.namesVersions()
                             ? *version
                             : entry.value(QLatin1String("version")).toString().toStdString();
        served.slot = name;
        // Not served, and the server says why: it was to be.
        served.state = state == ServedState::Absent ? ServedState::Failed : state;
        served.message = reason.simplified().left(300);
        served.percent = state == ServedState::Ready ? 100 : 0;
        served.address = settings_.address;
        sight.versions.push_back(std::move(served));
    }
    return sight;
}

std::string OpenInferenceBackend::repositoryUrl(const ModelToServe& model, const char* what) const
{
    return settings_.address + "/v2/repository/models/" +
           percentEncoded(names_.of(model.model, model.version)) + "/" + what;
}

Result<void> OpenInferenceBackend::change(const ModelToServe& model, const char* what,
                                          std::stop_token stop) const
{
    auto options = managementOptions(settings_.address, settings_.credentials);
    options.totalTimeout = std::chrono::milliseconds(300'000); // it answers when it has loaded
    const auto answer = callServer(
        options, HttpRequest::postJson(repositoryUrl(model, what), "{}", false), std::move(stop));
    if (!answer)
        return failure(answer.error());
    return {};
}

Result<void> OpenInferenceBackend::standUp(const ModelToServe& model, std::stop_token stop)
{
    const auto sight = look(model.model, stop);
    if (!sight)
        return failure(sight.error());
    const auto* served = sight->find(model.version);
    if (served && (served->state == ServedState::Ready || served->state == ServedState::Loading))
        return {};
    return change(model, "load", std::move(stop));
}

Result<void> OpenInferenceBackend::setPercent(const TrafficSplit& split, std::stop_token stop)
{
    if (split.percent == 100)
        return standUp(split.fresh, std::move(stop));
    if (split.percent == 0)
        return remove(split.fresh, std::move(stop));
    return ServingBackend::setPercent(split, std::move(stop));
}

Result<void> OpenInferenceBackend::remove(const ModelToServe& model, std::stop_token stop)
{
    const auto sight = look(model.model, stop);
    if (!sight)
        return failure(sight.error());
    if (!sight->find(model.version))
        return {};
    if (!names_.namesVersions() && sight->versions.size() > 1)
        return failure(Error::Kind::Unsupported,
                       text("This server unloads all versions of a name at once; give versions "
                            "names of their own (names={model}-{version})."));
    return change(model, "unload", std::move(stop));
}

Result<VersionFigures> OpenInferenceBackend::figures(const std::string& model,
                                                     const std::string& version, TimeSpan span,
                                                     std::stop_token stop)
{
    if (settings_.metrics.empty())
        return unknownFigures();
    HttpClient client(managementOptions(settings_.metrics, {}));
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
    const auto name = names_.of(model, version);
    auto names = counterNames(window_, name, span.from);
    if (!names_.namesVersions()) {
        names.requestLabels["version"] = version;
        names.errorLabels["version"] = version;
    }
    return figuresOf(window_, names, span.from);
}

Result<ScoringPlace> OpenInferenceBackend::scoringPlace(const std::string& model,
                                                        const std::string& version, std::stop_token)
{
    auto path = "/v2/models/" + percentEncoded(names_.of(model, version));
    if (!names_.namesVersions() && !version.empty())
        path += "/versions/" + percentEncoded(version);
    HttpOptions options;
    options.server = settings_.address;
    options.credentials = settings_.credentials;
    options.totalTimeout = std::chrono::milliseconds(30'000);
    return ScoringPlace{
        ScoringForm::OpenInference, settings_.address + path + "/infer", {}, options};
}

QStringList OpenInferenceBackend::requestsOf(const ServingChange& change) const
{
    using Kind = ServingChange::Kind;
    const auto post = [&](const char* what) {
        return curlOf(HttpRequest::Method::Post, repositoryUrl(change.split.fresh, what), "{}");
    };
    if (change.kind == Kind::StandUp)
        return {post("load")};
    if (change.kind == Kind::Remove)
        return {post("unload")};
    return {};
}

} // namespace binnacle
