#include "services/workspace/workspace.h"

#include "services/workspace/schema.h"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <cstring>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Workspace", source);
}

QString whatToDo(const std::exception& exception)
{
    const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&exception);
    if (!sqlite)
        return text("Reading or writing the workspace %1 failed.");
    switch (sqlite->getErrorCode()) {
    case SQLITE_FULL:
        return text("The disk of the workspace %1 is full. Free some space; nothing that was saved "
                    "before is lost.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return text("The workspace %1 is held by another program. Try again in a moment.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return text("The workspace %1 is damaged. Move it away and sync again; edits that were not "
                    "sent yet are only in that file.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return text("The workspace %1 can not be written. Check the permissions of the file and of "
                    "its folder.");
    case SQLITE_CANTOPEN:
        return text("The workspace %1 can not be opened. Check that the folder exists and may be "
                    "written.");
    case SQLITE_IOERR:
        return text("The disk of the workspace %1 failed or is full.");
    default:
        return text("The workspace %1 could not be read or written.");
    }
}

// Tells the log of every row of `run` that a statement writes or removes.
void watchRuns(SQLite::Database& writer, RunChangeLog& log)
{
    sqlite3_update_hook(
        writer.getHandle(),
        [](void* target, int, const char*, const char* table, sqlite3_int64 row) {
            if (std::strcmp(table, "run") == 0)
                static_cast<RunChangeLog*>(target)->note(row);
        },
        &log);
}

} // namespace

Workspace::Workspace(std::filesystem::path file) : path_(std::move(file)) {}
Workspace::~Workspace() = default;

Error Workspace::storageError(const std::exception& exception) const
{
    if (const auto* mismatch = dynamic_cast<const SchemaMismatch*>(&exception)) {
        const QString sentence =
            mismatch->why == SchemaMismatch::Why::Newer
                ? text("The workspace %1 was written by a newer Binnacle. Update this one, or "
                       "choose another workspace.")
                : text("%1 is not a Binnacle workspace. Choose another file.");
        return {Error::Kind::Unsupported, sentence.arg(QString::fromStdString(path_.string())),
                QString::fromUtf8(exception.what())};
    }
    return {Error::Kind::Storage, whatToDo(exception).arg(QString::fromStdString(path_.string())),
            QString::fromUtf8(exception.what())};
}

Result<std::unique_ptr<SQLite::Database>> Workspace::connect() const
{
    try {
        // A connection belongs to one thread at a time: SQLite's own lock, taken for every value
        // that is read, would cost a third of each scan.
        auto db = std::make_unique<SQLite::Database>(
            path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
            10'000);
        db->exec("PRAGMA synchronous = NORMAL");
        db->exec("PRAGMA temp_store = MEMORY");
        db->exec("PRAGMA cache_size = -16000"); // KiB
        db->exec("PRAGMA foreign_keys = ON");
        return db;
    } catch (const std::exception& exception) {
        return failure(storageError(exception));
    }
}

Result<std::shared_ptr<Workspace>> Workspace::open(const std::filesystem::path& file)
{
    std::error_code ignored;
    const auto absolute = std::filesystem::absolute(file, ignored);
    std::filesystem::create_directories(absolute.parent_path(), ignored);
    std::shared_ptr<Workspace> workspace(new Workspace(absolute));
    auto writer = workspace->connect();
    if (!writer)
        return failure(writer.error());
    try {
        (*writer)->exec("PRAGMA journal_mode = WAL");
        migrate(**writer);
        (*writer)->exec("PRAGMA cache_size = -64000");
        (*writer)->exec("PRAGMA wal_autocheckpoint = 4000");
        workspace->lastDataVersion_ = (*writer)->execAndGet("PRAGMA data_version").getInt64();
    } catch (const std::exception& exception) {
        return failure(workspace->storageError(exception));
    }
    workspace->writer_ = std::move(*writer);
    watchRuns(*workspace->writer_, workspace->runChanges_);
    return workspace;
}

Workspace::Lease::Lease(Workspace& workspace) : workspace_(workspace)
{
    {
        const std::scoped_lock lock(workspace.idleMutex_);
        if (!workspace.idleReaders_.empty()) {
            connection_ = std::move(workspace.idleReaders_.back());
            workspace.idleReaders_.pop_back();
            return;
        }
    }
    auto connection = workspace.connect();
    if (connection) {
        connection_ = std::move(*connection);
        connection_->tryExec("PRAGMA query_only = ON");
    } else {
        error_ = connection.error();
    }
}

Workspace::Lease::~Lease()
{
    if (!connection_)
        return;
    const std::scoped_lock lock(workspace_.idleMutex_);
    workspace_.idleReaders_.push_back(std::move(connection_));
}

Workspace::Finish::~Finish()
{
    if (statement_)
        db_.tryExec(statement_);
}

void Workspace::Finish::commit()
{
    db_.exec("COMMIT"); // throws where the disk is full: the destructor then rolls back
    statement_ = nullptr;
}

void Workspace::announce(Subjects subjects)
{
    const auto has = [subjects](Subject subject) { return (subjects & +subject) != 0; };
    if (has(Subject::Runs) || has(Subject::Histories) || has(Subject::Outbox))
        generation_.fetch_add(1);
    if (has(Subject::Sources))
        emit events_.sourcesChanged();
    if (has(Subject::Runs))
        emit events_.runsChanged();
    if (has(Subject::Histories))
        emit events_.historiesChanged();
    if (has(Subject::Outbox))
        emit events_.outboxChanged();
    if (has(Subject::Views))
        emit events_.viewsChanged();
    if (has(Subject::Registry))
        emit events_.registryChanged();
    if (has(Subject::Acts))
        emit events_.actsChanged();
    if (has(Subject::Datasets))
        emit events_.datasetsChanged();
    if (has(Subject::Drift))
        emit events_.driftChanged();
    if (has(Subject::Rollouts))
        emit events_.rolloutsChanged();
}

void Workspace::pollOtherProcesses()
{
    const std::scoped_lock turn(writeMutex_);
    const auto version = guarded([&]() -> Result<std::int64_t> {
        return writer_->execAndGet("PRAGMA data_version").getInt64();
    });
    if (!version || *version == lastDataVersion_)
        return;
    lastDataVersion_ = *version;
    runChanges_.forget();
    announce((Subject::Sources | Subject::Runs) | (Subject::Histories | Subject::Outbox) |
             (Subject::Views | Subject::Registry) | (Subject::Acts | Subject::Datasets) |
             (Subject::Drift | Subject::Rollouts));
}

} // namespace binnacle
