#include "services/backends/mlflow_files/file_write.h"

#include "services/backends/mlflow_files/meta_yaml.h"
#include "services/backends/mlflow_files/store_layout.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
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

} // namespace

Result<void> replaceFile(const fs::path& draftFolder, const fs::path& file, const std::string& text)
{
    static std::atomic<unsigned> number = 0;
    const auto draft = draftFolder / (".binnacle-" + std::to_string(::getpid()) + '-' +
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

tl::unexpected<Error> notWritten(const fs::path& file, int number)
{
    return failure(Error::Kind::Storage, tr("“%1” can not be written: %2.")
                                             .arg(QString::fromStdString(file.string()),
                                                  QString::fromLocal8Bit(std::strerror(number))));
}

Result<void> changeMeta(const fs::path& folder, const std::vector<MetaChange>& changes)
{
    const auto shown = QString::fromStdString(folder.string());
    if (const auto meta = readMetaYaml(folder); !meta)
        return failure(Error::Kind::Storage,
                       tr("The meta.yaml in “%1” is broken: nothing was changed.").arg(shown),
                       meta.error().detail);
    const auto file = folder / "meta.yaml";
    auto text = readSmallFile(file, metaYamlLimit);
    if (!text)
        return notWritten(file, EIO);
    for (const auto& change : changes)
        *text = withScalar(*text, change.key, change.value);
    const auto result = parseMetaYaml(*text);
    for (const auto& change : changes) {
        if (!result || result->text(change.key) != change.text)
            return failure(Error::Kind::Storage,
                           tr("The meta.yaml in “%1” is written in a way that Binnacle can not "
                              "change: nothing was changed.")
                               .arg(shown));
    }
    return replaceFile(folder, file, *text);
}

} // namespace binnacle::mlflow_files
