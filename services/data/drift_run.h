#pragma once

#include "services/data/dataset.h"
#include "services/drift/drift_report.h"

#include <map>

namespace binnacle {

struct DriftRunOptions
{
    std::vector<std::string> columns;           // only these; empty: all that can be compared
    std::map<std::string, DriftChoice> choices; // by column; the defaults where there is none
    double driftShare = defaultDriftShare;
    bool correct = false;                 // Benjamini–Hochberg
    std::uint64_t memory = 1'000'000'000; // bytes; see PairOptions
    std::stop_token stop;
    std::function<void(double share)> progress;
    std::function<void(const ColumnDrift&)> column; // each as soon as it is known
};

// Drift of all columns over the whole data: nothing is sampled. Columns are numbers, categories or
// texts as takeDriftType() has it; dates, bytes and nested columns are left out. Errors: as
// readColumnPairs().
Result<DriftReport> runDrift(const Dataset& reference, const Dataset& current,
                             const DriftRunOptions& options = {});

// Reads a file of choices:
//   drift_share: 0.5
//   correct: true
//   columns:
//     age: {method: ks, threshold: 0.01}
//     review: {type: text, method: out_of_vocabulary}
// Errors: Invalid, with line and column.
Result<DriftRunOptions> readDriftChoices(const std::string& yaml);

} // namespace binnacle
