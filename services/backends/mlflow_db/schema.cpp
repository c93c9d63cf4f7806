#include "services/backends/mlflow_db/schema.h"

#include <algorithm>
#include <array>

namespace binnacle::mlflow_db {

namespace fs = std::filesystem;

namespace {

// Only the newest revisions of 1.30.1, 2.0.1, 2.22.5, 3.0.1, 3.4.0, 3.8.1, 3.10.1, 3.17.2
// and 3.18.0 were looked up in the packages, and that 2.3.0 and 2.4.0 brought the next two: a
// revision between two of these came after the first of them, hence "or later".
constexpr auto revisions = std::to_array<SchemaRevision>({
    {"451aebb31d03", ""},
    {"90e64c465722", ""},
    {"181f10493468", ""},
    {"df50e92ffc5e", ""},
    {"7ac759974ad8", ""},
    {"89d4b8295536", ""},
    {"2b4d017a5e9b", ""},
    {"cfd24bdc0731", ""},
    {"0a8213491aaa", ""},
    {"728d730b5ebd", ""},
    {"27a6a02d2cf1", ""},
    {"84291f40a231", ""},
    {"a8c4a736bde6", ""},
    {"39d1c3be5f05", ""},
    {"c48cb773bb87", ""},
    {"bd07f7e963c5", ""},
    {"0c779009ac13", ""},
    {"cc1f77228345", ""},
    {"97727af70f4d", "1.30 to 2.2"},
    {"3500859a5d39", "2.3"},
    {"7f2a7d5fae7d", "2.4 or later"},
    {"2d6e25af4d3e", "2.7 or later"},
    {"acf3f17fdcc7", "2.7 or later"},
    {"867495a8f9d4", "2.7 or later"},
    {"5b0e9adcef9c", "2.7 or later"},
    {"4465047574b1", "2.7 or later"},
    {"f5a4f2784254", "2.7 or later"},
    {"0584bdc529eb", "2.7 or later"},
    {"400f98739977", "3.0 or later"},
    {"6953534de441", "3.0 or later"},
    {"bda7b8c39065", "3.0 or later"},
    {"cbc13b556ace", "3.1 or later"},
    {"770bee3ae1dd", "3.1 or later"},
    {"a1b2c3d4e5f6", "3.1 or later"},
    {"de4033877273", "3.1 or later"},
    {"1a0cddfcaa16", "3.1 or later"},
    {"534353b11cbc", "3.1 or later"},
    {"71994744cf8e", "3.1 or later"},
    {"3da73c924c2f", "3.5 or later"},
    {"bf29a5ff90ea", "3.5 or later"},
    {"1bd49d398cd23", "3.5 or later"},
    {"b7c8d9e0f1a2", "3.9 or later"},
    {"5d2d30f0abce", "3.9 or later"},
    {"c9d4e5f6a7b8", "3.9 or later"},
    {"2c33131f4dae", "3.9 or later"},
    {"d3e4f5a6b7c8", "3.9 or later"},
    {"d0e1f2a3b4c5", "3.9 or later"},
    {"c8d9e0f1a2b3", "3.9 or later"},
    {"1b5f0d9ad7c1", "3.9 or later"},
    {"e1f2a3b4c5d6", "3.11 or later"},
    {"76601a5f987d", "3.11 or later"},
    {"c3d6457b6d8a", "3.11 or later"},
    {"a5b4c3d2e1f0", "3.11 or later"},
    {"ae8bbe7743c9", "3.11 or later"},
    {"7d34483879f0", "3.11 or later"},
    {"da6fb0208061", "3.11 or later"},
    {"89d3d66ed43f", "3.11 or later"},
    {"b7e4c1a90f23", "3.11 or later"},
    {"a8b9c0d1e2f3", "3.11 or later"},
    {"c1d2e3f4a5b6", "3.11 or later"},
    {"c3d9e7f1a2b4", "3.11 or later"},
    {"6f8d9c3b2a1e", "3.11 or later"},
    {"1971f2d9a75b", "3.11 or later"},
    {"17e22815139b", "3.11 or later"},
    {"b7e2c1a4d9f3", "3.11 or later"},
    {"75868b020152", "3.11 or later"},
    {"dc11669786a5", "3.11 or later"},
    {"e7d1f4b2a9c6", "3.18"},
    {"8b6ad64cb8f5", "3.18"},
    {"f4a9b2c7d1e6", "3.18"},
});

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

bool hasTable(SqliteFile& file, std::string_view name)
{
    Statement statement(file.handle(),
                        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1");
    return statement.bind(1, name).step();
}

// The name of an index of metrics over exactly these columns ("run_uuid", "run_uuid,key,step").
std::string indexOver(SqliteFile& file, std::string_view columns)
{
    Statement statement(file.handle(),
                        "SELECT l.name FROM pragma_index_list('metrics') l WHERE ?1 = (SELECT "
                        "group_concat(name) FROM pragma_index_info(l.name)) AND l.partial = 0");
    return statement.bind(1, columns).step() ? statement.string(0) : std::string();
}

struct Needed
{
    const char* table;
    const char* column;
};
constexpr auto neededColumns = std::to_array<Needed>({
    {"experiments", "experiment_id"},
    {"experiments", "artifact_location"},
    {"experiments", "last_update_time"},
    {"experiment_tags", "experiment_id"},
    {"runs", "run_uuid"},
    {"runs", "name"},
    {"runs", "lifecycle_stage"},
    {"runs", "deleted_time"},
    {"metrics", "step"},
    {"metrics", "is_nan"},
    {"latest_metrics", "is_nan"},
    {"params", "run_uuid"},
    {"tags", "run_uuid"},
});

Result<const SchemaRevision*> readRevision(SqliteFile& file, const QString& name)
{
    if (!hasTable(file, "alembic_version") || !hasTable(file, "runs"))
        return failure(Error::Kind::Invalid,
                       tr("“%1” holds no tables of MLflow: it is empty or belongs to another "
                          "program.")
                           .arg(name));
    Statement statement(file.handle(), "SELECT version_num FROM alembic_version");
    if (!statement.step())
        return failure(Error::Kind::Unsupported,
                       tr("“%1” does not say which schema of MLflow it has.").arg(name));
    const auto id = statement.string(0);
    const auto* revision = findRevision(id);
    if (!revision)
        return failure(Error::Kind::Unsupported,
                       tr("“%1” has the schema “%2”, which this version of Binnacle does not know "
                          "(it knows those up to MLflow 3.18). Nothing was read. Update Binnacle, "
                          "or add the MLflow server as a source.")
                           .arg(name, QString::fromStdString(id)));
    if (revision->releases.empty())
        return failure(Error::Kind::Unsupported,
                       tr("“%1” has the schema “%2”, which is older than MLflow 1.30. Upgrade a "
                          "copy of it with “mlflow db upgrade” and add the copy.")
                           .arg(name, QString::fromStdString(id)));
    return revision;
}

} // namespace

std::span<const SchemaRevision> schemaRevisions()
{
    return revisions;
}

const SchemaRevision* findRevision(std::string_view id)
{
    const auto found = std::ranges::find(revisions, id, &SchemaRevision::id);
    return found == revisions.end() ? nullptr : &*found;
}

Result<Schema> readSchema(SqliteFile& file, const fs::path& path)
{
    const auto name = QString::fromStdString(path.string());
    const ReadTransaction transaction(file);
    const auto revision = readRevision(file, name);
    if (!revision)
        return failure(revision.error());
    for (const auto& [table, column] : neededColumns) {
        if (!file.hasColumn(table, column))
            return failure(Error::Kind::Unsupported,
                           tr("“%1” says that it has the schema “%2” but lacks %3.%4: it was "
                              "changed by hand, or an upgrade did not end.")
                               .arg(name, QString::fromUtf8((*revision)->id), QLatin1String(table),
                                    QLatin1String(column)));
    }
    Schema schema;
    schema.revision = *revision;
    schema.datasets = hasTable(file, "inputs") && hasTable(file, "input_tags") &&
                      file.hasColumn("datasets", "dataset_uuid");
    schema.inputSteps = file.hasColumn("inputs", "step");
    schema.loggedModels =
        hasTable(file, "logged_models") && hasTable(file, "logged_model_params") &&
        hasTable(file, "logged_model_tags") && hasTable(file, "logged_model_metrics");
    schema.pointsByRun = indexOver(file, "run_uuid");
    schema.pointsByKey = indexOver(file, "run_uuid,key,step");
    // Raised by the migration f5a4f2784254.
    schema.tagLimit = *revision >= findRevision("f5a4f2784254") ? 8000 : 5000;
    return schema;
}

} // namespace binnacle::mlflow_db
