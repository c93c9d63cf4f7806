#include "services/promotion/gates/bounds.h"
#include "services/promotion/gates/gates.h"

namespace binnacle {

GateReport thresholdGate(const GateFacts& facts)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::threshold, facts.policy, state, evidence);
        made.run = facts.candidate.detail.run;
        return made;
    };
    if (facts.policy.thresholds.empty())
        return report(GateState::NotApplicable, text("The policy sets no thresholds."));
    const auto found = holdAgainst(facts.policy.thresholds, facts.candidate.metrics());
    if (!found.outside.isEmpty())
        return report(GateState::Blocked,
                      text("%1.").arg(found.outside.join(QStringLiteral("; "))));
    if (!found.missing.isEmpty())
        return report(GateState::Unknown,
                      text("Not logged: %1.").arg(found.missing.join(QStringLiteral(", "))));
    return report(GateState::Passed, text("%1.").arg(found.inside.join(QStringLiteral("; "))));
}

} // namespace binnacle
