#pragma once

#include "services/query/run_query.h"
#include "services/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace binnacle {

// Directions of metrics: what a person chose (setting "metric_direction/<key>" of the workspace:
// "higher", "lower" or "unknown"), else the guess from the name. Thread-safe.
class MetricDirections
{
public:
    // `version` grows when settings may have changed.
    MetricDirections(std::shared_ptr<Workspace> workspace,
                     std::shared_ptr<const std::atomic<std::uint64_t>> version);

    MetricDirection of(const std::string& metricKey);
    Result<void> choose(const std::string& metricKey, MetricDirection direction);

    // Best as Min or Max (their steps likewise); other columns as they are. nullopt: direction
    // unknown.
    std::optional<RunColumn> resolved(const RunColumn& column);

private:
    std::shared_ptr<Workspace> workspace_;
    std::mutex mutex_;
    std::unordered_map<std::string, MetricDirection> known_;
    std::shared_ptr<const std::atomic<std::uint64_t>> version_;
    std::uint64_t knownVersion_ = 0;
};

} // namespace binnacle
