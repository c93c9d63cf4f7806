#include "app/common/default_registry.h"

#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle {

std::filesystem::path defaultRegistryPath(const std::filesystem::path& workspaceFile)
{
    return workspaceFile.parent_path() / "models";
}

Result<Source> defaultRegistry(const std::shared_ptr<Workspace>& workspace,
                               const BackendRegistry& backends, bool make)
{
    auto source = backends.recognise("registry:" + defaultRegistryPath(workspace->path()).string());
    if (!source)
        return source;
    const SourceStore store(workspace);
    const auto known = store.list();
    if (!known)
        return failure(known.error());
    const auto there = std::ranges::find(*known, source->uri, &Source::uri);
    if (there != known->end())
        return *there;
    const auto taken = [&](const std::string& name) {
        return std::ranges::find(*known, name, &Source::name) != known->end();
    };
    const std::string name =
        QCoreApplication::translate("DefaultRegistry", "my models").toStdString();
    source->name = name;
    for (int number = 2; taken(source->name); ++number)
        source->name = name + ' ' + std::to_string(number);
    if (!make)
        return source;
    if (const auto made = backends.prepare(*source); !made)
        return failure(made.error());
    const auto id = store.add(*source);
    if (!id)
        return failure(id.error());
    source->id = *id;
    return source;
}

Registrar registrarOf(const std::shared_ptr<Workspace>& workspace, const BackendRegistry& backends)
{
    Registrar::Parts parts;
    parts.workspace = workspace;
    parts.registries = [workspace, backends](SourceId id) {
        return SourceStore(workspace).find(id).and_then(
            [&](const Source& source) { return backends.openRegistry(source); });
    };
    parts.tracking = [workspace, backends](SourceId id) {
        return SourceStore(workspace).find(id).and_then(
            [&](const Source& source) { return backends.open(source); });
    };
    parts.ownRegistry = [workspace, backends](bool make) {
        return defaultRegistry(workspace, backends, make);
    };
    return Registrar(std::move(parts));
}

} // namespace binnacle
