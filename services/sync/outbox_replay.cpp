#include "services/sync/outbox_replay.h"

#include "services/workspace/audit_log.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"

#include <algorithm>
#include <optional>

namespace binnacle {

namespace {

// What the source holds now of the thing that an edit changes; nullopt: no such tag.
std::optional<std::string> heldBy(const Run& run, const Edit& edit)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
        return run.name;
    case Edit::Kind::SetTag:
    case Edit::Kind::DeleteTag:
        if (const auto* value = findValue(run.tags, edit.key))
            return *value;
        return std::nullopt;
    case Edit::Kind::Delete:
    case Edit::Kind::Restore:
        return std::string(lifecycleName(run.lifecycle));
    }
    return std::nullopt;
}

std::optional<std::string> wantedBy(const Edit& edit)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
    case Edit::Kind::SetTag:
        return edit.value;
    case Edit::Kind::DeleteTag:
        return std::nullopt;
    case Edit::Kind::Delete:
        return std::string(lifecycleName(Lifecycle::Deleted));
    case Edit::Kind::Restore:
        return std::string(lifecycleName(Lifecycle::Active));
    }
    return std::nullopt;
}

const char* actionOf(Edit::Kind kind)
{
    switch (kind) {
    case Edit::Kind::Rename:
        return "rename-run";
    case Edit::Kind::SetTag:
        return "set-run-tag";
    case Edit::Kind::DeleteTag:
        return "delete-run-tag";
    case Edit::Kind::Delete:
        return "delete-run";
    case Edit::Kind::Restore:
        return "restore-run";
    }
    return "";
}

// Active and deleted are all there is: a run that is not yet as wanted is as it was.
bool canConflict(Edit::Kind kind)
{
    return kind != Edit::Kind::Delete && kind != Edit::Kind::Restore;
}

} // namespace

OutboxReplay::OutboxReplay(std::shared_ptr<Workspace> workspace, TrackingBackend& backend,
                           SourceId source)
    : workspace_(std::move(workspace)), outbox_(workspace_), backend_(backend), source_(source)
{
}

Result<OutboxReplay::Outcome> OutboxReplay::run(std::stop_token stop)
{
    const auto pending = outbox_.pending(source_);
    if (!pending)
        return failure(pending.error());
    Outcome outcome;
    std::set<std::string> touched;
    for (const Edit& edit : *pending) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (auto done = replay(edit, outcome, stop); !done)
            return failure(done.error());
        touched.insert(edit.runId);
    }
    if (auto done = mirrorAgain(touched, stop); !done)
        return failure(done.error());
    return outcome;
}

// A scan for what changed may not look at these runs again, and the mirror holds what was wanted
// here rather than what the source made of it.
Result<void> OutboxReplay::mirrorAgain(const std::set<std::string>& runIds,
                                       const std::stop_token& stop)
{
    std::vector<Run> runs;
    for (const auto& id : runIds) {
        auto run = backend_.run(id, stop);
        if (run)
            runs.push_back(std::move(*run));
        else if (run.error().kind == Error::Kind::Network ||
                 run.error().kind == Error::Kind::Cancelled)
            return failure(run.error());
    }
    const auto written = MirrorWriter(workspace_, source_).putRuns(runs);
    if (!written)
        return failure(written.error());
    return {};
}

// Gone already where a person replaced the edit while it was being sent.
Result<void> OutboxReplay::confirm(const Edit& edit, Outcome& outcome)
{
    ++outcome.confirmed;
    auto confirmed = outbox_.confirm(edit.id);
    if (confirmed || confirmed.error().kind == Error::Kind::NotFound)
        return {};
    return confirmed;
}

Result<void> OutboxReplay::replay(const Edit& edit, Outcome& outcome, const std::stop_token& stop)
{
    const auto run = backend_.run(edit.runId, stop);
    if (!run) {
        switch (run.error().kind) {
        case Error::Kind::NotFound:
            if (edit.kind == Edit::Kind::Delete) // more than was asked for
                return confirm(edit, outcome);
            return refused(edit, run.error(), outcome);
        case Error::Kind::Invalid:
        case Error::Kind::Unsupported:
            return refused(edit, run.error(), outcome);
        default: // Auth: the source refuses us altogether, not this edit
            return failure(run.error());
        }
    }

    const auto held = heldBy(*run, edit);
    if (held == wantedBy(edit)) {
        // A pass that ended between sending and its entry did it.
        if (edit.sent) {
            if (auto kept = audit(edit, edit.before); !kept)
                return kept;
        }
        return confirm(edit, outcome);
    }
    if (canConflict(edit.kind) && held != edit.before) {
        ++outcome.conflicts;
        return outbox_.markConflict(edit.id, held);
    }
    if (auto marked = outbox_.markSent(edit.id); !marked)
        return marked;
    auto sent = send(edit, stop);
    if (sent) {
        if (auto kept = audit(edit, held); !kept)
            return kept;
        return confirm(edit, outcome);
    }
    switch (sent.error().kind) {
    case Error::Kind::Auth:
    case Error::Kind::NotFound:
    case Error::Kind::Invalid:
    case Error::Kind::Unsupported:
        return refused(edit, sent.error(), outcome);
    default:
        return sent;
    }
}

Result<void> OutboxReplay::audit(const Edit& edit, const std::optional<std::string>& held) const
{
    AuditEntry entry;
    entry.action = actionOf(edit.kind);
    entry.subject = "run " + edit.runId + (edit.key.empty() ? "" : " tag " + edit.key);
    entry.before = held.value_or(std::string());
    entry.after = wantedBy(edit).value_or(std::string());
    if (const auto sources = SourceStore(workspace_).list()) {
        const auto source = std::ranges::find(*sources, source_, &Source::id);
        if (source != sources->end())
            entry.sourceName = source->name;
    }
    return AuditLog(workspace_).add(std::move(entry)).map([](const auto&) {});
}

Result<void> OutboxReplay::send(const Edit& edit, const std::stop_token& stop)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
        return backend_.renameRun(edit.runId, edit.value, stop);
    case Edit::Kind::SetTag:
        return backend_.setTag(edit.runId, edit.key, edit.value, stop);
    case Edit::Kind::DeleteTag:
        return backend_.deleteTag(edit.runId, edit.key, stop);
    case Edit::Kind::Delete:
        return backend_.deleteRun(edit.runId, stop);
    case Edit::Kind::Restore:
        return backend_.restoreRun(edit.runId, stop);
    }
    return {};
}

Result<void> OutboxReplay::refused(const Edit& edit, const Error& error, Outcome& outcome)
{
    ++outcome.failed;
    return outbox_.markFailed(edit.id, error.message.toStdString());
}

} // namespace binnacle
