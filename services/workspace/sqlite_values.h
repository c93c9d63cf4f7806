#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

// How optional and not-a-number values stand in the workspace: as NULL.

namespace binnacle {

template <class T>
void bindOptional(SQLite::Statement& statement, int index, const std::optional<T>& value)
{
    if (value)
        statement.bind(index, *value);
    else
        statement.bind(index);
}

inline void bindNumber(SQLite::Statement& statement, int index, double value)
{
    if (std::isnan(value))
        statement.bind(index);
    else
        statement.bind(index, value);
}

inline std::optional<std::int64_t> optionalInt(const SQLite::Column& column)
{
    if (column.isNull())
        return std::nullopt;
    return column.getInt64();
}

inline std::optional<std::string> optionalText(const SQLite::Column& column)
{
    if (column.isNull())
        return std::nullopt;
    return column.getString();
}

inline double numberOrNaN(const SQLite::Column& column)
{
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

} // namespace binnacle
