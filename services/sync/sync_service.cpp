#include "services/sync/sync_service.h"

#include "services/async/deliver.h"
#include "services/sync/backend_cache.h"
#include "services/sync/file_watch.h"
#include "services/sync/pass_job.h"
#include "services/sync/source_schedule.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/source_store.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

// What the workspace says about a source.
struct KnownSource
{
    Source source;
    std::optional<std::int64_t> sinceFull; // milliseconds
    bool editsWait = false;
};

Result<std::vector<KnownSource>> listSources(const std::shared_ptr<Workspace>& workspace)
{
    const SourceStore store(workspace);
    const auto sources = store.list();
    if (!sources)
        return failure(sources.error());
    std::vector<KnownSource> known;
    for (const auto& source : *sources) {
        KnownSource entry{source, std::nullopt, false};
        if (const auto last = store.lastFullPass(source.id); last && *last)
            entry.sinceFull = QDateTime::currentMSecsSinceEpoch() - **last;
        const auto pending = OutboxStore(workspace).pending(source.id);
        entry.editsWait = pending && !pending->empty();
        known.push_back(std::move(entry));
    }
    return known;
}

} // namespace

class SyncService::Private
{
public:
    struct Entry
    {
        Source source;
        SourceSchedule schedule;
        std::shared_ptr<PassControl> control; // of the pass under way
        std::string fingerprint;
        bool reachable = true; // as far as the last pass tells
        SyncProgress progress;
        SyncProgress before; // of the passes that made room, which the next one goes on from
    };

    Private(SyncService* service, std::shared_ptr<Workspace> workspaceOf,
            const BackendRegistry& registry, WorkerPools& workers)
        : q(service)
        , workspace(std::move(workspaceOf))
        , pools(workers)
        , backends(std::make_shared<BackendCache>(workspace, registry))
    {
    }

    void refresh();
    void adopt(const std::vector<KnownSource>& known);
    void wake();
    void begin(Entry& entry, SourceSchedule::Turn turn);
    void end(SourceId source, const PassJob::Ended& ended);
    void publishReports();
    void publish(Entry& entry, SyncProgress progress);
    void askFull(Entry& entry);
    void watch(SourceId source, const QStringList& paths);

    SyncService* q;
    std::shared_ptr<Workspace> workspace;
    WorkerPools& pools;
    std::shared_ptr<BackendCache> backends;
    std::shared_ptr<UrgentRuns> urgent = std::make_shared<UrgentRuns>();
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::map<SourceId, Entry> entries;
    QElapsedTimer clock;
    QTimer wakeTimer;    // the next turn
    QTimer reportTimer;  // progress of passes under way, ten times a second
    QTimer refreshTimer; // sources or edits changed: read once for a burst of signals
    QThread watchThread;
    FileWatch* fileWatch = nullptr; // lives in watchThread
    bool started = false;
    bool fullWhenListed = false;
    bool listing = false;
    bool listAgain = false;
};

void SyncService::Private::refresh()
{
    if (listing) {
        listAgain = true;
        return;
    }
    listing = true;
    auto work = [store = workspace, inside = gate]() -> Result<std::vector<KnownSource>> {
        if (!inside->enter())
            return failure(cancelledError());
        auto known = listSources(store);
        inside->leave();
        return known;
    };
    deliver(onPool(&pools.readers, std::move(work)), q, [this](const auto& known) {
        listing = false;
        if (known)
            adopt(*known);
        if (std::exchange(listAgain, false))
            refresh();
    });
}

void SyncService::Private::adopt(const std::vector<KnownSource>& known)
{
    std::erase_if(entries, [&](auto& item) {
        auto& entry = item.second;
        const auto same = std::ranges::find_if(known, [&](const KnownSource& other) {
            return other.source.id == entry.source.id && other.source.uri == entry.source.uri;
        });
        if (same != known.end())
            return false;
        if (entry.control)
            entry.control->stop.request_stop();
        backends->drop(entry.source.id);
        watch(entry.source.id, {});
        return true;
    });
    for (const auto& [source, sinceFull, editsWait] : known) {
        auto found = entries.find(source.id);
        if (found == entries.end()) {
            Entry entry{source, SourceSchedule(false, {}), {}, {}, true, {}, {}};
            entry.progress.source = source.id;
            entry.schedule.start(clock.elapsed(), sinceFull);
            found = entries.emplace(source.id, std::move(entry)).first;
        }
        auto& entry = found->second;
        entry.source = source;
        // An edit made while a pass is under way is seen at its end; one for a source out of reach
        // waits until that is back.
        if (editsWait && !entry.control && entry.reachable)
            entry.schedule.ask(false);
        if (fullWhenListed)
            askFull(entry);
    }
    fullWhenListed = false;
    wake();
}

void SyncService::Private::wake()
{
    const std::int64_t now = clock.elapsed();
    std::int64_t next = now + 60'000;
    for (auto& [id, entry] : entries) {
        if (entry.control) {
            if (entry.schedule.wantsTurn(now))
                entry.control->makeRoom = true;
            next = std::min(next, now + 1'000);
        } else if (const auto turn = entry.schedule.due(now)) {
            begin(entry, *turn);
        } else {
            next = std::min(next, entry.schedule.nextAt());
        }
    }
    wakeTimer.start(static_cast<int>(std::clamp<std::int64_t>(next - now, 10, 60'000)));
}

void SyncService::Private::begin(Entry& entry, SourceSchedule::Turn turn)
{
    entry.schedule.started(clock.elapsed());
    entry.control = std::make_shared<PassControl>();
    PassJob job{workspace, backends,     entry.control, urgent,
                gate,      entry.source, turn,          entry.fingerprint};
    deliver(onPool(&pools.jobs, std::move(job)), q,
            [this, id = entry.source.id, control = entry.control](const PassJob::Ended& ended) {
                const auto found = entries.find(id);
                if (found != entries.end() && found->second.control == control)
                    end(id, ended);
            });
    if (!reportTimer.isActive())
        reportTimer.start();
}

void SyncService::Private::end(SourceId source, const PassJob::Ended& ended)
{
    auto& entry = entries.at(source);
    entry.control.reset();
    entry.fingerprint = ended.fingerprint;
    entry.schedule.setWatched(ended.local && !ended.watchPaths.isEmpty());
    entry.schedule.ended(clock.elapsed(), ended.outcome);
    watch(source, ended.watchPaths);
    if (ended.ran) {
        const bool cancelled = ended.outcome.error == Error::Kind::Cancelled;
        if (!cancelled)
            entry.reachable = !ended.outcome.error;
        if (ended.progress.historiesLeft) {
            publish(entry, ended.progress);
            entry.before = entry.progress;
        } else {
            publish(entry, ended.progress);
            entry.before = {};
            emit q->passFinished(source, !ended.outcome.error, ended.message);
        }
    }
    wake();
}

void SyncService::Private::publishReports()
{
    bool busy = false;
    for (auto& [id, entry] : entries) {
        if (!entry.control)
            continue;
        busy = true;
        if (auto report = entry.control->takeReport(); report && !isOver(report->phase))
            publish(entry, *std::move(report));
    }
    if (!busy)
        reportTimer.stop();
}

// A pass that made room for a turn and the one that goes on are one to the person who watches.
void SyncService::Private::publish(Entry& entry, SyncProgress progress)
{
    const auto& before = entry.before;
    progress.historiesDone += before.historiesDone;
    progress.historiesTotal =
        std::max(progress.historiesTotal + before.historiesDone, before.historiesTotal);
    progress.points += before.points;
    progress.bytes += before.bytes;
    const bool goesOn = progress.phase == SyncProgress::Phase::Done && progress.historiesLeft;
    if (goesOn || (before.historiesLeft && !isOver(progress.phase)))
        progress.phase = SyncProgress::Phase::Histories;
    entry.progress = progress;
    emit q->progressChanged(entry.progress);
}

void SyncService::Private::askFull(Entry& entry)
{
    entry.schedule.ask(true);
    if (entry.control)
        entry.control->makeRoom = true;
}

void SyncService::Private::watch(SourceId source, const QStringList& paths)
{
    QMetaObject::invokeMethod(
        fileWatch, [watcher = fileWatch, source, paths] { watcher->setPaths(raw(source), paths); },
        Qt::QueuedConnection);
}

SyncService::SyncService(std::shared_ptr<Workspace> workspace, const BackendRegistry& backends,
                         WorkerPools& pools, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(workspace), backends, pools))
{
    qRegisterMetaType<SyncProgress>();
    qRegisterMetaType<SourceId>();
    d->clock.start();
    d->wakeTimer.setSingleShot(true);
    d->reportTimer.setInterval(std::chrono::milliseconds(100));
    d->refreshTimer.setSingleShot(true);
    d->refreshTimer.setInterval(std::chrono::milliseconds(20));
    connect(&d->wakeTimer, &QTimer::timeout, this, [this] { d->wake(); });
    connect(&d->reportTimer, &QTimer::timeout, this, [this] { d->publishReports(); });
    connect(&d->refreshTimer, &QTimer::timeout, this, [this] { d->refresh(); });

    d->fileWatch = new FileWatch;
    d->fileWatch->moveToThread(&d->watchThread);
    connect(&d->watchThread, &QThread::finished, d->fileWatch, &QObject::deleteLater);
    connect(d->fileWatch, &FileWatch::changed, this, [this](qint64 source) {
        const auto found = d->entries.find(SourceId{source});
        if (found == d->entries.end())
            return;
        found->second.schedule.look();
        d->wake();
    });
    d->watchThread.setObjectName(QStringLiteral("file watch"));
    d->watchThread.start();
}

SyncService::~SyncService()
{
    cancel();
    d->gate->closeAndWait();
    d->watchThread.quit();
    d->watchThread.wait();
}

void SyncService::start()
{
    if (d->started)
        return;
    d->started = true;
    const auto refreshSoon = [this] {
        if (!d->refreshTimer.isActive())
            d->refreshTimer.start();
    };
    auto& events = d->workspace->events();
    connect(&events, &WorkspaceEvents::sourcesChanged, this, refreshSoon);
    connect(&events, &WorkspaceEvents::outboxChanged, this, refreshSoon);
    d->refresh();
}

void SyncService::syncNow()
{
    d->fullWhenListed = true;
    if (!d->started)
        start();
    else
        d->refresh();
}

void SyncService::syncNow(SourceId source)
{
    const auto found = d->entries.find(source);
    if (found == d->entries.end())
        return;
    d->askFull(found->second);
    d->wake();
}

void SyncService::cancel()
{
    for (auto& [id, entry] : d->entries) {
        if (entry.control)
            entry.control->stop.request_stop();
    }
}

void SyncService::prioritise(const std::vector<RunRowId>& runs)
{
    d->urgent->set(runs);
}

std::vector<SyncProgress> SyncService::progress() const
{
    std::vector<SyncProgress> all;
    for (const auto& [id, entry] : d->entries)
        all.push_back(entry.progress);
    return all;
}

Result<std::shared_ptr<TrackingBackend>> SyncService::backend(SourceId source)
{
    return d->backends->get(source);
}

Result<std::shared_ptr<RegistryBackend>> SyncService::registry(SourceId source)
{
    return d->backends->registry(source);
}

} // namespace binnacle
