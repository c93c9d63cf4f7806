#pragma once

#include "services/domain/result.h"
#include "services/workspace/run_change_log.h"

#include <QObject>

#include <SQLiteCpp/Database.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace binnacle {

// Tells what a commit changed. Signals are emitted on the thread that wrote; connect from objects
// of other threads as usual (queued).
class WorkspaceEvents : public QObject
{
    Q_OBJECT
signals:
    void sourcesChanged();
    void runsChanged();      // experiments, runs, params, metrics, tags
    void historiesChanged(); // series and chunks
    void outboxChanged();
    void viewsChanged();
    void registryChanged(); // registered models, versions, aliases and their history
    void actsChanged();     // journal, audit log, evidence, readiness
    void datasetsChanged(); // versions of datasets and their checks
    void driftChanged();    // drift reports that were kept
    void rolloutsChanged(); // targets, rollouts, figures
};

// The local SQLite workspace (WAL). Thread-safe: readers lease a connection each, writers take
// turns on one. All calls block: never on the GUI thread. The file may be open in several
// processes at once.
class Workspace
{
public:
    enum class Subject : unsigned {
        Sources = 1,
        Runs = 2,
        Histories = 4,
        Outbox = 8,
        Views = 16,
        Registry = 32,
        Acts = 64,
        Datasets = 128,
        Drift = 256,
        Rollouts = 512,
    };
    using Subjects = unsigned;

    // Creates the file (and its folder) where there is none, migrates an older schema, refuses a
    // newer one. Errors: Storage.
    static Result<std::shared_ptr<Workspace>> open(const std::filesystem::path& file);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::filesystem::path& path() const { return path_; }
    WorkspaceEvents& events() { return events_; }

    // Runs `work(SQLite::Database&)` on a reader connection, in one snapshot (a read transaction).
    // `work` returns a Result<…>; SQLite's exceptions become Error::Kind::Storage.
    template <class Work>
    auto read(Work work) -> std::invoke_result_t<Work, SQLite::Database&>
    {
        const auto lease = Lease(*this);
        if (!lease.connection())
            return failure(lease.error());
        return guarded([&] { return readIn(*lease.connection(), work); });
    }

    // Runs `work(SQLite::Database&)` in one write transaction, committed when it succeeds, rolled
    // back when it fails or throws. `subjects` are announced after the commit, if a row changed.
    template <class Work>
    auto write(Subjects subjects, Work work) -> std::invoke_result_t<Work, SQLite::Database&>
    {
        auto result = [&] {
            const std::scoped_lock turn(writeMutex_);
            const auto before = writer_->getTotalChanges();
            auto outcome = guarded([&] { return writeIn(*writer_, work); });
            runChanges_.finish(outcome.has_value());
            if (writer_->getTotalChanges() == before)
                subjects = 0;
            return outcome;
        }();
        if (result)
            announce(subjects);
        return result;
    }

    // Grows with each commit of this process that changed runs, histories or edits; another
    // process's commits are seen as well once pollOtherProcesses() was called.
    std::uint64_t generation() const { return generation_.load(); }
    // What commits did to `run`; a commit is in it before it is announced.
    const RunChangeLog& runChanges() const { return runChanges_; }
    // Announces everything if another process wrote since the last call. Cheap.
    void pollOtherProcesses();

private:
    explicit Workspace(std::filesystem::path file);

    class Lease
    {
    public:
        explicit Lease(Workspace& workspace);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        SQLite::Database* connection() const { return connection_.get(); }
        const Error& error() const { return error_; }

    private:
        Workspace& workspace_;
        std::unique_ptr<SQLite::Database> connection_;
        Error error_;
    };

    template <class Call>
    auto guarded(Call call) -> std::invoke_result_t<Call>
    {
        try {
            return call();
        } catch (const std::exception& exception) {
            return failure(storageError(exception));
        }
    }
    template <class Work>
    static auto readIn(SQLite::Database& db, Work& work)
    {
        db.exec("BEGIN");
        const Finish finish(db, "COMMIT");
        return work(db);
    }
    template <class Work>
    static auto writeIn(SQLite::Database& db, Work& work)
    {
        db.exec("BEGIN IMMEDIATE");
        Finish finish(db, "ROLLBACK");
        auto result = work(db);
        if (result)
            finish.commit();
        return result;
    }

    // Ends a transaction on every way out of the scope.
    class Finish
    {
    public:
        Finish(SQLite::Database& db, const char* statement) : db_(db), statement_(statement) {}
        ~Finish();
        Finish(const Finish&) = delete;
        Finish& operator=(const Finish&) = delete;
        void commit();

    private:
        SQLite::Database& db_;
        const char* statement_;
    };

    Error storageError(const std::exception& exception) const;
    Result<std::unique_ptr<SQLite::Database>> connect() const;
    void announce(Subjects subjects);

    std::filesystem::path path_;
    WorkspaceEvents events_;
    RunChangeLog runChanges_;
    std::unique_ptr<SQLite::Database> writer_;
    std::mutex writeMutex_;
    std::mutex idleMutex_;
    std::vector<std::unique_ptr<SQLite::Database>> idleReaders_;
    std::atomic<std::uint64_t> generation_ = 1;
    std::int64_t lastDataVersion_ = 0;
};

constexpr Workspace::Subjects operator|(Workspace::Subject a, Workspace::Subject b)
{
    return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr Workspace::Subjects operator+(Workspace::Subject a)
{
    return static_cast<unsigned>(a);
}

} // namespace binnacle
