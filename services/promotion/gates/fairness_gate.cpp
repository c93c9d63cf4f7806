#include "services/promotion/gates/bounds.h"
#include "services/promotion/gates/gates.h"

namespace binnacle {

namespace {

// Without rules: the figures that fairlearn names, within the bounds that are used most. A ratio of
// 0.8 is the “four-fifths rule” of 29 CFR 1607.4(D).
std::vector<BoundRule> usualBounds(const std::vector<LatestMetric>& metrics)
{
    std::vector<BoundRule> rules;
    for (const auto& metric : metrics) {
        const auto has = [&](const char* part) {
            return metric.key.find(part) != std::string::npos;
        };
        if (has("demographic_parity_difference") || has("equalized_odds_difference") ||
            has("equal_opportunity_difference"))
            rules.push_back({metric.key, -0.1, 0.1});
        else if (has("demographic_parity_ratio") || has("disparate_impact") ||
                 has("equalized_odds_ratio"))
            rules.push_back({metric.key, 0.8, 1.25});
    }
    return rules;
}

} // namespace

GateReport fairnessGate(const GateFacts& facts)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::fairness, facts.policy, state, evidence);
        made.run = facts.candidate.detail.run;
        return made;
    };
    const auto metrics = facts.candidate.metrics();
    const auto rules = facts.policy.fairness.empty() ? usualBounds(metrics) : facts.policy.fairness;
    const auto found = holdAgainst(rules, metrics);
    if (!found.outside.isEmpty())
        return report(GateState::Blocked,
                      text("%1.").arg(found.outside.join(QStringLiteral("; "))));
    const auto* attached = facts.candidate.newest("fairness");
    if (attached && !attached->passed)
        return report(GateState::Blocked, QString::fromStdString(attached->summary));
    if (!found.missing.isEmpty())
        return report(GateState::Unknown,
                      text("Not logged: %1.").arg(found.missing.join(QStringLiteral(", "))));
    if (!found.inside.isEmpty())
        return report(GateState::Passed, text("%1.").arg(found.inside.join(QStringLiteral("; "))));
    if (attached)
        return report(GateState::Passed, QString::fromStdString(attached->summary));
    return report(GateState::Unknown, text("No fairness figure was logged."));
}

} // namespace binnacle
