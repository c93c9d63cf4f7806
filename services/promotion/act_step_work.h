#pragma once

#include "services/backends/registry_backend.h"
#include "services/promotion/act_journal.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace binnacle {

using RegistryOfSource = std::function<Result<std::shared_ptr<RegistryBackend>>(SourceId)>;

// What one step reads and writes at its registry. Nothing here writes the journal.
class ActStepWork
{
public:
    // `noted`: what a long step has done so far, given to `note` as it grows.
    using Note = std::function<Result<void>(const QJsonObject&)>;

    ActStepWork(const ActRecord& act, std::size_t no, RegistryOfSource registries);

    // The step with the version that CreateVersion of this act made, where it is about that one.
    const ActStep& step() const { return step_; }

    enum class Standing {
        AsBefore, // what the plan expects before the step
        Done,     // what the step is to bring about
        Other,    // neither
    };
    struct Look
    {
        Standing standing = Standing::Other;
        QJsonObject held; // {"holder": …}, {"value": …}, {"stage": …}, with "read_at"
    };
    // Reads the registry: one request, but for copies.
    Result<Look> look(std::stop_token stop) const;
    // Whether the registry is read before and after the step in any case.
    bool guarded() const;
    // The change itself. What is to be kept of it: {"version": …}, {"folder", "files"}.
    Result<QJsonObject> write(const Note& note, std::stop_token stop) const;

private:
    Result<std::shared_ptr<RegistryBackend>> registry() const;
    Result<Look> lookAtAlias(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<Look> lookAtTexts(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<Look> lookForVersion(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<Look> lookForModel(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<QJsonObject> copyFiles(RegistryBackend& registry, const Note& note,
                                  const std::stop_token& stop) const;
    Result<QJsonObject> createVersion(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<QJsonObject> verifyFiles(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<QJsonObject> deleteModel(RegistryBackend& registry, const std::stop_token& stop) const;
    Result<QJsonObject> change(RegistryBackend& registry, const std::stop_token& stop) const;
    QJsonObject copied() const; // what CopyFiles of this act kept

    const ActRecord& act_;
    std::size_t no_;
    ActStep step_;
    RegistryOfSource registries_;
};

// The version that CreateVersion of this act made; empty: none (yet).
std::string versionMadeBy(const ActRecord& act);

} // namespace binnacle
