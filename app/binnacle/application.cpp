#include "app/binnacle/application.h"

#include "app/common/default_registry.h"
#include "services/async/deliver.h"
#include "services/workspace/source_store.h"

#include <chrono>

namespace binnacle {

Application::Application(BackendRegistry backends, SourceSecrets secrets,
                         std::filesystem::path workspaceFile, QObject* parent)
    : QObject(parent)
    , backends_(std::move(backends))
    , secrets_(std::move(secrets))
    , file_(std::move(workspaceFile))
    , syncStatus_([this](SourceId id) {
        const auto source = sources_.find(id);
        return source ? QString::fromStdString(source->first.name) : QString();
    })
{
}

Application::~Application() = default;

void Application::open()
{
    deliver(onPool(&pools_.readers, [file = file_] { return Workspace::open(file); }), this,
            [this](Result<std::shared_ptr<Workspace>> workspace) {
                if (!workspace) {
                    emit openFailed(workspace.error().message);
                    return;
                }
                workspace_ = std::move(*workspace);
                engine_ = std::make_shared<RunQueryEngine>(workspace_);
                sync_ = std::make_unique<SyncService>(workspace_, backends_, pools_);
                connect(sync_.get(), &SyncService::progressChanged, &syncStatus_,
                        &SyncStatus::note);
                editor_ = std::make_unique<SourceEditor>(workspace_, backends_, pools_, secrets_);
                makePromoter();
                watchOtherPrograms();
                sources_.follow(workspace_, pools_);
                edits_.follow(workspace_, pools_);
                emit opened();
            });
}

// Each act opens its registry anew: what it needs of a server is its own connection.
void Application::makePromoter()
{
    const SourceStore sources(workspace_);
    Promoter::Parts parts;
    parts.workspace = workspace_;
    parts.registries = [sources, backends = backends_](SourceId id) {
        return sources.find(id).and_then(
            [&](const Source& source) { return backends.openRegistry(source); });
    };
    parts.tracking = [sources, backends = backends_](SourceId id) {
        return sources.find(id).and_then(
            [&](const Source& source) { return backends.open(source); });
    };
    parts.policies = file_.parent_path() / "policies";
    promoter_ = std::make_shared<Promoter>(std::move(parts));
    registrar_ = std::make_shared<Registrar>(registrarOf(workspace_, backends_));
}

void Application::watchOtherPrograms()
{
    constexpr auto often = std::chrono::seconds(2);
    connect(&otherPrograms_, &QTimer::timeout, this, [this] {
        pools_.jobs.start([workspace = workspace_] { workspace->pollOtherProcesses(); });
    });
    otherPrograms_.start(often);
}

void Application::startSync()
{
    if (sync_ && regularSync_)
        sync_->start();
}

} // namespace binnacle
