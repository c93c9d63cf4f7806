#pragma once

#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// A dataset as its bytes were at some time.
struct DataVersionRow
{
    std::int64_t row = 0;
    std::string path; // absolute
    std::string digest;
    std::string format;
    std::int64_t rows = 0;
    std::int64_t firstSeen = 0; // UTC ms
    std::int64_t lastSeen = 0;
    std::optional<std::string> profile; // JSON
    std::string table;                  // of an SQLite file
    std::string encoding;               // as a person said it
    std::string stamp;                  // of the files; see datasetStamp()

    bool operator==(const DataVersionRow&) const = default;
};

// A dataset that was opened here before: its newest version.
struct KnownDataset
{
    std::string path, table, encoding;
    std::string digest;
    std::string format;
    std::int64_t rows = 0;
    std::int64_t lastSeen = 0; // UTC ms
    std::int64_t versions = 0;
    std::optional<bool> passed; // the newest check of any version; nothing: never checked

    bool operator==(const KnownDataset&) const = default;
};

struct DataCheckRow
{
    std::int64_t row = 0;
    std::string rules; // the file of rules as it was
    bool passed = false;
    std::string body;           // JSON: the results
    std::int64_t createdAt = 0; // UTC ms

    bool operator==(const DataCheckRow&) const = default;
};

// Keeps what was found about datasets. Blocks; any worker thread.
class DatasetStore
{
public:
    explicit DatasetStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    // The row of the version: a new one, or the known one, seen again at `seen.lastSeen`. A profile
    // replaces the former one; none leaves it.
    Result<std::int64_t> see(const DataVersionRow& seen) const;
    Result<void> addCheck(std::int64_t version, const DataCheckRow& check) const;

    Result<std::vector<DataVersionRow>> versions(const std::string& path) const; // newest first
    Result<std::vector<DataCheckRow>> checks(std::int64_t version) const;        // newest first
    Result<std::vector<std::string>> paths() const;                              // last seen first
    Result<std::vector<KnownDataset>> known() const;                             // last seen first
    // The version of files that have not changed since: nothing to read for it.
    Result<std::optional<DataVersionRow>> find(const DataVersionRow& wanted) const; // by its stamp
    // Puts it out of the list, with its checks. The file stays.
    Result<void> forget(const std::string& path) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
