#include "services/promotion/gates/gates.h"
#include "services/promotion/serve_trial.h"
#include "services/promotion/version_files.h"

namespace binnacle {

namespace {

Result<void> fetchModel(RegistryBackend& registry, const ModelVersion& version,
                        const std::filesystem::path& folder, const std::stop_token& stop)
{
    const auto files = filesOfVersion(registry, version.model, version.version, stop);
    if (!files)
        return failure(files.error());
    for (const auto& file : *files) {
        const auto place = folder / file.path;
        std::error_code ignored;
        std::filesystem::create_directories(place.parent_path(), ignored);
        if (auto done = registry.downloadVersionFile(version.model, version.version, file.path,
                                                     place, nullptr, stop);
            !done)
            return done;
    }
    return {};
}

} // namespace

GateReport servesGate(const GateFacts& facts, RegistryBackend* registry,
                      const std::filesystem::path& environment, std::stop_token stop)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("PromotionGates", source);
    };
    const auto report = [&](GateState state, const QString& evidence) {
        return gateReport(gates::serves, facts.policy, state, evidence);
    };
    if (facts.policy.mode(gates::serves) == GateMode::Off)
        return report(GateState::Off, text("The policy leaves this gate out."));
    if (environment.empty())
        return report(GateState::Unknown,
                      text("Not tried: no Python environment was chosen to start the model in."));
    if (!registry)
        return report(GateState::Unknown, text("The files are out of reach."));
    const TemporaryFolder folder;
    if (auto fetched = fetchModel(*registry, facts.candidate.detail.version, folder.path(), stop);
        !fetched)
        return report(GateState::Unknown,
                      text("The files can not be read: %1").arg(fetched.error().message));
    const auto request = scoringRequest(
        folder.path(), facts.candidate.file ? facts.candidate.file->inputExample : "");
    if (!request)
        return report(GateState::Unknown, request.error().message);
    const auto trial = tryServing(environment, folder.path(), *request, facts.policy.serveSeconds,
                                  std::move(stop));
    if (!trial)
        return report(GateState::Unknown, trial.error().message);
    auto made = report(trial->answered ? GateState::Passed : GateState::Blocked, trial->sentence);
    made.detail =
        text("Answer: %1\n\nOutput:\n%2").arg(QString::fromStdString(trial->answer), trial->output);
    return made;
}

} // namespace binnacle
