#include "services/promotion/gates/gates.h"
#include "services/promotion/version_files.h"

#include <QString>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int mostFolders = 40;

bool explains(const PromotionPolicy& policy, const std::string& path)
{
    const auto name = QString::fromStdString(path);
    return std::ranges::any_of(policy.explanations, [&](const std::string& part) {
        return name.contains(QString::fromStdString(part), Qt::CaseInsensitive);
    });
}

// The first artifact of the run that explains; breadth first, a bounded number of folders.
Result<std::string> amongArtifacts(const PromotionPolicy& policy, const std::string& run,
                                   TrackingBackend& tracking, const std::stop_token& stop)
{
    std::vector<std::string> folders{std::string()};
    for (std::size_t at = 0; at < folders.size() && at < mostFolders; ++at) {
        const auto entries = tracking.listArtifacts(run, folders[at], stop);
        if (!entries)
            return failure(entries.error());
        for (const auto& entry : *entries) {
            if (explains(policy, entry.path))
                return entry.path;
            if (entry.isFolder)
                folders.push_back(entry.path);
        }
    }
    return std::string();
}

} // namespace

GateReport explanationGate(const GateFacts& facts, RegistryBackend* registry,
                           TrackingBackend* tracking, std::stop_token stop)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        auto made = gateReport(gates::explanation, facts.policy, state, evidence);
        made.run = facts.candidate.detail.run;
        return made;
    };
    if (const auto* attached = facts.candidate.newest(gates::explanation))
        return report(attached->passed ? GateState::Passed : GateState::Blocked,
                      QString::fromStdString(attached->summary));
    const auto& version = facts.candidate.detail.version;
    std::string found;
    QString trouble;
    if (tracking && !version.runId.empty()) {
        auto artifact = amongArtifacts(facts.policy, version.runId, *tracking, stop);
        if (artifact)
            found = std::move(*artifact);
        else
            trouble = artifact.error().message;
    }
    if (found.empty() && registry) {
        const auto files = filesOfVersion(*registry, version.model, version.version, stop);
        if (!files)
            trouble = files.error().message;
        else
            for (const auto& file : *files) {
                if (found.empty() && explains(facts.policy, file.path))
                    found = file.path;
            }
    }
    if (!found.empty()) {
        auto made = report(GateState::Passed,
                           text("Explained by “%1”.").arg(QString::fromStdString(found)));
        made.file = found;
        return made;
    }
    if (!trouble.isEmpty())
        return report(GateState::Unknown,
                      text("The artifacts can not be looked at: %1").arg(trouble));
    if (!registry && !tracking)
        return report(GateState::Unknown, text("The artifacts are out of reach."));
    return report(GateState::Unknown, text("No artifact explains the model's answers."));
}

} // namespace binnacle
