#pragma once

#include "services/promotion/act_plan.h"
#include "services/promotion/act_step_work.h"
#include "services/workspace/registry_reader.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// Plans of one step each: what a person changes on a model or version beside promoting it. They
// read what the registry holds now. `version` empty: of the model. Blocks; any worker thread.
class RegistryEdits
{
public:
    RegistryEdits(std::shared_ptr<Workspace> workspace, RegistryOfSource registries)
        : workspace_(std::move(workspace)), registries_(std::move(registries))
    {
    }

    // Refused (Conflict, with the reason) where it holds an alias, is in use by its stage, or is
    // deployed.
    Result<ActPlan> deletion(RegisteredModelRowId model, const std::string& version,
                             std::stop_token stop) const;
    Result<ActPlan> description(RegisteredModelRowId model, const std::string& version,
                                const std::string& text, std::stop_token stop) const;
    // `value` nullopt: the tag is taken away. NotFound where there is none.
    Result<ActPlan> tag(RegisteredModelRowId model, const std::string& version,
                        const std::string& key, const std::optional<std::string>& value,
                        std::stop_token stop) const;
    // Without gates: for aliases that do not say what serves in production. `version` nullopt:
    // nobody holds it any more; NotFound where nobody does.
    Result<ActPlan> alias(RegisteredModelRowId model, const std::string& alias,
                          const std::optional<std::string>& version, std::stop_token stop) const;

private:
    struct Draft
    {
        ActPlan plan; // with one step, whose kind is to be set
        std::shared_ptr<RegistryBackend> registry;
    };
    Result<Draft> draft(RegisteredModelRowId model, const std::string& version,
                        const char* kind) const;

    std::shared_ptr<Workspace> workspace_;
    RegistryOfSource registries_;
};

} // namespace binnacle
