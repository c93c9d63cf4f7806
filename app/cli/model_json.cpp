#include "app/cli/model_json.h"

namespace binnacle::cli {

void writePairs(JsonWriter& json, const char* name, const std::vector<KeyValue>& pairs)
{
    json.key(name);
    json.beginObject();
    for (const auto& [key, value] : pairs)
        json.field(key, value);
    json.endObject();
}

void writeAliases(JsonWriter& json, const std::vector<AliasState>& aliases)
{
    json.key("aliases");
    json.beginObject();
    for (const auto& state : aliases)
        json.field(state.alias.name, state.alias.version);
    json.endObject();
    json.key("alias_states");
    json.beginArray();
    for (const auto& state : aliases) {
        json.beginObject();
        json.field("alias", state.alias.name);
        json.field("version", state.alias.version);
        json.field("since", state.since);
        json.field("since_exact", state.sinceExact);
        json.field("since_after", state.sinceAfter);
        json.field("actor", state.actor);
        json.endObject();
    }
    json.endArray();
}

Result<ModelSummary> findModel(Context& context, const std::string& name,
                               const std::string& registry)
{
    return RegistryReader(context.workspace)
        .find(name, registry.empty() ? std::nullopt : std::optional(registry));
}

} // namespace binnacle::cli
