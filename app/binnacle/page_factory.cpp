#include "app/binnacle/page_factory.h"

#include "app/binnacle/application.h"
#include "models/artifact_listing.h"
#include "models/promoter_desk.h"
#include "models/workspace_readiness.h"
#include "widgets/audit/audit_page.h"
#include "widgets/compare/compare_page.h"
#include "widgets/datasets/datasets_page.h"
#include "widgets/drift/drift_page.h"
#include "widgets/readiness/readiness_page.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/register_dialog.h"
#include "widgets/run/run_page.h"
#include "widgets/runs/runs_page.h"

namespace binnacle {

namespace {

// The prompts belong to the window's owner, who outlives the page.
std::shared_ptr<Prompts> lent(Prompts& prompts)
{
    return {std::shared_ptr<Prompts>(), &prompts};
}

// The scores of the models' readiness beside their names, kept up with the workspace.
void showScores(ModelsPage* page, Application& application)
{
    auto* scores = new ReadinessModel(std::make_shared<WorkspaceReadiness>(application.workspace()),
                                      application.pools(), page);
    QObject::connect(scores, &ReadinessModel::loaded, page,
                     [page, scores] { page->setReadiness(scores->scores()); });
    auto& events = application.workspace()->events();
    QObject::connect(&events, &WorkspaceEvents::registryChanged, scores,
                     &ReadinessModel::reloadSoon);
    QObject::connect(&events, &WorkspaceEvents::actsChanged, scores, &ReadinessModel::reloadSoon);
    scores->reload();
}

} // namespace

Page* makeRunsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                   QWidget* parent)
{
    auto* page = new RunsPage(application.workspace(), application.engine(), application.pools(),
                              application.sync(), application.colours(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &RunsPage::compareRequested, page, hooks.compare);
    QObject::connect(page, &RunsPage::runActivated, page, hooks.openRun);
    QObject::connect(page, &RunsPage::versionRequested, page, hooks.openVersion);
    QObject::connect(page, &RunsPage::registerRequested, page,
                     [hooks](RunRowId run) { hooks.registerModel(run, {}); });
    return page;
}

Page* makeComparePage(Application& application, Prompts& prompts, const PageHooks& hooks,
                      QWidget* parent)
{
    auto* page = new ComparePage(application.workspace(), application.engine(), application.pools(),
                                 application.sync(), application.colours(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &ComparePage::runActivated, page, hooks.openRun);
    return page;
}

Page* makeModelsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                     QWidget* parent)
{
    auto* page = new ModelsPage(application.workspace(), application.pools(),
                                backendOf(application.sync()), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &ModelsPage::runActivated, page, hooks.openRun);
    QObject::connect(page, &ModelsPage::unfinishedChanged, page, hooks.unfinished);
    QObject::connect(page, &ModelsPage::runModelRequested, page, hooks.openRunModel);
    QObject::connect(page, &ModelsPage::datasetRequested, page, hooks.openDataset);
    QObject::connect(page, &ModelsPage::readinessRequested, page, hooks.openReadiness);
    QObject::connect(page, &ModelsPage::registerFolderRequested, page,
                     [hooks] { hooks.registerModel(std::nullopt, {}); });
    page->setDesk(std::make_shared<PromoterDesk>(application.workspace(), application.promoter()));
    showScores(page, application);
    return page;
}

Page* makeDatasetsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                       QWidget* parent)
{
    auto* page = new DatasetsPage(application.workspace(), application.pools(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &DatasetsPage::runActivated, page, hooks.openRun);
    return page;
}

Page* makeDriftPage(Application& application, Prompts& prompts, QWidget* parent)
{
    auto* page = new DriftPage(application.workspace(), application.pools(),
                               backendOf(application.sync()), parent);
    page->setPrompts(lent(prompts));
    return page;
}

Page* makeReadinessPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                        QWidget* parent)
{
    auto* page = new ReadinessPage(application.workspace(),
                                   std::make_shared<WorkspaceReadiness>(application.workspace()),
                                   application.pools(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &ReadinessPage::runActivated, page, hooks.openRun);
    return page;
}

Page* makeAuditPage(Application& application, Prompts& prompts, QWidget* parent)
{
    auto* page = new AuditPage(
        application.workspace(),
        std::make_shared<WorkspaceAudit>(application.workspace(), application.promoter()),
        application.pools(), parent);
    page->setPrompts(lent(prompts));
    return page;
}

Page* makeRunPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                  QWidget* parent)
{
    auto* page = new RunPage(application.workspace(), application.engine(), application.pools(),
                             application.sync(), application.colours(), parent);
    page->setPrompts(lent(prompts));
    QObject::connect(page, &RunPage::closed, page, hooks.closeRun);
    QObject::connect(page, &RunPage::showInTableRequested, page, hooks.showRun);
    QObject::connect(page, &RunPage::versionRequested, page, hooks.openVersion);
    QObject::connect(page, &RunPage::registerRequested, page, hooks.registerModel);
    return page;
}

void openRunOn(Page* runPage, RunRowId run)
{
    if (auto* page = qobject_cast<RunPage*>(runPage))
        page->openRun(run);
}

void showModelOn(Page* runPage, const QString& name)
{
    if (auto* page = qobject_cast<RunPage*>(runPage))
        page->showModel(name);
}

void showDatasetsOn(Page* runPage)
{
    if (auto* page = qobject_cast<RunPage*>(runPage))
        page->showDatasets();
}

void showVersion(Page* modelsPage, RegisteredModelRowId model, const QString& version)
{
    if (auto* page = qobject_cast<ModelsPage*>(modelsPage))
        page->showVersion(model, version.toStdString());
}

void showReadiness(Page* readinessPage, RegisteredModelRowId model)
{
    if (auto* page = qobject_cast<ReadinessPage*>(readinessPage))
        page->showModel(model);
}

void openRegisterDialog(Application& application, Prompts& prompts, const PageHooks& hooks,
                        QWidget* parent, std::optional<RunRowId> run, const QString& path)
{
    auto* dialog = new RegisterDialog(application.workspace(), application.registrar(),
                                      application.pools(), prompts, parent);
    QObject::connect(dialog, &RegisterDialog::registered, parent, hooks.openVersion);
    dialog->open(run, path);
}

void showComparedRuns(Page* comparePage, std::vector<RunRowId> runs)
{
    if (auto* page = qobject_cast<ComparePage*>(comparePage))
        page->setRuns(std::move(runs));
}

void openComparisonLink(Page* comparePage, const QString& link)
{
    if (auto* page = qobject_cast<ComparePage*>(comparePage))
        page->openLink(link);
}

void compareDataOn(Page* driftPage, const QString& reference, const QString& current)
{
    if (auto* page = qobject_cast<DriftPage*>(driftPage))
        page->compare(reference, current);
}

void openDatasetOn(Page* datasetsPage, const QString& place)
{
    if (auto* page = qobject_cast<DatasetsPage*>(datasetsPage))
        page->openPlace(place);
}

void showRun(Page* runsPage, RunRowId run)
{
    if (auto* page = qobject_cast<RunsPage*>(runsPage))
        page->showRun(run);
}

} // namespace binnacle
