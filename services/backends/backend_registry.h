#pragma once

#include "services/backends/registry_backend.h"
#include "services/backends/tracking_backend.h"
#include "services/domain/source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One kind of tracking source: how its address is recognised and how it is opened. `open` must
// not touch the network or read more than it must: it is called for each source at start.
struct TrackingBackendKind
{
    std::string kind;  // stable key, kept in the workspace
    std::string title; // "MLflow server"
    // The address in its stable form where it is one of this kind: absolute paths, no credentials,
    // no trailing slash. May look at the disk, never at the network.
    std::function<std::optional<std::string>(const std::string& address)> recognise;
    std::function<Result<std::shared_ptr<TrackingBackend>>(const Source&)> open;
    // The model registry at the same address; empty: sources of this kind have none.
    std::function<Result<std::shared_ptr<RegistryBackend>>(const Source&)> openRegistry = {};
    // Called once when a person adds the source: makes what must be there. Empty: nothing.
    std::function<Result<void>(const Source&)> prepare = {};
};

// The kinds this program was built with. Filled by the composition root before anything runs,
// read from any thread afterwards.
class BackendRegistry
{
public:
    void add(TrackingBackendKind kind);
    const std::vector<TrackingBackendKind>& tracking() const { return kinds_; }

    // kind and uri of the first kind that recognises `address` (name and id are left empty).
    Result<Source> recognise(const std::string& address) const;
    Result<std::shared_ptr<TrackingBackend>> open(const Source& source) const;
    // When a source is added: makes what its kind needs (the folder of a local registry).
    Result<void> prepare(const Source& source) const;
    // Unsupported where the source has no registry.
    Result<std::shared_ptr<RegistryBackend>> openRegistry(const Source& source) const;

private:
    Result<const TrackingBackendKind*> kindOf(const Source& source) const;

    std::vector<TrackingBackendKind> kinds_;
};

} // namespace binnacle
