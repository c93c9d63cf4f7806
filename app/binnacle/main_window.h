#pragma once

#include "app/binnacle/page_factory.h"
#include "app/binnacle/window_settings.h"

#include <QElapsedTimer>
#include <QList>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QStackedWidget;

namespace binnacle {

class AddSourceDialog;
class Application;
class CommandPalette;
class EmptyState;
class FirstStartPage;
class HeaderBar;
class Page;
class Prompts;
class Rail;
class SettingsPage;
class SourceFinder;
class SourcesDialog;
class StatusStrip;

// The frame around the pages: rail, header, status bar, and what belongs to the window as a whole
// (adding a source, theme, shortcuts). Pages know nothing of it.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    enum PageIndex {
        RunsIndex,
        CompareIndex,
        ModelsIndex,
        DatasetsIndex,
        DriftIndex,
        ReadinessIndex,
        AuditIndex,
        SettingsIndex,
        PageCount
    };

    MainWindow(Application& application, Prompts& prompts, QWidget* parent = nullptr);
    ~MainWindow() override;

    // Folders, files and addresses to add as soon as the workspace is open; a binnacle: link is
    // shown then.
    void addPlaces(const QStringList& places);
    QWidget* shownPage() const; // what the centre shows now
    void openRun(RunRowId run); // on a page of its own, over the one in sight

public slots:
    void showPage(int index);
    void compare(const std::vector<binnacle::RunRowId>& runs);
    void openLink(const QString& link); // binnacle:compare?…, binnacle:dataset?…
    void openDataset(const QString& place);
    void compareData(const QString& reference, const QString& current); // on the page of drift
    void addFolder();
    void addServer(const QString& address = {});
    void openSample();
    void openSources(int row = -1);
    void openOutbox();
    void showShortcuts();
    void chooseTheme(binnacle::ThemeChoice choice);
    void syncAll();
    // The page of the first start, also where there are sources (for pictures).
    void showFirstStart(bool shown);

signals:
    void firstRowsPainted();
    void sampleRequested(); // show the bundled sample in place of this workspace

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildFrame();
    void buildActions();
    void restore();
    void workspaceOpened();
    void workspaceFailed(const QString& sentence);
    void sourcesLoaded();
    void showContent();
    void showRunInTable(RunRowId run);
    void closeRun();
    PageHooks hooks();
    int pageNamed(const QString& name) const; // of the rail; RunsIndex where there is none
    Page* pageAt(int index);
    Page* makePage(int index);
    FirstStartPage* firstStart();
    QAction* addAction(const QString& text, const QString& iconName, const QKeySequence& keys,
                       std::function<void()> run);

    Application& application_;
    Prompts& prompts_;
    WindowSettings settings_;
    Rail* rail_;
    HeaderBar* header_;
    QStackedWidget* stack_;
    EmptyState* opening_;
    StatusStrip* status_;
    CommandPalette* palette_;
    QList<QAction*> actions_;
    Page* pages_[PageCount] = {};
    Page* runPage_ = nullptr;
    bool runShown_ = false; // over the page of current_
    FirstStartPage* firstStart_ = nullptr;
    SourceFinder* finder_;
    QPointer<SourcesDialog> sourcesDialog_;
    QPointer<AddSourceDialog> addDialog_;
    QStringList waitingPlaces_; // until the workspace is open
    int current_ = RunsIndex;
    bool failed_ = false;
    bool firstStartAsked_ = false;
    bool syncStarted_ = false;
    QElapsedTimer syncAsked_; // by the person
};

} // namespace binnacle
