#pragma once

#include "services/backends/mlflow_rest/rest_session.h"
#include "services/backends/registry_backend.h"

#include <memory>
#include <string>

namespace binnacle {

// The model registry of an MLflow server, 2.x or 3.x (mlflow/protos/model_registry.proto). Prompts
// of the GenAI side, which are kept in the same tables, are left out. See
// services/backends/mlflow_rest/registry_scan.h for what a quick scan sees.
class MlflowRestRegistry : public RegistryBackend
{
public:
    // `address`: http(s)://host[:port][/path], without credentials.
    MlflowRestRegistry(std::string address, std::shared_ptr<CredentialStore> credentials,
                       HttpOptions options = HttpOptions());

    RegistryCapabilities capabilities() const override;
    std::string address() const override { return address_; }
    Result<RegistryScanResult> scanRegistry(RegistryScan scan, const RegistrySink& sink,
                                            std::stop_token stop) override;
    Result<RegisteredModel> registeredModel(const std::string& name, std::stop_token stop) override;
    Result<ModelVersion> modelVersion(const std::string& name, const std::string& version,
                                      std::stop_token stop) override;
    Result<std::optional<std::string>>
    aliasHolder(const std::string& name, const std::string& alias, std::stop_token stop) override;
    Result<void> setAlias(const std::string& name, const std::string& alias,
                          const std::string& version, std::stop_token stop) override;
    Result<void> deleteAlias(const std::string& name, const std::string& alias,
                             std::stop_token stop) override;
    Result<void> setModelTag(const std::string& name, const std::string& version,
                             const std::string& key, const std::string& value,
                             std::stop_token stop) override;
    Result<void> deleteModelTag(const std::string& name, const std::string& version,
                                const std::string& key, std::stop_token stop) override;
    Result<void> describe(const std::string& name, const std::string& version,
                          const std::string& text, std::stop_token stop) override;
    Result<void> setStage(const std::string& name, const std::string& version,
                          const std::string& stage, std::stop_token stop) override;
    Result<RegisteredModel> createModel(const std::string& name, const std::string& description,
                                        std::stop_token stop) override;
    // A source that newVersionFolder gave is registered under the run made for it; a runId that
    // was given goes into the tag binnacle.source_run_id.
    Result<ModelVersion> createVersion(const NewModelVersion& version,
                                       std::stop_token stop) override;
    Result<void> deleteVersion(const std::string& name, const std::string& version,
                               std::stop_token stop) override;
    Result<void> deleteModel(const std::string& name, std::stop_token stop) override;
    Result<std::vector<ArtifactEntry>> listVersionFiles(const std::string& name,
                                                        const std::string& version,
                                                        const std::string& path,
                                                        std::stop_token stop) override;
    Result<void> downloadVersionFile(const std::string& name, const std::string& version,
                                     const std::string& path,
                                     const std::filesystem::path& destination,
                                     const TransferSink& progress, std::stop_token stop) override;
    Result<std::string> newVersionFolder(const std::string& name, std::stop_token stop) override;
    Result<void> uploadFile(const std::string& folder, const std::string& path,
                            const std::filesystem::path& file, const TransferSink& progress,
                            std::stop_token stop) override;
    Result<void> removeVersionFolder(const std::string& folder, std::stop_token stop) override;

private:
    // Runs `work` with the server; a refused login makes the next call read the credentials anew.
    template <class Work>
    auto with(const std::stop_token& stop, Work work)
        -> std::invoke_result_t<Work, const mlflow::Server&>;
    // A call with a JSON body; `repeatable`: twice does no harm.
    Result<std::string> change(HttpRequest::Method method, const char* call,
                               const QJsonObject& body, bool repeatable,
                               const std::stop_token& stop);

    std::string address_;
    mlflow::RestSession session_;
};

} // namespace binnacle
