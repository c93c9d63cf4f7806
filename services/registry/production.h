#pragma once

#include "services/workspace/registry_reader.h"

#include <string>

namespace binnacle {

// The version of a model that serves: the holder of the alias "champion", else of "production" or
// "prod", else of the legacy stage Production.
struct ProductionVersion
{
    std::string version; // empty: none
    std::string heldBy;  // the alias as it is written, or "stage:Production"
};

// Whether an alias of this name says "in production", in any case.
bool saysProduction(const std::string& alias);
// The alias that says "in production", in any case; nullptr: there is none.
const AliasState* productionAlias(const ModelSummary& model);
// Reads the history where no alias says it. Blocks.
Result<ProductionVersion> productionVersion(const RegistryReader& reader,
                                            const ModelSummary& model);

} // namespace binnacle
