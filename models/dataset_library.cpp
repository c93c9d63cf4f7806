#include "models/dataset_library.h"

#include "services/data/dataset_source.h"
#include "services/data/versions/dataset_digest.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSaveFile>

#include <filesystem>
#include <system_error>
#include <utility>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

DataVersionRow rowOfDataset(const DatasetAddress& address, const Dataset& data)
{
    const auto kept = keptAddress(address);
    DataVersionRow row;
    row.path = kept.path;
    row.table = kept.table;
    row.encoding = kept.encoding;
    row.format = formatName(data.format).toStdString();
    row.rows = data.rows.value_or(0);
    row.lastSeen = QDateTime::currentMSecsSinceEpoch();
    row.stamp = datasetStamp(data.files);
    return row;
}

Result<std::string> digestOfFiles(const Dataset& data, const std::string& pattern,
                                  const std::stop_token& stop,
                                  const std::function<void(double share)>& progress)
{
    const auto root = fs::path(pattern.substr(0, pattern.find_first_of("*?["))).parent_path();
    std::vector<FileDigest> digests;
    for (const auto& file : data.files) {
        const auto md5 = fileMd5(file, stop);
        if (!md5)
            return failure(md5.error());
        digests.push_back({fs::path(file).lexically_relative(root).generic_string(), *md5});
        if (progress)
            progress(static_cast<double>(digests.size()) / static_cast<double>(data.files.size()));
    }
    return manifestDigest(std::move(digests));
}

} // namespace

DatasetAddress keptAddress(const DatasetAddress& address)
{
    auto kept = address;
    std::error_code error;
    kept.path = fs::absolute(address.path, error).lexically_normal().string();
    while (kept.path.size() > 1 && kept.path.back() == '/')
        kept.path.pop_back();
    return kept;
}

Result<std::optional<DataVersionRow>> recallVersion(const std::shared_ptr<Workspace>& workspace,
                                                    const DatasetAddress& address,
                                                    const Dataset& data)
{
    return DatasetStore(workspace).find(rowOfDataset(address, data));
}

Result<DataVersionRow> rememberVersion(const std::shared_ptr<Workspace>& workspace,
                                       const DatasetAddress& address, const Dataset& data,
                                       const std::optional<std::string>& profile,
                                       const std::stop_token& stop,
                                       const std::function<void(double share)>& progress)
{
    auto row = rowOfDataset(address, data);
    std::error_code error;
    auto digest = fs::exists(row.path, error) ? datasetDigest(row.path, stop, progress)
                                              : digestOfFiles(data, row.path, stop, progress);
    if (!digest)
        return failure(digest.error());
    row.digest = std::move(*digest);
    row.profile = profile;
    const auto id = DatasetStore(workspace).see(row);
    if (!id)
        return failure(id.error());
    row.row = *id;
    return row;
}

Result<void> writeWholeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return failure(Error::Kind::Storage,
                   QCoreApplication::translate("data", "%1 could not be written: %2")
                       .arg(path, file.errorString()));
}

} // namespace binnacle
