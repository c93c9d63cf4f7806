#include "services/query/scan.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <limits>

namespace binnacle {

void Scan::Finalize::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

Scan::Scan(SQLite::Database& db, const char* sql) : db_(db)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(db.getHandle(), sql, -1, &statement, nullptr);
    statement_.reset(statement);
    if (code != SQLITE_OK)
        throw SQLite::Exception(db.getHandle(), code);
}

Scan& Scan::bind(int index, std::int64_t value)
{
    sqlite3_bind_int64(statement_.get(), index, value);
    return *this;
}

Scan& Scan::bind(int index, std::string_view value)
{
    sqlite3_bind_text(statement_.get(), index, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
    return *this;
}

bool Scan::next()
{
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW)
        return true;
    rewind();
    if (code != SQLITE_DONE)
        throw SQLite::Exception(db_.getHandle(), code);
    return false;
}

void Scan::rewind()
{
    sqlite3_reset(statement_.get());
}

bool Scan::isNull(int column) const
{
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Scan::integer(int column) const
{
    return sqlite3_column_int64(statement_.get(), column);
}

double Scan::number(int column) const
{
    if (isNull(column))
        return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(statement_.get(), column);
}

std::string_view Scan::text(int column) const
{
    // As a blob: sqlite3_column_text() would copy each value to end it with a zero.
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(size)) : std::string_view();
}

} // namespace binnacle
