#include "services/sync/backend_cache.h"

#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle {

Result<std::shared_ptr<TrackingBackend>> BackendCache::get(const Source& source)
{
    const std::scoped_lock lock(mutex_);
    const auto found = opened_.find(source.id);
    if (found != opened_.end() && found->second.source.kind == source.kind &&
        found->second.source.uri == source.uri)
        return found->second.backend;
    auto backend = backends_.open(source);
    if (backend)
        opened_.insert_or_assign(source.id, Opened{source, *backend});
    return backend;
}

Result<std::shared_ptr<TrackingBackend>> BackendCache::get(SourceId source)
{
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = opened_.find(source); found != opened_.end())
            return found->second.backend;
    }
    const auto found = find(source);
    return found ? get(*found) : failure(found.error());
}

Result<Source> BackendCache::find(SourceId source) const
{
    const auto sources = SourceStore(workspace_).list();
    if (!sources)
        return failure(sources.error());
    const auto found = std::ranges::find(*sources, source, &Source::id);
    if (found == sources->end())
        return failure(Error::Kind::NotFound,
                       QCoreApplication::translate(
                           "BackendCache", "This source is not in the workspace any more."));
    return *found;
}

Result<std::shared_ptr<RegistryBackend>> BackendCache::registry(const Source& source)
{
    const std::scoped_lock lock(mutex_);
    const auto found = registries_.find(source.id);
    if (found != registries_.end() && found->second.source.kind == source.kind &&
        found->second.source.uri == source.uri)
        return found->second.registry;
    auto registry = backends_.openRegistry(source);
    if (registry)
        registries_.insert_or_assign(source.id, OpenedRegistry{source, *registry});
    return registry;
}

Result<std::shared_ptr<RegistryBackend>> BackendCache::registry(SourceId source)
{
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = registries_.find(source); found != registries_.end())
            return found->second.registry;
    }
    const auto found = find(source);
    return found ? registry(*found) : failure(found.error());
}

void BackendCache::drop(SourceId source)
{
    const std::scoped_lock lock(mutex_);
    opened_.erase(source);
    registries_.erase(source);
}

} // namespace binnacle
