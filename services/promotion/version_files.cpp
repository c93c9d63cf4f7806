#include "services/promotion/version_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t mostFiles = 100'000;
constexpr int deepest = 32;

QString text(const char* source)
{
    return QCoreApplication::translate("VersionFiles", source);
}

bool staysBelow(const std::string& path)
{
    const std::filesystem::path parts(path);
    return !path.empty() && parts.is_relative() &&
           std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part == ".."; });
}

Result<void> list(RegistryBackend& registry, const std::string& model, const std::string& version,
                  const std::string& folder, int depth, std::vector<VersionFile>& files,
                  const std::stop_token& stop)
{
    if (depth > deepest)
        return failure(Error::Kind::Invalid, text("The model's folders are nested too deep."));
    const auto entries = registry.listVersionFiles(model, version, folder, stop);
    if (!entries)
        return failure(entries.error());
    for (const auto& entry : *entries) {
        if (!staysBelow(entry.path) || files.size() >= mostFiles)
            return failure(Error::Kind::Invalid,
                           text("The model's files can not be listed: “%1”.")
                               .arg(QString::fromStdString(entry.path).left(200)));
        if (!entry.isFolder) {
            files.push_back({entry.path, entry.size, {}});
            continue;
        }
        if (auto below = list(registry, model, version, entry.path, depth + 1, files, stop); !below)
            return below;
    }
    return {};
}

} // namespace

TemporaryFolder::TemporaryFolder()
    : path_((QDir::tempPath() + QStringLiteral("/binnacle-") +
             QUuid::createUuid().toString(QUuid::Id128))
                .toStdString())
{
    std::error_code ignored; // the first write says why it can not be made
    std::filesystem::create_directories(path_, ignored);
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Result<std::vector<VersionFile>> filesOfVersion(RegistryBackend& registry, const std::string& model,
                                                const std::string& version, std::stop_token stop)
{
    std::vector<VersionFile> files;
    if (auto listed = list(registry, model, version, {}, 0, files, stop); !listed)
        return failure(listed.error());
    std::ranges::sort(files, {}, &VersionFile::path);
    return files;
}

Result<std::string> sha256OfFile(const std::filesystem::path& file, const std::stop_token& stop)
{
    QFile source(QString::fromStdString(file.string()));
    if (!source.open(QIODevice::ReadOnly))
        return failure(
            Error::Kind::Storage,
            text("“%1” can not be read: %2.").arg(source.fileName(), source.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray piece(1 << 18, Qt::Uninitialized);
    while (true) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto read = source.read(piece.data(), piece.size());
        if (read < 0)
            return failure(
                Error::Kind::Storage,
                text("“%1” can not be read: %2.").arg(source.fileName(), source.errorString()));
        if (read == 0)
            return hash.result().toHex().toStdString();
        hash.addData(QByteArrayView(piece.constData(), read));
    }
}

Result<VersionFile> fetchHashed(RegistryBackend& registry, const std::string& model,
                                const std::string& version, VersionFile file,
                                const FetchedFile& use, const std::stop_token& stop)
{
    const TemporaryFolder folder;
    const auto place = folder.path() / "file";
    if (auto fetched =
            registry.downloadVersionFile(model, version, file.path, place, nullptr, stop);
        !fetched)
        return failure(fetched.error());
    auto hash = sha256OfFile(place, stop);
    if (!hash)
        return failure(hash.error());
    file.sha256 = std::move(*hash);
    std::error_code ignored;
    file.size = static_cast<std::int64_t>(std::filesystem::file_size(place, ignored));
    if (use) {
        if (auto used = use(file, place); !used)
            return failure(used.error());
    }
    return file;
}

std::string digestOf(const std::vector<VersionFile>& files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto& file : files)
        hash.addData(QByteArray::fromStdString(file.sha256 + "  " + file.path + "\n"));
    return hash.result().toHex().toStdString();
}

Result<std::string> digestOfVersion(RegistryBackend& registry, const std::string& model,
                                    const std::string& version, std::stop_token stop)
{
    auto files = filesOfVersion(registry, model, version, stop);
    if (!files)
        return failure(files.error());
    if (files->empty())
        return failure(Error::Kind::NotFound, text("The version has no files."));
    for (auto& file : *files) {
        auto hashed = fetchHashed(registry, model, version, file, nullptr, stop);
        if (!hashed)
            return failure(hashed.error());
        file = std::move(*hashed);
    }
    return digestOf(*files);
}

} // namespace binnacle
