#include "services/workspace/registry_events.h"

#include <map>
#include <utility>

namespace binnacle {

namespace {

// What is known of one alias, or of the stage of one version, at the moment asked for.
struct Holding
{
    std::optional<std::string> now; // version, or stage
    bool certain = true;
    bool decided = false; // an event after the moment was seen
};

// `change` may come before or after `time`, or somewhere around it.
void follow(Holding& holding, const ModelEvent& change, std::int64_t time, std::int64_t knownUntil)
{
    if (holding.decided)
        return;
    if (change.at <= time) {
        holding.now = change.after;
        holding.certain = time <= knownUntil;
        return;
    }
    holding.decided = true;
    const bool around = change.notBefore && *change.notBefore < time;
    if (!around) {
        holding.certain = true; // it stayed as it was until then
        return;
    }
    holding.certain = false;
    if (!holding.now)
        holding.now = change.before ? change.before : change.after;
}

bool isStage(const std::optional<std::string>& stage)
{
    return stage && !stage->empty() && *stage != "None";
}

} // namespace

std::vector<AliasThen> holdersAt(const std::vector<ModelEvent>& oldestFirst, std::int64_t time,
                                 std::int64_t knownUntil)
{
    std::map<std::string, Holding> aliases;
    std::map<std::string, Holding> stages; // by version
    for (const auto& event : oldestFirst) {
        if (event.kind == ModelEvent::Kind::Alias) {
            follow(aliases[event.name], event, time, knownUntil);
        } else if (event.kind == ModelEvent::Kind::Stage) {
            follow(stages[event.version], event, time, knownUntil);
        } else if (event.kind == ModelEvent::Kind::VersionDeleted) {
            if (const auto held = stages.find(event.version); held != stages.end())
                follow(held->second, event, time, knownUntil);
        }
    }
    std::vector<AliasThen> holders;
    for (const auto& [name, holding] : aliases) {
        if (holding.now)
            holders.push_back({name, *holding.now, holding.certain});
    }
    for (const auto& [version, holding] : stages) {
        if (isStage(holding.now))
            holders.push_back({"stage:" + *holding.now, version, holding.certain});
    }
    return holders;
}

} // namespace binnacle
