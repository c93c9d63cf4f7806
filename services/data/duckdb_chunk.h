#pragma once

#include "services/data/engine.h"

#include <duckdb.h>

namespace binnacle {

ColumnKind kindOfDuckDbType(duckdb_type type);
std::string nameOfDuckDbType(duckdb_logical_type type); // "DECIMAL(18,3)", "VARCHAR[]"
// Can the decoder take it as it comes? Otherwise the query casts it first: to this type.
std::optional<std::string> castFor(duckdb_type type);

// Turns DuckDB's vectors into columns. BIGINT and DOUBLE are handed through without a copy.
class DuckDbChunkDecoder
{
public:
    // Valid until the next call, and as long as the chunk is.
    const DataChunk& decode(duckdb_data_chunk chunk);

private:
    struct Room
    {
        std::vector<std::int64_t> integers;
        std::vector<double> numbers;
        std::vector<std::string_view> texts;
    };
    void decodeColumn(duckdb_vector vector, std::size_t rows, Room& room,
                      DataChunk::Column& column);

    DataChunk chunk_;
    std::vector<Room> rooms_;
};

} // namespace binnacle
