#include "services/backends/mlflow_rest/mlflow_rest_registry.h"

#include "services/backends/mlflow_rest/registry_answers.h"
#include "services/backends/mlflow_rest/registry_files.h"
#include "services/backends/mlflow_rest/registry_scan.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/http/url.h"

#include <QJsonArray>
#include <QJsonObject>

namespace binnacle {

using namespace mlflow;
using Method = HttpRequest::Method;

namespace {

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

// The body that names a model, or one of its versions.
QJsonObject named(const std::string& name, const std::string& version = {})
{
    QJsonObject body{{QStringLiteral("name"), text(name)}};
    if (!version.empty())
        body.insert(QStringLiteral("version"), text(version));
    return body;
}

Result<void> nothing(const Result<std::string>& body)
{
    return body ? Result<void>() : failure(body.error());
}

// “Registered model alias X not found.”, or “Model Version (…) not found” where the alias was left
// behind by a version that was deleted (MLflow 2).
bool saysNoSuchAlias(const Error& error)
{
    return (error.kind == Error::Kind::Invalid || error.kind == Error::Kind::NotFound) &&
           (error.message.contains(QLatin1String("model alias"), Qt::CaseInsensitive) ||
            error.message.contains(QLatin1String("Model Version ("))) &&
           error.message.contains(QLatin1String("not found"), Qt::CaseInsensitive);
}

} // namespace

MlflowRestRegistry::MlflowRestRegistry(std::string address,
                                       std::shared_ptr<CredentialStore> credentials,
                                       HttpOptions options)
    : address_(address), session_(std::move(address), std::move(credentials), std::move(options))
{
}

template <class Work>
auto MlflowRestRegistry::with(const std::stop_token& stop, Work work)
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

Result<std::string> MlflowRestRegistry::change(Method method, const char* call,
                                               const QJsonObject& body, bool repeatable,
                                               const std::stop_token& stop)
{
    return with(stop, [&](const Server& server) -> Result<std::string> {
        auto request =
            HttpRequest::postJson(server.call(call), jsonText(body).toStdString(), repeatable);
        request.method = method;
        auto answer = checked(server.client->send(std::move(request), stop));
        if (!answer)
            return failure(answer.error());
        return std::move(answer->body);
    });
}

RegistryCapabilities MlflowRestRegistry::capabilities() const
{
    return {.aliases = true,
            .stages = true,
            .tags = true,
            .descriptions = true,
            .createVersions = true,
            .upload = true,
            .deleteVersions = true};
}

Result<RegistryScanResult>
MlflowRestRegistry::scanRegistry(RegistryScan scan, const RegistrySink& sink, std::stop_token stop)
{
    return with(
        stop, [&](const Server& server) { return RegistryScanner(server, sink, stop).scan(scan); });
}

Result<RegisteredModel> MlflowRestRegistry::registeredModel(const std::string& name,
                                                            std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<RegisteredModel> {
        const auto body = server.get("registered-models/get", "name=" + percentEncoded(name), stop);
        if (!body)
            return failure(body.error());
        auto answer = singleModel(*body);
        if (!answer)
            return failure(answer.error());
        return std::move(answer->model);
    });
}

Result<ModelVersion> MlflowRestRegistry::modelVersion(const std::string& name,
                                                      const std::string& version,
                                                      std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<ModelVersion> {
        const auto body = server.get("model-versions/get", versionQuery(name, version), stop);
        return body ? singleVersion(*body) : failure(body.error());
    });
}

Result<std::optional<std::string>> MlflowRestRegistry::aliasHolder(const std::string& name,
                                                                   const std::string& alias,
                                                                   std::stop_token stop)
{
    return with(stop, [&](const Server& server) -> Result<std::optional<std::string>> {
        const auto body =
            server.get("registered-models/alias",
                       "name=" + percentEncoded(name) + "&alias=" + percentEncoded(alias), stop);
        if (!body) {
            if (!saysNoSuchAlias(body.error()))
                return failure(body.error());
            // MLflow 2 says the same of a model that is not there.
            const auto model = server.major < 3 ? server.get("registered-models/get",
                                                             "name=" + percentEncoded(name), stop)
                                                : Result<std::string>();
            return model ? Result<std::optional<std::string>>(std::nullopt)
                         : failure(model.error());
        }
        const auto version = singleVersion(*body);
        if (!version)
            return failure(version.error());
        return std::optional(version->version);
    });
}

Result<void> MlflowRestRegistry::setAlias(const std::string& name, const std::string& alias,
                                          const std::string& version, std::stop_token stop)
{
    auto body = named(name, version);
    body.insert(QStringLiteral("alias"), text(alias));
    return nothing(change(Method::Post, "registered-models/alias", body, true, stop));
}

Result<void> MlflowRestRegistry::deleteAlias(const std::string& name, const std::string& alias,
                                             std::stop_token stop)
{
    auto body = named(name);
    body.insert(QStringLiteral("alias"), text(alias));
    return nothing(change(Method::Delete, "registered-models/alias", body, true, stop));
}

Result<void> MlflowRestRegistry::setModelTag(const std::string& name, const std::string& version,
                                             const std::string& key, const std::string& value,
                                             std::stop_token stop)
{
    auto body = named(name, version);
    body.insert(QStringLiteral("key"), text(key));
    body.insert(QStringLiteral("value"), text(value));
    const auto* call = version.empty() ? "registered-models/set-tag" : "model-versions/set-tag";
    return nothing(change(Method::Post, call, body, true, stop));
}

Result<void> MlflowRestRegistry::deleteModelTag(const std::string& name, const std::string& version,
                                                const std::string& key, std::stop_token stop)
{
    auto body = named(name, version);
    body.insert(QStringLiteral("key"), text(key));
    const auto* call =
        version.empty() ? "registered-models/delete-tag" : "model-versions/delete-tag";
    return nothing(change(Method::Delete, call, body, true, stop));
}

Result<void> MlflowRestRegistry::describe(const std::string& name, const std::string& version,
                                          const std::string& description, std::stop_token stop)
{
    auto body = named(name, version);
    body.insert(QStringLiteral("description"), text(description));
    const auto* call = version.empty() ? "registered-models/update" : "model-versions/update";
    return nothing(change(Method::Patch, call, body, true, stop));
}

Result<void> MlflowRestRegistry::setStage(const std::string& name, const std::string& version,
                                          const std::string& stage, std::stop_token stop)
{
    auto body = named(name, version);
    body.insert(QStringLiteral("stage"), text(stage));
    body.insert(QStringLiteral("archive_existing_versions"), false);
    return nothing(change(Method::Post, "model-versions/transition-stage", body, true, stop));
}

Result<RegisteredModel> MlflowRestRegistry::createModel(const std::string& name,
                                                        const std::string& description,
                                                        std::stop_token stop)
{
    auto request = named(name);
    if (!description.empty())
        request.insert(QStringLiteral("description"), text(description));
    const auto body = change(Method::Post, "registered-models/create", request, false, stop);
    if (!body)
        return failure(body.error());
    auto answer = singleModel(*body);
    if (!answer)
        return failure(answer.error());
    return std::move(answer->model);
}

Result<ModelVersion> MlflowRestRegistry::createVersion(const NewModelVersion& version,
                                                       std::stop_token stop)
{
    QJsonArray tags;
    const auto addTag = [&](const QString& key, const std::string& value) {
        tags.append(
            QJsonObject{{QStringLiteral("key"), key}, {QStringLiteral("value"), text(value)}});
    };
    for (const auto& [key, value] : version.tags)
        addTag(text(key), value);
    const auto uploadRun = uploadRunOf(version.source);
    if (!uploadRun.empty() && !version.runId.empty() && version.runId != uploadRun)
        addTag(QStringLiteral("binnacle.source_run_id"), version.runId);

    auto request = named(version.model);
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty())
            request.insert(QLatin1String(key), text(value));
    };
    add("source", version.source);
    add("run_id", uploadRun.empty() ? version.runId : uploadRun);
    add("run_link", version.runLink);
    add("description", version.description);
    const auto server = session_.known();
    if (uploadRun.empty() && server && server->major >= 3)
        add("model_id", version.loggedModelId);
    if (!tags.isEmpty())
        request.insert(QStringLiteral("tags"), tags);
    const auto body = change(Method::Post, "model-versions/create", request, false, stop);
    if (!body)
        return failure(body.error());
    if (!uploadRun.empty()) // the version is there; that its run looks unfinished harms nobody
        (void)with(stop, [&](const Server& known) { return finishUpload(known, uploadRun, stop); });
    return singleVersion(*body);
}

Result<void> MlflowRestRegistry::deleteVersion(const std::string& name, const std::string& version,
                                               std::stop_token stop)
{
    if (auto done = nothing(
            change(Method::Delete, "model-versions/delete", named(name, version), false, stop));
        !done)
        return done;
    // MLflow 2 leaves the aliases of the version behind, which then lead nowhere.
    const auto model = registeredModel(name, stop);
    if (!model)
        return failure(model.error());
    for (const auto& alias : model->aliases) {
        if (alias.version != version)
            continue;
        if (auto done = deleteAlias(name, alias.name, stop); !done)
            return done;
    }
    return {};
}

Result<void> MlflowRestRegistry::deleteModel(const std::string& name, std::stop_token stop)
{
    return nothing(change(Method::Delete, "registered-models/delete", named(name), false, stop));
}

Result<std::vector<ArtifactEntry>> MlflowRestRegistry::listVersionFiles(const std::string& name,
                                                                        const std::string& version,
                                                                        const std::string& path,
                                                                        std::stop_token stop)
{
    const auto known = modelVersion(name, version, stop);
    if (!known)
        return failure(known.error());
    return with(stop, [&](const Server& server) {
        return mlflow::listVersionFiles(server, *known, path, stop);
    });
}

Result<void> MlflowRestRegistry::downloadVersionFile(
    const std::string& name, const std::string& version, const std::string& path,
    const std::filesystem::path& destination, const TransferSink& progress, std::stop_token stop)
{
    return with(stop, [&](const Server& server) {
        const HttpClient::ByteProgress bytes = [&](std::int64_t done, std::int64_t total) {
            if (progress)
                progress({done, total});
        };
        const auto url = versionFileUrl(server, name, version, path, stop);
        if (!url)
            return Result<void>(failure(url.error()));
        return server.client->download(HttpRequest::get(*url), destination, bytes, stop);
    });
}

Result<std::string> MlflowRestRegistry::newVersionFolder(const std::string& name,
                                                         std::stop_token stop)
{
    return with(stop, [&](const Server& server) { return newUploadFolder(server, name, stop); });
}

Result<void> MlflowRestRegistry::removeVersionFolder(const std::string& folder,
                                                     std::stop_token stop)
{
    return with(stop,
                [&](const Server& server) { return removeUploadFolder(server, folder, stop); });
}

Result<void> MlflowRestRegistry::uploadFile(const std::string& folder, const std::string& path,
                                            const std::filesystem::path& file,
                                            const TransferSink& progress, std::stop_token stop)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    const auto total = ignored ? -1 : static_cast<std::int64_t>(size);
    return with(stop, [&](const Server& server) {
        return mlflow::uploadFile(
            server, folder, path, file,
            [&](std::int64_t sent) {
                if (progress)
                    progress({sent, total});
            },
            stop);
    });
}

} // namespace binnacle
