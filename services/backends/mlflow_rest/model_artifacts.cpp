#include "services/backends/mlflow_rest/model_artifacts.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/http/url.h"

#include <QJsonArray>
#include <QJsonObject>

namespace binnacle::mlflow {

Result<std::optional<ModelPath>> modelPath(const Server& server, const std::string& runId,
                                           const std::string& path, std::stop_token stop)
{
    if (server.major < 3 || path.empty())
        return std::nullopt;
    const auto slash = path.find('/');
    const auto name = path.substr(0, slash);
    const auto body = server.get("runs/get", "run_id=" + percentEncoded(runId), stop);
    if (!body)
        return failure(body.error());
    const auto run = singleRun(*body);
    if (!run)
        return failure(run.error());
    if (run->models.empty())
        return std::nullopt;

    QJsonObject request{
        {QStringLiteral("experiment_ids"), QJsonArray{QString::fromStdString(run->experimentId)}},
        {QStringLiteral("filter"),
         QStringLiteral("source_run_id = '%1'").arg(QString::fromStdString(runId))}};
    while (true) {
        const auto answer = server.post("logged-models/search", request, true, stop);
        if (!answer)
            return failure(answer.error());
        const auto page = modelPage(*answer);
        if (!page)
            return failure(page.error());
        for (const auto& model : page->items) {
            if (model.name == name && model.sourceRunId == runId)
                return ModelPath{model.id, name,
                                 slash == std::string::npos ? "" : path.substr(slash + 1)};
        }
        if (page->nextToken.empty())
            return std::nullopt;
        request[QStringLiteral("page_token")] = QString::fromStdString(page->nextToken);
    }
}

Result<std::vector<ArtifactEntry>> listModelFiles(const Server& server, const ModelPath& path,
                                                  std::stop_token stop)
{
    const auto body = server.get("logged-models/" + path.modelId + "/artifacts/directories",
                                 "artifact_directory_path=" + percentEncoded(path.inside), stop);
    if (!body)
        return failure(body.error());
    auto page = artifactPage(*body);
    if (!page)
        return failure(page.error());
    for (auto& entry : page->items)
        entry.path = path.name + '/' + entry.path;
    return std::move(page->items);
}

std::string modelFileUrl(const Server& server, const ModelPath& path)
{
    return server.ajax("logged-models/" + path.modelId + "/artifacts/files") +
           "?artifact_file_path=" + percentEncoded(path.inside);
}

} // namespace binnacle::mlflow
