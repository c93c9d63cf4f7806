#pragma once

#include "services/data/dataset.h"
#include "services/data/duckdb_engine.h"

namespace binnacle {

enum class OpenDepth {
    Preview, // the first rows at once: text files are sniffed, not read
    Whole, // text files and SQLite tables are read once into the engine, whatever their size: what
           // does not fit into memory is kept in its scratch folder; Parquet is read in place
};

// Opens data in the engine. Whole: rows that can not be read are counted and reported; a column
// whose values are of more than one type is read as text and reported. Lines and columns are named
// as an editor counts them. Errors: NotFound, Invalid (an empty file, a wrong encoding: with line
// and column), Unsupported (Arrow: the library has no reader for it), Storage, Cancelled.
Result<Dataset> openDataset(const std::shared_ptr<DuckDbEngine>& engine,
                            const DatasetAddress& address, OpenDepth depth,
                            const QueryOptions& options = {});

} // namespace binnacle
