#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace binnacle {

using BackendOfSource = std::function<Result<std::shared_ptr<TrackingBackend>>(SourceId)>;

// Deletes runs that are in the trash for good, one after the other: at the source first, then the
// mirrored run and its histories. A run that its source no longer has goes here as well. Ends at
// the first failure; what was deleted before stays so. Returns how many are gone. Blocks. Errors:
// Unsupported where the source can not purge (TrackingCapabilities::purgeRuns), Conflict where the
// deletion has not reached the source yet or was taken back there.
Result<std::int64_t> purgeRuns(const std::shared_ptr<Workspace>& workspace,
                               const BackendOfSource& backendOf, const std::vector<RunRowId>& runs,
                               std::stop_token stop);

} // namespace binnacle
