#include "services/workspace/mirror_writer.h"

#include "services/workspace/json_pairs.h"
#include "services/workspace/logged_model_body.h"
#include "services/workspace/run_writer.h"
#include "services/workspace/sqlite_values.h"

#include <QDateTime>

namespace binnacle {

namespace {

std::int64_t removeListed(SQLite::Database& db, const std::vector<std::int64_t>& rows)
{
    for (const auto row : rows)
        RunWriter::remove(db, RunRowId{row});
    return static_cast<std::int64_t>(rows.size());
}

void removeOtherExperiments(SQLite::Database& db, SourceId source,
                            const std::unordered_set<std::string>& kept)
{
    std::vector<std::int64_t> gone;
    SQLite::Statement row(db, "SELECT id, experiment_id FROM experiment WHERE source = ?");
    row.bind(1, raw(source));
    while (row.executeStep()) {
        if (!kept.contains(row.getColumn(1).getString()))
            gone.push_back(row.getColumn(0).getInt64());
    }
    for (const auto experiment : gone) {
        std::vector<std::int64_t> runs;
        SQLite::Statement run(db, "SELECT id FROM run WHERE experiment = ?");
        run.bind(1, experiment);
        while (run.executeStep())
            runs.push_back(run.getColumn(0).getInt64());
        removeListed(db, runs);
        SQLite::Statement remove(db, "DELETE FROM experiment WHERE id = ?");
        remove.bind(1, experiment);
        remove.exec();
    }
}

} // namespace

Result<void> MirrorWriter::putExperiments(const std::vector<Experiment>& experiments,
                                          bool complete) const
{
    return workspace_->write(+Workspace::Subject::Runs, [&](auto& db) -> Result<void> {
        SQLite::Statement put(
            db, "INSERT INTO experiment(source, experiment_id, name, artifact_location, lifecycle, "
                "creation_time, last_update_time, tags) VALUES(?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET name = excluded.name, artifact_location = "
                "excluded.artifact_location, lifecycle = excluded.lifecycle, creation_time = "
                "excluded.creation_time, last_update_time = excluded.last_update_time, tags = "
                "excluded.tags WHERE (name, artifact_location, lifecycle, creation_time, "
                "last_update_time, tags) IS NOT (excluded.name, excluded.artifact_location, "
                "excluded.lifecycle, excluded.creation_time, excluded.last_update_time, "
                "excluded.tags)");
        std::unordered_set<std::string> ids;
        for (const auto& experiment : experiments) {
            put.bind(1, raw(source_));
            put.bind(2, experiment.id);
            put.bind(3, experiment.name);
            put.bind(4, experiment.artifactLocation);
            put.bind(5, static_cast<int>(experiment.lifecycle));
            bindOptional(put, 6, experiment.creationTime);
            bindOptional(put, 7, experiment.lastUpdateTime);
            put.bind(8, pairsText(experiment.tags));
            put.exec();
            put.reset();
            ids.insert(experiment.id);
        }
        if (complete)
            removeOtherExperiments(db, source_, ids);
        return {};
    });
}

Result<MirrorWriter::Outcome> MirrorWriter::putRuns(const std::vector<Run>& runs) const
{
    return workspace_->write(+Workspace::Subject::Runs, [&](auto& db) -> Result<Outcome> {
        RunWriter writer(db, source_, QDateTime::currentMSecsSinceEpoch());
        Outcome outcome;
        for (const auto& run : runs) {
            switch (writer.put(run)) {
            case RunWriter::Outcome::Added:
                ++outcome.added;
                break;
            case RunWriter::Outcome::Changed:
                ++outcome.changed;
                break;
            case RunWriter::Outcome::Unchanged:
                ++outcome.unchanged;
                break;
            }
        }
        return outcome;
    });
}

Result<std::int64_t> MirrorWriter::removeRuns(const std::vector<std::string>& runIds) const
{
    return workspace_->write(+Workspace::Subject::Runs, [&](auto& db) -> Result<std::int64_t> {
        std::vector<std::int64_t> rows;
        SQLite::Statement find(db, "SELECT id FROM run WHERE source = ? AND run_id = ?");
        for (const auto& id : runIds) {
            find.bind(1, raw(source_));
            find.bind(2, id);
            if (find.executeStep())
                rows.push_back(find.getColumn(0).getInt64());
            find.reset();
        }
        return removeListed(db, rows);
    });
}

Result<std::int64_t>
MirrorWriter::removeRunsExcept(const std::unordered_set<std::string>& seen) const
{
    return workspace_->write(+Workspace::Subject::Runs, [&](auto& db) -> Result<std::int64_t> {
        std::vector<std::int64_t> rows;
        SQLite::Statement row(db, "SELECT id, run_id FROM run WHERE source = ?");
        row.bind(1, raw(source_));
        while (row.executeStep()) {
            if (!seen.contains(row.getColumn(1).getString()))
                rows.push_back(row.getColumn(0).getInt64());
        }
        return removeListed(db, rows);
    });
}

Result<void> MirrorWriter::putLoggedModels(const std::vector<LoggedModel>& models) const
{
    return workspace_->write(+Workspace::Subject::Runs, [&](auto& db) -> Result<void> {
        SQLite::Statement put(
            db, "INSERT INTO logged_model(source, model_id, experiment_id, source_run_id, name, "
                "body) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET experiment_id = "
                "excluded.experiment_id, source_run_id = excluded.source_run_id, name = "
                "excluded.name, body = excluded.body WHERE (experiment_id, source_run_id, name, "
                "body) IS NOT (excluded.experiment_id, excluded.source_run_id, excluded.name, "
                "excluded.body)");
        for (const auto& model : models) {
            put.bind(1, raw(source_));
            put.bind(2, model.id);
            put.bind(3, model.experimentId);
            put.bind(4, model.sourceRunId);
            put.bind(5, model.name);
            put.bind(6, loggedModelBody(model));
            put.exec();
            put.reset();
        }
        return {};
    });
}

Result<std::vector<std::string>> MirrorWriter::unfinishedRuns() const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        SQLite::Statement row(
            db, "SELECT run_id FROM run WHERE source = ? AND lifecycle = 0 AND status < 2");
        row.bind(1, raw(source_));
        while (row.executeStep())
            ids.push_back(row.getColumn(0).getString());
        return ids;
    });
}

Result<std::vector<std::string>> MirrorWriter::idsOf(const std::vector<RunRowId>& runs) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        SQLite::Statement row(db, "SELECT run_id FROM run WHERE id = ? AND source = ?");
        for (const auto run : runs) {
            row.bind(1, raw(run));
            row.bind(2, raw(source_));
            if (row.executeStep())
                ids.push_back(row.getColumn(0).getString());
            row.reset();
        }
        return ids;
    });
}

} // namespace binnacle
