#pragma once

#include "services/data/duckdb_connection.h"

#include <string>

namespace binnacle {

// Fills a table of the engine row by row.
class DuckDbAppender
{
public:
    DuckDbAppender(duckdb_connection connection, const std::string& table)
    {
        good_ =
            duckdb_appender_create(connection, nullptr, table.c_str(), &appender_) == DuckDBSuccess;
    }
    ~DuckDbAppender() { duckdb_appender_destroy(&appender_); }
    DuckDbAppender(const DuckDbAppender&) = delete;
    DuckDbAppender& operator=(const DuckDbAppender&) = delete;

    void null() { take(duckdb_append_null(appender_)); }
    void integer(std::int64_t value) { take(duckdb_append_int64(appender_, value)); }
    void number(double value) { take(duckdb_append_double(appender_, value)); }
    void text(std::string_view value)
    {
        take(duckdb_append_varchar_length(appender_, value.data(), value.size()));
    }
    void bytes(std::string_view value)
    {
        take(duckdb_append_blob(appender_, value.data(), value.size()));
    }
    void endRow() { take(duckdb_appender_end_row(appender_)); }
    Result<void> finish()
    {
        take(duckdb_appender_close(appender_));
        if (good_)
            return {};
        return failure(duckDbError(duckdb_appender_error(appender_), DUCKDB_ERROR_INVALID));
    }
    bool good() const { return good_; }

private:
    void take(duckdb_state state) { good_ = good_ && state == DuckDBSuccess; }

    duckdb_appender appender_ = nullptr;
    bool good_ = false;
};

} // namespace binnacle
