#include "services/promotion/gates/gates.h"
#include "services/promotion/signature_change.h"

namespace binnacle {

namespace {

QString joined(const std::vector<std::string>& names)
{
    QStringList list;
    for (const auto& name : names)
        list.append(QString::fromStdString(name));
    return list.join(QStringLiteral(", "));
}

} // namespace

GateReport signatureGate(const GateFacts& facts)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::signature, facts.policy, state, evidence);
        made.file = "MLmodel";
        return made;
    };
    if (!facts.candidate.file)
        return report(GateState::Unknown, text("The file MLmodel of this version is not known."));
    const auto& ours = facts.candidate.file->signature;
    if (!ours)
        return report(facts.champion && facts.champion->file && facts.champion->file->signature
                          ? GateState::Blocked
                          : GateState::Unknown,
                      text("The version has no signature."));
    if (!facts.champion)
        return report(GateState::NotApplicable,
                      text("No other version is the champion to be compatible with."));
    const auto& theirs = facts.champion->file;
    if (!theirs || !theirs->signature)
        return report(GateState::Unknown,
                      text("The signature of the champion (version %1) is not known.")
                          .arg(QString::fromStdString(facts.champion->detail.version.version)));
    const auto change = signatureChange(*theirs->signature, *ours);
    if (change.breaks()) {
        QStringList why;
        if (!change.missing.empty())
            why.append(text("missing input: %1").arg(joined(change.missing)));
        if (!change.retyped.empty())
            why.append(text("retyped input: %1").arg(joined(change.retyped)));
        if (!change.demanded.empty())
            why.append(text("new input that callers do not give: %1").arg(joined(change.demanded)));
        return report(
            GateState::Blocked,
            text("Callers of the champion would fail: %1.").arg(why.join(QStringLiteral("; "))));
    }
    if (change.outputsDiffer)
        return report(GateState::PassedWithNote,
                      text("The inputs are those of the champion, the outputs are not."));
    if (!change.optional.empty())
        return report(GateState::PassedWithNote,
                      text("New inputs that may be left out: %1.").arg(joined(change.optional)));
    return report(GateState::Passed,
                  text("All %1 inputs are those of the champion.").arg(ours->inputs.size()));
}

} // namespace binnacle
