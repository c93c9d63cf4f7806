#include "services/registry/model_file_reader.h"

#include "services/workspace/model_file_cache.h"

#include <QDateTime>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ModelFile", text);
}

} // namespace

Result<std::string> fetchModelFile(RegistryBackend& registry, const std::string& model,
                                   const std::string& version, std::stop_token stop)
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return failure(Error::Kind::Storage, tr("There is no room for a temporary file."),
                       folder.errorString());
    const std::filesystem::path file(folder.filePath(QStringLiteral("MLmodel")).toStdString());
    // A file of that name that does not end is not read to its end.
    std::stop_source tooLong;
    bool isTooLong = false;
    const std::stop_callback passOn(stop, [&] { tooLong.request_stop(); });
    const auto done = registry.downloadVersionFile(
        model, version, "MLmodel", file,
        [&](TransferProgress progress) {
            if (progress.bytesDone <= static_cast<std::int64_t>(modelFileLimit))
                return;
            isTooLong = true;
            tooLong.request_stop();
        },
        tooLong.get_token());
    if (isTooLong && !stop.stop_requested())
        return failure(Error::Kind::Invalid, tr("MLmodel is larger than 1 MB: it is not read."));
    if (!done)
        return failure(done.error());
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

Result<std::optional<ModelFile>> keptModelFile(const std::shared_ptr<Workspace>& workspace,
                                               ModelVersionRowId version)
{
    const auto text = ModelFileCache(workspace).text(version);
    if (!text)
        return failure(text.error());
    if (!*text)
        return std::optional<ModelFile>();
    auto file = parseModelFile(**text);
    if (!file)
        return failure(file.error());
    return std::optional(std::move(*file));
}

Result<ModelFile> modelFileOf(const std::shared_ptr<Workspace>& workspace,
                              const VersionDetail& version, RegistryBackend* registry,
                              std::stop_token stop)
{
    auto kept = keptModelFile(workspace, version.row);
    if (!kept)
        return failure(kept.error());
    if (*kept)
        return std::move(**kept);
    if (!registry)
        return failure(Error::Kind::NotFound,
                       tr("The MLmodel of this version was not read yet: its registry has to be "
                          "reached once."));
    const auto text =
        fetchModelFile(*registry, version.version.model, version.version.version, std::move(stop));
    if (!text)
        return failure(text.error());
    // Where it can not be kept, it is read again the next time.
    (void)ModelFileCache(workspace).put(version.row, *text, QDateTime::currentMSecsSinceEpoch());
    return parseModelFile(*text);
}

} // namespace binnacle
