#pragma once

#include "models/outbox_list_model.h"
#include "models/run_colors.h"
#include "models/source_editor.h"
#include "models/source_list_model.h"
#include "models/sync_status.h"
#include "services/async/worker_pools.h"
#include "services/backends/backend_registry.h"
#include "services/promotion/promoter.h"
#include "services/query/run_query_engine.h"
#include "services/registry/registrar.h"
#include "services/sync/sync_service.h"
#include "services/workspace/workspace.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>

namespace binnacle {

// The composition root: owns what the window works with and outlives it. The workspace is opened
// on a worker, so that the window is there at once; `opened` or `openFailed` tells.
class Application : public QObject
{
    Q_OBJECT
public:
    Application(BackendRegistry backends, SourceSecrets secrets,
                std::filesystem::path workspaceFile, QObject* parent = nullptr);
    ~Application() override;

    void open();
    bool isOpen() const { return workspace_ != nullptr; }

    WorkerPools& pools() { return pools_; }
    const BackendRegistry& backends() const { return backends_; }
    RunColors& colours() { return colours_; }
    SourceListModel& sources() { return sources_; }
    OutboxListModel& edits() { return edits_; }
    SyncStatus& syncStatus() { return syncStatus_; }
    const std::filesystem::path& workspaceFile() const { return file_; }

    // Only once opened.
    std::shared_ptr<Workspace> workspace() const { return workspace_; }
    std::shared_ptr<RunQueryEngine> engine() const { return engine_; }
    SyncService* sync() const { return sync_.get(); }
    std::shared_ptr<Promoter> promoter() const { return promoter_; }
    std::shared_ptr<Registrar> registrar() const { return registrar_; }
    SourceEditor* editor() const { return editor_.get(); }

    // The passes begin a moment after the first rows are in sight, so that they do not compete.
    void startSync();
    // Only what is mirrored is shown; nothing is asked of a source but on request.
    void setRegularSync(bool regular) { regularSync_ = regular; }

signals:
    void opened();
    void openFailed(QString sentence);

private:
    // A binnacle-cli beside the window writes to the same workspace: its commits show as well.
    void watchOtherPrograms();
    void makePromoter();

    BackendRegistry backends_;
    SourceSecrets secrets_;
    std::filesystem::path file_;
    WorkerPools pools_;
    RunColors colours_;
    SourceListModel sources_;
    OutboxListModel edits_;
    SyncStatus syncStatus_;
    bool regularSync_ = true;
    QTimer otherPrograms_;
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::shared_ptr<Promoter> promoter_;
    std::shared_ptr<Registrar> registrar_;
    std::unique_ptr<SourceEditor> editor_;
    std::unique_ptr<SyncService> sync_; // last: its end cancels and waits for its passes
};

} // namespace binnacle
