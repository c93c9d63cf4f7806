#pragma once

#include "services/artifacts/artifact_table.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace binnacle {

// The beginning of a Parquet file: cells as DuckDB writes them, cut at 1,000 characters, an empty
// text for NULL.
struct ParquetHead
{
    ArtifactTable table;
    std::int64_t rows = 0;   // of the file, as its footer says
    std::size_t columns = 0; // of the file
};

// At most that much is read: fewer rows where there are many columns.
inline constexpr std::size_t mostParquetRows = 1'000, mostParquetCells = 200'000;

// Opens the file in an engine of its own that can reach no other file, with bounded memory; no
// text of the file is ever run as SQL. Blocks. Errors: Invalid (damaged, or no Parquet), Storage,
// Cancelled.
Result<ParquetHead> readParquetHead(const std::filesystem::path& file, std::stop_token stop = {});

} // namespace binnacle
