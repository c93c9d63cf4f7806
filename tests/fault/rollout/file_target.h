#pragma once

#include "services/serving/serving_backend.h"

#include <QJsonObject>
#include <QString>

namespace binnacle {

// A target whose whole state is a file, changed at once or not at all: what a process did before it
// was killed is there, what it did not do is not. Each change is a line of FILE.log.
class FileTarget : public ServingBackend
{
public:
    explicit FileTarget(QString file) : file_(std::move(file)) {}

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> setMirror(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    // 200 requests without errors; the p95 of the version is what the file says.
    Result<VersionFigures> figures(const std::string& model, const std::string& version,
                                   TimeSpan span, std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

    // {"VERSION": {"percent": …, "mirrored": …, "p95": …}}
    QJsonObject read() const;
    void write(const QJsonObject& state) const;

private:
    QString file_;
};

} // namespace binnacle
