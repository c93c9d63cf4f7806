#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/identifiers.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace binnacle {

// Sends the edits made here to their source, oldest first. Before each the run is read: where the
// source holds the wanted value already the edit is confirmed (so an answer lost after the write
// does no harm), where it holds neither the wanted value nor the one that the edit started from,
// a person chooses. Blocks: for worker threads.
class OutboxReplay
{
public:
    struct Outcome
    {
        int confirmed = 0;
        int conflicts = 0;
        int failed = 0; // refused by the source
    };

    OutboxReplay(std::shared_ptr<Workspace> workspace, TrackingBackend& backend, SourceId source);

    // Errors: Network, Storage, Cancelled, and Auth where the run can not even be read: the replay
    // stopped, and what was not sent stays pending.
    Result<Outcome> run(std::stop_token stop);

private:
    Result<void> replay(const Edit& edit, Outcome& outcome, const std::stop_token& stop);
    Result<void> send(const Edit& edit, const std::stop_token& stop);
    Result<void> confirm(const Edit& edit, Outcome& outcome);
    Result<void> audit(const Edit& edit, const std::optional<std::string>& held) const;
    Result<void> mirrorAgain(const std::set<std::string>& runIds, const std::stop_token& stop);
    Result<void> refused(const Edit& edit, const Error& error, Outcome& outcome);

    std::shared_ptr<Workspace> workspace_;
    OutboxStore outbox_;
    TrackingBackend& backend_;
    SourceId source_;
};

} // namespace binnacle
