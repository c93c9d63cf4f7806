#pragma once

#include "services/data/engine.h"

#include <filesystem>
#include <memory>
#include <mutex>

namespace binnacle {

struct DuckDbOptions
{
    std::uint64_t memoryLimit = 0; // bytes; 0: half of what the machine has
    unsigned threads = 0;          // 0: one for each processor
    std::filesystem::path scratch; // where what does not fit goes; empty: the folder for that
};

// DuckDB inside this process, with a database of its own that ends with it. Nothing is ever
// downloaded: it reads what is built into the library (CSV, JSON, Parquet). A connection is leased
// for each call, so calls from several threads run beside each other.
class DuckDbEngine : public Engine
{
public:
    class Connection; // one conversation: temporary tables live as long as it

    // Errors: Storage.
    static Result<std::shared_ptr<DuckDbEngine>> open(const DuckDbOptions& options = {});
    ~DuckDbEngine() override;
    DuckDbEngine(const DuckDbEngine&) = delete;
    DuckDbEngine& operator=(const DuckDbEngine&) = delete;

    Result<std::vector<DataColumn>> describe(const std::string& query) override;
    Result<void> stream(const std::string& query, const Receive& receive,
                        const QueryOptions& options = {}) override;
    Result<void> execute(const std::string& statements, const QueryOptions& options = {}) override;

    // A connection for statements that belong together.
    Result<std::unique_ptr<Engine>> session();
    // From now on no query reads or writes any file but these and those in these folders (absolute
    // paths); that can not be taken back. To be called before SQL that a person wrote is run.
    Result<void> seal(std::span<const std::string> files, std::span<const std::string> folders);
    // A new name for a table or view in this engine's database.
    std::string freshName(const std::string& stem);

private:
    DuckDbEngine();
    Result<std::unique_ptr<Connection>> lease();
    void giveBack(std::unique_ptr<Connection> connection);

    struct Database;
    std::unique_ptr<Database> database_;
    std::filesystem::path scratch_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::uint64_t names_ = 0;
};

} // namespace binnacle
