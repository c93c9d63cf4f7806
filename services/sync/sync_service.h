#pragma once

#include "services/async/worker_pools.h"
#include "services/backends/backend_registry.h"
#include "services/domain/source.h"
#include "services/sync/mirror_pass.h"
#include "services/sync/outbox_replay.h"
#include "services/sync/sync_progress.h"
#include "services/workspace/workspace.h"

#include <QObject>

#include <memory>
#include <vector>

namespace binnacle {

// Keeps every source mirrored while the window is open: a pass at start, then every
// `interval`, sooner when a watched file changed or a run is in training. Lives on the GUI thread,
// works on WorkerPools::jobs, one pass for each source at a time.
class SyncService : public QObject
{
    Q_OBJECT
public:
    SyncService(std::shared_ptr<Workspace> workspace, const BackendRegistry& backends,
                WorkerPools& pools, QObject* parent = nullptr);
    ~SyncService() override; // cancels and waits

    void start();   // begin the regular passes
    void syncNow(); // every source, full pass
    void syncNow(SourceId source);
    void cancel(); // the passes under way; regular passes go on later
    void prioritise(const std::vector<RunRowId>& runs); // opened or pinned runs: histories first
    std::vector<SyncProgress> progress() const;

    // The opened backend of a source, for artifacts and edits. Thread-safe.
    Result<std::shared_ptr<TrackingBackend>> backend(SourceId source);
    // Its model registry; Unsupported where it has none. Thread-safe.
    Result<std::shared_ptr<RegistryBackend>> registry(SourceId source);

signals:
    void progressChanged(const binnacle::SyncProgress& progress);
    void passFinished(binnacle::SourceId source, bool ok, const QString& message);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace binnacle
