#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/domain/run.h"

#include <string>
#include <vector>

namespace binnacle::mlflow_db {

// A value of the columns `value` and `is_nan`. MLflow keeps ±Inf as the greatest double.
double metricValue(double value, bool isNan);

std::vector<Experiment> readExperiments(SqliteFile& file);

// Row numbers of all runs, newest first.
std::vector<std::int64_t> runRowsNewestFirst(SqliteFile& file);

// Reads runs with params, tags, latest metrics, datasets and model links: one statement a table for
// a batch of runs, all in one short transaction. The batch grows and shrinks so that each takes
// about as long as a writer may be kept waiting.
class RunReader
{
public:
    RunReader(SqliteFile& file, const Schema& schema);

    // The next batch of `rows` from `next` on, which is moved behind it. Runs that are gone
    // meanwhile are left out.
    std::vector<Run> readRows(const std::vector<std::int64_t>& rows, std::size_t& next);
    std::vector<Run> readIds(const std::vector<std::string>& ids, std::size_t& next);

private:
    template <class Key>
    std::vector<Run> readBatch(Statement& runs, const std::vector<Key>& keys, std::size_t& next);
    void readPairs(Statement& statement, const std::string& ids, std::vector<Run>& runs,
                   std::vector<KeyValue> Run::* list);
    void readMetrics(const std::string& ids, std::vector<Run>& runs);
    void readDatasets(const std::string& ids, std::vector<Run>& runs);
    void readModels(const std::string& ids, std::vector<Run>& runs, bool output);

    SqliteFile& file_;
    Schema schema_;
    std::size_t batch_ = 32;
    Statement runsByRow_, runsById_, params_, tags_, metrics_;
};

} // namespace binnacle::mlflow_db
