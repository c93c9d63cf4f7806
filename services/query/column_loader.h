#pragma once

#include "services/query/column_data.h"
#include "services/query/run_base.h"

#include <stop_token>

namespace binnacle {

// Kinds in table `key`.
constexpr std::int64_t metricKeys = 0;
constexpr std::int64_t paramKeys = 1;
constexpr std::int64_t tagKeys = 2;

// Id of a metric, param or tag in table `key`; nullopt: no run has it.
std::optional<std::int64_t> keyId(SQLite::Database& db, const RunColumn& column);

// The SQL that reads "run, value" of one key (?1), as a figure of a metric or a text.
const char* keyScanSql(const RunColumn& column);

// Reads one column of all runs of `base`: one range on disk. `column` must not ask for Best or
// BestStep: which of min and max that is, is resolved before. Errors: Storage, Cancelled.
Result<ColumnPointer> loadColumn(Workspace& workspace, const RunBase& base, const RunColumn& column,
                                 std::stop_token stop);

} // namespace binnacle
