#include "services/promotion/gates/gates.h"

#include <algorithm>

namespace binnacle {

namespace {

// The newest report of a kind that is attached to the version.
GateReport attachedReport(const GateFacts& facts, std::string_view gate)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto* found = facts.candidate.newest(gate);
    if (!found)
        return gateReport(gate, facts.policy, GateState::Unknown,
                          text("No report is attached to this version."));
    const auto summary = QString::fromStdString(found->summary);
    if (!found->passed)
        return gateReport(gate, facts.policy, GateState::Blocked, summary);
    const auto digests = facts.candidate.datasetDigests();
    if (!found->datasetDigest.empty() && !digests.empty() &&
        std::ranges::find(digests, found->datasetDigest) == digests.end())
        return gateReport(gate, facts.policy, GateState::PassedWithNote,
                          text("%1 The report is about dataset %2, the run read %3.")
                              .arg(summary, QString::fromStdString(found->datasetDigest),
                                   QString::fromStdString(digests.front())));
    return gateReport(gate, facts.policy, GateState::Passed, summary);
}

} // namespace

GateReport qualityGate(const GateFacts& facts)
{
    return attachedReport(facts, gates::quality);
}

GateReport driftGate(const GateFacts& facts)
{
    return attachedReport(facts, gates::drift);
}

} // namespace binnacle
