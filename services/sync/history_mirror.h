#pragma once

#include "services/backends/tracking_backend.h"
#include "services/sync/mirror_pass.h"
#include "services/sync/overlap.h"
#include "services/sync/progress_meter.h"
#include "services/workspace/history_store.h"

#include <chrono>
#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

class HistoryPlan;

// Metric histories of one pass: one thread fetches, the calling one writes, several hundred series
// in a transaction.
class HistoryMirror
{
public:
    HistoryMirror(const std::shared_ptr<Workspace>& workspace, TrackingBackend& backend,
                  SourceId source, ProgressMeter& meter);

    // Ends well and sets SyncProgress::historiesLeft where `pause` says so.
    Result<void> run(const MirrorPass::Urgent& urgent, const MirrorPass::Pause& pause,
                     const std::stop_token& stop);

private:
    // What one transaction writes: data[i].request indexes `series`.
    struct Bundle
    {
        std::vector<SeriesToFetch> series;
        std::vector<SeriesData> data;
        std::size_t points = 0;
        std::chrono::steady_clock::time_point since;
    };
    using Queue = HandOver<Bundle>;

    Result<void> fetchAll(Queue& queue, HistoryPlan& plan, const MirrorPass::Pause& pause,
                          const std::stop_token& stop);
    Result<void> fetch(Queue& queue, std::span<const SeriesToFetch> batch,
                       const std::stop_token& stop);
    Result<void> fetchApart(Queue& queue, std::span<const SeriesToFetch> batch, const Error& error,
                            const std::stop_token& stop);
    Result<void> collect(Queue& queue, const SeriesToFetch& series, SeriesData data);
    Result<void> flush(Queue& queue);
    Result<void> write(Bundle bundle);

    HistoryStore store_;
    TrackingBackend& backend_;
    SourceId source_;
    ProgressMeter& meter_;
    Bundle bundle_;                 // of the fetching thread
    std::vector<QString> failures_; // of the fetching thread: series that could not be read
    bool paused_ = false;           // of the fetching thread
};

} // namespace binnacle
