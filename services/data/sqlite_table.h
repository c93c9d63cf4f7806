#pragma once

#include "services/data/dataset_open.h"

namespace binnacle {

// Reads a table or view of an SQLite file into the engine. DuckDB's own extension for that is not
// built into the library and is never downloaded. Values keep the type that they have in the file:
// a column of more than one type is read as text and reported. Preview: the first 1,000 rows.
// Errors: NotFound (no table, or several and none is named), Storage, Cancelled.
Result<void> openSqlite(Dataset& data, DuckDbEngine& engine, OpenDepth depth,
                        const QueryOptions& options);

// The tables and views of an SQLite file, by name. Errors: Storage.
Result<std::vector<std::string>> sqliteTables(const std::string& file);

} // namespace binnacle
