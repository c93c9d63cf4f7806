#include "services/backends/mlflow_files/edits.h"

#include "services/backends/local_artifacts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t tagLimit = 8000; // characters, MLflow 3's limit of a tag's value

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

tl::unexpected<Error> notWritten(const fs::path& file, int number)
{
    return failure(Error::Kind::Storage, tr("“%1” can not be written: %2.")
                                             .arg(QString::fromStdString(file.string()),
                                                  QString::fromLocal8Bit(std::strerror(number))));
}

bool writeAll(int descriptor, const std::string& text)
{
    for (std::size_t done = 0; done < text.size();) {
        const auto written = ::write(descriptor, text.data() + done, text.size() - done);
        if (written < 0)
            return false;
        done += static_cast<std::size_t>(written);
    }
    return ::fsync(descriptor) == 0;
}

// The new content lies in the run's own folder until it is whole: a file beside a tag would be
// taken for a tag.
Result<void> replaceFile(const RunFolder& run, const fs::path& file, const std::string& text)
{
    static std::atomic<unsigned> number = 0;
    const auto draft = run.path / (".binnacle-" + std::to_string(::getpid()) + '-' +
                                   std::to_string(++number) + ".tmp");
    struct stat old{};
    const bool isThere = ::stat(file.c_str(), &old) == 0;
    const int descriptor = ::open(draft.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return notWritten(file, errno);
    bool good = writeAll(descriptor, text);
    if (isThere)
        good = ::fchmod(descriptor, old.st_mode & 07777) == 0 && good;
    const int reason = errno;
    good = ::close(descriptor) == 0 && good;
    if (good && ::rename(draft.c_str(), file.c_str()) == 0)
        return {};
    const int renamed = good ? errno : reason;
    ::unlink(draft.c_str());
    return notWritten(file, renamed);
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

struct Change
{
    std::string key;
    std::optional<std::string> value; // as YAML; nullopt: taken out
    std::string text;                 // as it must read back
};

// Changes lines of meta.yaml and makes sure that the result says what it should.
Result<void> changeMeta(const RunFolder& run, const std::vector<Change>& changes)
{
    if (const auto meta = metaOf(run); !meta)
        return failure(meta.error());
    const auto file = run.path / "meta.yaml";
    auto text = readSmallFile(file, metaYamlLimit);
    if (!text)
        return notWritten(file, EIO);
    for (const auto& change : changes)
        *text = withScalar(*text, change.key, change.value);
    const auto result = parseMetaYaml(*text);
    for (const auto& change : changes) {
        if (!result || result->text(change.key) != change.text)
            return failure(Error::Kind::Storage,
                           tr("The meta.yaml of the run %1 is written in a way that Binnacle can "
                              "not change: nothing was changed.")
                               .arg(QString::fromStdString(run.id)));
    }
    return replaceFile(run, file, *text);
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
    return replaceFile(run, *file, value);
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
    if (auto done = changeMeta(run, {Change{"run_name", quotedScalar(name), name}}); !done)
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
        return changeMeta(
            run, {Change{"lifecycle_stage", word, word}, Change{"deleted_time", now, now}});
    return changeMeta(
        run, {Change{"lifecycle_stage", word, word}, Change{"deleted_time", std::nullopt, {}}});
}

} // namespace binnacle::mlflow_files
