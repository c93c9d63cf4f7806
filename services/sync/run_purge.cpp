#include "services/sync/run_purge.h"

#include "services/workspace/audit_log.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/run_reader.h"

namespace binnacle {

namespace {

// Edits that wait for a run which is gone would fail for ever.
Result<void> dropEdits(const std::shared_ptr<Workspace>& workspace, RunRowId run)
{
    const OutboxStore outbox(workspace);
    const auto edits = outbox.list();
    if (!edits)
        return failure(edits.error());
    for (const auto& edit : *edits) {
        if (edit.run != run)
            continue;
        if (auto dropped = outbox.resolve(edit.id, false); !dropped)
            return dropped;
    }
    return {};
}

} // namespace

Result<std::int64_t> purgeRuns(const std::shared_ptr<Workspace>& workspace,
                               const BackendOfSource& backendOf, const std::vector<RunRowId>& runs,
                               std::stop_token stop)
{
    std::int64_t done = 0;
    for (const RunRowId run : runs) {
        const auto detail = RunReader(workspace).detail(run);
        if (!detail)
            return failure(detail.error());
        const auto backend = backendOf(detail->source);
        if (!backend)
            return failure(backend.error());
        const auto purged = (*backend)->purgeRun(detail->run.id, stop);
        if (!purged && purged.error().kind != Error::Kind::NotFound)
            return failure(purged.error());
        // The source first: what it has purged must go here even if the next one fails.
        if (auto dropped = dropEdits(workspace, run); !dropped)
            return failure(dropped.error());
        if (auto removed = MirrorWriter(workspace, detail->source).removeRuns({detail->run.id});
            !removed)
            return failure(removed.error());
        AuditEntry entry;
        entry.action = "purge-run";
        entry.sourceName = detail->sourceName;
        entry.subject = "run " + detail->run.id;
        entry.before = detail->run.name;
        if (auto kept = AuditLog(workspace).add(std::move(entry)); !kept)
            return failure(kept.error());
        ++done;
    }
    return done;
}

} // namespace binnacle
