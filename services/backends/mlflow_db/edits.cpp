#include "services/backends/mlflow_db/edits.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_removal.h"

#include <chrono>

namespace binnacle::mlflow_db {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

enum class Wanted { ActiveRun, AnyRun };

Result<void> checkRun(SqliteFile& file, const std::string& runId, Wanted wanted)
{
    Statement row(file.handle(), "SELECT lifecycle_stage FROM runs WHERE run_uuid = ?1");
    if (!row.bind(1, runId).step())
        return failure(noSuchRun(runId));
    if (wanted == Wanted::ActiveRun && row.text(0) == "deleted")
        return failure(Error::Kind::Conflict,
                       tr("The run %1 is deleted: restore it before it is edited.")
                           .arg(QString::fromStdString(runId)));
    return {};
}

void putTag(SqliteFile& file, const std::string& runId, std::string_view key,
            const std::string& value)
{
    Statement put(file.handle(), "INSERT INTO tags (key, value, run_uuid) VALUES (?1, ?2, ?3) ON "
                                 "CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value");
    put.bind(1, key).bind(2, value).bind(3, runId).step();
}

} // namespace

Error noSuchRun(const std::string& runId)
{
    return {Error::Kind::NotFound,
            tr("There is no run %1 in this source any more.").arg(QString::fromStdString(runId)),
            {}};
}

Result<void> checkDeleted(SqliteFile& file, const std::string& runId)
{
    Statement row(file.handle(), "SELECT lifecycle_stage FROM runs WHERE run_uuid = ?1");
    if (!row.bind(1, runId).step())
        return failure(noSuchRun(runId));
    return row.text(0) == "deleted" ? Result<void>() : failure(notInTrash(runId));
}

Result<void> setTag(SqliteFile& file, const Schema& schema, const std::string& runId,
                    const std::string& key, const std::string& value)
{
    if (key == tags::runName)
        return renameRun(file, schema, runId, value);
    if (auto good = checkTag(key, value, schema.tagLimit); !good)
        return good;
    WriteTransaction transaction(file);
    if (auto there = checkRun(file, runId, Wanted::ActiveRun); !there)
        return there;
    putTag(file, runId, key, value);
    transaction.commit();
    return {};
}

Result<void> deleteTag(SqliteFile& file, const std::string& runId, const std::string& key)
{
    WriteTransaction transaction(file);
    if (auto there = checkRun(file, runId, Wanted::ActiveRun); !there)
        return there;
    Statement remove(file.handle(), "DELETE FROM tags WHERE key = ?1 AND run_uuid = ?2");
    remove.bind(1, key).bind(2, runId).step();
    transaction.commit();
    return {};
}

Result<void> renameRun(SqliteFile& file, const Schema& schema, const std::string& runId,
                       const std::string& name)
{
    if (name.empty() || QString::fromStdString(name).size() > 250)
        return failure(Error::Kind::Invalid, tr("The name of a run has 1 to 250 characters."));
    if (auto good = checkTag(std::string(tags::runName), name, schema.tagLimit); !good)
        return good;
    WriteTransaction transaction(file);
    if (auto there = checkRun(file, runId, Wanted::ActiveRun); !there)
        return there;
    {
        Statement rename(file.handle(), "UPDATE runs SET name = ?1 WHERE run_uuid = ?2");
        rename.bind(1, name).bind(2, runId).step();
    }
    putTag(file, runId, tags::runName, name);
    transaction.commit();
    return {};
}

Result<void> setLifecycle(SqliteFile& file, const std::string& runId, Lifecycle lifecycle)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    WriteTransaction transaction(file);
    if (auto there = checkRun(file, runId, Wanted::AnyRun); !there)
        return there;
    {
        const auto word = lifecycleName(lifecycle);
        Statement set(file.handle(), lifecycle == Lifecycle::Deleted
                                         ? "UPDATE runs SET lifecycle_stage = ?1, deleted_time = "
                                           "?3 WHERE run_uuid = ?2"
                                         : "UPDATE runs SET lifecycle_stage = ?1, deleted_time = "
                                           "NULL WHERE run_uuid = ?2");
        set.bind(1, word).bind(2, runId);
        if (lifecycle == Lifecycle::Deleted)
            set.bind(3, now);
        set.step();
    }
    transaction.commit();
    return {};
}

} // namespace binnacle::mlflow_db
