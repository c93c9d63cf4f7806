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

    bool operator==(const DataVersionRow&) const = default;
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

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
