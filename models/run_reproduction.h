#pragma once

#include "models/artifact_listing.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/reproduce/reproduction_folder.h"

#include <QObject>

#include <memory>
#include <optional>

namespace binnacle {

// What repeating one run needs, read from the workspace and its artifacts on a worker, and saved as
// a folder. GUI thread.
class RunReproduction : public QObject
{
    Q_OBJECT
public:
    RunReproduction(std::shared_ptr<Workspace> workspace, WorkerPools& pools, BackendOf open,
                    QObject* parent = nullptr);
    ~RunReproduction() override;

    void setRun(RunRowId run, SourceId source); // does not read yet
    // Read when it is looked at; `repository` in place of the run's where it is not empty.
    void read(const QString& repository = {});
    bool isReading() const { return reading_; }
    const std::optional<Reproduction>& reproduction() const { return reproduction_; }
    // Into a new folder below `parent`; `saved` or `failed` tells.
    void save(const QString& parent);

signals:
    void changed();
    void saved(const QString& folder);
    void failed(const binnacle::Error& error);

private:
    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    BackendOf open_;
    std::optional<RunRowId> run_;
    SourceId source_{};
    std::optional<Reproduction> reproduction_;
    bool reading_ = false;
    LatestOnly asked_, saving_;
};

} // namespace binnacle
