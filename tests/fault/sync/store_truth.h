#pragma once

#include <QString>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace binnacle::testing {

// Compares what is mirrored of the one source of a workspace with the mlflow.db itself, read by
// plain SQL: every run, param, tag, latest metric and history point, each exactly once. Also runs
// SQLite's integrity check. The first difference in words; an empty text where there is none.
QString differenceFromTruth(const std::filesystem::path& workspace,
                            const std::filesystem::path& mlflowDb);

// Writes to an mlflow.db as a training would: points behind those of a run's metric.
void logPoints(SQLite::Database& mlflowDb, const std::string& run, const std::string& key,
               int count);
std::vector<std::string> runningRuns(SQLite::Database& mlflowDb);

} // namespace binnacle::testing
