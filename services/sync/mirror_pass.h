#pragma once

#include "services/backends/registry_backend.h"
#include "services/backends/tracking_backend.h"
#include "services/domain/source.h"
#include "services/sync/sync_progress.h"
#include "services/workspace/workspace.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace binnacle {

enum class HistoryMode { All, None };

// One pass over one source: outbox, run summaries, registered models, histories. Blocks; for worker
// threads and the command line. Resumable: what was committed is not fetched again. A kill at any
// moment loses nothing that was committed and doubles nothing.
class MirrorPass
{
public:
    using Report = std::function<void(const SyncProgress&)>; // on the calling thread, ≤ 10 times/s
    using Urgent = std::function<std::vector<RunRowId>()>;   // runs whose histories come first
    using Pause = std::function<bool()>;

    // `registry`: the source's model registry, where it has one. A registry that fails does not
    // fail the pass: its sentence becomes a warning.
    MirrorPass(std::shared_ptr<Workspace> workspace, std::shared_ptr<TrackingBackend> backend,
               Source source, std::shared_ptr<RegistryBackend> registry = nullptr);

    // Asked between batches of histories; true: the rest is left to the next pass, and this one
    // ends well with SyncProgress::historiesLeft. `pause` and `urgent` are called on a thread of
    // the pass while run() has not returned.
    void setPause(Pause pause) { pause_ = std::move(pause); }

    // `full`: every run is looked at, and those that are gone at the source go here. Errors:
    // Cancelled within half a second of the stop request; those of the source and of the
    // workspace, which are also recorded as the state of the source.
    Result<SyncProgress> run(bool full, HistoryMode histories, const Report& report,
                             const Urgent& urgent, std::stop_token stop);

private:
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<TrackingBackend> backend_;
    Source source_;
    std::shared_ptr<RegistryBackend> registry_;
    Pause pause_;
};

} // namespace binnacle
