#pragma once

#include "services/data/duckdb_engine.h"

#include <duckdb.h>

#include <memory>

namespace binnacle {

// The database as long as anything uses it.
struct DuckDbHandle
{
    duckdb_database database = nullptr;

    DuckDbHandle() = default;
    ~DuckDbHandle() { duckdb_close(&database); }
    DuckDbHandle(const DuckDbHandle&) = delete;
    DuckDbHandle& operator=(const DuckDbHandle&) = delete;
};

// Turns DuckDB's words into an error: its first line is for the person, all of it for the log.
Error duckDbError(const char* message, duckdb_error_type type);

// One conversation with DuckDB: for one thread at a time.
class DuckDbEngine::Connection : public Engine
{
public:
    explicit Connection(std::shared_ptr<DuckDbHandle> database);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool isOpen() const { return connection_ != nullptr; }
    duckdb_connection handle() const { return connection_; }

    Result<std::vector<DataColumn>> describe(const std::string& query) override;
    Result<void> stream(const std::string& query, const Receive& receive,
                        const QueryOptions& options = {}) override;
    Result<void> execute(const std::string& statements, const QueryOptions& options = {}) override;

private:
    std::shared_ptr<DuckDbHandle> database_;
    duckdb_connection connection_ = nullptr;
};

} // namespace binnacle
