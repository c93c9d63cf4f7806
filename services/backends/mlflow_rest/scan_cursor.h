#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::mlflow {

// What a scan remembers for the next one, as JSON text. Times are milliseconds of the run's own
// clock, never later than the server's clock at the time of the scan.
struct ScanCursor
{
    std::int64_t start = 0;           // latest start_time seen
    std::int64_t end = 0;             // latest end_time seen
    std::vector<std::string> deleted; // ids of deleted runs, sorted
    bool allDeleted = true;           // false: there were too many to keep

    // The rolling look at runs of long ago (RunScanner::review): the start_time down to which it
    // has come (0: begins anew at the newest), and when its last step was (this machine's clock).
    std::int64_t reviewed = 0;
    std::int64_t reviewedAt = 0;

    static constexpr std::size_t mostDeleted = 200;

    std::string toText() const;
    // Absent: not a cursor of ours.
    static std::optional<ScanCursor> fromText(const std::string& text);
    bool operator==(const ScanCursor&) const = default;
};

} // namespace binnacle::mlflow
