#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// One state of a dataset that git knows.
struct DatasetVersion
{
    enum class Keeper { Git, Dvc };
    Keeper keeper = Keeper::Git;
    std::string commit;
    std::int64_t time = 0; // UTC ms
    std::string author;
    std::string subject;    // first line of the commit's message
    std::string digest;     // of DVC: MD5 as datasetDigest(); of git: the object's id
    std::int64_t size = -1; // bytes; -1: not said
    std::int64_t files = -1;
    bool available = false; // its bytes are on this machine
    std::string repository; // the root folder
    std::string path;       // relative to the root
    std::string cache;      // of DVC

    bool operator==(const DatasetVersion&) const = default;
};

// Versions of a file or folder, newest first; a commit that did not change it is left out. Git is
// read by its program, which is only asked (log, ls-tree, cat-file), with hooks and monitors of the
// repository switched off. None: neither git nor DVC knows it.
// Errors: NotFound (no git program, no repository), Cancelled.
Result<std::vector<DatasetVersion>> datasetVersions(const std::string& path,
                                                    const std::stop_token& stop = {});

// Puts the bytes of a version below `folder` under their own names (of DVC: links into its cache)
// and says which path to open. Errors: NotFound (not on this machine), Storage.
Result<std::string> placeVersion(const DatasetVersion& version, const std::string& folder,
                                 const std::stop_token& stop = {});

} // namespace binnacle
