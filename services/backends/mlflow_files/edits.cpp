#include "services/backends/mlflow_files/edits.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/mlflow_files/file_write.h"

#include <chrono>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t tagLimit = 8000; // characters, MLflow 3's limit of a tag's value

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

Result<MetaYaml> metaOf(const RunFolder& run)
{
    auto meta = readMetaYaml(run.path);
    if (!meta)
        return failure(Error::Kind::Storage,
                       tr("The meta.yaml of the run %1 is broken: nothing was changed.")
                           .arg(QString::fromStdString(run.id)),
                       meta.error().detail);
    return meta;
}

Result<void> checkActive(const RunFolder& run)
{
    const auto meta = metaOf(run);
    if (!meta)
        return failure(meta.error());
    if (meta->text("lifecycle_stage") == "deleted")
        return failure(Error::Kind::Conflict,
                       tr("The run %1 is deleted: restore it before it is edited.")
                           .arg(QString::fromStdString(run.id)));
    return {};
}

Result<void> putTag(const RunFolder& run, const std::string& key, const std::string& value)
{
    const auto folder = run.path / "tags";
    const auto file = pathOfKey(folder, key);
    std::error_code error;
    const auto name = QString::fromStdString(key);
    if (!file || fs::is_directory(*file, error))
        return failure(
            Error::Kind::Invalid,
            tr("This store keeps tags as files and has a folder named “%1” already.").arg(name));
    fs::create_directories(file->parent_path(), error);
    if (error)
        return failure(error == std::errc::not_a_directory || error == std::errc::file_exists
                           ? Error::Kind::Invalid
                           : Error::Kind::Storage,
                       tr("The tag “%1” can not be written: %2.")
                           .arg(name, QString::fromStdString(error.message())));
    // A link in the way could lead the write out of the store.
    if (fs::weakly_canonical(*file, error) != fs::weakly_canonical(folder, error) / fs::path(key))
        return failure(Error::Kind::Invalid,
                       tr("The tag “%1” leads over a link and is not written.").arg(name));
    return replaceFile(run.path, *file, value);
}

} // namespace

Result<void> setTag(const RunFolder& run, const std::string& key, const std::string& value)
{
    if (key == tags::runName)
        return renameRun(run, value);
    if (auto good = checkTag(key, value, tagLimit); !good)
        return good;
    if (auto active = checkActive(run); !active)
        return active;
    return putTag(run, key, value);
}

Result<void> deleteTag(const RunFolder& run, const std::string& key)
{
    if (auto active = checkActive(run); !active)
        return active;
    const auto file = pathOfKey(run.path / "tags", key);
    std::error_code error;
    if (!file || fs::is_directory(*file, error))
        return {};
    fs::remove(*file, error);
    return error ? notWritten(*file, error.value()) : Result<void>();
}

Result<void> renameRun(const RunFolder& run, const std::string& name)
{
    if (name.empty())
        return failure(Error::Kind::Invalid, tr("A run needs a name."));
    if (auto good = checkTag(std::string(tags::runName), name, tagLimit); !good)
        return good;
    if (auto active = checkActive(run); !active)
        return active;
    if (auto done = changeMeta(run.path, {MetaChange{"run_name", quotedScalar(name), name}}); !done)
        return done;
    return putTag(run, std::string(tags::runName), name);
}

Result<void> setLifecycle(const RunFolder& run, Lifecycle lifecycle)
{
    const std::string word(lifecycleName(lifecycle));
    const auto now = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
    if (lifecycle == Lifecycle::Deleted)
        return changeMeta(run.path, {MetaChange{"lifecycle_stage", word, word},
                                     MetaChange{"deleted_time", now, now}});
    return changeMeta(run.path, {MetaChange{"lifecycle_stage", word, word},
                                 MetaChange{"deleted_time", std::nullopt, {}}});
}

} // namespace binnacle::mlflow_files
