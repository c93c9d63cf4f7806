#include "services/promotion/gates/gates.h"

namespace binnacle {

GateReport reproducibleGate(const GateFacts& facts)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::reproducible, facts.policy, state, evidence);
        made.run = facts.candidate.detail.run;
        return made;
    };
    const auto& run = facts.candidate.run;
    if (!run)
        return report(GateState::Unknown, text("The run of this version is not known."));
    const auto* commit = findValue(run->run.tags, tags::gitCommit);
    const auto* command = findValue(run->run.tags, tags::sourceName);
    QStringList missing;
    if (!commit || commit->empty())
        missing.append(text("the commit"));
    if (!command || command->empty())
        missing.append(text("the command"));
    if (!facts.candidate.file || !facts.candidate.file->hasPythonEnvironment)
        missing.append(text("the environment"));
    if (facts.candidate.datasetDigests().empty())
        missing.append(text("the digest of its data"));
    if (!missing.isEmpty())
        return report(GateState::Unknown,
                      text("Not known: %1.").arg(missing.join(QStringLiteral(", "))));
    return report(GateState::Passed,
                  text("Commit %1, command %2, the environment and dataset %3 are known.")
                      .arg(QString::fromStdString(commit->substr(0, 12)),
                           QString::fromStdString(*command),
                           QString::fromStdString(facts.candidate.datasetDigests().front())));
}

} // namespace binnacle
