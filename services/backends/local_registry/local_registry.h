#pragma once

#include "services/backends/local_registry/object_store.h"
#include "services/backends/local_registry/registry_index.h"
#include "services/backends/registry_backend.h"

#include <filesystem>
#include <string>

namespace binnacle {

// A model registry without a server, for a person alone: a folder with an index (registry.db) and
// the files of the models by their content (objects/). Models, versions, aliases and tags are as
// in MLflow; there are no legacy stages. A version's tag binnacle.digest tells the content of all
// its files; a file that does not have its digest any more is not given out (Storage).
//
// A version is made of: what newVersionFolder and uploadFile put there; a folder of this machine
// with an MLmodel; or a version of the same registry (models:/NAME/VERSION).
class LocalRegistry : public RegistryBackend
{
public:
    explicit LocalRegistry(const std::filesystem::path& folder) : index_(folder), objects_(folder)
    {
    }

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
    Result<void> put(const std::string& folder, const std::string& path,
                     const std::filesystem::path& file, const TransferSink& progress,
                     const std::stop_token& stop);
    // The upload that holds the files of `source`; empty: there is none to be made.
    Result<std::string> gathered(const std::string& source, const std::stop_token& stop);

    local_registry::RegistryIndex index_;
    local_registry::ObjectStore objects_;
};

} // namespace binnacle
