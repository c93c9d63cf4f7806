#pragma once

#include "models/artifact_listing.h"
#include "models/run_children_model.h"
#include "models/run_colors.h"
#include "models/run_page_model.h"
#include "models/run_reproduction.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <memory>
#include <vector>

class QPushButton;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace binnacle {

class ArtifactsPanel;
class EmptyState;
class MetricCards;
class ModelsSection;
class NameField;
class Pill;
class ReproduceSection;
class RunEdits;
class RunOverview;
class SyncService;
class TextLabel;

// All about one run on a page of its own: overview, metrics, artifacts, models, child runs, and
// what a repeat needs. Parent and child runs open in the same page; Alt+Left and Escape go back to
// the run before, then close the page.
class RunPage : public Page
{
    Q_OBJECT
public:
    enum Section { Overview, Metrics, Artifacts, Models, Children, Reproduce, SectionCount };

    // `sync` may be null: then what is mirrored is shown, and nothing of the artifacts.
    RunPage(const std::shared_ptr<Workspace>& workspace, std::shared_ptr<RunQueryEngine> engine,
            WorkerPools& pools, SyncService* sync, RunColors& colors, QWidget* parent = nullptr);
    ~RunPage() override;

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;

    void setPrompts(std::shared_ptr<Prompts> prompts);
    void openRun(RunRowId run);   // forgets the runs before
    void openBelow(RunRowId run); // parent or child: back leads to the run in sight now
    void goBack();
    std::optional<RunRowId> run() const { return model_->run(); }
    void showSection(Section section);
    void showModel(const QString& name); // among its models
    void showDatasets();
    const RunPageModel* model() const { return model_; }

signals:
    void closed(); // there is no run before this one
    void showInTableRequested(binnacle::RunRowId run);
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    // `path`: of the model's folder; empty: of any.
    void registerRequested(binnacle::RunRowId run, const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool event(QEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeMetrics();
    QWidget* makeChildren();
    void connectModel();
    void turnTo(RunRowId run);
    void take(bool sameRun);
    void showHead();
    void fail(const Error& error);
    void requestRegister(const QString& path);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    SyncService* sync_;
    RunColors& colors_;
    std::shared_ptr<Prompts> prompts_;
    RunEdits* edits_;
    RunPageModel* model_;
    RunReproduction* reproduction_;
    QString wantedModel_; // to be shown as soon as the run was read
    bool datasetsWanted_ = false;
    std::vector<RunRowId> trail_; // runs before this one

    QStackedWidget *whole_, *sections_;
    EmptyState* empty_;
    QTabBar* tabs_;
    QPushButton *back_, *inTable_;
    NameField* name_;
    Pill* state_;
    TextLabel* asOf_;
    RunOverview* overview_;
    MetricCards* cards_;
    TextLabel* metricCount_;
    ArtifactsPanel* artifacts_;
    ModelsSection* models_;
    RunChildrenModel* children_;
    QTableView* childTable_;
    ReproduceSection* reproduce_;
};

} // namespace binnacle
