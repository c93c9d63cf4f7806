#include "services/backends/local_artifacts.h"

#include <QUrl>

#include <algorithm>
#include <fstream>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

QString shown(const fs::path& path)
{
    return QString::fromStdString(path.string());
}

// The scheme of an address: "s3" of "s3://…", "mlflow-artifacts" of "mlflow-artifacts:/…".
std::string schemeOf(const std::string& uri)
{
    const auto colon = uri.find(':');
    if (colon == std::string::npos || colon < 2 || uri.find('/') < colon)
        return {};
    return uri.substr(0, colon);
}

// Where `path` leads below `root`; refused where it could lead out of it, by “..” or by a link.
Result<fs::path> inside(const fs::path& root, const std::string& path)
{
    const fs::path relative(path);
    const bool climbs =
        std::ranges::any_of(relative, [](const auto& part) { return part == ".."; });
    if (relative.is_absolute() || climbs || path.find('\0') != std::string::npos)
        return failure(
            Error::Kind::Invalid,
            tr("“%1” is no path inside the artifacts of a run.").arg(QString::fromStdString(path)));
    std::error_code error;
    const auto canonicalRoot = fs::canonical(root, error);
    if (error)
        return failure(Error::Kind::NotFound,
                       tr("The artifact folder “%1” does not exist.").arg(shown(root)));
    auto target = fs::canonical(canonicalRoot / relative, error);
    if (error)
        return failure(Error::Kind::NotFound, tr("There is no artifact “%1” in “%2”.")
                                                  .arg(QString::fromStdString(path), shown(root)));
    const auto [end, _] = std::ranges::mismatch(canonicalRoot, target);
    if (end != canonicalRoot.end())
        return failure(Error::Kind::Invalid, tr("The artifact “%1” is a link that leads out of its "
                                                "run.")
                                                 .arg(QString::fromStdString(path)));
    return target;
}

Error readError(const fs::path& file)
{
    return {Error::Kind::Storage, tr("“%1” can not be read.").arg(shown(file)), {}};
}

} // namespace

std::optional<fs::path> pathOfFileUri(const std::string& uri)
{
    if (!uri.starts_with("file:"))
        return std::nullopt;
    const QUrl url(QString::fromStdString(uri), QUrl::TolerantMode);
    const QString host = url.host();
    if (!host.isEmpty() && host != u"localhost")
        return std::nullopt;
    return fs::path(url.path(QUrl::FullyDecoded).toStdString());
}

Result<fs::path> localArtifactRoot(const std::string& uri, const fs::path& base)
{
    if (const auto path = pathOfFileUri(uri))
        return path->is_absolute() ? *path : base / *path;
    const auto scheme = schemeOf(uri);
    if (scheme == "mlflow-artifacts")
        return failure(Error::Kind::Unsupported,
                       tr("These artifacts are kept by an MLflow server (“%1”): add the address of "
                          "that server as a source to see them.")
                           .arg(QString::fromStdString(uri)));
    if (!scheme.empty())
        return failure(Error::Kind::Unsupported,
                       tr("Binnacle reads artifacts of this source from folders of this machine, "
                          "not from “%1”.")
                           .arg(QString::fromStdString(uri)));
    if (uri.empty())
        return failure(Error::Kind::NotFound, tr("This run has no artifact folder."));
    const fs::path path(uri);
    return path.is_absolute() ? path : (base / path).lexically_normal();
}

Result<std::vector<ArtifactEntry>> listLocalArtifacts(const fs::path& root, const std::string& path,
                                                      std::stop_token stop)
{
    std::error_code error;
    if (path.empty() && !fs::exists(root, error))
        return std::vector<ArtifactEntry>{};
    const auto folder = inside(root, path);
    if (!folder)
        return failure(folder.error());
    std::vector<ArtifactEntry> entries;
    for (fs::directory_iterator it(*folder, error), end; !error && it != end; it.increment(error)) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto name = (fs::path(path) / it->path().filename()).string();
        if (!inside(root, name))
            continue;
        std::error_code ignored;
        const bool isFolder = it->is_directory(ignored);
        const auto size = isFolder ? 0 : it->file_size(ignored);
        entries.push_back({name, isFolder, isFolder || ignored ? -1 : std::int64_t(size)});
    }
    if (error)
        return failure(readError(*folder));
    std::ranges::sort(entries, {}, &ArtifactEntry::path);
    return entries;
}

Result<LocalArtifactPlace> localArtifactPlace(TrackingBackend& backend, const Run& run,
                                              const fs::path& runRoot, const fs::path& base,
                                              const std::string& path, std::stop_token stop)
{
    LocalArtifactPlace usual{runRoot, path, {}};
    const auto slash = path.find('/');
    const auto name = path.substr(0, slash);
    std::error_code error;
    if (path.empty() || name == ".." || fs::exists(runRoot / name, error))
        return usual;
    std::string uri;
    const std::vector<std::string> experiments{run.experimentId};
    const auto asked = backend.loggedModels(
        experiments,
        [&](const std::vector<LoggedModel>& models) -> Result<void> {
            for (const auto& model : models) {
                if (model.sourceRunId == run.id && model.name == name)
                    uri = model.artifactUri;
            }
            return {};
        },
        std::move(stop));
    if (!asked && asked.error().kind == Error::Kind::Cancelled)
        return failure(asked.error());
    if (uri.empty())
        return usual;
    const auto root = localArtifactRoot(uri, base);
    if (!root)
        return failure(root.error());
    return LocalArtifactPlace{*root, slash == std::string::npos ? "" : path.substr(slash + 1),
                              name + '/'};
}

Result<std::vector<ArtifactEntry>> listArtifactsAt(const LocalArtifactPlace& place,
                                                   std::stop_token stop)
{
    auto entries = listLocalArtifacts(place.root, place.path, std::move(stop));
    if (entries)
        for (auto& entry : *entries)
            entry.path = place.prefix + entry.path;
    return entries;
}

Result<void> copyLocalArtifact(const fs::path& root, const std::string& path,
                               const fs::path& destination, const TransferSink& progress,
                               std::stop_token stop)
{
    const auto source = inside(root, path);
    if (!source)
        return failure(source.error());
    std::error_code error;
    const auto total = fs::file_size(*source, error);
    std::ifstream in(*source, std::ios::binary);
    if (error || !in)
        return failure(readError(*source));
    auto done = fs::file_size(destination, error);
    if (error || done > total)
        done = 0;
    std::ofstream out(destination, std::ios::binary | (done ? std::ios::app : std::ios::trunc));
    in.seekg(std::streamoff(done));
    std::vector<char> block(1 << 20);
    while (out && done < total) {
        if (stop.stop_requested())
            return failure(cancelledError());
        in.read(block.data(), std::streamsize(block.size()));
        if (in.gcount() <= 0)
            return failure(readError(*source));
        out.write(block.data(), in.gcount());
        done += std::uintmax_t(in.gcount());
        if (progress)
            progress({std::int64_t(done), std::int64_t(total)});
    }
    out.close();
    if (!out)
        return failure(Error::Kind::Storage,
                       tr("“%1” can not be written.").arg(shown(destination)));
    return {};
}

Result<void> checkTag(const std::string& key, const std::string& value, std::size_t valueLimit)
{
    const auto name = QString::fromStdString(key);
    const auto known = [](QChar c) {
        return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() ||
               QStringView(u"/_.- :").contains(c);
    };
    const fs::path path(key);
    const bool leads = path.is_absolute() || path.lexically_normal().string() != key ||
                       *path.begin() == ".." || key.ends_with('/') || key == ".";
    if (key.empty() || name.size() > 250 || leads || !std::ranges::all_of(name, known))
        return failure(Error::Kind::Invalid,
                       tr("“%1” is no tag name that MLflow takes: up to 250 letters, digits, and "
                          "the characters / _ . - : and space.")
                           .arg(name.left(300)));
    if (std::size_t(QString::fromStdString(value).size()) > valueLimit)
        return failure(Error::Kind::Invalid, tr("The value of the tag “%1” is longer than the %2 "
                                                "characters that MLflow keeps.")
                                                 .arg(name)
                                                 .arg(valueLimit));
    return {};
}

} // namespace binnacle
