#include "services/query/metric_directions.h"

#include "services/workspace/view_store.h"

namespace binnacle {

namespace {

std::string settingName(const std::string& metricKey)
{
    return "metric_direction/" + metricKey;
}

} // namespace

MetricDirections::MetricDirections(std::shared_ptr<Workspace> workspace,
                                   std::shared_ptr<const std::atomic<std::uint64_t>> version)
    : workspace_(std::move(workspace)), version_(std::move(version))
{
}

MetricDirection MetricDirections::of(const std::string& metricKey)
{
    const auto version = version_->load();
    {
        const std::scoped_lock lock(mutex_);
        if (knownVersion_ != version)
            known_.clear();
        knownVersion_ = version;
        if (const auto found = known_.find(metricKey); found != known_.end())
            return found->second;
    }
    auto direction = guessDirection(metricKey);
    // Without the setting (the workspace can not be read) the guess stands: a colour, not a fact.
    const auto setting = ViewStore(workspace_).setting(settingName(metricKey));
    if (setting && *setting) {
        direction = **setting == "higher"  ? MetricDirection::HigherIsBetter
                    : **setting == "lower" ? MetricDirection::LowerIsBetter
                                           : MetricDirection::Unknown;
    }
    const std::scoped_lock lock(mutex_);
    if (knownVersion_ == version)
        known_.insert_or_assign(metricKey, direction);
    return direction;
}

Result<void> MetricDirections::choose(const std::string& metricKey, MetricDirection direction)
{
    const auto* word = direction == MetricDirection::HigherIsBetter  ? "higher"
                       : direction == MetricDirection::LowerIsBetter ? "lower"
                                                                     : "unknown";
    return ViewStore(workspace_).setSetting(settingName(metricKey), word);
}

std::optional<RunColumn> MetricDirections::resolved(const RunColumn& column)
{
    using Stat = RunColumn::Stat;
    if (column.kind != RunColumn::Kind::Metric ||
        (column.stat != Stat::Best && column.stat != Stat::BestStep))
        return column;
    const auto direction = of(column.name);
    if (direction == MetricDirection::Unknown)
        return std::nullopt;
    const bool higher = direction == MetricDirection::HigherIsBetter;
    auto result = column;
    if (column.stat == Stat::Best)
        result.stat = higher ? Stat::Max : Stat::Min;
    else
        result.stat = higher ? Stat::MaxStep : Stat::MinStep;
    return result;
}

} // namespace binnacle
