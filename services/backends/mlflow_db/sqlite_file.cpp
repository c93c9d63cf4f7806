#include "services/backends/mlflow_db/sqlite_file.h"

#include <sqlite3.h>

#include <algorithm>
#include <thread>

namespace binnacle::mlflow_db {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

[[noreturn]] void raise(sqlite3* db, int code)
{
    if (!db)
        throw SqliteFailure{code, sqlite3_errstr(code)};
    throw SqliteFailure{sqlite3_extended_errcode(db), sqlite3_errmsg(db)};
}

// The address form of a path, with what an address would take for itself escaped.
std::string fileAddress(const fs::path& file, const char* query)
{
    std::string address = "file:";
    for (const char c : fs::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr const char* digits = "0123456789ABCDEF";
            address += {'%', digits[(c >> 4) & 15], digits[c & 15]};
        } else {
            address += c;
        }
    }
    return address + query;
}

struct Explanation
{
    Error::Kind kind;
    const char* sentence;
};

Explanation explain(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {Error::Kind::Network,
                "“%1” is locked by another program. Binnacle tries again later; if it stays so, "
                "end the program that holds it."};
    case SQLITE_CORRUPT:
        return {Error::Kind::Storage,
                "“%1” is damaged: SQLite can not read all of it. What was mirrored before stays; "
                "restore the file from a backup."};
    case SQLITE_NOTADB:
        return {Error::Kind::Invalid, "“%1” is no SQLite database."};
    case SQLITE_READONLY:
        return {Error::Kind::Storage,
                "“%1” can not be written (read-only, or left in the middle of a write: then open "
                "it once with MLflow)."};
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return {Error::Kind::Storage,
                "“%1” can not be opened: check the permissions of the file and its folder."};
    case SQLITE_FULL:
        return {Error::Kind::Storage, "The disk of “%1” is full."};
    default:
        return {Error::Kind::Storage, "“%1” can not be read."};
    }
}

} // namespace

Error errorOf(const SqliteFailure& failure, const fs::path& file, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return cancelledError();
    const auto detail =
        QString::fromStdString(failure.message) + QStringLiteral(" (%1)").arg(failure.code);
    const auto name = QString::fromStdString(file.string());
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return {Error::Kind::Network,
                tr("There is no file “%1”: it was moved or deleted, or its drive is not there.")
                    .arg(name),
                detail};
    const auto [kind, sentence] = explain(failure.code);
    return {kind, tr(sentence).arg(name), detail};
}

Statement::Statement(sqlite3* db, std::string_view sql)
{
    const int code =
        sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
    if (code != SQLITE_OK)
        raise(db, code);
}

Statement::~Statement()
{
    sqlite3_finalize(statement_);
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    sqlite3_bind_int64(statement_, parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text)
{
    sqlite3_bind_text64(statement_, parameter, text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        raise(sqlite3_db_handle(statement_), code);
    return code == SQLITE_ROW;
}

void Statement::reset()
{
    sqlite3_reset(statement_);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(statement_, column);
}

std::string_view Statement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string_view(
                      text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                : std::string_view();
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

SqliteFile::SqliteFile(const fs::path& file, Access access, std::stop_token stop,
                       std::chrono::milliseconds patience)
    : stop_(std::move(stop)), patience_(patience)
{
    try {
        if (access == Access::Write) {
            open(fileAddress(file, ""), SQLITE_OPEN_READWRITE);
            configure();
            return;
        }
        open(fileAddress(file, "?mode=ro"), SQLITE_OPEN_READONLY);
        try {
            configure();
            // The first read tells whether a write-ahead log can be used.
            exec("SELECT count(*) FROM sqlite_master");
        } catch (const SqliteFailure& failure) {
            std::error_code ignored;
            const bool nobodyWrites = !fs::exists(fs::path(file.string() + "-wal"), ignored);
            if ((failure.code & 0xff) != SQLITE_CANTOPEN || !nobodyWrites)
                throw;
            // A database in WAL mode whose folder we may not write, and without a log: nobody has
            // it open, so it can be read as it lies there.
            sqlite3_close_v2(db_);
            db_ = nullptr;
            open(fileAddress(file, "?mode=ro&immutable=1"), SQLITE_OPEN_READONLY);
            configure();
        }
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

SqliteFile::~SqliteFile()
{
    sqlite3_close_v2(db_);
}

void SqliteFile::open(const std::string& address, int flags)
{
    const int code = sqlite3_open_v2(
        address.c_str(), &db_,
        flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, nullptr);
    if (code != SQLITE_OK)
        raise(db_, code);
}

void SqliteFile::configure()
{
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_handler(db_, &SqliteFile::busy, this);
    sqlite3_progress_handler(db_, 20'000, &SqliteFile::progress, this);
    // Nothing that a hostile schema names is run.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_exec(db_, "PRAGMA cache_size = -16000", nullptr, nullptr, nullptr);
}

int SqliteFile::busy(void* self, int attempt)
{
    auto& file = *static_cast<SqliteFile*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (attempt == 0)
        file.waitingSince_ = now;
    if (file.stop_.stop_requested() || now - file.waitingSince_ > file.patience_)
        return 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(1 + attempt, 20)));
    return 1;
}

int SqliteFile::progress(void* self)
{
    return static_cast<SqliteFile*>(self)->stop_.stop_requested() ? 1 : 0;
}

void SqliteFile::exec(const char* sql)
{
    const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        raise(db_, code);
}

std::int64_t SqliteFile::changes() const
{
    return sqlite3_changes64(db_);
}

bool SqliteFile::hasColumn(const char* table, const char* column)
{
    Statement statement(db_, "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2");
    return statement.bind(1, std::string_view(table)).bind(2, std::string_view(column)).step();
}

ReadTransaction::ReadTransaction(SqliteFile& file) : file_(file)
{
    file_.exec("BEGIN");
}

ReadTransaction::~ReadTransaction()
{
    sqlite3_exec(file_.handle(), "COMMIT", nullptr, nullptr, nullptr);
}

WriteTransaction::WriteTransaction(SqliteFile& file) : file_(file)
{
    file_.exec("BEGIN IMMEDIATE");
}

WriteTransaction::~WriteTransaction()
{
    if (open_)
        sqlite3_exec(file_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void WriteTransaction::commit()
{
    file_.exec("COMMIT");
    open_ = false;
}

std::string jsonArray(const std::vector<std::string>& texts)
{
    std::string json = "[";
    for (const auto& text : texts) {
        json += json.size() > 1 ? ",\"" : "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                json += '\\';
            if (static_cast<unsigned char>(c) < 0x20)
                json += "\\u00" + std::string(c < 0x10 ? "0" : "1") + "0123456789abcdef"[c & 15];
            else
                json += c;
        }
        json += '"';
    }
    return json + ']';
}

std::string jsonArray(const std::vector<std::int64_t>& numbers)
{
    std::string json = "[";
    for (const auto number : numbers)
        json += (json.size() > 1 ? "," : "") + std::to_string(number);
    return json + ']';
}

} // namespace binnacle::mlflow_db
