#include "services/workspace/run_writer.h"

#include "services/workspace/pending_edits.h"
#include "services/workspace/run_digest.h"
#include "services/workspace/sqlite_values.h"

namespace binnacle {

namespace {

void execOnce(SQLite::Statement& statement)
{
    statement.exec();
    statement.reset();
}

// Binds the columns of `run` that insertRun_ and updateRun_ share, from index 1.
void bindSummary(SQLite::Statement& statement, const Run& run, std::int64_t experiment,
                 std::int64_t digest, std::int64_t now)
{
    const std::string* tagName = findValue(run.tags, tags::runName);
    const std::string* parent = findValue(run.tags, tags::parentRunId);
    statement.bind(1, experiment);
    statement.bind(2, run.name.empty() && tagName ? *tagName : run.name);
    statement.bind(3, run.userId);
    statement.bind(4, run.artifactUri);
    statement.bind(5, static_cast<int>(run.status));
    statement.bind(6, static_cast<int>(run.lifecycle));
    bindOptional(statement, 7, run.startTime);
    bindOptional(statement, 8, run.endTime);
    if (parent && !parent->empty())
        statement.bind(9, *parent);
    else
        statement.bind(9);
    statement.bind(10, digest);
    statement.bind(11, run.metrics.empty() ? 0 : 1);
    statement.bind(12, now);
}

} // namespace

RunWriter::RunWriter(SQLite::Database& db, SourceId source, std::int64_t now)
    : db_(db)
    , source_(source)
    , now_(now)
    , keys_(db)
    , findRun_(db, "SELECT id, digest, pending FROM run WHERE source = ? AND run_id = ?")
    , insertRun_(db, "INSERT INTO run(experiment, name, user_id, artifact_uri, status, lifecycle, "
                     "start_time, end_time, parent_run_id, digest, history_due, confirmed_at, "
                     "source, run_id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    , updateRun_(db, "UPDATE run SET experiment = ?, name = ?, user_id = ?, artifact_uri = ?, "
                     "status = ?, lifecycle = ?, start_time = ?, end_time = ?, parent_run_id = ?, "
                     "digest = ?, history_due = ?, confirmed_at = ? WHERE id = ?")
    , clearMetrics_(db, "DELETE FROM metric WHERE run = ?")
    , clearParams_(db, "DELETE FROM param WHERE run = ?")
    , clearTags_(db, "DELETE FROM tag WHERE run = ?")
    , clearDatasets_(db, "DELETE FROM run_dataset WHERE run = ?")
    , clearModels_(db, "DELETE FROM run_model WHERE run = ?")
    , putMetric_(db, "INSERT OR REPLACE INTO metric(key, run, value, step, timestamp) "
                     "VALUES(?, ?, ?, ?, ?)")
    , putParam_(db, "INSERT OR REPLACE INTO param(key, run, value) VALUES(?, ?, ?)")
    , putTag_(db, "INSERT OR REPLACE INTO tag(key, run, value) VALUES(?, ?, ?)")
    , putModel_(db, "INSERT OR REPLACE INTO run_model(run, model_id, output, step) "
                    "VALUES(?, ?, ?, ?)")
{
}

std::int64_t RunWriter::experimentRow(const std::string& experimentId)
{
    if (const auto found = experiments_.find(experimentId); found != experiments_.end())
        return found->second;
    SQLite::Statement select(db_,
                             "SELECT id FROM experiment WHERE source = ? AND experiment_id = ?");
    select.bind(1, raw(source_));
    select.bind(2, experimentId);
    std::int64_t row = 0;
    if (select.executeStep()) {
        row = select.getColumn(0).getInt64();
    } else {
        SQLite::Statement insert(db_, "INSERT INTO experiment(source, experiment_id, name, "
                                      "artifact_location, lifecycle) VALUES(?, ?2, ?2, '', 0)");
        insert.bind(1, raw(source_));
        insert.bind(2, experimentId);
        insert.exec();
        row = db_.getLastInsertRowid();
    }
    experiments_.emplace(experimentId, row);
    return row;
}

RunWriter::Outcome RunWriter::put(const Run& run)
{
    const std::int64_t digest = digestOf(run);
    findRun_.bind(1, raw(source_));
    findRun_.bindNoCopy(2, run.id);
    const bool known = findRun_.executeStep();
    const std::int64_t row = known ? findRun_.getColumn(0).getInt64() : 0;
    const bool same = known && findRun_.getColumn(1).getInt64() == digest;
    const bool pending = known && findRun_.getColumn(2).getInt() != 0;
    findRun_.reset();
    if (same)
        return Outcome::Unchanged;
    if (!known) {
        insertRow(run, digest);
        putDetails(run, db_.getLastInsertRowid());
        return Outcome::Added;
    }
    updateRow(run, row, digest);
    clearDetails(row);
    putDetails(run, row);
    if (pending)
        applyPendingEdits(db_, RunRowId{row});
    return Outcome::Changed;
}

void RunWriter::insertRow(const Run& run, std::int64_t digest)
{
    bindSummary(insertRun_, run, experimentRow(run.experimentId), digest, now_);
    insertRun_.bind(13, raw(source_));
    insertRun_.bindNoCopy(14, run.id);
    execOnce(insertRun_);
}

void RunWriter::updateRow(const Run& run, std::int64_t row, std::int64_t digest)
{
    bindSummary(updateRun_, run, experimentRow(run.experimentId), digest, now_);
    updateRun_.bind(13, row);
    execOnce(updateRun_);
}

void RunWriter::clearDetails(std::int64_t row)
{
    for (auto* clear :
         {&clearMetrics_, &clearParams_, &clearTags_, &clearDatasets_, &clearModels_}) {
        clear->bind(1, row);
        execOnce(*clear);
    }
}

void RunWriter::putDetails(const Run& run, std::int64_t row)
{
    for (const auto& [key, point] : run.metrics) {
        putMetric_.bind(1, keys_.idOf(KeyKind::Metric, key));
        putMetric_.bind(2, row);
        bindNumber(putMetric_, 3, point.value);
        putMetric_.bind(4, point.step);
        putMetric_.bind(5, point.timestamp);
        execOnce(putMetric_);
    }
    const auto putPairs = [&](SQLite::Statement& put, KeyKind kind,
                              const std::vector<KeyValue>& pairs) {
        for (const auto& [key, value] : pairs) {
            put.bind(1, keys_.idOf(kind, key));
            put.bind(2, row);
            put.bindNoCopy(3, value);
            execOnce(put);
        }
    };
    putPairs(putParam_, KeyKind::Param, run.params);
    putPairs(putTag_, KeyKind::Tag, run.tags);
    for (const auto& model : run.models) {
        putModel_.bind(1, row);
        putModel_.bindNoCopy(2, model.modelId);
        putModel_.bind(3, model.output ? 1 : 0);
        putModel_.bind(4, model.step);
        execOnce(putModel_);
    }
    if (!run.datasets.empty())
        putDatasets(run, row);
}

void RunWriter::putDatasets(const Run& run, std::int64_t row)
{
    SQLite::Statement put(db_, "INSERT INTO dataset(source, name, digest, source_type, "
                               "dataset_source, schema, profile) VALUES(?, ?, ?, ?, ?, ?, ?) "
                               "ON CONFLICT DO UPDATE SET source_type = excluded.source_type, "
                               "dataset_source = excluded.dataset_source, schema = "
                               "excluded.schema, profile = excluded.profile RETURNING id");
    SQLite::Statement link(db_, "INSERT OR IGNORE INTO run_dataset(run, dataset, context) "
                                "VALUES(?, ?, ?)");
    for (const auto& dataset : run.datasets) {
        put.bind(1, raw(source_));
        put.bind(2, dataset.name);
        put.bind(3, dataset.digest);
        put.bind(4, dataset.sourceType);
        put.bind(5, dataset.source);
        put.bind(6, dataset.schema);
        put.bind(7, dataset.profile);
        put.executeStep();
        const std::int64_t id = put.getColumn(0).getInt64();
        put.reset();
        link.bind(1, row);
        link.bind(2, id);
        link.bind(3, dataset.context);
        execOnce(link);
    }
}

void RunWriter::remove(SQLite::Database& db, RunRowId run)
{
    for (const char* sql :
         {"DELETE FROM metric WHERE run = ?", "DELETE FROM param WHERE run = ?",
          "DELETE FROM tag WHERE run = ?", "DELETE FROM series WHERE run = ?",
          "DELETE FROM chunk WHERE run = ?", "DELETE FROM run_dataset WHERE run = ?",
          "DELETE FROM run_model WHERE run = ?", "DELETE FROM run WHERE id = ?"}) {
        SQLite::Statement statement(db, sql);
        statement.bind(1, raw(run));
        statement.exec();
    }
}

} // namespace binnacle
