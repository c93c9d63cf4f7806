#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/result.h"

#include <filesystem>
#include <stop_token>
#include <string>

// Files that are put into a store on this machine's disk. Blocking.
namespace binnacle {

// A new folder below `parent`, with a name of its own; its absolute path.
Result<std::string> newLocalFolder(const std::filesystem::path& parent);

// Copies `file` to `path` below `folder`, which newLocalFolder made, in constant memory. Invalid
// where `path` leads out of the folder.
Result<void> putLocalFile(const std::string& folder, const std::string& path,
                          const std::filesystem::path& file, const TransferSink& progress,
                          const std::stop_token& stop);

// Removes a folder that newLocalFolder made below `parent`; gone already is no error. Invalid where
// it lies elsewhere.
Result<void> removeLocalFolder(const std::filesystem::path& parent, const std::string& folder,
                               const std::stop_token& stop);

// A path of steps that stay below where they begin: no step “..”, not absolute, not empty.
bool staysBelow(const std::string& path);

} // namespace binnacle
