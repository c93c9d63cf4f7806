#include "services/promotion/gates/gates.h"

#include <algorithm>

namespace binnacle {

GateReport approvalGate(const GateFacts& facts)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        return gateReport(gates::approval, facts.policy, state, evidence);
    };
    const auto approver = facts.approver.trimmed();
    const auto reason = facts.reason.trimmed();
    if (approver.isEmpty() || reason.isEmpty())
        return report(GateState::Blocked, approver.isEmpty() ? text("Nobody has approved it.")
                                                             : text("The reason is missing."));
    const auto& may = facts.policy.approvers;
    if (!may.empty() && std::ranges::find(may, approver.toStdString()) == may.end())
        return report(GateState::Blocked,
                      text("%1 is not among the approvers that the policy names.").arg(approver));
    return report(GateState::Passed, text("%1: %2").arg(approver, reason));
}

} // namespace binnacle
