#pragma once

#include "services/domain/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// What a column holds, as far as a profile, a rule or drift tells columns apart.
enum class ColumnKind {
    Boolean,
    Integer,
    Number, // floating point and decimals
    Text,   // also enumerations, UUID
    Date,
    Timestamp,
    Time,    // of the day, and spans of time
    Binary,  // bytes
    Nested,  // lists, structures, maps
    Untyped, // nothing but NULL
};

bool isNumeric(ColumnKind kind);  // Integer, Number
bool isTemporal(ColumnKind kind); // Date, Timestamp

struct DataColumn
{
    std::string name;
    std::string type; // as the engine's SQL names it: "BIGINT", "DECIMAL(18,3)", "VARCHAR[]"
    ColumnKind kind = ColumnKind::Text;

    bool operator==(const DataColumn&) const = default;
};

// Some rows of an answer, column by column. Valid only while the receiver runs.
struct DataChunk
{
    enum class Storage { Integers, Numbers, Texts };
    struct Column
    {
        Storage storage = Storage::Texts;
        std::span<const std::int64_t> integers;
        std::span<const double> numbers;
        std::span<const std::string_view> texts; // UTF-8
        const std::uint64_t* validity = nullptr; // a bit for each row, 1: a value; null: all are

        bool isNull(std::size_t row) const
        {
            return validity && ((validity[row / 64] >> (row % 64)) & 1U) == 0;
        }
    };
    std::size_t rows = 0;
    std::vector<Column> columns;
};

struct QueryOptions
{
    std::stop_token stop;
    std::function<void(double share)> progress; // 0 … 1, from a thread of the engine
};

// Where SQL is run. DuckDB in the process is one; an engine behind a network may be another, so
// nothing that uses this interface may think that the rows are near: ask for what is needed, as
// little as possible, and take it in a stream. Thread-safe; every call blocks.
class Engine
{
public:
    // Gets chunk after chunk, in the order of the query; false: enough.
    using Receive = std::function<bool(const DataChunk&)>;

    virtual ~Engine() = default;

    // The columns of a query, without running it. Errors: Invalid.
    virtual Result<std::vector<DataColumn>> describe(const std::string& query) = 0;
    // Booleans and whole numbers arrive as Integers, other numbers as Numbers (a DOUBLE), all else
    // as Texts. A stop request ends it within 0.5 s. Errors: Invalid, Storage, Cancelled.
    virtual Result<void> stream(const std::string& query, const Receive& receive,
                                const QueryOptions& options = {}) = 0;
    // Statements without an answer.
    virtual Result<void> execute(const std::string& statements,
                                 const QueryOptions& options = {}) = 0;
};

// A cell of a small answer.
struct DataValue
{
    std::optional<std::int64_t> integer;
    std::optional<double> number; // of an integer as well
    std::optional<std::string> text;

    bool isNull() const { return !number && !text; }
    std::int64_t toInteger() const { return integer.value_or(0); }
    double toNumber() const; // NaN where there is none
    std::string toText() const { return text.value_or(std::string()); }
};
using DataRow = std::vector<DataValue>;

// All rows of a small answer, at most `limit`.
Result<std::vector<DataRow>> rowsOf(Engine& engine, const std::string& query,
                                    const QueryOptions& options = {},
                                    std::size_t limit = 1'000'000);
// The only row of an answer that always has one.
Result<DataRow> rowOf(Engine& engine, const std::string& query, const QueryOptions& options = {});

} // namespace binnacle
