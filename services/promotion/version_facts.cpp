#include "services/promotion/version_facts.h"

#include "services/registry/model_file_reader.h"

namespace binnacle {

Result<VersionFacts> readVersionFacts(const std::shared_ptr<Workspace>& workspace,
                                      VersionDetail detail, RegistryBackend* registry,
                                      std::stop_token stop)
{
    VersionFacts facts;
    if (detail.run) {
        if (auto run = RunReader(workspace).detail(*detail.run))
            facts.run = std::move(*run);
    }
    auto evidence =
        EvidenceStore(workspace).of(detail.source, detail.version.model, detail.version.version);
    if (!evidence)
        return failure(evidence.error());
    facts.evidence = std::move(*evidence);
    // Without it the gates that need it say that it is not known.
    if (auto file = modelFileOf(workspace, detail, registry, std::move(stop)))
        facts.file = std::move(*file);
    facts.detail = std::move(detail);
    return facts;
}

Result<std::optional<std::string>> formerHolder(const std::shared_ptr<Workspace>& workspace,
                                                RegisteredModelRowId model,
                                                const std::string& alias,
                                                const std::optional<std::string>& now)
{
    const RegistryReader reader(workspace);
    const auto events = reader.events(model);
    if (!events)
        return failure(events.error());
    for (const auto& event : *events) {
        if (event.kind == ModelEvent::Kind::Alias && event.name == alias && event.before &&
            event.before != now && reader.version(model, *event.before))
            return event.before;
        if (event.kind == ModelEvent::Kind::Stage && event.before &&
            "stage:" + *event.before == alias && event.version != now &&
            reader.version(model, event.version))
            return event.version;
    }
    return std::optional<std::string>();
}

} // namespace binnacle
