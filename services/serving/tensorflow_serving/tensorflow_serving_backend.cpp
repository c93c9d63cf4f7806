#include "services/serving/tensorflow_serving/tensorflow_serving_backend.h"

#include "services/http/url.h"
#include "services/serving/server_call.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace binnacle {

namespace {

ServedState stateOf(const QString& word)
{
    if (word == u"AVAILABLE")
        return ServedState::Ready;
    if (word == u"START" || word == u"LOADING")
        return ServedState::Loading;
    if (word == u"UNLOADING" || word == u"END")
        return ServedState::Absent;
    return ServedState::Unknown;
}

} // namespace

TensorflowServingBackend::TensorflowServingBackend(Settings settings)
    : settings_(std::move(settings))
{
    settings_.address = withoutSlash(settings_.address);
}

ServingCapabilities TensorflowServingBackend::capabilities() const
{
    return {false, false, false, false, true, false, false};
}

Result<TargetSight> TensorflowServingBackend::look(const std::string& model, std::stop_token stop)
{
    const auto answer =
        callServer(managementOptions(settings_.address, settings_.credentials),
                   HttpRequest::get(settings_.address + "/v1/models/" + percentEncoded(model)),
                   std::move(stop));
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    if (!answer && answer.error().kind == Error::Kind::NotFound)
        return sight;
    if (!answer)
        return failure(answer.error());
    for (const auto& each :
         answer->object().value(QLatin1String("model_version_status")).toArray()) {
        const auto entry = each.toObject();
        const auto status = entry.value(QLatin1String("status")).toObject();
        ServedVersion served;
        served.version = entry.value(QLatin1String("version")).toVariant().toString().toStdString();
        served.state = stateOf(entry.value(QLatin1String("state")).toString());
        served.message = status.value(QLatin1String("error_message")).toString();
        // It ended because it could not be loaded.
        if (served.state == ServedState::Absent && !served.message.isEmpty())
            served.state = ServedState::Failed;
        if (served.state == ServedState::Absent)
            continue;
        served.percent = 0;
        served.address = settings_.address;
        sight.versions.push_back(std::move(served));
    }
    ServedVersion* greatest = nullptr;
    for (auto& each : sight.versions) {
        if (each.state == ServedState::Ready &&
            (!greatest || QString::fromStdString(each.version).toLongLong() >
                              QString::fromStdString(greatest->version).toLongLong()))
            greatest = &each;
    }
    if (greatest)
        greatest->percent = 100;
    return sight;
}

Result<ScoringPlace> TensorflowServingBackend::scoringPlace(const std::string& model,
                                                            const std::string& version,
                                                            std::stop_token)
{
    ScoringPlace place;
    place.form = ScoringForm::V1;
    place.url = settings_.address + "/v1/models/" + percentEncoded(model) +
                (version.empty() ? "" : "/versions/" + percentEncoded(version)) + ":predict";
    place.http.server = settings_.address;
    place.http.credentials = settings_.credentials;
    return place;
}

QStringList TensorflowServingBackend::requestsOf(const ServingChange&) const
{
    return {};
}

} // namespace binnacle
