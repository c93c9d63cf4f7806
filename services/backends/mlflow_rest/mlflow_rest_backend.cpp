#include "services/backends/mlflow_rest/mlflow_rest_backend.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/model_artifacts.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/backends/mlflow_rest/run_scan.h"
#include "services/backends/mlflow_rest/run_search.h"
#include "services/http/url.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace binnacle {

using namespace mlflow;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

// The server checks as well; here nothing depends on how its version does it.
Result<void> checkPath(const std::string& path)
{
    bool leaves = path.starts_with('/') || path.find('\\') != std::string::npos;
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        leaves = leaves || path.substr(begin, end - begin) == "..";
        begin = end + 1;
    }
    if (!leaves)
        return {};
    return failure(Error::Kind::Invalid,
                   Text::tr("“%1” is not a path inside the run's artifacts.").arg(text(path)));
}

} // namespace

MlflowRestBackend::MlflowRestBackend(std::string address,
                                     std::shared_ptr<CredentialStore> credentials,
                                     HttpOptions options)
    : session_(std::move(address), std::move(credentials), std::move(options))
{
}

template <class Work>
auto MlflowRestBackend::with(const std::stop_token& stop, Work work)
    -> std::invoke_result_t<Work, const Server&>
{
    const auto server = session_.server(stop);
    if (!server) {
        session_.noteFailure(server.error());
        return failure(server.error());
    }
    auto result = work(**server);
    if (!result)
        session_.noteFailure(result.error());
    return result;
}

TrackingCapabilities MlflowRestBackend::capabilities() const
{
    TrackingCapabilities can;
    can.rename = can.editTags = can.deleteRuns = can.artifacts = true;
    const auto server = session_.known();
    can.loggedModels = !server || server->major >= 3; // unknown before the first contact
    return can;
}

Result<TrackingProbe> MlflowRestBackend::probe(std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<TrackingProbe> {
        TrackingProbe probe;
        probe.product = server.version.empty() ? "MLflow" : "MLflow " + server.version;
        if (!server.workspace.empty())
            probe.product += ", workspace " + server.workspace;
        if (!server.version.empty() && server.major < 2)
            probe.warnings.push_back(
                Text::tr("MLflow %1 is older than what Binnacle is tested with (2.x and 3.x).")
                    .arg(text(server.version))
                    .toStdString());
        return probe;
    });
}

Result<std::vector<Experiment>> MlflowRestBackend::experiments(std::stop_token stop)
{
    return with(stop, [&](const Server& server) { return searchExperiments(server, stop); });
}

Result<RunScanResult> MlflowRestBackend::scanRuns(RunScan scan, const RunSink& sink,
                                                  std::stop_token stop)
{
    return with(stop, [&](const Server& server) {
        return RunScanner(server, links_, sink, stop).scan(scan);
    });
}

Result<void> MlflowRestBackend::fetchHistories(std::span<const SeriesRequest> requests,
                                               const SeriesSink& sink, std::stop_token stop)
{
    return with(stop, [&](const Server& server) {
        return HistoryFetch(server, bulk_, requests, sink).run(stop);
    });
}

Result<void> MlflowRestBackend::loggedModels(std::span<const std::string> experimentIds,
                                             const ModelSink& sink, std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<void> {
        if (server.major < 3)
            return failure(Error::Kind::Unsupported,
                           Text::tr("Logged models exist since MLflow 3."));
        for (std::size_t begin = 0; begin < experimentIds.size(); begin += experimentsInOneSearch) {
            QJsonArray ids;
            for (const auto& id : experimentIds.subspan(
                     begin, std::min(experimentsInOneSearch, experimentIds.size() - begin)))
                ids.append(text(id));
            QJsonObject request{{QStringLiteral("experiment_ids"), ids},
                                {QStringLiteral("max_results"), 50}};
            while (true) {
                const auto body = server.post("logged-models/search", request, true, stop);
                if (!body)
                    return failure(body.error());
                auto page = modelPage(*body);
                if (!page)
                    return failure(page.error());
                if (!page->items.empty()) {
                    if (auto taken = sink(std::move(page->items)); !taken)
                        return taken;
                }
                if (page->nextToken.empty())
                    break;
                request[QStringLiteral("page_token")] = text(page->nextToken);
            }
        }
        return {};
    });
}

Result<std::vector<ArtifactEntry>> MlflowRestBackend::listArtifacts(const std::string& runId,
                                                                    const std::string& path,
                                                                    std::stop_token stop)
{
    if (auto inside = checkPath(path); !inside)
        return failure(inside.error());
    return with(stop, [&](const Server& server) -> Result<std::vector<ArtifactEntry>> {
        std::vector<ArtifactEntry> entries;
        std::string query = "run_id=" + percentEncoded(runId);
        if (!path.empty())
            query += "&path=" + percentEncoded(path);
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
        if (!entries.empty())
            return entries;
        const auto model = modelPath(server, runId, path, stop);
        if (!model)
            return failure(model.error());
        return *model ? listModelFiles(server, **model, stop) : entries;
    });
}

Result<void> MlflowRestBackend::downloadArtifact(const std::string& runId, const std::string& path,
                                                 const std::filesystem::path& destination,
                                                 const TransferSink& progress, std::stop_token stop)
{
    if (auto inside = checkPath(path); !inside)
        return inside;
    return with(stop, [&](const Server& server) -> Result<void> {
        const HttpClient::ByteProgress bytes = [&](std::int64_t done, std::int64_t total) {
            if (progress)
                progress({done, total});
        };
        const auto own = server.address + "/get-artifact?run_id=" + percentEncoded(runId) +
                         "&path=" + percentEncoded(path);
        auto done = server.client->download(HttpRequest::get(own), destination, bytes, stop);
        if (done || done.error().kind != Error::Kind::NotFound)
            return done;
        const auto model = modelPath(server, runId, path, stop);
        if (!model || !*model)
            return done;
        return server.client->download(HttpRequest::get(modelFileUrl(server, **model)), destination,
                                       bytes, stop);
    });
}

Result<Run> MlflowRestBackend::run(const std::string& runId, std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<Run> {
        const auto body = server.get("runs/get", "run_id=" + percentEncoded(runId), stop);
        if (!body)
            return failure(body.error());
        return singleRun(*body);
    });
}

Result<void> MlflowRestBackend::write(const char* call, const QJsonObject& body, bool repeatable,
                                      const std::stop_token& stop)
{
    return with(stop, [&](const Server& server) -> Result<void> {
        const auto answer = server.post(call, body, repeatable, stop);
        if (!answer)
            return failure(answer.error());
        return {};
    });
}

Result<void> MlflowRestBackend::renameRun(const std::string& runId, const std::string& name,
                                          std::stop_token stop)
{
    return write(
        "runs/update",
        {{QStringLiteral("run_id"), text(runId)}, {QStringLiteral("run_name"), text(name)}}, true,
        stop);
}

Result<void> MlflowRestBackend::setTag(const std::string& runId, const std::string& key,
                                       const std::string& value, std::stop_token stop)
{
    return write("runs/set-tag",
                 {{QStringLiteral("run_id"), text(runId)},
                  {QStringLiteral("key"), text(key)},
                  {QStringLiteral("value"), text(value)}},
                 true, stop);
}

// Deleting twice, and restoring what is there, is refused by servers: the next three are not
// repeated by themselves.
Result<void> MlflowRestBackend::deleteTag(const std::string& runId, const std::string& key,
                                          std::stop_token stop)
{
    return write("runs/delete-tag",
                 {{QStringLiteral("run_id"), text(runId)}, {QStringLiteral("key"), text(key)}},
                 false, stop);
}

Result<void> MlflowRestBackend::deleteRun(const std::string& runId, std::stop_token stop)
{
    return write("runs/delete", {{QStringLiteral("run_id"), text(runId)}}, false, stop);
}

Result<void> MlflowRestBackend::restoreRun(const std::string& runId, std::stop_token stop)
{
    return write("runs/restore", {{QStringLiteral("run_id"), text(runId)}}, false, stop);
}

} // namespace binnacle
