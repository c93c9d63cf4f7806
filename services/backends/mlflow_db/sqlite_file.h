#pragma once

#include "services/domain/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

// SQLite's C interface as far as reading somebody else's live database needs it. Not thread-safe:
// a connection belongs to the call that opened it.
namespace binnacle::mlflow_db {

// A failed call of SQLite: thrown by the classes below, turned into an Error by `errorOf` where a
// call of the backend ends. It leaves this library nowhere.
struct SqliteFailure
{
    int code = 0; // extended result code
    std::string message;
};

// A sentence for a person about `file`.
Error errorOf(const SqliteFailure& failure, const std::filesystem::path& file,
              const std::stop_token& stop);

class Statement
{
public:
    Statement(sqlite3* db, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Parameters count from 1, columns from 0. Bound text is not copied: it must outlive the step.
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);
    bool step(); // true: there is a row
    void reset();

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const; // valid until the next step
    std::string string(int column) const { return std::string(text(column)); }
    bool isNull(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;

private:
    sqlite3_stmt* statement_ = nullptr;
};

class SqliteFile
{
public:
    enum class Access { Read, Write };

    // Never creates a file and never changes one when reading. A lock of another program is waited
    // for, at most `patience`; a stop request ends the wait and any running statement.
    SqliteFile(const std::filesystem::path& file, Access access, std::stop_token stop,
               std::chrono::milliseconds patience = std::chrono::seconds(10));
    ~SqliteFile();
    SqliteFile(const SqliteFile&) = delete;
    SqliteFile& operator=(const SqliteFile&) = delete;

    sqlite3* handle() const { return db_; }
    void exec(const char* sql);
    std::int64_t changes() const; // rows that the last statement changed
    const std::stop_token& stop() const { return stop_; }
    bool hasColumn(const char* table, const char* column);

private:
    static int busy(void* self, int attempt);
    static int progress(void* self);
    void open(const std::string& address, int flags);
    void configure();

    sqlite3* db_ = nullptr;
    std::stop_token stop_;
    std::chrono::milliseconds patience_;
    std::chrono::steady_clock::time_point waitingSince_;
};

// A read transaction, ended on every way out: while it is open, a writer of a database in
// rollback-journal mode can not commit. Keep it shorter than `shortRead`.
class ReadTransaction
{
public:
    explicit ReadTransaction(SqliteFile& file);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

private:
    SqliteFile& file_;
};

// Takes the write lock at once: a transaction that begins with a read could fail half-way. Rolled
// back unless committed.
class WriteTransaction
{
public:
    explicit WriteTransaction(SqliteFile& file);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    void commit();

private:
    SqliteFile& file_;
    bool open_ = true;
};

// How long a statement or transaction may keep a writer waiting. MLflow's client waits 5 s before
// it gives up with "database is locked".
inline constexpr std::chrono::milliseconds shortRead(40);

// Tells when a statement has run long enough and is to be reset and continued from its last key.
// Looks at the clock on every 256th call only.
class ReadSlice
{
public:
    void begin()
    {
        rows_ = 0;
        start_ = std::chrono::steady_clock::now();
    }
    bool over()
    {
        return (++rows_ & 255U) == 0 && std::chrono::steady_clock::now() - start_ > shortRead;
    }

private:
    std::uint32_t rows_ = 0;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Runs `statement` in slices. `?1` is the last key seen (column 0 of its rows, ascending);
// `row(statement)` is called for each.
template <class Row>
void readInSlices(SqliteFile& file, Statement& statement, std::int64_t after, Row row)
{
    ReadSlice slice;
    for (bool more = true; more;) {
        if (file.stop().stop_requested())
            throw SqliteFailure{};
        statement.bind(1, after);
        slice.begin();
        more = false;
        while (statement.step()) {
            after = statement.integer(0);
            row(statement);
            if (slice.over()) {
                more = true;
                break;
            }
        }
        statement.reset();
    }
}

// A JSON array of texts or numbers, as SQLite's json_each takes it.
std::string jsonArray(const std::vector<std::string>& texts);
std::string jsonArray(const std::vector<std::int64_t>& numbers);

} // namespace binnacle::mlflow_db
