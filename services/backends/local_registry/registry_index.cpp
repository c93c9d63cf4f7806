#include "services/backends/local_registry/registry_index.h"

#include <SQLiteCpp/Statement.h>

namespace binnacle::local_registry {

namespace fs = std::filesystem;

namespace {

constexpr int applicationId = 0x424E5247; // "BNRG"
constexpr int schemaVersion = 1;
constexpr int patience = 10'000; // milliseconds

// `model` columns hold row ids; times are UTC milliseconds; digests are SHA-256 in hexadecimal.
constexpr const char* schema = R"sql(
CREATE TABLE state (changes INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (0);
CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  last_version INTEGER NOT NULL DEFAULT 0     -- numbers are not given again
) STRICT;
CREATE TABLE model_tag (
  model INTEGER NOT NULL REFERENCES model(id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
  model INTEGER NOT NULL REFERENCES model(id),
  number INTEGER NOT NULL,
  user_id TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  run_id TEXT NOT NULL DEFAULT '',
  run_link TEXT NOT NULL DEFAULT '',
  logged_model_id TEXT NOT NULL DEFAULT '',
  creation_time INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  PRIMARY KEY (model, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE version_tag (
  model INTEGER NOT NULL,
  number INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, number, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
  model INTEGER NOT NULL REFERENCES model(id),
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (model, name)
) STRICT, WITHOUT ROWID;
-- The files of a version, and of uploads that are not registered yet (model 0, folder not empty).
CREATE TABLE file (
  folder TEXT NOT NULL,
  model INTEGER NOT NULL,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (folder, model, number, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_by_digest ON file(digest);
)sql";

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

QString shown(const fs::path& path)
{
    return QString::fromStdString(path.string());
}

} // namespace

bool RegistryIndex::isThere(const fs::path& folder)
{
    std::error_code ignored;
    return fs::is_regular_file(folder / indexName, ignored);
}

Result<void> RegistryIndex::create(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return failure(Error::Kind::Storage,
                       tr("The folder “%1” can not be made: %2.")
                           .arg(shown(folder), QString::fromStdString(error.message())));
    try {
        SQLite::Database db((folder / indexName).string(),
                            SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience);
        db.exec("BEGIN IMMEDIATE"); // two programs may make it at once
        if (db.execAndGet("PRAGMA user_version").getInt() == 0) {
            db.exec(schema);
            db.exec("PRAGMA application_id = " + std::to_string(applicationId));
            db.exec("PRAGMA user_version = " + std::to_string(schemaVersion));
        }
        db.exec("COMMIT");
    } catch (const std::exception& exception) {
        return failure(RegistryIndex(folder).storageError(exception));
    }
    return {};
}

Result<std::unique_ptr<SQLite::Database>> RegistryIndex::open() const
{
    if (!isThere(folder_))
        return failure(Error::Kind::Network,
                       tr("There is no registry in “%1”: it was moved or deleted, or its drive is "
                          "not there.")
                           .arg(shown(folder_)));
    try {
        auto db =
            std::make_unique<SQLite::Database>(file().string(), SQLite::OPEN_READWRITE, patience);
        const int version = db->execAndGet("PRAGMA user_version").getInt();
        if (db->execAndGet("PRAGMA application_id").getInt() != applicationId)
            return failure(Error::Kind::Invalid,
                           tr("“%1” is no registry of Binnacle.").arg(shown(file())));
        if (version != schemaVersion)
            return failure(Error::Kind::Unsupported,
                           tr("The registry in “%1” was written by a newer Binnacle. Update this "
                              "one.")
                               .arg(shown(folder_)));
        return db;
    } catch (const std::exception& exception) {
        return failure(storageError(exception));
    }
}

Error RegistryIndex::storageError(const std::exception& exception) const
{
    return {Error::Kind::Storage,
            tr("The registry in “%1” can not be read or written. Check the disk and the "
               "permissions of the folder.")
                .arg(shown(folder_)),
            QString::fromUtf8(exception.what())};
}

} // namespace binnacle::local_registry
