#pragma once

#include "services/backends/mlflow_db/sqlite_file.h"
#include "services/backends/registry_backend.h"
#include "services/domain/registry.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle::mlflow_db {

// What this file holds of MLflow's model registry: columns are looked up, not guessed.
struct RegistrySchema
{
    bool aliases = false;         // registered_model_aliases: since MLflow 2.3
    bool storageLocation = false; // model_versions.storage_location: since MLflow 2.5
    bool workspaces = false;      // a column `workspace` in every table: since MLflow 3.10
    std::string workspace;        // which one is read and written (MLFLOW_WORKSPACE)

    // " AND t.workspace = '…'", or nothing; `table` is the table's name in the statement.
    std::string only(const char* table) const;
};
RegistrySchema readRegistrySchema(SqliteFile& file);

// All models with their versions, in short reads, as batches for the sink. Prompts and deleted
// versions are left out. Throws SqliteFailure.
Result<void> readRegistry(SqliteFile& file, const RegistrySchema& schema, const RegistrySink& sink);

std::optional<RegisteredModel> readModel(SqliteFile& file, const RegistrySchema& schema,
                                         const std::string& name);
std::optional<ModelVersion> readVersion(SqliteFile& file, const RegistrySchema& schema,
                                        const std::string& name, std::int64_t version);
std::optional<std::string> readAliasHolder(SqliteFile& file, const RegistrySchema& schema,
                                           const std::string& name, const std::string& alias);
// Where the files of a version lie, as MLflow resolves it: its storage location or source, and from
// there over runs:/, models:/ to an address of artifacts. Empty: not known.
std::string filesOfVersion(SqliteFile& file, const RegistrySchema& schema, const std::string& name,
                           std::int64_t version);
// The same for the source of a version that is to be made.
std::string filesOfSource(SqliteFile& file, const RegistrySchema& schema,
                          const std::string& source);

} // namespace binnacle::mlflow_db
