#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/registry.h"
#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// Writes what a registry told, and keeps the history that it does not keep: each change of an
// alias or stage becomes a row of model_event. One transaction a call; subject Registry.
class RegistryWriter
{
public:
    RegistryWriter(std::shared_ptr<Workspace> workspace, SourceId source)
        : workspace_(std::move(workspace)), source_(source)
    {
    }

    // `seenAt`: when the registry was read. Rows whose digest is unchanged are only confirmed.
    Result<void> putModels(const std::vector<RegisteredModel>& models, std::int64_t seenAt) const;
    Result<void> putVersions(const std::vector<ModelVersion>& versions, std::int64_t seenAt) const;
    // What a complete scan begun at `begunAt` did not deliver is gone, which was seen at `seenAt`
    // (absent: at `begunAt`).
    Result<void> removeUnseen(std::int64_t begunAt,
                              std::optional<std::int64_t> seenAt = std::nullopt) const;

    // What Binnacle itself did, exactly now: the mirror and the history follow at once.
    struct OwnChange
    {
        std::string actor;
        std::string act; // id in the journal
        std::int64_t at = 0;
    };
    Result<void> aliasMoved(const std::string& model, const std::string& alias,
                            const std::optional<std::string>& from,
                            const std::optional<std::string>& to, const OwnChange& change) const;
    Result<void> stageSet(const std::string& model, const std::string& version,
                          const std::string& from, const std::string& to,
                          const OwnChange& change) const;
    // `version` empty: of the model. `value` nullopt: the tag was taken away. What is not mirrored
    // is passed over; so it is with described() and versionDeleted().
    Result<void> tagSet(const std::string& model, const std::string& version,
                        const std::string& key, const std::optional<std::string>& value) const;
    Result<void> described(const std::string& model, const std::string& version,
                           const std::string& text) const;
    Result<void> versionDeleted(const std::string& model, const std::string& version,
                                const OwnChange& change) const;

    // The state between scans: RegistryScanResult::cursor and when.
    Result<std::string> cursor() const;
    // `took`: milliseconds from its beginning to its end.
    Result<void> finishScan(const std::string& cursor, bool full, std::int64_t at,
                            std::int64_t took = 0) const;
    struct LastScan
    {
        std::int64_t at = 0; // 0: there was none
        std::int64_t took = 0;
    };
    Result<LastScan> lastScan() const;

private:
    std::shared_ptr<Workspace> workspace_;
    SourceId source_;
};

} // namespace binnacle
