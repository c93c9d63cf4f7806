#pragma once

#include "services/domain/identifiers.h"

#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QWidget;

namespace binnacle {

class Application;
class Page;
class Prompts;

// What pages ask of the window.
struct PageHooks
{
    std::function<void(const std::vector<RunRowId>&)> compare;
    std::function<void(RunRowId)> showRun;                           // in the run table
    std::function<void(RunRowId)> openRun;                           // on its own page
    std::function<void()> closeRun;                                  // back to where it was opened
    std::function<void(int)> unfinished;                             // so many acts need a person
    std::function<void(RunRowId, const QString& name)> openRunModel; // on the page of its run
    std::function<void(RunRowId, const QString& name, const QString& digest)> openDataset;
    std::function<void(RegisteredModelRowId, const QString& version)> openVersion;
    std::function<void(RegisteredModelRowId)> openReadiness;
    // `run` nullopt: of a folder. `path`: of the model's folder in the run; empty: any.
    std::function<void(std::optional<RunRowId> run, const QString& path)> registerModel;
};

// Makes the pages of the window and wires their signals; the one place that names their classes.
Page* makeRunsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                   QWidget* parent);
Page* makeComparePage(Application& application, Prompts& prompts, const PageHooks& hooks,
                      QWidget* parent);
Page* makeModelsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                     QWidget* parent);
Page* makeDatasetsPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                       QWidget* parent);
Page* makeReadinessPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                        QWidget* parent);
Page* makeAuditPage(Application& application, Prompts& prompts, QWidget* parent);
Page* makeDriftPage(Application& application, Prompts& prompts, QWidget* parent);
// Not in the rail: it is opened from other pages.
Page* makeRunPage(Application& application, Prompts& prompts, const PageHooks& hooks,
                  QWidget* parent);
void openRunOn(Page* runPage, RunRowId run);
void showModelOn(Page* runPage, const QString& name); // of the run that it shows
void showDatasetsOn(Page* runPage);
void showVersion(Page* modelsPage, RegisteredModelRowId model, const QString& version);
void showReadiness(Page* readinessPage, RegisteredModelRowId model);
// A version of a model that a run logged, or of a folder; the hook opens what was made.
void openRegisterDialog(Application& application, Prompts& prompts, const PageHooks& hooks,
                        QWidget* parent, std::optional<RunRowId> run, const QString& path);
void showComparedRuns(Page* comparePage, std::vector<RunRowId> runs);
void openComparisonLink(Page* comparePage, const QString& link);
// A path, a pattern of files or a link.
void openDatasetOn(Page* datasetsPage, const QString& place);
void compareDataOn(Page* driftPage, const QString& reference, const QString& current);
// A run found by the search of the header.
void showRun(Page* runsPage, RunRowId run);

} // namespace binnacle
