#pragma once

#include "services/domain/registry.h"
#include "services/domain/result.h"

#include <cstdint>
#include <optional>
#include <string>

// What the registries that are written in place check, as MLflow does it
// (mlflow/utils/validation.py of 3.x): a server checks by itself. Pure functions.

namespace binnacle {

// Not empty, at most 2000 characters, none of / and :, not . or ..; MLflow itself sets no limit,
// and SQLite keeps more than the 256 that its column promises.
Result<void> checkModelName(const std::string& name);
// Letters, digits, _ and -, at most 255; not “latest” and not v1, v2, …
Result<void> checkAlias(const std::string& alias);
// The stage in MLflow's spelling: None, Staging, Production, Archived.
Result<std::string> canonicalStage(const std::string& stage);
// The number of a version; NotFound where the text is none.
Result<std::int64_t> versionNumberOf(const std::string& model, const std::string& version);

Error noSuchModel(const std::string& model);
Error noSuchVersion(const std::string& model, const std::string& version);
Error modelExists(const std::string& model);

// A version that holds the tag of a prompt of the GenAI side, kept in the same place.
bool isPromptModel(const std::vector<KeyValue>& tags);

inline constexpr std::size_t registryTagLimit = 5000; // characters of a tag's value

std::int64_t nowInMilliseconds();

} // namespace binnacle
