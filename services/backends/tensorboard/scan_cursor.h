#pragma once

#include "services/backends/tensorboard/log_dir.h"

#include <map>
#include <string>
#include <vector>

namespace binnacle::tfevents {

// What a scan saw of one run: enough to tell at the next one whether anything changed.
struct SeenRun
{
    std::map<std::string, std::pair<std::uint64_t, std::int64_t>> files; // name → size, modified
    bool ended = false;
    std::vector<std::string> warnings; // told again as long as the files stay as they are
    bool operator==(const SeenRun&) const = default;
};

using SeenRuns = std::map<std::string, SeenRun>; // by the run's name

bool sameFiles(const SeenRun& seen, const RunFolder& run);
SeenRun seenNow(const RunFolder& run, bool ended, std::vector<std::string> warnings);

// The cursor of a scan (JSON). A text that is none gives an empty map: a full scan.
std::string cursorText(const SeenRuns& runs);
SeenRuns seenRunsFromCursor(const std::string& cursor);

} // namespace binnacle::tfevents
