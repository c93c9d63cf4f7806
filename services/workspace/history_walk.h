#pragma once

#include "services/workspace/history_store.h"

#include <span>
#include <stop_token>
#include <string>

namespace binnacle {

// The steps that a walk is about, both ends included.
struct StepRange
{
    std::int64_t from = 0, to = 0;
};

// Hears the pieces of histories, each as fine as it asks for. Called on the walking thread.
class HistoryVisitor
{
public:
    struct Head
    {
        SeriesInfo info;
        HistoryBand first, last;     // first and last chunk, as one band each
        std::int64_t pointsNear = 0; // of the chunks that overlap the steps asked
    };

    virtual ~HistoryVisitor() = default;
    // Begins the history of `runs[index]`; nullptr: it is not mirrored. The pieces follow in the
    // order of their steps, a few of them outside the steps asked.
    virtual void begin(std::size_t index, const Head* head) = 0;
    // Whether this stretch may be taken as one piece; otherwise its parts follow.
    virtual bool mayStandForAll(const HistoryBand& band) = 0;
    virtual void take(const HistoryBand& piece) = 0;
};

// Walks down the pyramids of one metric in one snapshot of the workspace, reading only what the
// visitor asks for. Blocks. Errors: Storage, Cancelled.
Result<void> walkHistories(Workspace& workspace, std::span<const RunRowId> runs,
                           const std::string& metric, StepRange steps, HistoryVisitor& visitor,
                           const std::stop_token& stop);

} // namespace binnacle
