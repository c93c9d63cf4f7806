#include "services/backends/mlflow_rest/registry_files.h"

#include "services/backends/local_upload.h"
#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/registry_answers.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/backends/model_source.h"
#include "services/http/url.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace binnacle::mlflow {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

constexpr std::string_view proxyScheme = "mlflow-artifacts:";
constexpr const char* copiesExperiment = "Binnacle copies";
constexpr std::string_view uploadFolderName = "registered-copy";

std::string joined(const std::string& folder, const std::string& path)
{
    if (folder.empty() || path.empty())
        return folder + path;
    return folder + '/' + path;
}

// "mlflow-artifacts:/1/2" or "mlflow-artifacts://host/1/2" → "1/2".
std::optional<std::string> proxyPath(const std::string& uri)
{
    if (!uri.starts_with(proxyScheme))
        return std::nullopt;
    auto rest = uri.substr(proxyScheme.size());
    if (rest.starts_with("//") && !rest.starts_with("///")) {
        const auto slash = rest.find('/', 2);
        rest = slash == std::string::npos ? std::string() : rest.substr(slash);
    }
    const auto first = rest.find_first_not_of('/');
    return first == std::string::npos ? std::string() : rest.substr(first);
}

std::string encodedPath(const std::string& path)
{
    std::string result;
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        if (!result.empty())
            result += '/';
        result += percentEncoded(std::string_view(path).substr(begin, end - begin));
        begin = end + 1;
    }
    return result;
}

std::string proxyUrl(const Server& server)
{
    return server.api + "/2.0/mlflow-artifacts/artifacts";
}

Result<std::vector<ArtifactEntry>> entriesOf(Result<std::string> body)
{
    if (!body)
        return failure(body.error());
    auto page = artifactPage(*body);
    if (!page)
        return failure(page.error());
    return std::move(page->items);
}

// Entries of `listed` below `folder`, by their path below it.
std::vector<ArtifactEntry> below(std::vector<ArtifactEntry> listed, const std::string& folder)
{
    std::vector<ArtifactEntry> entries;
    const auto prefix = folder.empty() ? std::string() : folder + '/';
    for (auto& entry : listed) {
        if (!entry.path.starts_with(prefix))
            continue;
        entry.path.erase(0, prefix.size());
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<std::vector<ArtifactEntry>> listRunFolder(const Server& server, const std::string& runId,
                                                 const std::string& folder, const std::string& path,
                                                 const std::stop_token& stop)
{
    auto query = "run_id=" + percentEncoded(runId);
    if (const auto whole = joined(folder, path); !whole.empty())
        query += "&path=" + percentEncoded(whole);
    std::vector<ArtifactEntry> entries;
    std::string token;
    do {
        const auto body = server.get(
            "artifacts/list",
            token.empty() ? query : query + "&page_token=" + percentEncoded(token), stop);
        if (!body)
            return failure(body.error());
        auto page = artifactPage(*body);
        if (!page)
            return failure(page.error());
        std::ranges::move(page->items, std::back_inserter(entries));
        token = page->nextToken;
    } while (!token.empty());
    return below(std::move(entries), folder);
}

// Where `location` is inside the run's artifacts: the path there.
Result<std::optional<std::string>> pathInRun(const Server& server, const std::string& runId,
                                             const std::string& location,
                                             const std::stop_token& stop)
{
    if (runId.empty())
        return std::optional<std::string>();
    const auto body = server.get("runs/get", "run_id=" + percentEncoded(runId), stop);
    if (!body) {
        if (body.error().kind == Error::Kind::NotFound)
            return std::optional<std::string>();
        return failure(body.error());
    }
    const auto run = singleRun(*body);
    if (!run)
        return failure(run.error());
    const auto& root = run->artifactUri;
    if (!root.empty() && location.starts_with(root) &&
        (location.size() == root.size() || location[root.size()] == '/'))
        return std::optional(location.size() > root.size() ? location.substr(root.size() + 1)
                                                           : std::string());
    return std::optional<std::string>();
}

Result<std::string> createdId(Result<std::string> body, const char* member)
{
    if (!body)
        return failure(body.error());
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(*body)).object();
    const auto id = object[QLatin1String(member)].toString().toStdString();
    if (id.empty())
        return failure(Error::Kind::Invalid,
                       Text::tr("The server's answer names no %1.").arg(QLatin1String(member)));
    return id;
}

Result<std::string> experimentForCopies(const Server& server, const std::stop_token& stop)
{
    const auto name = QString::fromUtf8(copiesExperiment);
    const auto found = server.get("experiments/get-by-name",
                                  "experiment_name=" + percentEncoded(name.toStdString()), stop);
    if (found) {
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(*found)).object();
        return object[QLatin1String("experiment")][QLatin1String("experiment_id")]
            .toString()
            .toStdString();
    }
    if (found.error().kind != Error::Kind::NotFound)
        return failure(found.error());
    return createdId(
        server.post("experiments/create", {{QStringLiteral("name"), name}}, false, stop),
        "experiment_id");
}

Result<std::string> locationOf(const Server& server, const std::string& name,
                               const std::string& version, const std::stop_token& stop)
{
    const auto body =
        server.get("model-versions/get-download-uri", versionQuery(name, version), stop);
    return body ? downloadUri(*body) : failure(body.error());
}

} // namespace

std::string versionQuery(const std::string& name, const std::string& version)
{
    return "name=" + percentEncoded(name) + "&version=" + percentEncoded(version);
}

Result<std::vector<ArtifactEntry>> listVersionFiles(const Server& server,
                                                    const ModelVersion& version,
                                                    const std::string& path, std::stop_token stop)
{
    const auto location = locationOf(server, version.model, version.version, stop);
    if (!location)
        return failure(location.error());
    if (const auto run = runReference(*location))
        return listRunFolder(server, run->runId, run->path, path, stop);
    const auto logged = loggedModelOf(*location);
    if (server.major >= 3 && !logged.empty())
        return entriesOf(server.get("logged-models/" + logged + "/artifacts/directories",
                                    "artifact_directory_path=" + percentEncoded(path), stop));
    if (const auto folder = proxyPath(*location)) {
        auto answer = checked(server.client->send(
            HttpRequest::get(proxyUrl(server) + "?path=" + percentEncoded(joined(*folder, path))),
            stop));
        if (!answer)
            return failure(answer.error());
        auto entries = entriesOf(std::move(answer->body));
        if (entries) // named by their last step only
            for (auto& entry : *entries)
                entry.path = joined(path, entry.path.substr(entry.path.rfind('/') + 1));
        return entries;
    }
    const auto inRun = pathInRun(server, version.runId, *location, stop);
    if (!inRun)
        return failure(inRun.error());
    if (*inRun)
        return listRunFolder(server, version.runId, **inRun, path, stop);
    return failure(Error::Kind::Unsupported,
                   Text::tr("The files of version %1 of “%2” lie at %3, which the server does not "
                            "list.")
                       .arg(QString::fromStdString(version.version),
                            QString::fromStdString(version.model),
                            QString::fromStdString(*location)));
}

Result<std::string> versionFileUrl(const Server& server, const std::string& name,
                                   const std::string& version, const std::string& path,
                                   std::stop_token stop)
{
    if (!staysBelow(path))
        return failure(
            Error::Kind::Invalid,
            Text::tr("“%1” is no path inside a model's folder.").arg(QString::fromStdString(path)));
    const auto location = locationOf(server, name, version, stop);
    if (!location)
        return failure(location.error());
    if (const auto run = runReference(*location))
        return server.address + "/get-artifact?run_id=" + percentEncoded(run->runId) +
               "&path=" + percentEncoded(joined(run->path, path));
    const auto logged = loggedModelOf(*location);
    if (server.major >= 3 && !logged.empty())
        return server.ajax("logged-models/" + logged + "/artifacts/files") +
               "?artifact_file_path=" + percentEncoded(path);
    if (const auto folder = proxyPath(*location))
        return proxyUrl(server) + '/' + encodedPath(joined(*folder, path));
    return server.address + "/model-versions/get-artifact?" + versionQuery(name, version) +
           "&path=" + percentEncoded(path);
}

Result<std::string> newUploadFolder(const Server& server, const std::string& name,
                                    std::stop_token stop)
{
    const auto experiment = experimentForCopies(server, stop);
    if (!experiment)
        return failure(experiment.error());
    const auto runName = Text::tr("Copy for %1").arg(QString::fromStdString(name));
    const auto body =
        server.post("runs/create",
                    {{QStringLiteral("experiment_id"), QString::fromStdString(*experiment)},
                     {QStringLiteral("run_name"), runName.left(250)},
                     {QStringLiteral("start_time"), QDateTime::currentMSecsSinceEpoch()}},
                    false, stop);
    if (!body)
        return failure(body.error());
    const auto run = singleRun(*body);
    if (!run)
        return failure(run.error());
    if (!proxyPath(run->artifactUri))
        return failure(Error::Kind::Unsupported,
                       Text::tr("%1 does not take files itself: its artifacts go to %2. Copy the "
                                "files there, or start the server with --serve-artifacts.")
                           .arg(QString::fromStdString(server.address),
                                QString::fromStdString(run->artifactUri)));
    return run->artifactUri + '/' + std::string(uploadFolderName);
}

std::string uploadRunOf(const std::string& source)
{
    const auto path = proxyPath(source);
    const auto tail = "/artifacts/" + std::string(uploadFolderName);
    if (!path || !path->ends_with(tail))
        return {};
    const auto run = path->substr(0, path->size() - tail.size());
    return run.substr(run.rfind('/') + 1);
}

Result<void> removeUploadFolder(const Server& server, const std::string& folder,
                                std::stop_token stop)
{
    const auto run = uploadRunOf(folder);
    if (run.empty())
        return failure(Error::Kind::Invalid, Text::tr("“%1” is not one of the folders of copied "
                                                      "models.")
                                                 .arg(QString::fromStdString(folder)));
    HttpRequest request;
    request.method = HttpRequest::Method::Delete;
    request.url = proxyUrl(server) + '/' + encodedPath(*proxyPath(folder));
    const auto gone = checkedFile(server.client->send(std::move(request), stop));
    if (!gone && gone.error().kind != Error::Kind::NotFound)
        return failure(gone.error());
    const auto trashed = server.post(
        "runs/delete", {{QStringLiteral("run_id"), QString::fromStdString(run)}}, true, stop);
    if (!trashed && trashed.error().kind != Error::Kind::NotFound)
        return failure(trashed.error());
    return {};
}

Result<void> finishUpload(const Server& server, const std::string& runId, std::stop_token stop)
{
    const auto body =
        server.post("runs/update",
                    {{QStringLiteral("run_id"), QString::fromStdString(runId)},
                     {QStringLiteral("status"), QStringLiteral("FINISHED")},
                     {QStringLiteral("end_time"), QDateTime::currentMSecsSinceEpoch()}},
                    true, stop);
    return body ? Result<void>() : failure(body.error());
}

Result<void> uploadFile(const Server& server, const std::string& folder, const std::string& path,
                        const std::filesystem::path& file,
                        const std::function<void(std::int64_t)>& sent, std::stop_token stop)
{
    const auto place = proxyPath(folder);
    if (!place)
        return failure(Error::Kind::Unsupported,
                       Text::tr("“%1” is no place to which this server takes files.")
                           .arg(QString::fromStdString(folder)));
    auto request =
        HttpRequest::putFile(proxyUrl(server) + '/' + encodedPath(joined(*place, path)), file);
    request.onSent = sent;
    const auto answer = checkedFile(server.client->send(std::move(request), stop));
    return answer ? Result<void>() : failure(answer.error());
}

} // namespace binnacle::mlflow
