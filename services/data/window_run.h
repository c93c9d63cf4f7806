#pragma once

#include "services/data/data_windows.h"

#include <map>

namespace binnacle {

struct WindowRunOptions
{
    std::vector<std::string> columns;           // only these; empty: all that can be compared
    std::map<std::string, DriftChoice> choices; // by column; the defaults where there is none
    WindowChoice window;                        // of the current data
    std::uint64_t memory = 1'000'000'000; // bytes for numbers that are held at once; one column is
                                          // always held whole
    std::stop_token stop;
    std::function<void(double share)> progress;
    std::function<void(const ColumnOverTime&)> column; // each as soon as it is known
};

// Drift of each window of the current data against the whole reference, exact: nothing is sampled.
// The reference is read once, the current data once for each batch of columns. Errors: as
// comparableColumns(), planWindows() and the engines.
Result<DriftOverTime> runDriftOverTime(const Dataset& reference, const Dataset& current,
                                       const WindowRunOptions& options);

} // namespace binnacle
