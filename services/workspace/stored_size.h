#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <span>
#include <stop_token>

namespace binnacle {

// What runs take up in the workspace. Artifacts stay at their source and are not counted.
struct StoredSize
{
    std::int64_t runs = 0;   // of those asked for, that are there
    std::int64_t points = 0; // of mirrored histories
    std::int64_t bytes = 0;  // of histories as stored, and of params, tags and metrics
};

// Errors: Storage, Cancelled. Some 20 µs a run.
Result<StoredSize> storedSize(Workspace& workspace, std::span<const RunRowId> runs,
                              const std::stop_token& stop);

} // namespace binnacle
