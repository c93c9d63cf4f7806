#include "services/backends/local_registry/local_registry.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_registry/index_work.h"
#include "services/backends/local_upload.h"
#include "services/backends/model_source.h"
#include "services/backends/registry_checks.h"

#include <SQLiteCpp/Statement.h>

#include <QCryptographicHash>
#include <QFile>
#include <QUuid>

#include <map>
#include <utility>

namespace binnacle {

namespace fs = std::filesystem;
using namespace local_registry;

namespace {

constexpr std::string_view uploadScheme = "registry-upload:";
constexpr const char* digestTag = "binnacle.digest";

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

void putTag(SQLite::Database& db, std::int64_t model, std::optional<std::int64_t> version,
            const std::string& key, const std::string& value)
{
    SQLite::Statement put(
        db, version ? "INSERT OR REPLACE INTO version_tag(model, key, value, number) VALUES(?, ?, "
                      "?, ?)"
                    : "INSERT OR REPLACE INTO model_tag(model, key, value) VALUES(?, ?, ?)");
    put.bind(1, model);
    put.bind(2, key);
    put.bind(3, value);
    if (version)
        put.bind(4, *version);
    put.exec();
}

std::string userName()
{
    return qEnvironmentVariable("USER").toStdString();
}

} // namespace

RegistryCapabilities LocalRegistry::capabilities() const
{
    return {.aliases = true,
            .stages = false,
            .tags = true,
            .descriptions = true,
            .createVersions = true,
            .upload = true,
            .deleteVersions = true};
}

std::string LocalRegistry::address() const
{
    return "registry:" + index_.folder().string();
}

Result<RegistryScanResult> LocalRegistry::scanRegistry(RegistryScan scan, const RegistrySink& sink,
                                                       std::stop_token stop)
{
    std::string cursor;
    const auto read =
        index_.read(stop, [&](SQLite::Database& db) -> Result<std::vector<RegistryBatch>> {
            cursor = db.execAndGet("SELECT changes FROM state").getString();
            if (!scan.full && cursor == scan.cursor)
                return std::vector<RegistryBatch>();
            return readAll(db);
        });
    if (!read)
        return failure(read.error());
    const bool nothing = !scan.full && cursor == scan.cursor;
    if (!read->empty()) {
        if (auto taken = sink(*read); !taken)
            return failure(taken.error());
    }
    return RegistryScanResult{cursor, !nothing, {}};
}

Result<RegisteredModel> LocalRegistry::registeredModel(const std::string& name,
                                                       std::stop_token stop)
{
    return index_.read(stop, [&](SQLite::Database& db) -> Result<RegisteredModel> {
        const auto model = checked(db, name, {});
        return model ? Result<RegisteredModel>(readModel(db, *model)) : failure(model.error());
    });
}

Result<ModelVersion> LocalRegistry::modelVersion(const std::string& name,
                                                 const std::string& version, std::stop_token stop)
{
    return index_.read(stop, atVersion(name, version,
                                       [&](SQLite::Database& db, std::int64_t model,
                                           std::int64_t number) -> Result<ModelVersion> {
                                           return readVersions(db, model, number).front();
                                       }));
}

Result<std::optional<std::string>>
LocalRegistry::aliasHolder(const std::string& name, const std::string& alias, std::stop_token stop)
{
    return index_.read(
        stop,
        atModel(
            name,
            [&](SQLite::Database& db, std::int64_t model) -> Result<std::optional<std::string>> {
                SQLite::Statement row(db, "SELECT number FROM alias WHERE model = ? AND name = ?");
                row.bind(1, model);
                row.bind(2, alias);
                return row.executeStep() ? std::optional(row.getColumn(0).getString())
                                         : std::nullopt;
            }));
}

Result<void> LocalRegistry::setAlias(const std::string& name, const std::string& alias,
                                     const std::string& version, std::stop_token stop)
{
    if (auto good = checkAlias(alias); !good)
        return good;
    return index_.write(
        stop, atVersion(name, version,
                        [&](SQLite::Database& db, std::int64_t model,
                            std::int64_t number) -> Result<void> {
                            SQLite::Statement put(
                                db,
                                "INSERT OR REPLACE INTO alias(model, name, number) VALUES(?, ?, "
                                "?)");
                            put.bind(1, model);
                            put.bind(2, alias);
                            put.bind(3, number);
                            put.exec();
                            touch(db, model, {});
                            return {};
                        }));
}

Result<void> LocalRegistry::deleteAlias(const std::string& name, const std::string& alias,
                                        std::stop_token stop)
{
    return index_.write(
        stop, atModel(name, [&](SQLite::Database& db, std::int64_t model) -> Result<void> {
            SQLite::Statement drop(db, "DELETE FROM alias WHERE model = ? AND name = ?");
            drop.bind(1, model);
            drop.bind(2, alias);
            drop.exec();
            touch(db, model, {});
            return {};
        }));
}

Result<void> LocalRegistry::setModelTag(const std::string& name, const std::string& version,
                                        const std::string& key, const std::string& value,
                                        std::stop_token stop)
{
    if (auto good = checkTag(key, value, registryTagLimit); !good)
        return good;
    return index_.write(stop, atEither(name, version,
                                       [&](SQLite::Database& db, std::int64_t model,
                                           std::optional<std::int64_t> number) -> Result<void> {
                                           putTag(db, model, number, key, value);
                                           touch(db, model, number);
                                           return {};
                                       }));
}

Result<void> LocalRegistry::deleteModelTag(const std::string& name, const std::string& version,
                                           const std::string& key, std::stop_token stop)
{
    return index_.write(
        stop, atEither(name, version,
                       [&](SQLite::Database& db, std::int64_t model,
                           std::optional<std::int64_t> number) -> Result<void> {
                           SQLite::Statement drop(
                               db, number ? "DELETE FROM version_tag WHERE model = ? AND key = ? "
                                            "AND number = ?"
                                          : "DELETE FROM model_tag WHERE model = ? AND key = ?");
                           drop.bind(1, model);
                           drop.bind(2, key);
                           if (number)
                               drop.bind(3, *number);
                           drop.exec();
                           touch(db, model, number);
                           return {};
                       }));
}

Result<void> LocalRegistry::describe(const std::string& name, const std::string& version,
                                     const std::string& text, std::stop_token stop)
{
    return index_.write(
        stop, atEither(name, version,
                       [&](SQLite::Database& db, std::int64_t model,
                           std::optional<std::int64_t> number) -> Result<void> {
                           SQLite::Statement put(
                               db, number ? "UPDATE version SET description = ?2 WHERE model = ?1 "
                                            "AND number = ?3"
                                          : "UPDATE model SET description = ?2 WHERE id = ?1");
                           put.bind(1, model);
                           put.bind(2, text);
                           if (number)
                               put.bind(3, *number);
                           put.exec();
                           touch(db, model, number);
                           return {};
                       }));
}

Result<RegisteredModel> LocalRegistry::createModel(const std::string& name,
                                                   const std::string& description,
                                                   std::stop_token stop)
{
    if (auto good = checkModelName(name); !good)
        return failure(good.error());
    return index_.write(stop, [&](SQLite::Database& db) -> Result<RegisteredModel> {
        if (modelId(db, name))
            return failure(modelExists(name));
        SQLite::Statement put(db, "INSERT INTO model(name, description, creation_time, "
                                  "last_update_time) VALUES(?1, ?2, ?3, ?3)");
        put.bind(1, name);
        put.bind(2, description);
        put.bind(3, nowInMilliseconds());
        put.exec();
        return readModel(db, db.getLastInsertRowid());
    });
}

Result<std::string> LocalRegistry::gathered(const std::string& source, const std::stop_token& stop)
{
    if (source.starts_with(uploadScheme))
        return source;
    if (versionReference(source))
        return std::string();
    const auto root = localArtifactRoot(source, index_.folder());
    std::error_code error;
    if (!root || !fs::is_directory(*root, error))
        return failure(Error::Kind::Invalid,
                       tr("“%1” is no folder of this machine. Give a folder with an MLmodel.")
                           .arg(QString::fromStdString(source)));
    auto folder = newVersionFolder({}, stop);
    if (!folder)
        return folder;
    for (fs::recursive_directory_iterator it(*root, error), end; !error && it != end;
         it.increment(error)) {
        std::error_code ignored;
        if (it->is_symlink(ignored) || !it->is_regular_file(ignored))
            continue; // a link could lead anywhere
        const auto path = it->path().lexically_relative(*root).generic_string();
        if (auto done = put(*folder, path, it->path(), {}, stop); !done)
            return failure(done.error());
    }
    return folder;
}

Result<ModelVersion> LocalRegistry::createVersion(const NewModelVersion& made, std::stop_token stop)
{
    for (const auto& [key, value] : made.tags) {
        if (auto good = checkTag(key, value, registryTagLimit); !good)
            return failure(good.error());
    }
    const auto folder = gathered(made.source, stop);
    if (!folder)
        return failure(folder.error());
    return index_.write(stop, [&](SQLite::Database& db) -> Result<ModelVersion> {
        const auto model = checked(db, made.model, {});
        if (!model)
            return failure(model.error());
        std::vector<StoredFile> files;
        if (const auto other = versionReference(made.source)) {
            const auto number = versionNumberOf(other->model, other->version);
            const auto from = number ? checked(db, other->model, *number) : failure(number.error());
            if (!from)
                return failure(from.error());
            files = readFiles(db, {}, *from, *number);
        } else {
            files = readFiles(db, *folder, 0, 0);
        }
        if (files.empty())
            return failure(Error::Kind::Invalid, tr("A version needs files: “%1” has none.")
                                                     .arg(QString::fromStdString(made.source)));
        SQLite::Statement next(db, "UPDATE model SET last_version = last_version + 1 WHERE id = ? "
                                   "RETURNING last_version");
        next.bind(1, *model);
        (void)next.executeStep();
        const auto number = next.getColumn(0).getInt64();
        next.reset();
        const auto digest = digestOf(files);
        SQLite::Statement put(
            db, "INSERT INTO version(model, number, user_id, description, source, run_id, "
                "run_link, logged_model_id, creation_time, last_update_time) VALUES(?1, ?2, ?3, "
                "?4, ?5, ?6, ?7, ?8, ?9, ?9)");
        put.bind(1, *model);
        put.bind(2, number);
        put.bind(3, userName());
        put.bind(4, made.description);
        put.bind(5, made.source.starts_with(uploadScheme) ? digest : made.source);
        put.bind(6, made.runId);
        put.bind(7, made.runLink);
        put.bind(8, made.loggedModelId);
        put.bind(9, nowInMilliseconds());
        put.exec();
        for (const auto& file : files)
            putFile(db, {}, *model, number, file);
        SQLite::Statement used(db, "DELETE FROM file WHERE folder = ? AND folder <> ''");
        used.bind(1, *folder);
        used.exec();
        for (const auto& [key, value] : made.tags)
            putTag(db, *model, number, key, value);
        putTag(db, *model, number, digestTag, digest);
        touch(db, *model, {});
        return readVersions(db, *model, number).front();
    });
}

Result<void> LocalRegistry::deleteVersion(const std::string& name, const std::string& version,
                                          std::stop_token stop)
{
    return index_.write(
        stop,
        atVersion(
            name, version,
            [&](SQLite::Database& db, std::int64_t model, std::int64_t number) -> Result<void> {
                for (const char* sql : {"DELETE FROM alias WHERE model = ? AND number = ?",
                                        "DELETE FROM version_tag WHERE model = ? AND number = ?",
                                        "DELETE FROM version WHERE model = ? AND number = ?"}) {
                    SQLite::Statement drop(db, sql);
                    drop.bind(1, model);
                    drop.bind(2, number);
                    drop.exec();
                }
                // Under the write lock: nobody can begin to use the same content meanwhile.
                for (const auto& digest : dropFiles(db, model, number))
                    objects_.remove(digest);
                touch(db, model, {});
                return {};
            }));
}

Result<void> LocalRegistry::deleteModel(const std::string& name, std::stop_token stop)
{
    return index_.write(
        stop, atModel(name, [&](SQLite::Database& db, std::int64_t model) -> Result<void> {
            for (const auto& digest : dropFiles(db, model, {}))
                objects_.remove(digest);
            for (const char* sql :
                 {"DELETE FROM alias WHERE model = ?", "DELETE FROM version_tag WHERE model = ?",
                  "DELETE FROM version WHERE model = ?", "DELETE FROM model_tag WHERE model = ?",
                  "DELETE FROM model WHERE id = ?"}) {
                SQLite::Statement drop(db, sql);
                drop.bind(1, model);
                drop.exec();
            }
            return {};
        }));
}

Result<std::vector<ArtifactEntry>> LocalRegistry::listVersionFiles(const std::string& name,
                                                                   const std::string& version,
                                                                   const std::string& path,
                                                                   std::stop_token stop)
{
    return index_.read(
        stop, atVersion(name, version,
                        [&](SQLite::Database& db, std::int64_t model,
                            std::int64_t number) -> Result<std::vector<ArtifactEntry>> {
                            const auto prefix = path.empty() ? std::string() : path + '/';
                            std::map<std::string, ArtifactEntry> entries;
                            for (const auto& file : readFiles(db, {}, model, number)) {
                                if (!file.path.starts_with(prefix))
                                    continue;
                                const auto slash = file.path.find('/', prefix.size());
                                const auto entry = file.path.substr(0, slash);
                                const bool isFolder = slash != std::string::npos;
                                entries[entry] = {entry, isFolder, isFolder ? -1 : file.size};
                            }
                            std::vector<ArtifactEntry> list;
                            for (auto& [key, entry] : entries)
                                list.push_back(std::move(entry));
                            return list;
                        }));
}

Result<void> LocalRegistry::downloadVersionFile(const std::string& name, const std::string& version,
                                                const std::string& path,
                                                const fs::path& destination,
                                                const TransferSink& progress, std::stop_token stop)
{
    const auto digest =
        index_.read(stop, atVersion(name, version,
                                    [&](SQLite::Database& db, std::int64_t model,
                                        std::int64_t number) -> Result<std::string> {
                                        for (const auto& file : readFiles(db, {}, model, number)) {
                                            if (file.path == path)
                                                return file.digest;
                                        }
                                        return failure(Error::Kind::NotFound,
                                                       tr("Version %1 of “%2” has no file “%3”.")
                                                           .arg(QString::fromStdString(version),
                                                                QString::fromStdString(name),
                                                                QString::fromStdString(path)));
                                    }));
    if (!digest)
        return failure(digest.error());
    const auto object = objects_.pathOf(*digest);
    if (auto done = copyLocalArtifact(object.parent_path(), *digest, destination, progress, stop);
        !done)
        return done;
    QFile copy(QString::fromStdString(destination.string()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (copy.open(QIODevice::ReadOnly) && hash.addData(&copy) &&
        hash.result().toHex().toStdString() == *digest)
        return {};
    copy.remove();
    return failure(Error::Kind::Storage,
                   tr("“%1” of version %2 is damaged: its content is not what was registered.")
                       .arg(QString::fromStdString(path), QString::fromStdString(version)));
}

Result<std::string> LocalRegistry::newVersionFolder(const std::string&, std::stop_token stop)
{
    if (auto there = index_.read(stop, [](SQLite::Database&) { return Result<void>(); }); !there)
        return failure(there.error());
    return std::string(uploadScheme) + QUuid::createUuid().toString(QUuid::Id128).toStdString();
}

Result<void> LocalRegistry::put(const std::string& folder, const std::string& path,
                                const fs::path& file, const TransferSink& progress,
                                const std::stop_token& stop)
{
    if (!folder.starts_with(uploadScheme) || !staysBelow(path))
        return failure(
            Error::Kind::Invalid,
            tr("“%1” is no path inside a model's folder.").arg(QString::fromStdString(path)));
    const auto draft = objects_.take(file, progress, stop);
    if (!draft)
        return failure(draft.error());
    return index_.write(stop, [&](SQLite::Database& db) -> Result<void> {
        if (auto kept = objects_.keep(*draft); !kept)
            return kept;
        putFile(db, folder, 0, 0, {path, draft->size, draft->digest});
        return {};
    });
}

Result<void> LocalRegistry::uploadFile(const std::string& folder, const std::string& path,
                                       const fs::path& file, const TransferSink& progress,
                                       std::stop_token stop)
{
    return put(folder, path, file, progress, stop);
}

Result<void> LocalRegistry::removeVersionFolder(const std::string& folder, std::stop_token stop)
{
    if (!folder.starts_with(uploadScheme))
        return failure(Error::Kind::Invalid, tr("“%1” is not one of the folders of copied models.")
                                                 .arg(QString::fromStdString(folder)));
    return index_.write(stop, [&](SQLite::Database& db) -> Result<void> {
        for (const auto& digest : dropUpload(db, folder))
            objects_.remove(digest);
        return {};
    });
}

} // namespace binnacle
