#pragma once

#include "services/domain/registry.h"

#include <cstdint>

namespace binnacle {

// A number that changes with anything that the registry says of it; never 0, which stands for
// "changed here since". The order of tags and aliases does not matter.
std::int64_t digestOf(const RegisteredModel& model);
std::int64_t digestOf(const ModelVersion& version);

} // namespace binnacle
