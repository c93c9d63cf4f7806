#include "services/sync/pass_job.h"

#include "services/sync/file_watch.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/outbox_store.h"

namespace binnacle {

bool Gate::enter()
{
    const std::scoped_lock lock(mutex_);
    if (closed_)
        return false;
    ++inside_;
    return true;
}

void Gate::leave()
{
    const std::scoped_lock lock(mutex_);
    --inside_;
    left_.notify_all();
}

void Gate::closeAndWait()
{
    std::unique_lock lock(mutex_);
    closed_ = true;
    left_.wait(lock, [this] { return inside_ == 0; });
}

PassJob::Ended PassJob::operator()() const
{
    if (!gate->enter())
        return {};
    auto ended = work();
    gate->leave();
    return ended;
}

PassJob::Ended PassJob::work() const
{
    Ended ended;
    ended.fingerprint = fingerprint;
    const auto backend = backends->get(source);
    if (!backend) {
        ended.ran = true;
        ended.outcome.error = backend.error().kind;
        ended.message = backend.error().message;
        ended.progress.source = source.id;
        ended.progress.phase = SyncProgress::Phase::Failed;
        ended.progress.message = backend.error().message;
        control->report(ended.progress);
        return ended;
    }
    const auto paths = (*backend)->watchPaths();
    ended.local = !paths.empty();
    if (paths.size() <= mostWatchedPaths) {
        for (const auto& path : paths)
            ended.watchPaths.append(QString::fromStdString(path.string()));
    }
    // Taken before the pass reads: a change while it reads is seen at the next look.
    const auto before = ended.local ? fingerprintOf(paths) : std::string();
    if (ended.local && turn.onlyIfChanged && before == fingerprint && !editsWait())
        return ended;
    runPass(*backend, ended);
    ended.fingerprint = ended.outcome.error ? std::string() : before;
    return ended;
}

void PassJob::runPass(const std::shared_ptr<TrackingBackend>& backend, Ended& ended) const
{
    ended.ran = true;
    ended.outcome.full = turn.full;
    const auto registry = backends->registry(source);
    MirrorPass pass(workspace, backend, source, registry ? *registry : nullptr);
    pass.setPause([&] { return control->makeRoom.load(); });
    const auto done = pass.run(
        turn.full, HistoryMode::All,
        [&](const SyncProgress& progress) {
            ended.progress = progress;
            control->report(progress);
        },
        [&] { return urgent->get(); }, control->stop.get_token());
    if (!done) {
        ended.outcome.error = done.error().kind;
        ended.message = done.error().message;
        if (done.error().kind == Error::Kind::Auth)
            backends->drop(source.id);
        return;
    }
    ended.progress = *done;
    ended.message = done->message;
    ended.outcome.changed = done->runsChanged > 0 || done->points > 0;
    ended.outcome.more = done->historiesLeft || editsWait();
    const auto unfinished = MirrorWriter(workspace, source.id).unfinishedRuns();
    ended.outcome.unfinished = unfinished && !unfinished->empty();
}

bool PassJob::editsWait() const
{
    const auto pending = OutboxStore(workspace).pending(source.id);
    return pending && !pending->empty();
}

} // namespace binnacle
