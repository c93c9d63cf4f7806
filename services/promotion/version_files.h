#pragma once

#include "services/backends/registry_backend.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

struct VersionFile
{
    std::string path;       // below the model's folder
    std::int64_t size = -1; // bytes; -1: unknown
    std::string sha256;     // hex; empty: not computed
    bool operator==(const VersionFile&) const = default;
};

// A folder that goes with the object.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// All files of a version, by path. Paths that would lead out of the folder are an error (Invalid).
Result<std::vector<VersionFile>> filesOfVersion(RegistryBackend& registry, const std::string& model,
                                                const std::string& version, std::stop_token stop);
// Hex; the file is read in pieces.
Result<std::string> sha256OfFile(const std::filesystem::path& file, const std::stop_token& stop);
// Each file is fetched into a temporary file, hashed and dropped: constant memory, and the disk of
// one file. `keep`: called with each file while it is there.
using FetchedFile = std::function<Result<void>(const VersionFile&, const std::filesystem::path&)>;
Result<VersionFile> fetchHashed(RegistryBackend& registry, const std::string& model,
                                const std::string& version, VersionFile file,
                                const FetchedFile& use, const std::stop_token& stop);
// One digest for all: SHA-256 over the lines "<sha256>  <path>\n" by path, as sha256sum writes
// them.
std::string digestOf(const std::vector<VersionFile>& files);
Result<std::string> digestOfVersion(RegistryBackend& registry, const std::string& model,
                                    const std::string& version, std::stop_token stop);

} // namespace binnacle
