#pragma once

#include "services/data/versions/dataset_digest.h"
#include "services/domain/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// Data that DVC keeps, as its files name it (https://dvc.org/doc/user-guide/project-structure).
struct DvcOutput
{
    std::string path;        // relative to the file that names it
    std::string digest;      // MD5; of a folder with ".dir" behind
    std::int64_t size = -1;  // bytes; -1: not said
    std::int64_t files = -1; // of a folder
    std::string stage;       // of dvc.lock

    bool operator==(const DvcOutput&) const = default;
};

// "data.csv.dvc", or "dvc.lock" of version 2. Outputs without an MD5 (of other remotes) are left
// out. Errors: Invalid, with line and column.
Result<std::vector<DvcOutput>> readDvcFile(const std::string& text);

// The files of a folder, as its manifest in the cache names them. Names that lead out of the folder
// are refused. Errors: Invalid.
Result<std::vector<FileDigest>> readDvcManifest(const std::string& text);

// Where the cache keeps the bytes of a digest: DVC 3's place, else DVC 2's; nothing: not there.
std::optional<std::string> dvcCacheFile(const std::string& cache, const std::string& digest);
// The cache of a DVC project by its root folder: ".dvc/cache", or what its config says.
std::string dvcCacheFolder(const std::string& root);

} // namespace binnacle
