#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3_stmt;

// Rows at the speed of SQLite's C interface: a scan of a hundred thousand rows is where a cold
// query spends its time.

namespace binnacle {

class Scan
{
public:
    // Throws SQLite::Exception, as all members do.
    Scan(SQLite::Database& db, const char* sql);
    Scan(const Scan&) = delete;
    Scan& operator=(const Scan&) = delete;

    Scan& bind(int index, std::int64_t value);
    Scan& bind(int index, std::string_view value);
    bool next(); // to the next row; false at the end, which also rewinds it
    void rewind();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double number(int column) const; // NULL is NaN
    // Valid until next().
    std::string_view text(int column) const;

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt* statement) const;
    };
    SQLite::Database& db_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

} // namespace binnacle
