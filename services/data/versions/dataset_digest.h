#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

struct FileDigest
{
    std::string path; // relative to the dataset's folder, with "/"
    std::string md5;  // hex

    bool operator==(const FileDigest&) const = default;
};

// The digest of a dataset, as DVC computes it, so that it is found again in .dvc files and in
// dvc.lock: of one file the MD5 of its bytes, of a folder the MD5 of its manifest with ".dir"
// behind (dvc_data/hashfile/tree.py: JSON of the sorted list of {"md5", "relpath"}).
// `path`: a file or a folder. Errors: NotFound, Storage, Cancelled.
Result<std::string> datasetDigest(const std::string& path, const std::stop_token& stop = {},
                                  const std::function<void(double share)>& progress = {});

std::string manifestDigest(std::vector<FileDigest> files);
// `progress`: bytes read so far.
Result<std::string> fileMd5(const std::string& file, const std::stop_token& stop,
                            const std::function<void(std::int64_t bytes)>& progress = {});

// Number, sizes and times of change of the files, as a short text: while it is the same, the bytes
// are taken to be the same (as make, git and DVC do). Empty where a file is not there.
std::string datasetStamp(std::span<const std::string> files);

} // namespace binnacle
