#pragma once

#include "models/run_colors.h"
#include "models/run_details.h"
#include "models/run_id_stream.h"
#include "models/run_metrics_model.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace binnacle {

class ArtifactsPanel;
class ElidedLabel;
class EmptyState;
class NameField;
class NoteEditor;
class Pill;
class Prompts;
class RunEdits;
class SyncService;
class TagList;
class TextLabel;

// All about one run, at the right of the table: read on a worker, again when the workspace changes.
class RunInspector : public QWidget
{
    Q_OBJECT
public:
    RunInspector(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                 WorkerPools& pools, SyncService* sync, RunEdits* edits, QWidget* parent = nullptr);

    void setRun(std::optional<RunRowId> run);
    void setPrompts(Prompts* prompts);
    void startRename();
    const std::optional<RunDetails>& details() const { return details_; }

signals:
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    void registerRequested(binnacle::RunRowId run);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeDetails();
    QWidget* makeMetrics();
    QWidget* makeParams();
    void reload();
    void take(Result<RunDetails> read);
    void showHead();
    void showDetails();
    void showRegistered();

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    RunEdits* edits_;
    std::optional<RunRowId> run_, shown_;
    std::optional<RunDetails> details_;
    LatestOnly asked_;
    QTimer later_;
    bool due_ = false;

    QStackedWidget *whole_, *tabsPages_;
    EmptyState* empty_;
    QTabBar* tabs_;
    NameField* name_;
    Pill* state_;
    ElidedLabel* place_;
    TextLabel* confirmed_;
    QWidget *facts_, *conflicts_, *registered_;
    QVBoxLayout* detailsLayout_;
    TagList* tagList_;
    NoteEditor* note_;
    RunMetricsModel* metrics_;
    RunValuesModel* params_;
    ArtifactsPanel* artifacts_;
};

} // namespace binnacle
