#include "services/backends/mlflow_db/run_rows.h"

#include <algorithm>
#include <limits>

namespace binnacle::mlflow_db {

namespace {

// json_each gives the runs of a batch in order; CROSS JOIN keeps it outside, so that each table is
// entered by its index on the run. `j.key` is the place in the batch.
#define BINNACLE_RUN_COLUMNS                                                                       \
    "SELECT r.run_uuid, r.name, r.experiment_id, r.user_id, r.artifact_uri, r.status, "            \
    "r.lifecycle_stage, r.start_time, r.end_time FROM json_each(?1) j CROSS JOIN runs r ON "
constexpr auto runsByRow = BINNACLE_RUN_COLUMNS "r.rowid = j.value";
constexpr auto runsById = BINNACLE_RUN_COLUMNS "r.run_uuid = j.value";
#undef BINNACLE_RUN_COLUMNS
constexpr auto paramsOfRuns = "SELECT j.key, p.key, p.value FROM json_each(?1) j CROSS JOIN params "
                              "p ON p.run_uuid = j.value";
constexpr auto tagsOfRuns = "SELECT j.key, t.key, t.value FROM json_each(?1) j CROSS JOIN tags t "
                            "ON t.run_uuid = j.value";
constexpr auto metricsOfRuns =
    "SELECT j.key, m.key, m.step, m.timestamp, m.value, m.is_nan FROM json_each(?1) j CROSS JOIN "
    "latest_metrics m ON m.run_uuid = j.value";
constexpr auto datasetsOfRuns =
    "SELECT j.key, d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, "
    "d.dataset_profile, t.value FROM json_each(?1) j "
    "CROSS JOIN inputs i ON i.destination_type = 'RUN' AND i.destination_id = j.value AND "
    "i.source_type = 'DATASET' CROSS JOIN datasets d ON d.dataset_uuid = i.source_id "
    "LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'";

std::string modelsOfRuns(bool output, bool steps)
{
    return std::string("SELECT j.key, i.destination_id, ") + (output && steps ? "i.step" : "0") +
           " FROM json_each(?1) j CROSS JOIN inputs i ON i.source_type = '" +
           (output ? "RUN_OUTPUT" : "RUN_INPUT") +
           "' AND i.source_id = j.value AND i.destination_type = '" +
           (output ? "MODEL_OUTPUT" : "MODEL_INPUT") + "'";
}

std::size_t place(const Statement& statement)
{
    return static_cast<std::size_t>(statement.integer(0));
}

Run runOf(const Statement& row)
{
    Run run;
    run.id = row.string(0);
    run.name = row.string(1);
    run.experimentId = row.string(2);
    run.userId = row.string(3);
    run.artifactUri = row.string(4);
    run.status = statusFromName(row.text(5));
    run.lifecycle = row.text(6) == "deleted" ? Lifecycle::Deleted : Lifecycle::Active;
    run.startTime = row.optionalInteger(7);
    run.endTime = row.optionalInteger(8);
    return run;
}

void finish(Run& run)
{
    // Rows of old releases have no name of their own.
    if (run.name.empty()) {
        if (const auto* name = findValue(run.tags, tags::runName))
            run.name = *name;
    }
    std::ranges::sort(run.params, {}, &KeyValue::key);
    std::ranges::sort(run.tags, {}, &KeyValue::key);
    std::ranges::sort(run.metrics, {}, &LatestMetric::key);
}

} // namespace

double metricValue(double value, bool isNan)
{
    using Limits = std::numeric_limits<double>;
    if (isNan)
        return Limits::quiet_NaN();
    if (value >= Limits::max())
        return Limits::infinity();
    return value <= Limits::lowest() ? -Limits::infinity() : value;
}

std::vector<Experiment> readExperiments(SqliteFile& file)
{
    const ReadTransaction transaction(file);
    std::vector<Experiment> experiments;
    Statement rows(file.handle(),
                   "SELECT experiment_id, name, artifact_location, lifecycle_stage, creation_time, "
                   "last_update_time FROM experiments ORDER BY experiment_id");
    while (rows.step())
        experiments.push_back({rows.string(0),
                               rows.string(1),
                               rows.string(2),
                               rows.text(3) == "deleted" ? Lifecycle::Deleted : Lifecycle::Active,
                               rows.optionalInteger(4),
                               rows.optionalInteger(5),
                               {}});
    Statement tags(file.handle(),
                   "SELECT experiment_id, key, value FROM experiment_tags ORDER BY 1, 2");
    while (tags.step()) {
        const auto found = std::ranges::find(experiments, tags.text(0), &Experiment::id);
        if (found != experiments.end())
            found->tags.push_back({tags.string(1), tags.string(2)});
    }
    return experiments;
}

std::vector<std::int64_t> runRowsNewestFirst(SqliteFile& file)
{
    struct Row
    {
        std::int64_t start, row;
    };
    std::vector<Row> found;
    Statement statement(file.handle(),
                        "SELECT rowid, start_time FROM runs WHERE rowid > ?1 ORDER BY rowid");
    readInSlices(file, statement, std::numeric_limits<std::int64_t>::min(),
                 [&](const Statement& row) { found.push_back({row.integer(1), row.integer(0)}); });
    std::ranges::sort(found, [](const Row& a, const Row& b) {
        return std::pair(a.start, a.row) > std::pair(b.start, b.row);
    });
    std::vector<std::int64_t> rows;
    rows.reserve(found.size());
    for (const auto& row : found)
        rows.push_back(row.row);
    return rows;
}

RunReader::RunReader(SqliteFile& file, const Schema& schema)
    : file_(file)
    , schema_(schema)
    , runsByRow_(file.handle(), runsByRow)
    , runsById_(file.handle(), runsById)
    , params_(file.handle(), paramsOfRuns)
    , tags_(file.handle(), tagsOfRuns)
    , metrics_(file.handle(), metricsOfRuns)
{
}

std::vector<Run> RunReader::readRows(const std::vector<std::int64_t>& rows, std::size_t& next)
{
    return readBatch(runsByRow_, rows, next);
}

std::vector<Run> RunReader::readIds(const std::vector<std::string>& ids, std::size_t& next)
{
    return readBatch(runsById_, ids, next);
}

template <class Key>
std::vector<Run> RunReader::readBatch(Statement& runRows, const std::vector<Key>& keys,
                                      std::size_t& next)
{
    const auto start = std::chrono::steady_clock::now();
    const auto end = std::min(keys.size(), next + batch_);
    const auto json = jsonArray(
        std::vector<Key>(keys.begin() + std::ptrdiff_t(next), keys.begin() + std::ptrdiff_t(end)));
    next = end;
    std::vector<Run> runs;
    {
        const ReadTransaction transaction(file_);
        std::vector<std::string> ids;
        runRows.bind(1, json);
        while (runRows.step()) {
            runs.push_back(runOf(runRows));
            ids.push_back(runs.back().id);
        }
        runRows.reset();
        const auto idJson = jsonArray(ids);
        readPairs(params_, idJson, runs, &Run::params);
        readPairs(tags_, idJson, runs, &Run::tags);
        readMetrics(idJson, runs);
        if (schema_.datasets)
            readDatasets(idJson, runs);
        if (schema_.datasets && schema_.loggedModels) {
            readModels(idJson, runs, true);
            readModels(idJson, runs, false);
        }
    }
    const auto took = std::chrono::steady_clock::now() - start;
    if (took > shortRead)
        batch_ = std::max<std::size_t>(1, batch_ / 2);
    else if (took < shortRead / 3)
        batch_ = std::min<std::size_t>(1000, batch_ * 2);
    for (auto& run : runs)
        finish(run);
    return runs;
}

void RunReader::readPairs(Statement& statement, const std::string& ids, std::vector<Run>& runs,
                          std::vector<KeyValue> Run::* list)
{
    statement.bind(1, ids);
    while (statement.step())
        (runs[place(statement)].*list).push_back({statement.string(1), statement.string(2)});
    statement.reset();
}

void RunReader::readMetrics(const std::string& ids, std::vector<Run>& runs)
{
    metrics_.bind(1, ids);
    while (metrics_.step()) {
        const MetricPoint point{metrics_.integer(2), metrics_.integer(3),
                                metricValue(metrics_.real(4), metrics_.integer(5) != 0)};
        runs[place(metrics_)].metrics.push_back({metrics_.string(1), point});
    }
    metrics_.reset();
}

void RunReader::readDatasets(const std::string& ids, std::vector<Run>& runs)
{
    Statement rows(file_.handle(), datasetsOfRuns);
    rows.bind(1, ids);
    while (rows.step())
        runs[place(rows)].datasets.push_back({rows.string(1), rows.string(2), rows.string(3),
                                              rows.string(4), rows.string(5), rows.string(6),
                                              rows.string(7)});
}

void RunReader::readModels(const std::string& ids, std::vector<Run>& runs, bool output)
{
    Statement rows(file_.handle(), modelsOfRuns(output, schema_.inputSteps));
    rows.bind(1, ids);
    while (rows.step())
        runs[place(rows)].models.push_back({rows.string(1), rows.integer(2), output});
}

} // namespace binnacle::mlflow_db
