#include "services/promotion/gates/bounds.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace binnacle {

BoundFindings holdAgainst(const std::vector<BoundRule>& rules,
                          const std::vector<LatestMetric>& metrics)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    BoundFindings findings;
    for (const auto& rule : rules) {
        const auto name = QString::fromStdString(rule.metric);
        const auto found = std::ranges::find(metrics, rule.metric, &LatestMetric::key);
        if (found == metrics.end()) {
            findings.missing.append(name);
            continue;
        }
        const double value = found->point.value;
        const bool low = rule.atLeast && !(value >= *rule.atLeast);
        const bool high = rule.atMost && !(value <= *rule.atMost);
        if (low)
            findings.outside.append(text("%1 is %2, at least %3 is asked for")
                                        .arg(name)
                                        .arg(value, 0, 'g', 6)
                                        .arg(*rule.atLeast, 0, 'g', 6));
        else if (high)
            findings.outside.append(text("%1 is %2, at most %3 is asked for")
                                        .arg(name)
                                        .arg(value, 0, 'g', 6)
                                        .arg(*rule.atMost, 0, 'g', 6));
        else
            findings.inside.append(text("%1 is %2").arg(name).arg(value, 0, 'g', 6));
    }
    return findings;
}

} // namespace binnacle
