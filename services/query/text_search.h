#pragma once

#include "services/query/column_cache.h"

namespace binnacle {

// The words of a free text, split at blanks, without doubles.
std::vector<std::string> searchWords(const std::string& freeText);

// Which of `candidates` have every word somewhere in their name, params or tags (a note is a tag),
// ignoring case. Values are compared once for each distinct value of a key where its column fits
// into the cache, else as they come from the disk. Errors: Storage, Cancelled.
Result<RunMask> searchText(ColumnCache& cache, const BasePointer& base,
                           const std::vector<std::string>& words, const RunMask& candidates,
                           const std::stop_token& stop);

} // namespace binnacle
