#pragma once

#include "services/promotion/act_plan.h"
#include "services/promotion/act_step_work.h"
#include "services/workspace/registry_reader.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What a person wants: this version under this alias.
struct PromotionOrder
{
    RegisteredModelRowId model{};
    std::string version; // a number, or an alias with or without "@"
    std::string alias = "champion";
    std::optional<SourceId> to; // another registry: the version is copied there first
    std::string stage;          // legacy stage to set as well; empty: none
    std::vector<KeyValue> tags; // to set on the version as well
    bool operator==(const PromotionOrder&) const = default;
};

// Makes a plan of an order. Blocks; any worker thread.
class PromotionPlanner
{
public:
    PromotionPlanner(std::shared_ptr<Workspace> workspace, RegistryOfSource registries)
        : workspace_(std::move(workspace)), registries_(std::move(registries))
    {
    }

    // Reads the alias at the registry. Where that is out of reach the plan is made from the mirror,
    // and is not executable (ActPlan::whyNot).
    Result<ActPlan> plan(const PromotionOrder& order, std::stop_token stop) const;

private:
    // What the registry holds now, as far as the plan needs it.
    struct Sight
    {
        ModelVersion version;
        bool modelIsThere = true; // at the target
    };
    Result<Sight> look(ActPlan& plan, const PromotionOrder& order, const VersionDetail& version,
                       const std::stop_token& stop) const;
    void takeFromMirror(ActPlan& plan, const PromotionOrder& order) const;

    std::shared_ptr<Workspace> workspace_;
    RegistryOfSource registries_;
};

} // namespace binnacle
