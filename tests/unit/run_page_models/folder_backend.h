#pragma once

#include "services/backends/backend_registry.h"
#include "services/backends/local_artifacts.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>

#include <atomic>
#include <filesystem>

namespace binnacle::test {

// A source whose runs have their artifacts in folders by their ids.
class FolderBackend : public TrackingBackend
{
public:
    explicit FolderBackend(std::filesystem::path root) : root_(std::move(root)) {}
    TrackingCapabilities capabilities() const override
    {
        return {.rename = true, .editTags = true, .deleteRuns = true, .artifacts = true};
    }
    Result<TrackingProbe> probe(std::stop_token) override { return TrackingProbe{"folders", {}}; }
    Result<std::vector<Experiment>> experiments(std::stop_token) override
    {
        return std::vector<Experiment>{};
    }
    Result<RunScanResult> scanRuns(RunScan, const RunSink&, std::stop_token) override
    {
        RunScanResult nothing;
        nothing.complete = false;
        return nothing;
    }
    Result<void> fetchHistories(std::span<const SeriesRequest>, const SeriesSink&,
                                std::stop_token) override
    {
        return {};
    }
    Result<std::vector<ArtifactEntry>>
    listArtifacts(const std::string& runId, const std::string& path, std::stop_token stop) override
    {
        if (away)
            return failure(Error::Kind::Network, QStringLiteral("The source does not answer."));
        return listLocalArtifacts(root_ / runId, path, std::move(stop));
    }
    Result<void> downloadArtifact(const std::string& runId, const std::string& path,
                                  const std::filesystem::path& destination,
                                  const TransferSink& progress, std::stop_token stop) override
    {
        ++downloads;
        return copyLocalArtifact(root_ / runId, path, destination, progress, std::move(stop));
    }
    Result<Run> run(const std::string&, std::stop_token) override { return Run{}; }

    std::atomic<bool> away = false;
    std::atomic<int> downloads = 0;

private:
    std::filesystem::path root_;
};

inline void putArtifact(const QString& root, const std::string& runId, const char* path,
                        const QByteArray& bytes)
{
    const QString file = QStringLiteral("%1/%2/%3")
                             .arg(root, QString::fromStdString(runId), QString::fromUtf8(path));
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("%s can not be written", qPrintable(file));
}

// A PNG of one colour.
inline QByteArray pngOf(QSize size, const QColor& colour)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

} // namespace binnacle::test
