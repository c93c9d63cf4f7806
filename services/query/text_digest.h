#pragma once

#include "services/domain/result.h"
#include "services/query/run_query.h"
#include "services/workspace/workspace.h"

#include <bitset>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>

namespace binnacle {

// Which pairs of neighbouring bytes occur in the texts of a column, without regard to case: 8 KiB
// that tell for most words that no text of the column holds them.
class TextDigest
{
public:
    void add(std::string_view text);
    // False: no text added holds this word.
    bool mayHold(std::string_view foldedWord) const;

private:
    std::bitset<65'536> pairs_;
};

// Digests of params and tags whose columns were read whole. They may know of texts that are gone,
// never miss one that is there. Thread-safe.
class TextDigests
{
public:
    using Pointer = std::shared_ptr<const TextDigest>;

    Pointer find(const RunColumn& column) const; // null: not known
    // `version` is what version() was before the column was read: what came between is not in it.
    void keep(const RunColumn& column, Pointer digest, std::uint64_t version);
    std::uint64_t version() const;
    void clear();
    // Runs were written: their texts are added, or all is forgotten where that would cost more.
    Result<void> add(Workspace& workspace, const std::vector<std::int64_t>& rows,
                     const std::stop_token& stop);

private:
    mutable std::mutex mutex_;
    std::map<RunColumn, Pointer> digests_;
    std::uint64_t version_ = 1;
};

} // namespace binnacle
