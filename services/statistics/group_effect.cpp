#include "services/statistics/group_effect.h"

#include "services/statistics/correlation.h"
#include "services/statistics/distributions.h"

#include <algorithm>
#include <limits>
#include <map>

namespace binnacle {

GroupEffect groupEffect(std::span<const double> finite, std::span<const int> groupOf)
{
    struct Group
    {
        double count = 0, sum = 0;
    };
    const auto ranks = averageRanks(finite);
    const auto count = static_cast<double>(ranks.size());
    const double middle = (count + 1) / 2;
    std::map<int, Group> groups;
    double total = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        auto& group = groups[groupOf[i]];
        ++group.count;
        group.sum += ranks[i] - middle;
        total += (ranks[i] - middle) * (ranks[i] - middle);
    }
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    GroupEffect effect{ranks.size(), groups.size(), none, none, none};
    if (groups.size() < 2 || groups.size() >= ranks.size() || !(total > 0))
        return effect;
    double between = 0;
    for (const auto& [code, group] : groups)
        between += group.sum * group.sum / group.count;
    const auto freedom = static_cast<double>(groups.size() - 1);
    effect.h = (count - 1) * between / total;
    effect.pValue = chiSquaredAbove(effect.h, freedom);
    effect.etaSquared =
        std::clamp((effect.h - freedom) / (count - static_cast<double>(groups.size())), 0.0, 1.0);
    return effect;
}

} // namespace binnacle
