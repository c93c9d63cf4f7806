#pragma once

#include "services/backends/mlflow_db/sqlite_file.h"

#include <span>
#include <string>
#include <string_view>

namespace binnacle::mlflow_db {

// One revision of MLflow's schema as its table alembic_version names it (the files of
// mlflow/store/db_migrations/versions of MLflow 2.22.5, 3.17.2 and 3.18.0).
struct SchemaRevision
{
    std::string_view id;
    std::string_view releases; // of MLflow; empty: too old to be read
};

// From the oldest to the newest; each follows the one before it.
std::span<const SchemaRevision> schemaRevisions();
const SchemaRevision* findRevision(std::string_view id);

// What this file holds of what we read. Columns and tables are looked up, not guessed from the
// revision.
struct Schema
{
    const SchemaRevision* revision = nullptr;
    bool datasets = false;       // inputs, input_tags, datasets: since MLflow 2.4
    bool inputSteps = false;     // inputs.step: since MLflow 3
    bool loggedModels = false;   // logged_models and its tables: since MLflow 3
    std::string pointsByRun;     // index over metrics(run_uuid); empty: none
    std::string pointsByKey;     // index over metrics(run_uuid, key, step); empty: none
    std::size_t tagLimit = 5000; // characters of a tag's value
};

// Errors: Invalid where the file is no database of MLflow, Unsupported where its revision is not
// one of schemaRevisions(), or lacks what the revision promises. Throws SqliteFailure.
Result<Schema> readSchema(SqliteFile& file, const std::filesystem::path& path);

} // namespace binnacle::mlflow_db
