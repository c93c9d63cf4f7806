#include "services/workspace/run_reader.h"

#include "services/workspace/json_pairs.h"
#include "services/workspace/logged_model_body.h"
#include "services/workspace/sqlite_values.h"

namespace binnacle {

namespace {

LoggedModel modelOf(SQLite::Statement& row)
{
    LoggedModel model;
    model.id = row.getColumn(0).getString();
    model.experimentId = row.getColumn(1).getString();
    model.sourceRunId = row.getColumn(2).getString();
    model.name = row.getColumn(3).getString();
    readLoggedModelBody(row.getColumn(4).getString(), model);
    return model;
}

// Statements that read one run after the other.
class DetailReader
{
public:
    explicit DetailReader(SQLite::Database& db)
        : head_(db,
                "SELECT r.run_id, r.name, e.experiment_id, r.user_id, r.artifact_uri, r.status, "
                "r.lifecycle, r.start_time, r.end_time, r.source, s.name, e.name, r.pending, "
                "r.confirmed_at, (SELECT count(*) FROM run c WHERE c.parent_run_id = r.run_id "
                "AND c.source = r.source) FROM run r JOIN experiment e ON e.id = r.experiment "
                "JOIN source s ON s.id = r.source WHERE r.id = ?")
        , params_(db, "SELECT k.name, p.value FROM param p JOIN key k ON k.id = p.key WHERE "
                      "p.run = ? ORDER BY k.name")
        , tags_(db, "SELECT k.name, t.value FROM tag t JOIN key k ON k.id = t.key WHERE t.run = ? "
                    "ORDER BY k.name")
        , metrics_(db, "SELECT k.name, m.step, m.timestamp, m.value FROM metric m JOIN key k ON "
                       "k.id = m.key WHERE m.run = ? ORDER BY k.name")
        , datasets_(db, "SELECT d.name, d.digest, d.source_type, d.dataset_source, d.schema, "
                        "d.profile, l.context FROM run_dataset l JOIN dataset d ON d.id = "
                        "l.dataset WHERE l.run = ? ORDER BY d.name, d.digest, l.context")
        , models_(db,
                  "SELECT model_id, step, output FROM run_model WHERE run = ? ORDER BY model_id")
    {
    }

    Result<RunDetail> read(RunRowId run)
    {
        RunDetail detail;
        if (!readHead(run, detail))
            return failure(Error::Kind::NotFound,
                           QCoreApplication::translate(
                               "RunReader", "This run is not in the workspace any more."));
        readPairs(params_, run, detail.run.params);
        readPairs(tags_, run, detail.run.tags);
        forEach(metrics_, run, [&] {
            detail.run.metrics.push_back(
                {metrics_.getColumn(0).getString(),
                 {metrics_.getColumn(1).getInt64(), metrics_.getColumn(2).getInt64(),
                  numberOrNaN(metrics_.getColumn(3))}});
        });
        forEach(datasets_, run, [&] {
            const auto column = [&](int i) { return datasets_.getColumn(i).getString(); };
            detail.run.datasets.push_back(
                {column(0), column(1), column(2), column(3), column(4), column(5), column(6)});
        });
        forEach(models_, run, [&] {
            detail.run.models.push_back({models_.getColumn(0).getString(),
                                         models_.getColumn(1).getInt64(),
                                         models_.getColumn(2).getInt() != 0});
        });
        return detail;
    }

private:
    template <class Visit>
    static void forEach(SQLite::Statement& row, RunRowId run, Visit visit)
    {
        row.bind(1, raw(run));
        while (row.executeStep())
            visit();
        row.reset();
    }

    static void readPairs(SQLite::Statement& row, RunRowId run, std::vector<KeyValue>& out)
    {
        forEach(row, run, [&] {
            out.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
        });
    }

    bool readHead(RunRowId run, RunDetail& detail)
    {
        bool found = false;
        forEach(head_, run, [&] {
            found = true;
            const auto string = [&](int i) { return head_.getColumn(i).getString(); };
            detail.row = run;
            detail.run.id = string(0);
            detail.run.name = string(1);
            detail.run.experimentId = string(2);
            detail.run.userId = string(3);
            detail.run.artifactUri = string(4);
            detail.run.status = static_cast<RunStatus>(head_.getColumn(5).getInt());
            detail.run.lifecycle = static_cast<Lifecycle>(head_.getColumn(6).getInt());
            detail.run.startTime = optionalInt(head_.getColumn(7));
            detail.run.endTime = optionalInt(head_.getColumn(8));
            detail.source = SourceId{head_.getColumn(9).getInt64()};
            detail.sourceName = string(10);
            detail.experimentName = string(11);
            detail.pending = head_.getColumn(12).getInt() != 0;
            detail.confirmedAt = head_.getColumn(13).getInt64();
            detail.childRuns = head_.getColumn(14).getInt64();
        });
        return found;
    }

    SQLite::Statement head_, params_, tags_, metrics_, datasets_, models_;
};

} // namespace

Result<std::vector<ExperimentSummary>> RunReader::experiments() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<ExperimentSummary>> {
        std::vector<ExperimentSummary> experiments;
        SQLite::Statement row(
            db, "SELECT e.id, e.source, s.name, e.experiment_id, e.name, e.artifact_location, "
                "e.lifecycle, e.creation_time, e.last_update_time, e.tags, (SELECT count(*) FROM "
                "run WHERE experiment = e.id AND lifecycle = 0) FROM experiment e JOIN source s ON "
                "s.id = e.source ORDER BY s.id, e.name COLLATE NOCASE");
        while (row.executeStep()) {
            ExperimentSummary summary;
            summary.row = ExperimentRowId{row.getColumn(0).getInt64()};
            summary.source = SourceId{row.getColumn(1).getInt64()};
            summary.sourceName = row.getColumn(2).getString();
            summary.experiment.id = row.getColumn(3).getString();
            summary.experiment.name = row.getColumn(4).getString();
            summary.experiment.artifactLocation = row.getColumn(5).getString();
            summary.experiment.lifecycle = static_cast<Lifecycle>(row.getColumn(6).getInt());
            summary.experiment.creationTime = optionalInt(row.getColumn(7));
            summary.experiment.lastUpdateTime = optionalInt(row.getColumn(8));
            summary.experiment.tags = pairsOf(row.getColumn(9).getString());
            summary.runs = row.getColumn(10).getInt64();
            experiments.push_back(std::move(summary));
        }
        return experiments;
    });
}

Result<RunDetail> RunReader::detail(RunRowId run) const
{
    return workspace_->read(
        [&](auto& db) -> Result<RunDetail> { return DetailReader(db).read(run); });
}

Result<std::vector<RunDetail>> RunReader::details(std::span<const RunRowId> runs) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<RunDetail>> {
        DetailReader reader(db);
        std::vector<RunDetail> details;
        details.reserve(runs.size());
        for (const auto run : runs) {
            auto detail = reader.read(run);
            if (!detail)
                return failure(detail.error());
            details.push_back(std::move(*detail));
        }
        return details;
    });
}

Result<std::vector<LoggedModel>> RunReader::loggedModels(RunRowId run) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<LoggedModel>> {
        std::vector<LoggedModel> models;
        SQLite::Statement row(
            db, "SELECT l.model_id, l.experiment_id, l.source_run_id, l.name, l.body FROM run r "
                "JOIN logged_model l ON l.source_run_id = r.run_id AND l.source = r.source "
                "WHERE r.id = ? ORDER BY l.name, l.model_id");
        row.bind(1, raw(run));
        while (row.executeStep())
            models.push_back(modelOf(row));
        return models;
    });
}

Result<std::vector<RunRowId>> RunReader::children(RunRowId run, std::size_t limit) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<RunRowId>> {
        std::vector<RunRowId> runs;
        SQLite::Statement row(db, "SELECT c.id FROM run p JOIN run c ON c.parent_run_id = p.run_id "
                                  "AND c.source = p.source WHERE p.id = ? AND c.lifecycle = 0 "
                                  "ORDER BY c.start_time, c.id LIMIT ?");
        row.bind(1, raw(run));
        row.bind(2, static_cast<std::int64_t>(limit));
        while (row.executeStep())
            runs.push_back(RunRowId{row.getColumn(0).getInt64()});
        return runs;
    });
}

Result<std::optional<RunRowId>> RunReader::parent(RunRowId run) const
{
    return workspace_->read([&](auto& db) -> Result<std::optional<RunRowId>> {
        SQLite::Statement row(db, "SELECT p.id FROM run c JOIN run p ON p.run_id = c.parent_run_id "
                                  "AND p.source = c.source WHERE c.id = ?");
        row.bind(1, raw(run));
        return row.executeStep() ? std::optional(RunRowId{row.getColumn(0).getInt64()})
                                 : std::nullopt;
    });
}

} // namespace binnacle
