#include "services/sync/mirror_pass.h"

#include "services/sync/history_mirror.h"
#include "services/sync/outbox_replay.h"
#include "services/sync/progress_meter.h"
#include "services/sync/registry_mirror.h"
#include "services/sync/run_mirror.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/source_store.h"

#include <QDateTime>

namespace binnacle {

namespace {

// "As of" in a window need not be more exact than this, and each change of it costs every open
// view a look at the workspace.
constexpr std::int64_t recordAgainAfter = 60'000;

class Pass
{
public:
    Pass(std::shared_ptr<Workspace> workspace, TrackingBackend& backend, RegistryBackend* registry,
         const Source& source, const MirrorPass::Report& report)
        : workspace_(std::move(workspace))
        , backend_(backend)
        , registry_(registry)
        , source_(source.id)
        , sources_(workspace_)
        , meter_(source.id, report)
    {
    }

    Result<SyncProgress> run(bool full, HistoryMode histories, const MirrorPass::Urgent& urgent,
                             const MirrorPass::Pause& pause, const std::stop_token& stop)
    {
        auto done = phases(full, histories, urgent, pause, stop);
        if (done) {
            meter_.finish(SyncProgress::Phase::Done, {});
            return meter_.now;
        }
        if (stop.stop_requested() || done.error().kind == Error::Kind::Cancelled) {
            meter_.finish(SyncProgress::Phase::Cancelled, {});
            return failure(cancelledError());
        }
        // Where the workspace itself fails (a full disk) this fails as well, for the same reason.
        (void)sources_.recordFailure(source_, done.error());
        meter_.finish(SyncProgress::Phase::Failed, done.error().message);
        return failure(done.error());
    }

private:
    Result<void> phases(bool full, HistoryMode histories, const MirrorPass::Urgent& urgent,
                        const MirrorPass::Pause& pause, const std::stop_token& stop)
    {
        if (auto done = contact(full, stop); !done)
            return done;
        if (auto done = replay(stop); !done)
            return done;
        RunMirror runs(workspace_, backend_, source_, meter_);
        if (urgent)
            runs.lookAgainAt(urgent());
        if (auto done = runs.run(full, stop); !done)
            return done;
        if (auto done = registry(full, stop); !done)
            return done;
        if (auto done = record(runs.sawEverything()); !done)
            return done;
        if (histories == HistoryMode::None)
            return {};
        HistoryMirror mirror(workspace_, backend_, source_, meter_);
        if (auto done = mirror.run(urgent, pause, stop); !done)
            return done;
        return record(false);
    }

    // A quick pass over a source that was well a moment ago does without the question who it is.
    Result<void> contact(bool full, const std::stop_token& stop)
    {
        auto state = sources_.state(source_);
        if (!state)
            return failure(state.error());
        state_ = std::move(*state);
        product_ = state_.product;
        if (!full && state_.reach == SourceState::Reach::Online && !product_.empty())
            return {};
        const auto probe = backend_.probe(stop);
        if (!probe)
            return failure(probe.error());
        product_ = probe->product;
        for (const auto& warning : probe->warnings)
            meter_.warn(QString::fromStdString(warning));
        return {};
    }

    Result<void> replay(const std::stop_token& stop)
    {
        const auto pending = OutboxStore(workspace_).pending(source_);
        if (!pending)
            return failure(pending.error());
        if (pending->empty())
            return {};
        meter_.enter(SyncProgress::Phase::Outbox);
        const auto replayed = OutboxReplay(workspace_, backend_, source_).run(stop);
        if (!replayed)
            return failure(replayed.error());
        return {};
    }

    // A source whose registry fails is no failed source.
    Result<void> registry(bool full, const std::stop_token& stop)
    {
        if (!registry_)
            return {};
        auto done = RegistryMirror(workspace_, *registry_, source_, meter_).run(full, stop);
        if (done || done.error().kind == Error::Kind::Unsupported)
            return {};
        if (stop.stop_requested() || done.error().kind == Error::Kind::Cancelled)
            return failure(cancelledError());
        meter_.warn(
            QCoreApplication::translate("MirrorPass", "The model registry could not be read: %1")
                .arg(done.error().message));
        return {};
    }

    Result<void> record(bool sawEverything)
    {
        auto warning = meter_.now.message.toStdString();
        if (!sawEverything && warning.empty() && state_.reach == SourceState::Reach::Online)
            warning = state_.message; // of the last pass that looked at everything
        const auto now = QDateTime::currentMSecsSinceEpoch();
        const bool fresh = state_.lastSync && now - *state_.lastSync < recordAgainAfter;
        if (!sawEverything && fresh && state_.reach == SourceState::Reach::Online &&
            state_.product == product_ && state_.message == warning)
            return {};
        state_.reach = SourceState::Reach::Online;
        state_.lastSync = now;
        state_.product = product_;
        state_.message = warning;
        return sources_.recordReached(source_, product_, warning, sawEverything);
    }

    std::shared_ptr<Workspace> workspace_;
    TrackingBackend& backend_;
    RegistryBackend* registry_;
    SourceId source_;
    SourceStore sources_;
    ProgressMeter meter_;
    SourceState state_; // as recorded in the workspace
    std::string product_;
};

} // namespace

MirrorPass::MirrorPass(std::shared_ptr<Workspace> workspace,
                       std::shared_ptr<TrackingBackend> backend, Source source,
                       std::shared_ptr<RegistryBackend> registry)
    : workspace_(std::move(workspace))
    , backend_(std::move(backend))
    , source_(std::move(source))
    , registry_(std::move(registry))
{
}

Result<SyncProgress> MirrorPass::run(bool full, HistoryMode histories, const Report& report,
                                     const Urgent& urgent, std::stop_token stop)
{
    return Pass(workspace_, *backend_, registry_.get(), source_, report)
        .run(full, histories, urgent, pause_, stop);
}

} // namespace binnacle
