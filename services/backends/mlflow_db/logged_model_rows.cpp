#include "services/backends/mlflow_db/logged_model_rows.h"

#include "services/backends/mlflow_db/run_rows.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace binnacle::mlflow_db {

namespace {

constexpr std::size_t batch = 100;

std::string statusText(std::int64_t status)
{
    switch (status) {
    case 1:
        return "PENDING";
    case 2:
        return "READY";
    case 3:
        return "UPLOAD_FAILED";
    default:
        return "UNSPECIFIED";
    }
}

std::vector<std::int64_t> modelRows(SqliteFile& file, std::span<const std::string> experimentIds)
{
    std::vector<std::int64_t> rows;
    Statement statement(file.handle(),
                        "SELECT rowid, experiment_id FROM logged_models WHERE rowid > ?1 AND "
                        "coalesce(lifecycle_stage, 'active') <> 'deleted' ORDER BY rowid");
    readInSlices(file, statement, std::numeric_limits<std::int64_t>::min(),
                 [&](const Statement& row) {
                     if (std::ranges::find(experimentIds, row.text(1)) != experimentIds.end())
                         rows.push_back(row.integer(0));
                 });
    return rows;
}

void readPairs(SqliteFile& file, const char* sql, const std::string& ids,
               std::vector<LoggedModel>& models, std::vector<KeyValue> LoggedModel::* list)
{
    Statement rows(file.handle(), sql);
    rows.bind(1, ids);
    while (rows.step())
        (models[std::size_t(rows.integer(0))].*list).push_back({rows.string(1), rows.string(2)});
}

void readMetrics(SqliteFile& file, const std::string& ids, std::vector<LoggedModel>& models)
{
    Statement rows(file.handle(),
                   "SELECT j.key, m.metric_name, m.metric_step, m.metric_timestamp_ms, "
                   "m.metric_value FROM json_each(?1) j CROSS JOIN logged_model_metrics m ON "
                   "m.model_id = j.value ORDER BY 1, 2");
    rows.bind(1, ids);
    while (rows.step()) {
        auto& metrics = models[std::size_t(rows.integer(0))].metrics;
        const MetricPoint point{rows.integer(2), rows.integer(3),
                                metricValue(rows.real(4), rows.isNull(4))};
        if (metrics.empty() || metrics.back().key != rows.text(1)) {
            metrics.push_back({rows.string(1), point});
            continue;
        }
        auto& latest = metrics.back().point;
        if (std::tie(point.step, point.timestamp, point.value) >
            std::tie(latest.step, latest.timestamp, latest.value))
            latest = point;
    }
}

std::vector<LoggedModel> readBatch(SqliteFile& file, const std::vector<std::int64_t>& modelRows)
{
    const ReadTransaction transaction(file);
    std::vector<LoggedModel> models;
    std::vector<std::string> ids;
    Statement rows(file.handle(),
                   "SELECT m.model_id, m.experiment_id, m.name, m.model_type, m.source_run_id, "
                   "m.artifact_location, m.status, m.creation_timestamp_ms, "
                   "m.last_updated_timestamp_ms FROM json_each(?1) j CROSS JOIN logged_models m ON "
                   "m.rowid = j.value");
    const auto rowJson = jsonArray(modelRows);
    rows.bind(1, rowJson);
    while (rows.step()) {
        models.push_back({rows.string(0),
                          rows.string(1),
                          rows.string(2),
                          rows.string(3),
                          rows.string(4),
                          rows.string(5),
                          statusText(rows.integer(6)),
                          rows.optionalInteger(7),
                          rows.optionalInteger(8),
                          {},
                          {},
                          {}});
        ids.push_back(models.back().id);
    }
    const auto idJson = jsonArray(ids);
    readPairs(file,
              "SELECT j.key, p.param_key, p.param_value FROM json_each(?1) j CROSS JOIN "
              "logged_model_params p ON p.model_id = j.value ORDER BY 1, 2",
              idJson, models, &LoggedModel::params);
    readPairs(file,
              "SELECT j.key, t.tag_key, t.tag_value FROM json_each(?1) j CROSS JOIN "
              "logged_model_tags t ON t.model_id = j.value ORDER BY 1, 2",
              idJson, models, &LoggedModel::tags);
    readMetrics(file, idJson, models);
    return models;
}

} // namespace

Result<void> readLoggedModels(SqliteFile& file, std::span<const std::string> experimentIds,
                              const ModelSink& sink)
{
    const auto rows = modelRows(file, experimentIds);
    for (std::size_t begin = 0; begin < rows.size(); begin += batch) {
        if (file.stop().stop_requested())
            return failure(cancelledError());
        const auto end = std::min(rows.size(), begin + batch);
        if (auto done = sink(readBatch(
                file, {rows.begin() + std::ptrdiff_t(begin), rows.begin() + std::ptrdiff_t(end)}));
            !done)
            return done;
    }
    return {};
}

} // namespace binnacle::mlflow_db
