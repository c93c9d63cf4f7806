#pragma once

#include "services/sync/mirror_pass.h"
#include "services/sync/sync_progress.h"

#include <chrono>
#include <deque>

namespace binnacle {

// Keeps the progress of one pass and reports it at most ten times a second, with the rate of the
// last seconds and the time that the rest will take at that rate. For one thread.
class ProgressMeter
{
public:
    using Clock = std::chrono::steady_clock;

    ProgressMeter(SourceId source, const MirrorPass::Report& report) : report_(report)
    {
        now.source = source;
    }

    SyncProgress now; // changed freely by the pass

    void enter(SyncProgress::Phase phase);
    void tick(); // reports where the last report is long enough ago
    void warn(const QString& sentence);
    void finish(SyncProgress::Phase phase, const QString& message);

private:
    struct Sample
    {
        Clock::time_point at;
        std::int64_t points;
        std::int64_t histories;
    };
    void measure(Clock::time_point at);

    const MirrorPass::Report& report_;
    Clock::time_point reportedAt_{};
    std::deque<Sample> samples_;
    QString firstWarning_;
    int warnings_ = 0;
};

} // namespace binnacle
