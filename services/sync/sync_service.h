#pragma once

#include "services/async/worker_pools.h"
#include "services/backends/backend_registry.h"
#include "services/domain/source.h"
#include "services/workspace/workspace.h"

#include <QObject>

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace binnacle {

// How far the mirroring of one source is.
struct SyncProgress
{
    enum class Phase { Waiting, Outbox, Runs, Histories, Done, Failed, Cancelled };
    SourceId source{};
    Phase phase = Phase::Waiting;
    std::int64_t runsDone = 0;       // summaries seen in this pass
    std::int64_t runsChanged = 0;    // of them written
    std::int64_t historiesDone = 0;
    std::int64_t historiesTotal = 0; // known so far
    std::int64_t points = 0;
    std::int64_t bytes = 0;          // received (estimated from points for local files)
    double secondsLeft = -1;         // -1: unknown
    QString message;                 // sentence of a failure, or a warning
};

enum class HistoryMode { All, None };

// One pass over one source: outbox, run summaries, histories. Blocks; for worker threads and the
// command line. Resumable: what was committed is not fetched again. A kill at any moment loses
// nothing that was committed and doubles nothing.
class MirrorPass
{
public:
    using Report = std::function<void(const SyncProgress&)>; // on the calling thread, ≤ 10 times/s
    using Urgent = std::function<std::vector<RunRowId>()>;   // runs whose histories come first

    MirrorPass(std::shared_ptr<Workspace> workspace, std::shared_ptr<TrackingBackend> backend,
               Source source);

    Result<SyncProgress> run(bool full, HistoryMode histories, const Report& report,
                             const Urgent& urgent, std::stop_token stop);

private:
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<TrackingBackend> backend_;
    Source source_;
};

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

    void start();                  // begin the regular passes
    void syncNow();                // every source, full pass
    void syncNow(SourceId source);
    void cancel();                 // the passes under way; regular passes go on later
    void prioritise(const std::vector<RunRowId>& runs); // opened or pinned runs: histories first
    std::vector<SyncProgress> progress() const;

    // The opened backend of a source, for artifacts and edits. Thread-safe.
    Result<std::shared_ptr<TrackingBackend>> backend(SourceId source);

signals:
    void progressChanged(const binnacle::SyncProgress& progress);
    void passFinished(binnacle::SourceId source, bool ok, const QString& message);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace binnacle
