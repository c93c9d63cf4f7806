#pragma once

#include "services/backends/registry_backend.h"

#include <filesystem>
#include <memory>
#include <string>

namespace binnacle {

namespace mlflow_db {
class RegistryEdits;
class SqliteFile;
struct RegistrySchema;
} // namespace mlflow_db

// The model registry in an mlflow.db, read and written in place while MLflow uses it: see
// MlflowDbBackend for what that means. Where nothing was written to the file since the last scan, a
// quick one delivers nothing; else every scan is complete. Files of versions are reached where they
// lie on this machine; those of new versions go into a folder “registered” beside the artifacts of
// the store's experiments.
class MlflowDbRegistry : public RegistryBackend
{
public:
    explicit MlflowDbRegistry(std::filesystem::path file) : file_(std::move(file)) {}

    RegistryCapabilities capabilities() const override;
    std::string address() const override;
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
    template <class Work>
    auto reading(const std::stop_token& stop, Work work)
        -> std::invoke_result_t<Work, mlflow_db::SqliteFile&, const mlflow_db::RegistrySchema&>;
    template <class Work>
    auto writing(const std::stop_token& stop, Work work)
        -> std::invoke_result_t<Work, mlflow_db::RegistryEdits&>;
    Result<std::filesystem::path> copiesFolder(const std::stop_token& stop);
    Result<std::filesystem::path> filesOf(const std::string& name, const std::string& version,
                                          const std::stop_token& stop);

    std::filesystem::path file_;
};

} // namespace binnacle
