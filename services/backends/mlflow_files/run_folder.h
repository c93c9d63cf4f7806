#pragma once

#include "services/backends/mlflow_files/store_layout.h"

#include <mutex>
#include <unordered_map>

namespace binnacle::mlflow_files {

// The latest points of long metric files, so that a training's file is not read from its beginning
// at each look. Thread-safe.
class LatestPoints
{
public:
    // The point with the greatest (step, timestamp, value), or nothing where there is no whole
    // line.
    std::optional<MetricPoint> of(const std::filesystem::path& file, std::int64_t& malformed,
                                  const std::stop_token& stop);

private:
    struct Known
    {
        std::string cursor;
        std::optional<MetricPoint> latest;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
};

// Reads a run with params, tags, latest metrics and inputs. Error Invalid where its meta.yaml is
// broken or belongs to another run.
Result<Run> readRun(const std::filesystem::path& root, const RunFolder& folder,
                    LatestPoints& latest, Warnings& warnings, const std::stop_token& stop);

// Changes with each file of the run that readRun looks at (names, sizes, times).
std::uint64_t signatureOf(const std::filesystem::path& root, const RunFolder& folder);

} // namespace binnacle::mlflow_files
