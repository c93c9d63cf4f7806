#include "services/data/versions/dataset_digest.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// As Python's json.dumps writes a text: ASCII only.
std::string jsonText(const std::string& text)
{
    std::string result = "\"";
    for (const QChar unit : QString::fromStdString(text)) {
        const auto code = unit.unicode();
        if (code == '"' || code == '\\') {
            result += '\\';
            result += static_cast<char>(code);
        } else if (code >= 0x20 && code < 0x7F) {
            result += static_cast<char>(code);
        } else if (code == '\n' || code == '\t' || code == '\r') {
            result += '\\';
            result += code == '\n' ? 'n' : (code == '\t' ? 't' : 'r');
        } else {
            result +=
                QString(QStringLiteral("\\u%1")).arg(code, 4, 16, QLatin1Char('0')).toStdString();
        }
    }
    return result + "\"";
}

Result<std::vector<fs::path>> filesBelow(const fs::path& root)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(root, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    if (error)
        return failure(
            Error::Kind::Storage,
            tr("The folder %1 can not be read.").arg(QString::fromStdString(root.string())),
            QString::fromStdString(error.message()));
    return files;
}

} // namespace

Result<std::string> fileMd5(const std::string& file, const std::stop_token& stop,
                            const std::function<void(std::int64_t bytes)>& progress)
{
    QFile source(QString::fromStdString(file));
    const auto unreadable = [&] {
        return failure(Error::Kind::Storage,
                       tr("%1 can not be read: %2").arg(source.fileName(), source.errorString()));
    };
    if (!source.open(QIODevice::ReadOnly))
        return unreadable();
    QCryptographicHash hash(QCryptographicHash::Md5);
    QByteArray block(1 << 20, Qt::Uninitialized);
    std::int64_t done = 0;
    while (true) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto read = source.read(block.data(), block.size());
        if (read < 0)
            return unreadable();
        if (read == 0)
            return hash.result().toHex().toStdString();
        hash.addData(QByteArrayView(block.constData(), read));
        if (progress)
            progress(done += read);
    }
}

std::string manifestDigest(std::vector<FileDigest> files)
{
    // As Python compares texts: by code points, which is the order of their UTF-8 bytes.
    std::ranges::sort(files, {}, &FileDigest::path);
    std::string manifest = "[";
    for (const auto& file : files) {
        if (manifest.size() > 1)
            manifest += ", ";
        manifest +=
            "{\"md5\": " + jsonText(file.md5) + ", \"relpath\": " + jsonText(file.path) + "}";
    }
    manifest += "]";
    return QCryptographicHash::hash(QByteArray::fromStdString(manifest), QCryptographicHash::Md5)
               .toHex()
               .toStdString() +
           ".dir";
}

Result<std::string> datasetDigest(const std::string& path, const std::stop_token& stop,
                                  const std::function<void(double share)>& progress)
{
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
        const auto size = std::max<double>(1, static_cast<double>(fs::file_size(path, error)));
        return fileMd5(path, stop, [&](std::int64_t bytes) {
            if (progress)
                progress(std::min(1.0, static_cast<double>(bytes) / size));
        });
    }
    if (!fs::is_directory(path, error))
        return failure(Error::Kind::NotFound,
                       tr("There is no data at %1.").arg(QString::fromStdString(path)));
    const auto files = filesBelow(path);
    if (!files)
        return failure(files.error());
    std::vector<FileDigest> digests;
    for (const auto& file : *files) {
        const auto md5 = fileMd5(file.string(), stop);
        if (!md5)
            return failure(md5.error());
        digests.push_back({file.lexically_relative(path).generic_string(), *md5});
        if (progress)
            progress(static_cast<double>(digests.size()) / static_cast<double>(files->size()));
    }
    return manifestDigest(std::move(digests));
}

std::string datasetStamp(std::span<const std::string> files)
{
    QCryptographicHash hash(QCryptographicHash::Md5);
    for (const auto& file : files) {
        std::error_code error;
        const auto size = fs::file_size(file, error);
        const auto time = error ? fs::file_time_type() : fs::last_write_time(file, error);
        if (error)
            return {};
        hash.addData(QByteArray::fromStdString(file + "\n" + std::to_string(size) + "\n" +
                                               std::to_string(time.time_since_epoch().count()) +
                                               "\n"));
    }
    return std::to_string(files.size()) + "-" + hash.result().toHex().toStdString();
}

} // namespace binnacle
