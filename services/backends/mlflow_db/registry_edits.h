#pragma once

#include "services/backends/mlflow_db/registry_tables.h"

namespace binnacle::mlflow_db {

// Changes of the registry in the form in which MLflow's own SQL store makes them
// (mlflow/store/model_registry/sqlalchemy_store.py), each in one short transaction. `file` is open
// for writing. Errors: NotFound where the model or version is not there, Conflict where a name is
// taken, Invalid where MLflow takes no such value. Throw SqliteFailure.
class RegistryEdits
{
public:
    RegistryEdits(SqliteFile& file, const RegistrySchema& schema) : file_(file), schema_(schema) {}

    Result<void> setAlias(const std::string& name, const std::string& alias, std::int64_t version);
    Result<void> deleteAlias(const std::string& name, const std::string& alias);
    // `version` absent: the tag of the model.
    Result<void> setTag(const std::string& name, std::optional<std::int64_t> version,
                        const std::string& key, const std::string& value);
    Result<void> deleteTag(const std::string& name, std::optional<std::int64_t> version,
                           const std::string& key);
    Result<void> describe(const std::string& name, std::optional<std::int64_t> version,
                          const std::string& text);
    Result<void> setStage(const std::string& name, std::int64_t version, const std::string& stage);
    Result<void> createModel(const std::string& name, const std::string& description);
    Result<std::int64_t> createVersion(const NewModelVersion& version);
    Result<void> deleteVersion(const std::string& name, std::int64_t version);
    Result<void> deleteModel(const std::string& name);

private:
    bool hasModel(const std::string& name);
    bool hasVersion(const std::string& name, std::int64_t version);
    Result<void> check(const std::string& name, std::optional<std::int64_t> version);
    void touchModel(const std::string& name, std::int64_t now);
    // `columns` and `values` of a row, with the workspace where there is one.
    std::string insertInto(const char* table, const char* columns, const char* values) const;

    SqliteFile& file_;
    const RegistrySchema& schema_;
};

} // namespace binnacle::mlflow_db
