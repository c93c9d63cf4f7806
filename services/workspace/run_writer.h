#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/workspace/key_table.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string>
#include <unordered_map>

namespace binnacle {

// Writes runs of one source with their params, tags, latest metrics, datasets and models, within
// one transaction. Throws SQLite::Exception.
class RunWriter
{
public:
    enum class Outcome { Added, Changed, Unchanged };

    RunWriter(SQLite::Database& db, SourceId source, std::int64_t now);

    Outcome put(const Run& run);
    // Removes all rows of a run. Its edits stay in the outbox: a person is told that they failed.
    static void remove(SQLite::Database& db, RunRowId run);

private:
    std::int64_t experimentRow(const std::string& experimentId);
    void insertRow(const Run& run, std::int64_t digest);
    void updateRow(const Run& run, std::int64_t row, std::int64_t digest);
    void clearDetails(std::int64_t row);
    void putDetails(const Run& run, std::int64_t row);
    void putDatasets(const Run& run, std::int64_t row);

    SQLite::Database& db_;
    SourceId source_;
    std::int64_t now_;
    KeyTable keys_;
    std::unordered_map<std::string, std::int64_t> experiments_;
    SQLite::Statement findRun_, insertRun_, updateRun_;
    SQLite::Statement clearMetrics_, clearParams_, clearTags_, clearDatasets_, clearModels_;
    SQLite::Statement putMetric_, putParam_, putTag_, putModel_;
};

} // namespace binnacle
