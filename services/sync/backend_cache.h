#pragma once

#include "services/backends/backend_registry.h"
#include "services/domain/source.h"
#include "services/workspace/workspace.h"

#include <map>
#include <memory>
#include <mutex>

namespace binnacle {

// The opened backend of each source, shared by passes, edits and artifacts. Thread-safe.
class BackendCache
{
public:
    BackendCache(std::shared_ptr<Workspace> workspace, const BackendRegistry& backends)
        : workspace_(std::move(workspace)), backends_(backends)
    {
    }

    Result<std::shared_ptr<TrackingBackend>> get(const Source& source);
    // Reads the workspace where the source was not opened yet.
    Result<std::shared_ptr<TrackingBackend>> get(SourceId source);
    // The model registry of the source; Unsupported where it has none.
    Result<std::shared_ptr<RegistryBackend>> registry(const Source& source);
    Result<std::shared_ptr<RegistryBackend>> registry(SourceId source);
    // Opened anew at the next call, with the credentials of then.
    void drop(SourceId source);

private:
    struct Opened
    {
        Source source;
        std::shared_ptr<TrackingBackend> backend;
    };

    std::shared_ptr<Workspace> workspace_;
    const BackendRegistry& backends_;
    std::mutex mutex_;
    std::map<SourceId, Opened> opened_;
    struct OpenedRegistry
    {
        Source source;
        std::shared_ptr<RegistryBackend> registry;
    };
    Result<Source> find(SourceId source) const;
    std::map<SourceId, OpenedRegistry> registries_;
};

} // namespace binnacle
