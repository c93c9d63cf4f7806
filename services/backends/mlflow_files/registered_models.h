#pragma once

#include "services/backends/registry_backend.h"
#include "services/domain/registry.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow_files {

// The model registry of a file store: models/<name>/{meta.yaml, tags/, aliases/<alias>} and below
// it version-<n>/{meta.yaml, tags/} (mlflow/store/model_registry/file_store.py). `root` is the
// canonical folder of the store. Prompts and deleted versions are left out; what is broken is left
// out with a warning.

std::filesystem::path modelsFolder(const std::filesystem::path& root);
// Nothing where there is no such model.
std::optional<std::filesystem::path> modelFolder(const std::filesystem::path& root,
                                                 const std::string& name);
std::optional<std::filesystem::path> versionFolder(const std::filesystem::path& root,
                                                   const std::string& name, std::int64_t version);

std::optional<RegisteredModel> readRegisteredModel(const std::filesystem::path& root,
                                                   const std::filesystem::path& folder);
std::optional<ModelVersion> readModelVersion(const std::filesystem::path& root,
                                             const std::filesystem::path& folder);
// The greatest number of a version, deleted ones included; 0: none.
std::int64_t lastVersion(const std::filesystem::path& root, const std::filesystem::path& folder);

// All of it, a model with its versions at a time.
Result<std::vector<std::string>> readRegistry(const std::filesystem::path& root,
                                              const RegistrySink& sink,
                                              const std::stop_token& stop);

// Where the files of `source` lie: over runs:/ and models:/ to an address of artifacts. Empty: not
// known.
std::string filesOfSource(const std::filesystem::path& root, const std::string& source);
std::string filesOfVersion(const std::filesystem::path& root, const std::filesystem::path& folder);

} // namespace binnacle::mlflow_files
