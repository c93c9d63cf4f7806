#include "services/rollout/rollout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace binnacle {

namespace {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, const char*>, Count>;

constexpr Names<Strategy, 5> strategies = {{
    {Strategy::AllAtOnce, "all-at-once"},
    {Strategy::BlueGreen, "blue-green"},
    {Strategy::Canary, "canary"},
    {Strategy::AbTest, "ab"},
    {Strategy::Shadow, "shadow"},
}};

constexpr Names<RolloutPhase, 12> phases = {{
    {RolloutPhase::Prepared, "prepared"},
    {RolloutPhase::StandingUp, "standing-up"},
    {RolloutPhase::SmokeTest, "smoke-test"},
    {RolloutPhase::Shifting, "shifting"},
    {RolloutPhase::Holding, "holding"},
    {RolloutPhase::Deciding, "deciding"},
    {RolloutPhase::KeepingOld, "keeping-old"},
    {RolloutPhase::RemovingOld, "removing-old"},
    {RolloutPhase::Done, "done"},
    {RolloutPhase::RollingBack, "rolling-back"},
    {RolloutPhase::RemovingNew, "removing-new"},
    {RolloutPhase::RolledBack, "rolled-back"},
}};

constexpr Names<RolloutWish, 5> wishes = {{
    {RolloutWish::None, ""},
    {RolloutWish::Pause, "pause"},
    {RolloutWish::Resume, "resume"},
    {RolloutWish::Advance, "advance"},
    {RolloutWish::RollBack, "rollback"},
}};

template <class Value, std::size_t Count>
const char* nameIn(const Names<Value, Count>& names, Value value)
{
    const auto* found = std::ranges::find(names, value, &std::pair<Value, const char*>::first);
    return found == names.end() ? "" : found->second;
}

template <class Value, std::size_t Count>
std::optional<Value> valueIn(const Names<Value, Count>& names, std::string_view name)
{
    const auto* found = std::ranges::find_if(
        names, [&](const auto& each) { return name == std::string_view(each.second); });
    if (found == names.end())
        return std::nullopt;
    return found->first;
}

} // namespace

const char* strategyName(Strategy strategy)
{
    return nameIn(strategies, strategy);
}

std::optional<Strategy> strategyFromName(std::string_view name)
{
    return valueIn(strategies, name);
}

const char* phaseName(RolloutPhase phase)
{
    return nameIn(phases, phase);
}

std::optional<RolloutPhase> phaseFromName(std::string_view name)
{
    return valueIn(phases, name);
}

const char* wishName(RolloutWish wish)
{
    return nameIn(wishes, wish);
}

std::optional<RolloutWish> wishFromName(std::string_view name)
{
    return valueIn(wishes, name);
}

bool isEnded(RolloutPhase phase)
{
    return phase == RolloutPhase::Done || phase == RolloutPhase::RolledBack;
}

std::vector<RolloutStep> stepsOf(Strategy strategy, const std::vector<int>& percents,
                                 std::int64_t holdMs)
{
    switch (strategy) {
    case Strategy::AbTest:
        return {{percents.empty() ? 50 : percents.front(), 0, holdMs}, {100, 0, 0}};
    case Strategy::Shadow:
        return {{0, percents.empty() ? 100 : percents.front(), holdMs}, {100, 0, 0}};
    case Strategy::Canary: {
        std::vector<RolloutStep> steps;
        for (const int percent : percents.empty() ? std::vector<int>{5, 25, 50} : percents) {
            if (percent < 100)
                steps.push_back({percent, 0, holdMs});
        }
        std::ranges::sort(steps, {}, &RolloutStep::percent);
        steps.push_back({100, 0, holdMs});
        return steps;
    }
    case Strategy::AllAtOnce:
    case Strategy::BlueGreen:
        break;
    }
    return {{100, 0, holdMs}};
}

std::optional<int> Rollout::wantedPercent() const
{
    switch (phase) {
    case RolloutPhase::Prepared:
    case RolloutPhase::Done:
    case RolloutPhase::RolledBack:
        return std::nullopt;
    case RolloutPhase::StandingUp:
    case RolloutPhase::SmokeTest:
        return 0;
    case RolloutPhase::Shifting:
    case RolloutPhase::Holding:
    case RolloutPhase::Deciding:
        return plan.steps.at(std::min(step, plan.steps.size() - 1)).percent;
    case RolloutPhase::KeepingOld:
    case RolloutPhase::RemovingOld:
        return 100;
    case RolloutPhase::RollingBack:
    case RolloutPhase::RemovingNew:
        break;
    }
    return 0;
}

} // namespace binnacle
