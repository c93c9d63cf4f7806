#pragma once

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "services/workspace/registry_reader.h"

#include <string>
#include <vector>

namespace binnacle::cli {

// {"key": "value", …}
void writePairs(JsonWriter& json, const char* name, const std::vector<KeyValue>& pairs);
// "aliases": {"champion": "3", …} and "alias_states": since when and by whom.
void writeAliases(JsonWriter& json, const std::vector<AliasState>& aliases);

// By name; `registry` (a source's name) may be empty.
Result<ModelSummary> findModel(Context& context, const std::string& name,
                               const std::string& registry);

} // namespace binnacle::cli
