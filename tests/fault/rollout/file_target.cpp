#include "tests/fault/rollout/file_target.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace binnacle {

namespace {

const QLatin1String percentKey("percent");
const QLatin1String mirroredKey("mirrored");
const QLatin1String p95Key("p95");

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

void set(QJsonObject& state, const std::string& version, QLatin1String key, double value)
{
    if (!state.contains(q(version)))
        return;
    auto entry = state.value(q(version)).toObject();
    entry[key] = value;
    state[q(version)] = entry;
}

} // namespace

ServingCapabilities FileTarget::capabilities() const
{
    return {true, true, true, false, true, true, false};
}

QJsonObject FileTarget::read() const
{
    QFile file(file_);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

void FileTarget::write(const QJsonObject& state) const
{
    QSaveFile file(file_);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(state).toJson());
        file.commit();
    }
}

Result<TargetSight> FileTarget::look(const std::string&, std::stop_token)
{
    TargetSight sight;
    sight.readAt = QDateTime::currentMSecsSinceEpoch();
    const auto state = read();
    for (const auto& version : state.keys()) {
        const auto entry = state.value(version).toObject();
        ServedVersion served;
        served.version = version.toStdString();
        served.state = ServedState::Ready;
        served.percent = entry.value(percentKey).toDouble();
        served.mirrored = entry.value(mirroredKey).toDouble();
        sight.versions.push_back(std::move(served));
    }
    return sight;
}

Result<void> FileTarget::standUp(const ModelToServe& model, std::stop_token)
{
    auto state = read();
    if (!state.contains(q(model.version))) {
        state[q(model.version)] = QJsonObject{
            {percentKey, 0}, {mirroredKey, 0}, {p95Key, model.source == "slow" ? 500 : 100}};
        write(state);
    }
    return {};
}

Result<void> FileTarget::setPercent(const TrafficSplit& split, std::stop_token)
{
    auto state = read();
    set(state, split.fresh.version, percentKey, split.percent);
    if (split.old)
        set(state, split.old->version, percentKey, 100 - split.percent);
    write(state);
    return {};
}

Result<void> FileTarget::setMirror(const TrafficSplit& split, std::stop_token)
{
    auto state = read();
    set(state, split.fresh.version, mirroredKey, split.percent);
    write(state);
    return {};
}

Result<void> FileTarget::remove(const ModelToServe& model, std::stop_token)
{
    auto state = read();
    state.remove(q(model.version));
    write(state);
    return {};
}

Result<VersionFigures> FileTarget::figures(const std::string&, const std::string& version, TimeSpan,
                                           std::stop_token)
{
    const double p95 = read().value(q(version)).toObject().value(p95Key).toDouble();
    return VersionFigures{200, 0, p95 / 2, p95, p95 * 2, 20, {}};
}

QStringList FileTarget::requestsOf(const ServingChange&) const
{
    return {};
}

} // namespace binnacle
