#pragma once

#include "services/sync/backend_cache.h"
#include "services/sync/mirror_pass.h"
#include "services/sync/source_schedule.h"
#include "services/sync/sync_progress.h"

#include <QStringList>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What the window and a pass under way tell each other. Thread-safe.
struct PassControl
{
    std::stop_source stop;
    std::atomic<bool> makeRoom = false; // histories end early: another turn is due

    void report(const SyncProgress& progress)
    {
        const std::scoped_lock lock(mutex_);
        progress_ = progress;
    }
    // What was reported since the last call.
    std::optional<SyncProgress> takeReport()
    {
        const std::scoped_lock lock(mutex_);
        return std::exchange(progress_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<SyncProgress> progress_;
};

// Runs that a person looks at, of all sources. Thread-safe.
class UrgentRuns
{
public:
    void set(std::vector<RunRowId> runs)
    {
        const std::scoped_lock lock(mutex_);
        runs_ = std::move(runs);
    }
    std::vector<RunRowId> get() const
    {
        const std::scoped_lock lock(mutex_);
        return runs_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<RunRowId> runs_;
};

// Lets work of a pool in until it is closed; whoever closes waits for those inside.
class Gate
{
public:
    bool enter();
    void leave();
    void closeAndWait();

private:
    std::mutex mutex_;
    std::condition_variable left_;
    int inside_ = 0;
    bool closed_ = false;
};

// One turn of a source on a worker thread: where asked for a look at its files, then a pass.
struct PassJob
{
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<BackendCache> backends;
    std::shared_ptr<PassControl> control;
    std::shared_ptr<UrgentRuns> urgent;
    std::shared_ptr<Gate> gate;
    Source source;
    SourceSchedule::Turn turn;
    std::string fingerprint; // of the files at the last pass that went well

    struct Ended
    {
        bool ran = false; // false: nothing to do, or the program ends
        SourceSchedule::Outcome outcome;
        SyncProgress progress;
        QString message;
        std::string fingerprint;
        QStringList watchPaths;
        bool local = false; // the source is files on this machine
    };

    Ended operator()() const;

private:
    Ended work() const;
    void runPass(const std::shared_ptr<TrackingBackend>& backend, Ended& ended) const;
    bool editsWait() const;
};

} // namespace binnacle
