#include "services/data/duckdb_engine.h"

#include "services/data/duckdb_connection.h"
#include "services/data/sql_text.h"

#include <QDir>
#include <QUuid>

#include <system_error>

#include <unistd.h>

namespace binnacle {

struct DuckDbEngine::Database
{
    std::shared_ptr<DuckDbHandle> handle = std::make_shared<DuckDbHandle>();
};

namespace {

// No extension is looked for, on the disk or elsewhere.
constexpr auto settings = "SET autoinstall_known_extensions = false;"
                          "SET autoload_known_extensions = false;";

std::filesystem::path freshScratch(const std::filesystem::path& wanted)
{
    const auto name =
        "binnacle-" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    return (wanted.empty() ? std::filesystem::path(QDir::tempPath().toStdString()) : wanted) / name;
}

std::uint64_t halfOfTheMachine()
{
    const auto pages = ::sysconf(_SC_PHYS_PAGES);
    const auto size = ::sysconf(_SC_PAGE_SIZE);
    if (pages <= 0 || size <= 0)
        return 2'000'000'000;
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) / 2;
}

std::string optionStatements(const DuckDbOptions& options, const std::filesystem::path& scratch)
{
    auto sql = std::string(settings);
    sql += "SET temp_directory = " + sqlText(scratch.string()) + ";";
    const auto memory = options.memoryLimit > 0 ? options.memoryLimit : halfOfTheMachine();
    sql += "SET memory_limit = '" + std::to_string(memory / 1'000'000 + 1) + "MB';";
    if (options.threads > 0)
        sql += "SET threads = " + std::to_string(options.threads) + ";";
    return sql;
}

} // namespace

DuckDbEngine::DuckDbEngine() : database_(std::make_unique<Database>()) {}

DuckDbEngine::~DuckDbEngine()
{
    idle_.clear();
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(scratch_, ignored);
}

Result<std::shared_ptr<DuckDbEngine>> DuckDbEngine::open(const DuckDbOptions& options)
{
    auto engine = std::shared_ptr<DuckDbEngine>(new DuckDbEngine);
    engine->scratch_ = freshScratch(options.scratch);
    if (duckdb_open(nullptr, &engine->database_->handle->database) != DuckDBSuccess)
        return failure(
            Error::Kind::Storage,
            QCoreApplication::translate("data", "The engine that reads data did not start."));
    if (auto set = engine->execute(optionStatements(options, engine->scratch_)); !set)
        return failure(set.error());
    return engine;
}

Result<std::unique_ptr<DuckDbEngine::Connection>> DuckDbEngine::lease()
{
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto connection = std::make_unique<Connection>(database_->handle);
    if (!connection->isOpen())
        return failure(Error::Kind::Storage,
                       QCoreApplication::translate(
                           "data", "The engine that reads data takes no more connections."));
    return connection;
}

void DuckDbEngine::giveBack(std::unique_ptr<Connection> connection)
{
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
}

Result<std::vector<DataColumn>> DuckDbEngine::describe(const std::string& query)
{
    auto connection = lease();
    if (!connection)
        return failure(connection.error());
    auto columns = (*connection)->describe(query);
    giveBack(std::move(*connection));
    return columns;
}

Result<void> DuckDbEngine::stream(const std::string& query, const Receive& receive,
                                  const QueryOptions& options)
{
    auto connection = lease();
    if (!connection)
        return failure(connection.error());
    auto done = (*connection)->stream(query, receive, options);
    giveBack(std::move(*connection));
    return done;
}

Result<void> DuckDbEngine::execute(const std::string& statements, const QueryOptions& options)
{
    auto connection = lease();
    if (!connection)
        return failure(connection.error());
    auto done = (*connection)->execute(statements, options);
    giveBack(std::move(*connection));
    return done;
}

Result<std::unique_ptr<Engine>> DuckDbEngine::session()
{
    auto connection = lease();
    if (!connection)
        return failure(connection.error());
    return std::unique_ptr<Engine>(std::move(*connection));
}

Result<void> DuckDbEngine::seal(std::span<const std::string> files,
                                std::span<const std::string> folders)
{
    std::vector<std::string> readable(folders.begin(), folders.end());
    readable.push_back(scratch_.string());
    return execute("SET allowed_paths = " + sqlTexts(files) +
                   ";"
                   "SET allowed_directories = " +
                   sqlTexts(readable) + "; SET enable_external_access = false;");
}

std::string DuckDbEngine::freshName(const std::string& stem)
{
    const std::scoped_lock lock(mutex_);
    return stem + "_" + std::to_string(++names_);
}

} // namespace binnacle
