#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// A tracking store that lies nearby, offered at the first start.
struct StoreCandidate
{
    enum class Kind { MlflowServer, MlflowDatabase, MlflowFolder, TensorBoardFolder };
    Kind kind = Kind::MlflowFolder;
    std::string address;                      // as BackendRegistry::recognise takes it
    std::int64_t bytes = -1;                  // size of the file; -1: unknown
    std::optional<std::int64_t> lastModified; // UTC milliseconds
    bool fromEnvironment = false;             // named by MLFLOW_TRACKING_URI
    bool operator==(const StoreCandidate&) const = default;
};

struct DiscoveryLimits
{
    int depth = 2;              // levels of folders below each start
    std::size_t folders = 3000; // looked into in all
    std::size_t candidates = 50;
    std::chrono::milliseconds time{2000};
};

// Where to look: the current directory and the home folder of this process, and the variable.
struct DiscoveryPlaces
{
    std::vector<std::filesystem::path> folders;
    std::string trackingUri;
    static DiscoveryPlaces ofThisProcess();
};

// Looks for mlflow.db files, mlruns folders and TensorBoard log folders; the newest first, what the
// variable names before all. Hidden, system and network folders are left out, symbolic links are
// not followed, folders that may not be read are passed over. Blocks (within the limits): never on
// the GUI thread. Ends early with what was found when asked to stop.
std::vector<StoreCandidate> discoverStores(const DiscoveryPlaces& places,
                                           const DiscoveryLimits& limits, std::stop_token stop);

} // namespace binnacle
