#pragma once

#include "services/backends/registry_backend.h"

#include <filesystem>
#include <string>

namespace binnacle {

// The folder “models” of MLflow's file store, read and written in place in MLflow's own form. Each
// file is replaced in one step; MLflow locks nothing either: of two that register a version at
// once, the folder of the version tells who was first. Every scan is complete. Numbers of deleted
// versions are not given again. Files of new versions go into a folder beside the store,
// “mlruns-registered”.
class MlflowFilesRegistry : public RegistryBackend
{
public:
    explicit MlflowFilesRegistry(std::filesystem::path root) : root_(std::move(root)) {}

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
    Result<std::filesystem::path> openRoot() const; // canonical
    Result<std::filesystem::path> copiesFolder() const;
    Result<std::filesystem::path> modelFolderOf(const std::string& name) const;
    // `version` empty: the folder of the model.
    Result<std::filesystem::path> folderOf(const std::string& name,
                                           const std::string& version) const;
    Result<std::filesystem::path> filesOf(const std::string& name,
                                          const std::string& version) const;

    std::filesystem::path root_;
};

} // namespace binnacle
