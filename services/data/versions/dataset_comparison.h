#pragma once

#include "services/data/dataset.h"
#include "services/data/profile/profiler.h"

#include <QJsonObject>

namespace binnacle {

struct ColumnChange
{
    enum class Kind { Added, Removed, Type };
    Kind kind = Kind::Added;
    std::string column;
    std::string before; // type
    std::string after;

    bool operator==(const ColumnChange&) const = default;
};

struct KeyChanges
{
    std::vector<std::string> key;
    bool ambiguous = false; // the key names more than one row in one of them: no figures then
    std::int64_t added = 0;
    std::int64_t removed = 0;
    std::int64_t changed = 0; // the same key, another value in a column that both have
    std::vector<ValueCount> changedColumns; // how often each column differs, most often first
    std::vector<std::string> addedExamples; // keys, at most five
    std::vector<std::string> removedExamples;
    std::vector<std::string> changedExamples;

    bool operator==(const KeyChanges&) const = default;
};

// Two versions of a dataset beside each other.
struct DatasetComparison
{
    std::int64_t rowsBefore = 0;
    std::int64_t rowsAfter = 0;
    std::vector<ColumnChange> schema;
    std::vector<std::pair<ColumnProfile, ColumnProfile>> columns; // that both have
    std::optional<KeyChanges> rows;                               // with a key
};

// Both in the same engine. `key`: columns that name a row; empty: rows are only counted.
// Errors: NotFound (a column of the key), as the engine's.
Result<DatasetComparison> compareDatasets(const Dataset& before, const Dataset& after,
                                          const std::vector<std::string>& key,
                                          const QueryOptions& options = {});
QJsonObject comparisonJson(const DatasetComparison& comparison);

} // namespace binnacle
