#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"

#include <filesystem>
#include <stop_token>
#include <string>

// Deleting for good on this machine's disk: what the backends that purge runs in place share. No
// link is ever followed: a link is removed, what it leads to stays. Blocking.
namespace binnacle {

// A file, or a folder with all that is in it. What is not there is no error. Errors: Storage where
// the disk refuses, Cancelled (a part may be gone).
Result<void> removeTree(const std::filesystem::path& path, const std::stop_token& stop);

// The artifacts of `run`, where its address is a folder of that run alone, which MLflow names
// <somewhere>/<run id>/artifacts; relative addresses are below `base`. No address, or no such
// folder: nothing to do. Errors: Unsupported where they lie elsewhere (on a server, in a cloud, in
// a folder with another name): a purge that left them would make them orphans; Invalid where a link
// stands in the way.
Result<void> removeRunArtifacts(const Run& run, const std::filesystem::path& base,
                                const std::stop_token& stop);

// The refusal of a purge of a run that is not deleted at its source.
Error notInTrash(const std::string& runId);

} // namespace binnacle
