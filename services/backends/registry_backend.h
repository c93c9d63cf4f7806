#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/registry.h"
#include "services/domain/result.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What a registry can do beyond being read. A page offers only what is true here.
struct RegistryCapabilities
{
    bool aliases = false;
    bool stages = false; // the legacy stages can be changed
    bool tags = false;
    bool descriptions = false;
    bool createVersions = false; // createModel, createVersion
    bool upload = false;         // uploadVersionFile: files of a version can be put there
    bool deleteVersions = false; // deleteVersion, deleteModel
};

// How much of a registry a scan asks for.
struct RegistryScan
{
    bool full = true;   // true: everything is delivered; false: what changed since `cursor`
    std::string cursor; // what the last scan returned; opaque to all but the backend; may be empty
};

struct RegistryScanResult
{
    std::string cursor;
    bool complete = true; // every model and version was delivered: what was not is gone
    std::vector<std::string> warnings; // sentences for a person
};

// A registered model with all or some of its versions; versions of one model may come in several
// batches, each with the same `model`.
struct RegistryBatch
{
    RegisteredModel model;
    std::vector<ModelVersion> versions;
};
using RegistrySink = std::function<Result<void>(std::vector<RegistryBatch>)>;

// What a new version is made of; the registry gives it its number.
struct NewModelVersion
{
    std::string model;
    std::string source;
    std::string runId;
    std::string loggedModelId;
    std::string runLink;
    std::string description;
    std::vector<KeyValue> tags;
};

// A place where models are registered. The rules of TrackingBackend hold: all calls block, on
// worker threads, several at once; a stop request ends a call within half a second with
// Error::Kind::Cancelled; out of reach is Network, a missing model, version or alias is NotFound.
class RegistryBackend
{
public:
    virtual ~RegistryBackend() = default;

    virtual RegistryCapabilities capabilities() const = 0;
    // The address of the registry, as a person knows it; no credentials in it.
    virtual std::string address() const = 0;

    virtual Result<RegistryScanResult> scanRegistry(RegistryScan scan, const RegistrySink& sink,
                                                    std::stop_token stop) = 0;

    // As the registry has it now, aliases included.
    virtual Result<RegisteredModel> registeredModel(const std::string& name,
                                                    std::stop_token stop) = 0;
    virtual Result<ModelVersion> modelVersion(const std::string& name, const std::string& version,
                                              std::stop_token stop) = 0;
    // The version that holds `alias` now; nullopt: none does. One request.
    virtual Result<std::optional<std::string>>
    aliasHolder(const std::string& name, const std::string& alias, std::stop_token stop) = 0;

    // Writes. What a registry cannot do is Error::Kind::Unsupported.
    virtual Result<void> setAlias(const std::string& name, const std::string& alias,
                                  const std::string& version, std::stop_token stop);
    virtual Result<void> deleteAlias(const std::string& name, const std::string& alias,
                                     std::stop_token stop);
    // `version` empty: the tag of the registered model.
    virtual Result<void> setModelTag(const std::string& name, const std::string& version,
                                     const std::string& key, const std::string& value,
                                     std::stop_token stop);
    virtual Result<void> deleteModelTag(const std::string& name, const std::string& version,
                                        const std::string& key, std::stop_token stop);
    // `version` empty: the description of the registered model.
    virtual Result<void> describe(const std::string& name, const std::string& version,
                                  const std::string& text, std::stop_token stop);
    // Only this version's stage: other holders of the stage keep it.
    virtual Result<void> setStage(const std::string& name, const std::string& version,
                                  const std::string& stage, std::stop_token stop);
    // Conflict where the name is taken.
    virtual Result<RegisteredModel>
    createModel(const std::string& name, const std::string& description, std::stop_token stop);
    virtual Result<ModelVersion> createVersion(const NewModelVersion& version,
                                               std::stop_token stop);
    virtual Result<void> deleteVersion(const std::string& name, const std::string& version,
                                       std::stop_token stop);
    virtual Result<void> deleteModel(const std::string& name, std::stop_token stop);

    // The files of a version: one level below `path` (empty: the root, where MLmodel lies).
    virtual Result<std::vector<ArtifactEntry>> listVersionFiles(const std::string& name,
                                                                const std::string& version,
                                                                const std::string& path,
                                                                std::stop_token stop);
    // As TrackingBackend::downloadArtifact: goes on where `destination` ends, constant memory.
    virtual Result<void> downloadVersionFile(const std::string& name, const std::string& version,
                                             const std::string& path,
                                             const std::filesystem::path& destination,
                                             const TransferSink& progress, std::stop_token stop);
    // Where files of a version to be created can be put: an address below which uploadFile writes,
    // and which createVersion takes as `source`. Streams from the disk in constant memory.
    virtual Result<std::string> newVersionFolder(const std::string& name, std::stop_token stop);
    virtual Result<void> uploadFile(const std::string& folder, const std::string& path,
                                    const std::filesystem::path& file, const TransferSink& progress,
                                    std::stop_token stop);
    // Takes away what newVersionFolder made, with all that was put there. What is gone already is
    // no error; a folder that newVersionFolder did not make is Invalid.
    virtual Result<void> removeVersionFolder(const std::string& folder, std::stop_token stop);
};

} // namespace binnacle
