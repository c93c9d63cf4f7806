#pragma once

#include "services/compare/comparison_reader.h"

#include <filesystem>
#include <string>
#include <vector>

namespace binnacle {

// A comparison with some of its charts: what is written to a file.
struct ComparisonReport
{
    RunComparison comparison;
    std::vector<MetricChart> charts; // lines in the order of the comparison's runs
    std::int64_t writtenAt = 0;      // UTC milliseconds
};

struct ReportOptions
{
    std::string metric;         // of the first chart; empty: the one that promises most
    std::size_t charts = 6;     // at most
    std::size_t buckets = 1000; // bands of each line
};

// Blocks. Errors: Storage, Cancelled.
Result<ComparisonReport> readReport(const std::shared_ptr<Workspace>& workspace,
                                    std::span<const RunRowId> runs, const DirectionOf& direction,
                                    const ReportOptions& options, const std::stop_token& stop);

// Replaces the file in one move. Errors: Storage.
Result<void> writeFile(const std::filesystem::path& file, const std::string& bytes);

} // namespace binnacle
