#pragma once

#include "services/domain/result.h"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <type_traits>

namespace binnacle::local_registry {

inline constexpr const char* indexName = "registry.db";

// The index of a local registry: an SQLite file in the registry's folder. Each call opens a
// connection of its own, so a folder that was moved away is seen at once. Errors: Network where the
// folder or its index is not there, Storage, Unsupported where a newer Binnacle wrote it.
class RegistryIndex
{
public:
    explicit RegistryIndex(std::filesystem::path folder) : folder_(std::move(folder)) {}

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path file() const { return folder_ / indexName; }

    // Makes the folder and an empty index; what is there already stays as it is.
    static Result<void> create(const std::filesystem::path& folder);
    static bool isThere(const std::filesystem::path& folder);

    // `work(SQLite::Database&)` in one read transaction.
    template <class Work>
    auto read(const std::stop_token& stop, Work work) const
        -> std::invoke_result_t<Work, SQLite::Database&>
    {
        return run(stop, "BEGIN", work);
    }
    // In one write transaction, which is rolled back where `work` fails; counts as one change.
    template <class Work>
    auto write(const std::stop_token& stop, Work work) const
        -> std::invoke_result_t<Work, SQLite::Database&>
    {
        return run(stop, "BEGIN IMMEDIATE", [&](SQLite::Database& db) {
            auto result = work(db);
            if (result)
                db.exec("UPDATE state SET changes = changes + 1");
            return result;
        });
    }

private:
    template <class Work>
    auto run(const std::stop_token& stop, const char* begin, Work work) const
        -> std::invoke_result_t<Work, SQLite::Database&>
    {
        if (stop.stop_requested())
            return failure(cancelledError());
        auto db = open();
        if (!db)
            return failure(db.error());
        try {
            (*db)->exec(begin);
            auto result = work(**db);
            (*db)->exec(result ? "COMMIT" : "ROLLBACK");
            return result;
        } catch (const std::exception& exception) {
            (*db)->tryExec("ROLLBACK");
            return failure(storageError(exception));
        }
    }
    Result<std::unique_ptr<SQLite::Database>> open() const;
    Error storageError(const std::exception& exception) const;

    std::filesystem::path folder_;
};

} // namespace binnacle::local_registry
