#include "services/data/duckdb_connection.h"

#include "services/data/duckdb_chunk.h"
#include "services/data/sql_text.h"

#include <chrono>
#include <condition_variable>
#include <thread>

namespace binnacle {

namespace {

constexpr auto connectionSettings = "SET TimeZone = 'UTC';"
                                    "SET enable_progress_bar = true;"
                                    "SET enable_progress_bar_print = false;";

// Looks after a running query: passes on its progress and interrupts it when that is asked. An
// interrupt that comes just before a query begins would be lost, so it is repeated until the end.
class Watch
{
public:
    Watch(duckdb_connection connection, const QueryOptions& options)
        : connection_(connection), options_(options)
    {
        if (options.stop.stop_possible() || options.progress)
            thread_ = std::jthread([this](const std::stop_token& end) { look(end); });
    }

private:
    void look(const std::stop_token& end)
    {
        using namespace std::chrono_literals;
        const std::stop_callback wake(options_.stop, [this] {
            const std::scoped_lock lock(mutex_);
            asked_ = true;
            changed_.notify_all();
        });
        std::unique_lock lock(mutex_);
        while (!end.stop_requested()) {
            if (asked_)
                duckdb_interrupt(connection_);
            else if (options_.progress)
                tell();
            changed_.wait_for(lock, end, asked_ ? 20ms : 100ms,
                              [this, was = asked_] { return asked_ != was; });
        }
    }
    void tell()
    {
        const auto progress = duckdb_query_progress(connection_);
        if (progress.percentage >= 0)
            options_.progress(std::min(progress.percentage / 100.0, 1.0));
    }

    duckdb_connection connection_;
    const QueryOptions& options_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool asked_ = false;
    std::jthread thread_; // last: it ends before what it uses
};

class Prepared
{
public:
    Prepared(duckdb_connection connection, const std::string& sql)
        : good_(duckdb_prepare(connection, sql.c_str(), &statement_) == DuckDBSuccess)
    {
    }
    ~Prepared() { duckdb_destroy_prepare(&statement_); }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    explicit operator bool() const { return good_; }
    duckdb_prepared_statement get() const { return statement_; }
    Error error() const { return duckDbError(duckdb_prepare_error(statement_), {}); }
    idx_t columns() const { return duckdb_prepared_statement_column_count(statement_); }
    duckdb_type type(idx_t column) const
    {
        return duckdb_prepared_statement_column_type(statement_, column);
    }

private:
    duckdb_prepared_statement statement_ = nullptr;
    bool good_;
};

class Answer
{
public:
    Answer() = default;
    ~Answer() { duckdb_destroy_result(&result_); }
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    duckdb_result* get() { return &result_; }
    Error error()
    {
        return duckDbError(duckdb_result_error(&result_), duckdb_result_error_type(&result_));
    }

private:
    duckdb_result result_{};
};

class Chunk
{
public:
    explicit Chunk(duckdb_result result) : chunk_(duckdb_fetch_chunk(result)) {}
    ~Chunk() { duckdb_destroy_data_chunk(&chunk_); }
    Chunk(const Chunk&) = delete;
    Chunk& operator=(const Chunk&) = delete;
    duckdb_data_chunk get() const { return chunk_; }

private:
    duckdb_data_chunk chunk_;
};

// The query with casts around the columns that the decoder does not take as they come; an empty
// text where there are none.
std::string castQuery(const Prepared& statement, const std::string& query)
{
    std::vector<std::string> names;
    std::vector<std::string> columns;
    bool needed = false;
    for (idx_t i = 0; i < statement.columns(); ++i) {
        const auto name = "c" + std::to_string(i);
        const auto cast = castFor(statement.type(i));
        needed = needed || cast;
        names.push_back(name);
        columns.push_back(cast ? "CAST(" + name + " AS " + *cast + ")" : name);
    }
    if (!needed)
        return {};
    return "SELECT " + joined(columns, ", ") + " FROM (" + query + ") t(" + joined(names, ", ") +
           ")";
}

// "Binder Error: Referenced column …": what kind it is, where only words are given.
Error::Kind kindOfMessage(std::string_view message)
{
    if (message.starts_with("INTERRUPT"))
        return Error::Kind::Cancelled;
    if (message.starts_with("IO Error: No files found") ||
        message.starts_with("IO Error: Cannot open file"))
        return Error::Kind::NotFound;
    if (message.starts_with("IO Error") || message.starts_with("Out of Memory"))
        return Error::Kind::Storage;
    return Error::Kind::Invalid;
}

Result<void> deliver(Answer& answer, const Engine::Receive& receive, const QueryOptions& options)
{
    DuckDbChunkDecoder decoder;
    while (true) {
        if (options.stop.stop_requested())
            return failure(cancelledError());
        const Chunk chunk(*answer.get());
        if (!chunk.get()) {
            if (duckdb_result_error(answer.get()))
                return failure(answer.error());
            return {};
        }
        if (!receive(decoder.decode(chunk.get())))
            return {};
    }
}

} // namespace

Error duckDbError(const char* message, duckdb_error_type type)
{
    const std::string_view whole = message ? message : "unknown error";
    auto kind = kindOfMessage(whole);
    if (type == DUCKDB_ERROR_INTERRUPT)
        kind = Error::Kind::Cancelled;
    if (kind == Error::Kind::Cancelled)
        return cancelledError();
    auto first = whole.substr(0, whole.find('\n'));
    if (const auto colon = first.find(" Error: "); colon < 40)
        first.remove_prefix(colon + 8);
    return {kind, QString::fromUtf8(first.data(), static_cast<qsizetype>(first.size())),
            QString::fromUtf8(whole.data(), static_cast<qsizetype>(whole.size()))};
}

DuckDbEngine::Connection::Connection(std::shared_ptr<DuckDbHandle> database)
    : database_(std::move(database))
{
    if (duckdb_connect(database_->database, &connection_) != DuckDBSuccess)
        connection_ = nullptr;
    else if (!execute(connectionSettings)) // are of each connection
        duckdb_disconnect(&connection_);
}

DuckDbEngine::Connection::~Connection()
{
    duckdb_disconnect(&connection_);
}

Result<std::vector<DataColumn>> DuckDbEngine::Connection::describe(const std::string& query)
{
    const Prepared statement(connection_, query);
    if (!statement)
        return failure(statement.error());
    std::vector<DataColumn> columns;
    for (idx_t i = 0; i < statement.columns(); ++i) {
        const char* name = duckdb_prepared_statement_column_name(statement.get(), i);
        duckdb_logical_type type =
            duckdb_prepared_statement_column_logical_type(statement.get(), i);
        columns.push_back(
            {name ? name : "", nameOfDuckDbType(type), kindOfDuckDbType(duckdb_get_type_id(type))});
        duckdb_free(const_cast<char*>(name)); // it is ours: the header says so
        duckdb_destroy_logical_type(&type);
    }
    return columns;
}

Result<void> DuckDbEngine::Connection::stream(const std::string& query, const Receive& receive,
                                              const QueryOptions& options)
{
    if (options.stop.stop_requested())
        return failure(cancelledError());
    auto statement = std::make_unique<Prepared>(connection_, query);
    if (!*statement)
        return failure(statement->error());
    if (const auto casted = castQuery(*statement, query); !casted.empty()) {
        statement = std::make_unique<Prepared>(connection_, casted);
        if (!*statement)
            return failure(statement->error());
    }
    const Watch watch(connection_, options);
    Answer answer;
    if (duckdb_execute_prepared_streaming(statement->get(), answer.get()) != DuckDBSuccess)
        return failure(answer.error());
    return deliver(answer, receive, options);
}

Result<void> DuckDbEngine::Connection::execute(const std::string& statements,
                                               const QueryOptions& options)
{
    if (options.stop.stop_requested())
        return failure(cancelledError());
    const Watch watch(connection_, options);
    Answer answer;
    if (duckdb_query(connection_, statements.c_str(), answer.get()) != DuckDBSuccess)
        return failure(answer.error());
    return {};
}

} // namespace binnacle
