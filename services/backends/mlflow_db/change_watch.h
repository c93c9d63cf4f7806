#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/domain/run.h"

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::mlflow_db {

// The state of a database file and its write-ahead log as far as it can be told without opening
// it: sizes, times, SQLite's change counter and the salt of the log. Equal stamps: nothing was
// written. A file written less than two seconds ago gets a stamp that equals no other, because its
// next write may fall on the same clock tick.
std::string stampOf(const std::filesystem::path& file);

// What MLflow's schema does not tell: which runs changed. Remembers, of the last scan, the last row
// of the tables that only grow (metrics, params, inputs) and a hash of each run's own row and of
// its tags, which are changed in place. About 50 bytes a run.
class ChangeWatch
{
public:
    // Before a full scan reads its first run.
    void start(SqliteFile& file, const Schema& schema);
    // What a scan delivered.
    void remember(const Run& run);

    // Ids of the runs that changed since, or nothing where only a full scan can tell (a run is
    // gone, rows were numbered anew). Moves on to the state found.
    std::optional<std::vector<std::string>> changedRuns(SqliteFile& file, const Schema& schema);

private:
    struct TableEnd
    {
        std::string table;
        std::string runColumn;
        std::int64_t row = 0;
        std::uint64_t content = 0;
    };
    struct RunState
    {
        std::uint64_t row = 0;
        std::uint64_t tags = 0;
        bool operator==(const RunState&) const = default;
    };
    using States = std::unordered_map<std::uint64_t, RunState>;

    static std::vector<TableEnd> tableEnds(SqliteFile& file, const Schema& schema);
    bool endsAreThere(SqliteFile& file) const;
    static States readStates(SqliteFile& file, std::vector<std::string>& ids);

    std::vector<TableEnd> ends_;
    States states_;
};

} // namespace binnacle::mlflow_db
