#pragma once

#include "services/backends/registry_backend.h"
#include "services/sync/progress_meter.h"
#include "services/workspace/model_file_cache.h"
#include "services/workspace/registry_writer.h"

#include <set>
#include <stop_token>
#include <string>

namespace binnacle {

// The registered models of one pass: what a scan of the registry delivers is written batch by
// batch, the cursor of the scan last; then the file MLmodel of some versions that hold an alias or
// are new. Blocks.
class RegistryMirror
{
public:
    RegistryMirror(const std::shared_ptr<Workspace>& workspace, RegistryBackend& registry,
                   SourceId source, ProgressMeter& meter);

    // `full`: everything is looked at, and what is gone at the registry goes here. A quick look is
    // left out where the last one was long, so that it takes no more than a twentieth of the
    // server's time.
    Result<void> run(bool full, const std::stop_token& stop);

private:
    Result<void> scan(bool full, const std::stop_token& stop);
    Result<void> take(std::vector<RegistryBatch> batches, std::int64_t seenAt);
    Result<void> modelFiles(bool full, const std::stop_token& stop);

    RegistryWriter writer_;
    ModelFileCache files_;
    RegistryBackend& registry_;
    SourceId source_;
    ProgressMeter& meter_;
    std::set<std::string> seen_; // models written in this scan
};

} // namespace binnacle
