#pragma once

#include "services/domain/run.h"

#include <cstdint>

namespace binnacle {

// A 64-bit digest of everything in a run summary; the order of params, tags, metrics, datasets and
// models does not matter. Equal digests mean that nothing has to be written.
std::int64_t digestOf(const Run& run);

} // namespace binnacle
