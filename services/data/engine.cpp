#include "services/data/engine.h"

#include <QCoreApplication>

#include <limits>

namespace binnacle {

bool isNumeric(ColumnKind kind)
{
    return kind == ColumnKind::Integer || kind == ColumnKind::Number;
}

bool isTemporal(ColumnKind kind)
{
    return kind == ColumnKind::Date || kind == ColumnKind::Timestamp;
}

double DataValue::toNumber() const
{
    return number.value_or(std::numeric_limits<double>::quiet_NaN());
}

namespace {

DataValue valueAt(const DataChunk::Column& column, std::size_t row)
{
    DataValue value;
    if (column.isNull(row))
        return value;
    switch (column.storage) {
    case DataChunk::Storage::Integers:
        value.integer = column.integers[row];
        value.number = static_cast<double>(column.integers[row]);
        break;
    case DataChunk::Storage::Numbers:
        value.number = column.numbers[row];
        break;
    case DataChunk::Storage::Texts:
        value.text = std::string(column.texts[row]);
        break;
    }
    return value;
}

} // namespace

Result<std::vector<DataRow>> rowsOf(Engine& engine, const std::string& query,
                                    const QueryOptions& options, std::size_t limit)
{
    std::vector<DataRow> rows;
    auto done = engine.stream(
        query,
        [&](const DataChunk& chunk) {
            for (std::size_t row = 0; row < chunk.rows && rows.size() < limit; ++row) {
                DataRow& values = rows.emplace_back();
                values.reserve(chunk.columns.size());
                for (const auto& column : chunk.columns)
                    values.push_back(valueAt(column, row));
            }
            return rows.size() < limit;
        },
        options);
    if (!done)
        return failure(done.error());
    return rows;
}

Result<DataRow> rowOf(Engine& engine, const std::string& query, const QueryOptions& options)
{
    auto rows = rowsOf(engine, query, options, 1);
    if (!rows)
        return failure(rows.error());
    if (rows->empty())
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("data", "The query gave no row."),
                       QString::fromStdString(query));
    return std::move(rows->front());
}

} // namespace binnacle
