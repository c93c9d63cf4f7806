#include "models/registry_version_page.h"

#include "services/registry/lineage.h"
#include "services/registry/model_file_reader.h"
#include "services/registry/production.h"

#include <utility>

namespace binnacle {

namespace {

constexpr int reloadInterval = 150; // ms
} // namespace

Result<RegistryVersionPage> readRegistryVersionPage(const std::shared_ptr<Workspace>& workspace,
                                                    RegisteredModelRowId model,
                                                    const std::string& version)
{
    const RegistryReader reader(workspace);
    const RunReader runs(workspace);
    RegistryVersionPage page;
    auto detail = reader.version(model, version);
    if (!detail)
        return failure(detail.error());
    page.detail = std::move(*detail);
    const auto runOf = [&](const VersionDetail& of) -> std::optional<RunDetail> {
        if (!of.run)
            return std::nullopt;
        auto read = runs.detail(*of.run);
        return read ? std::optional(std::move(*read)) : std::nullopt;
    };
    page.run = runOf(page.detail);
    if (auto summary = reader.model(model)) {
        const auto serving = productionVersion(reader, *summary);
        if (serving && !serving->version.empty() &&
            serving->version != page.detail.version.version) {
            if (auto champion = reader.version(model, serving->version)) {
                page.championRun = runOf(*champion);
                page.champion = std::move(*champion);
            }
        }
        page.model = std::move(summary->model);
    }
    auto events = reader.events(model);
    if (!events)
        return failure(events.error());
    page.events = std::move(*events);
    const auto graph = lineageOf(workspace, model, page.detail.version.version);
    if (!graph)
        return failure(graph.error());
    page.lineage = pictureOf(*graph, page.detail, page.run);
    if (const auto file = keptModelFile(workspace, page.detail.row); file && *file)
        page.facts = modelFacts(**file);
    return page;
}

RegistryVersionPageModel::RegistryVersionPageModel(std::shared_ptr<Workspace> workspace,
                                                   WorkerPools& pools, QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &RegistryVersionPageModel::reload);
    const auto soon = [this] {
        if (!version_.empty() && !later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::registryChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, soon);
}

bool RegistryVersionPageModel::isFor(RegisteredModelRowId model, const std::string& version) const
{
    return model == model_ && version == version_;
}

void RegistryVersionPageModel::setVersion(RegisteredModelRowId model, const std::string& version)
{
    if (isFor(model, version))
        return;
    model_ = model;
    version_ = version;
    fresh_ = true;
    reload();
}

void RegistryVersionPageModel::clear()
{
    asked_.cancel();
    version_.clear();
    fresh_ = true;
    if (!data_)
        return;
    data_.reset();
    emit changed(false);
}

void RegistryVersionPageModel::reload()
{
    if (version_.empty())
        return;
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, model = model_, version = version_](std::stop_token) {
            return readRegistryVersionPage(workspace, model, version);
        },
        [this](Result<RegistryVersionPage> page) {
            if (!page) {
                data_.reset();
                emit failed(page.error());
                return;
            }
            data_ = std::move(*page);
            emit changed(!std::exchange(fresh_, false));
        });
}

} // namespace binnacle
