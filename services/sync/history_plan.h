#pragma once

#include "services/sync/mirror_pass.h"
#include "services/workspace/history_store.h"

#include <deque>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

namespace binnacle {

// Which histories are fetched next: those of urgent runs first, each at most once in a pass, so
// that a series which grows while it is read (or can not be read) does not hold up the others.
class HistoryPlan
{
public:
    // `settle` waits until all histories handed out so far are written: only then does the
    // workspace tell what is missing, and from which cursor on.
    HistoryPlan(HistoryStore store, SourceId source, MirrorPass::Urgent urgent,
                std::function<Result<void>()> settle);

    // At most `limit` histories; empty at the end.
    Result<std::vector<SeriesToFetch>> next(std::size_t limit);

private:
    Result<void> refill();

    HistoryStore store_;
    SourceId source_;
    MirrorPass::Urgent urgent_;
    std::function<Result<void>()> settle_;
    std::vector<RunRowId> first_;
    std::deque<SeriesToFetch> queue_;
    std::unordered_set<std::string> asked_; // handed out since the last refill
    std::unordered_set<std::string> stale_; // handed out, and missing still
    bool filled_ = false;
};

} // namespace binnacle
