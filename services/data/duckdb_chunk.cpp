#include "services/data/duckdb_chunk.h"

#include <array>
#include <memory>

namespace binnacle {

namespace {

struct TypeFact
{
    duckdb_type type;
    ColumnKind kind;
    const char* name;
    const char* cast; // null: decoded as it comes
};

constexpr std::array typeFacts = {
    TypeFact{DUCKDB_TYPE_BOOLEAN, ColumnKind::Boolean, "BOOLEAN", nullptr},
    TypeFact{DUCKDB_TYPE_TINYINT, ColumnKind::Integer, "TINYINT", nullptr},
    TypeFact{DUCKDB_TYPE_SMALLINT, ColumnKind::Integer, "SMALLINT", nullptr},
    TypeFact{DUCKDB_TYPE_INTEGER, ColumnKind::Integer, "INTEGER", nullptr},
    TypeFact{DUCKDB_TYPE_BIGINT, ColumnKind::Integer, "BIGINT", nullptr},
    TypeFact{DUCKDB_TYPE_UTINYINT, ColumnKind::Integer, "UTINYINT", nullptr},
    TypeFact{DUCKDB_TYPE_USMALLINT, ColumnKind::Integer, "USMALLINT", nullptr},
    TypeFact{DUCKDB_TYPE_UINTEGER, ColumnKind::Integer, "UINTEGER", nullptr},
    TypeFact{DUCKDB_TYPE_UBIGINT, ColumnKind::Integer, "UBIGINT", "DOUBLE"},
    TypeFact{DUCKDB_TYPE_HUGEINT, ColumnKind::Integer, "HUGEINT", "DOUBLE"},
    TypeFact{DUCKDB_TYPE_UHUGEINT, ColumnKind::Integer, "UHUGEINT", "DOUBLE"},
    TypeFact{DUCKDB_TYPE_BIGNUM, ColumnKind::Integer, "BIGNUM", "DOUBLE"},
    TypeFact{DUCKDB_TYPE_FLOAT, ColumnKind::Number, "FLOAT", nullptr},
    TypeFact{DUCKDB_TYPE_DOUBLE, ColumnKind::Number, "DOUBLE", nullptr},
    TypeFact{DUCKDB_TYPE_DECIMAL, ColumnKind::Number, "DECIMAL", "DOUBLE"},
    TypeFact{DUCKDB_TYPE_VARCHAR, ColumnKind::Text, "VARCHAR", nullptr},
    TypeFact{DUCKDB_TYPE_ENUM, ColumnKind::Text, "ENUM", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_UUID, ColumnKind::Text, "UUID", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_BIT, ColumnKind::Text, "BIT", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_BLOB, ColumnKind::Binary, "BLOB", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_DATE, ColumnKind::Date, "DATE", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIMESTAMP, ColumnKind::Timestamp, "TIMESTAMP", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIMESTAMP_S, ColumnKind::Timestamp, "TIMESTAMP_S", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIMESTAMP_MS, ColumnKind::Timestamp, "TIMESTAMP_MS", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIMESTAMP_NS, ColumnKind::Timestamp, "TIMESTAMP_NS", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIMESTAMP_TZ, ColumnKind::Timestamp, "TIMESTAMP WITH TIME ZONE",
             "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIME, ColumnKind::Time, "TIME", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIME_NS, ColumnKind::Time, "TIME_NS", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_TIME_TZ, ColumnKind::Time, "TIME WITH TIME ZONE", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_INTERVAL, ColumnKind::Time, "INTERVAL", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_LIST, ColumnKind::Nested, "LIST", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_ARRAY, ColumnKind::Nested, "ARRAY", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_STRUCT, ColumnKind::Nested, "STRUCT", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_MAP, ColumnKind::Nested, "MAP", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_UNION, ColumnKind::Nested, "UNION", "VARCHAR"},
    TypeFact{DUCKDB_TYPE_SQLNULL, ColumnKind::Untyped, "NULL", "VARCHAR"},
};

const TypeFact& factOf(duckdb_type type)
{
    static constexpr TypeFact unknown{DUCKDB_TYPE_INVALID, ColumnKind::Nested, "UNKNOWN",
                                      "VARCHAR"};
    for (const auto& fact : typeFacts)
        if (fact.type == type)
            return fact;
    return unknown;
}

struct TypeEnd
{
    void operator()(duckdb_logical_type type) const { duckdb_destroy_logical_type(&type); }
};
using OwnedType = std::unique_ptr<std::remove_pointer_t<duckdb_logical_type>, TypeEnd>;

std::string structName(duckdb_logical_type type)
{
    std::string name = "STRUCT(";
    const auto count = duckdb_struct_type_child_count(type);
    for (idx_t i = 0; i < count; ++i) {
        char* field = duckdb_struct_type_child_name(type, i);
        const OwnedType child(duckdb_struct_type_child_type(type, i));
        name += (i > 0 ? ", " : "") + std::string(field) + " " + nameOfDuckDbType(child.get());
        duckdb_free(field);
    }
    return name + ")";
}

template <class From, class To>
void widen(const void* data, std::size_t rows, std::vector<To>& into)
{
    const auto* values = static_cast<const From*>(data);
    into.resize(rows);
    for (std::size_t i = 0; i < rows; ++i)
        into[i] = static_cast<To>(values[i]);
}

// Rows without a value may hold anything: only the valid ones are looked at.
void takeTexts(void* data, const std::uint64_t* validity, std::size_t rows,
               std::vector<std::string_view>& into)
{
    auto* values = static_cast<duckdb_string_t*>(data);
    into.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const bool valid = !validity || ((validity[i / 64] >> (i % 64)) & 1U) != 0;
        into[i] = valid ? std::string_view(duckdb_string_t_data(&values[i]),
                                           duckdb_string_t_length(values[i]))
                        : std::string_view();
    }
}

} // namespace

ColumnKind kindOfDuckDbType(duckdb_type type)
{
    return factOf(type).kind;
}

std::string nameOfDuckDbType(duckdb_logical_type type)
{
    const auto id = duckdb_get_type_id(type);
    switch (id) {
    case DUCKDB_TYPE_DECIMAL:
        return "DECIMAL(" + std::to_string(duckdb_decimal_width(type)) + "," +
               std::to_string(duckdb_decimal_scale(type)) + ")";
    case DUCKDB_TYPE_LIST:
        return nameOfDuckDbType(OwnedType(duckdb_list_type_child_type(type)).get()) + "[]";
    case DUCKDB_TYPE_ARRAY:
        return nameOfDuckDbType(OwnedType(duckdb_array_type_child_type(type)).get()) + "[" +
               std::to_string(duckdb_array_type_array_size(type)) + "]";
    case DUCKDB_TYPE_STRUCT:
        return structName(type);
    case DUCKDB_TYPE_MAP:
        return "MAP(" + nameOfDuckDbType(OwnedType(duckdb_map_type_key_type(type)).get()) + ", " +
               nameOfDuckDbType(OwnedType(duckdb_map_type_value_type(type)).get()) + ")";
    default:
        return factOf(id).name;
    }
}

std::optional<std::string> castFor(duckdb_type type)
{
    const auto* cast = factOf(type).cast;
    return cast ? std::optional<std::string>(cast) : std::nullopt;
}

const DataChunk& DuckDbChunkDecoder::decode(duckdb_data_chunk chunk)
{
    const auto columns = static_cast<std::size_t>(duckdb_data_chunk_get_column_count(chunk));
    chunk_.rows = static_cast<std::size_t>(duckdb_data_chunk_get_size(chunk));
    chunk_.columns.assign(columns, {});
    rooms_.resize(columns);
    for (std::size_t i = 0; i < columns; ++i)
        decodeColumn(duckdb_data_chunk_get_vector(chunk, i), chunk_.rows, rooms_[i],
                     chunk_.columns[i]);
    return chunk_;
}

void DuckDbChunkDecoder::decodeColumn(duckdb_vector vector, std::size_t rows, Room& room,
                                      DataChunk::Column& column)
{
    const OwnedType type(duckdb_vector_get_column_type(vector));
    void* data = duckdb_vector_get_data(vector);
    column.validity = duckdb_vector_get_validity(vector);
    const auto id = duckdb_get_type_id(type.get());
    switch (id) {
    case DUCKDB_TYPE_BIGINT:
        column.integers = {static_cast<const std::int64_t*>(data), rows};
        break;
    case DUCKDB_TYPE_DOUBLE:
        column.numbers = {static_cast<const double*>(data), rows};
        break;
    case DUCKDB_TYPE_FLOAT:
        widen<float>(data, rows, room.numbers);
        column.numbers = room.numbers;
        break;
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_UTINYINT:
        widen<std::uint8_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    case DUCKDB_TYPE_TINYINT:
        widen<std::int8_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    case DUCKDB_TYPE_SMALLINT:
        widen<std::int16_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    case DUCKDB_TYPE_USMALLINT:
        widen<std::uint16_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    case DUCKDB_TYPE_INTEGER:
        widen<std::int32_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    case DUCKDB_TYPE_UINTEGER:
        widen<std::uint32_t>(data, rows, room.integers);
        column.integers = room.integers;
        break;
    default:
        takeTexts(data, column.validity, rows, room.texts);
        column.texts = room.texts;
        break;
    }
    if (id == DUCKDB_TYPE_DOUBLE || id == DUCKDB_TYPE_FLOAT)
        column.storage = DataChunk::Storage::Numbers;
    else
        column.storage =
            id == DUCKDB_TYPE_VARCHAR ? DataChunk::Storage::Texts : DataChunk::Storage::Integers;
}

} // namespace binnacle
