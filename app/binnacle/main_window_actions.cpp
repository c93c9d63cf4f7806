// The acts of the window as a whole: shortcuts and commands, adding sources, theme.
#include "app/binnacle/main_window.h"

#include "app/binnacle/application.h"
#include "app/binnacle/command_palette.h"
#include "app/binnacle/page_factory.h"
#include "app/binnacle/rail.h"
#include "app/binnacle/settings_page.h"
#include "app/binnacle/shortcut_sheet.h"
#include "app/binnacle/status_strip.h"
#include "app/common/default_workspace.h"
#include "models/dataset_link.h"
#include "widgets/common/icons.h"
#include "widgets/common/prompts.h"
#include "widgets/sources/add_source_dialog.h"
#include "widgets/sources/sources_dialog.h"
#include "widgets/sources/sources_pane.h"

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

namespace binnacle {

namespace {

// The places in what was dropped: local paths, or addresses of servers.
QStringList placesIn(const QMimeData* data)
{
    QStringList places;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            places << url.toLocalFile();
        else if (url.scheme().startsWith(QStringLiteral("http")) ||
                 url.scheme() == QStringLiteral("binnacle"))
            places << url.toString();
    }
    if (places.isEmpty() && data->hasText()) {
        const QString text = data->text().trimmed();
        if (text.startsWith(QStringLiteral("http")) || text.startsWith(QLatin1Char('/')) ||
            text.startsWith(QStringLiteral("binnacle:")))
            places << text.section(QLatin1Char('\n'), 0, 0).trimmed();
    }
    return places;
}

bool isLink(const QString& place)
{
    return place.startsWith(QStringLiteral("binnacle:"));
}

bool isServer(const QString& place)
{
    return place.startsWith(QStringLiteral("http://")) ||
           place.startsWith(QStringLiteral("https://"));
}

} // namespace

QAction* MainWindow::addAction(const QString& text, const QString& iconName,
                               const QKeySequence& keys, std::function<void()> run)
{
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    action->setProperty("iconName", iconName);
    connect(action, &QAction::triggered, this, std::move(run));
    QWidget::addAction(action);
    actions_.append(action);
    return action;
}

void MainWindow::buildActions()
{
    const auto key = [](const char* keys) { return QKeySequence(QLatin1String(keys)); };
    const auto line = [](const char* name) { return QString::fromLatin1(name); };
    addAction(tr("Go to runs"), line("flask-conical"), key("Ctrl+1"),
              [this] { showPage(RunsIndex); });
    addAction(tr("Go to compare"), line("chart-line"), key("Ctrl+2"),
              [this] { showPage(CompareIndex); });
    addAction(tr("Go to models"), line("package"), key("Ctrl+3"),
              [this] { showPage(ModelsIndex); });
    addAction(tr("Go to datasets"), line("database"), key("Ctrl+4"),
              [this] { showPage(DatasetsIndex); });
    addAction(tr("Go to drift"), line("waves"), key("Ctrl+5"), [this] { showPage(DriftIndex); });
    addAction(tr("Go to readiness"), line("list-checks"), key("Ctrl+7"),
              [this] { showPage(ReadinessIndex); });
    addAction(tr("Go to the audit log"), line("scroll-text"), key("Ctrl+8"),
              [this] { showPage(AuditIndex); });
    addAction(tr("Go to settings"), line("settings"), key("Ctrl+,"),
              [this] { showPage(SettingsIndex); });
    addAction(tr("Sync all sources"), line("refresh-cw"), key("F5"), [this] { syncAll(); });
    addAction(tr("Add a folder or file…"), line("folder-open"), key("Ctrl+O"),
              [this] { addFolder(); });
    addAction(tr("Add a server…"), line("server"), key("Ctrl+Shift+A"), [this] { addServer(); });
    if (!sampleWorkspacePath().empty())
        addAction(tr("Open the sample"), line("flask-conical"), {}, [this] { openSample(); });
    addAction(tr("Show sources"), line("database"), key("Ctrl+Shift+S"), [this] { openSources(); });
    addAction(tr("Show edits waiting"), line("upload"), key("Ctrl+Shift+E"),
              [this] { openOutbox(); });
    addAction(tr("Collapse or expand the rail"), line("panel-left"), key("Ctrl+B"),
              [this] { rail_->setCollapsed(!rail_->isCollapsed()); });
    addAction(tr("Open a link…"), line("external-link"), {}, [this] {
        prompts_.askText(this, tr("Open a link"), tr("binnacle:compare?…"), {},
                         [this](const QString& link) { openLink(link.trimmed()); });
    });
    addAction(tr("Light theme"), line("sun"), {}, [this] { chooseTheme(ThemeChoice::Light); });
    addAction(tr("Dark theme"), line("moon"), {}, [this] { chooseTheme(ThemeChoice::Dark); });
    addAction(tr("Theme of the system"), line("monitor"), {},
              [this] { chooseTheme(ThemeChoice::System); });
    addAction(tr("Keyboard shortcuts"), line("keyboard"), key("F1"), [this] { showShortcuts(); });
    addAction(tr("Quit"), line("x"), key("Ctrl+Q"), [this] { close(); });

    QList<Command> commands;
    for (QAction* action : std::as_const(actions_))
        commands.append({action->text(), action->property("iconName").toString(),
                         action->shortcut().toString(QKeySequence::NativeText),
                         [action] { action->trigger(); }});
    palette_->setCommands(commands);
    addAction(tr("Search or run a command"), line("search"), key("Ctrl+K"),
              [this] { palette_->open(); });
}

void MainWindow::showShortcuts()
{
    ShortcutSheet::Entries entries;
    for (const QAction* action : std::as_const(actions_)) {
        if (!action->shortcut().isEmpty())
            entries.append({action->text(), action->shortcut().toString(QKeySequence::NativeText)});
    }
    entries.append({tr("Zoom a chart"), tr("Ctrl+wheel, pinch, + and \u2212")});
    entries.append({tr("Zoom the values of a chart"), tr("Ctrl+Shift+wheel")});
    entries.append({tr("Show all of a chart"), tr("Home, double click")});
    auto* sheet = new ShortcutSheet(entries, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void MainWindow::chooseTheme(ThemeChoice choice)
{
    settings_.theme = choice;
    settings_.save();
    applyTheme(*qApp, choice);
    if (auto* page = static_cast<SettingsPage*>(pages_[SettingsIndex]))
        page->setTheme(choice);
}

void MainWindow::syncAll()
{
    if (!application_.sync())
        return;
    syncAsked_.start();
    application_.sync()->syncNow();
}

void MainWindow::addPlaces(const QStringList& places)
{
    if (!application_.isOpen()) {
        waitingPlaces_ += places;
        return;
    }
    for (const QString& place : places) {
        if (isDatasetLink(place) || looksLikeDataset(place))
            openDataset(place);
        else if (isLink(place))
            openLink(place);
        else
            application_.editor()->add({place, {}, SourceDraft::Access::None, {}, {}, {}});
    }
}

void MainWindow::compareData(const QString& reference, const QString& current)
{
    if (Page* page = pageAt(DriftIndex)) {
        compareDataOn(page, reference, current);
        showPage(DriftIndex);
    }
}

void MainWindow::openDataset(const QString& place)
{
    if (Page* page = pageAt(DatasetsIndex)) {
        openDatasetOn(page, place);
        showPage(DatasetsIndex);
    }
}

void MainWindow::openLink(const QString& link)
{
    if (isDatasetLink(link)) {
        openDataset(link);
        return;
    }
    if (Page* page = pageAt(CompareIndex)) {
        openComparisonLink(page, link);
        showPage(CompareIndex);
    }
}

void MainWindow::addFolder()
{
    prompts_.openFolder(this, tr("Add a folder with runs"),
                        [this](const QString& folder) { addPlaces({folder}); });
}

void MainWindow::addServer(const QString& address)
{
    if (!application_.isOpen())
        return;
    if (!addDialog_) {
        addDialog_ = new AddSourceDialog(*application_.editor(), prompts_, this);
        addDialog_->setAttribute(Qt::WA_DeleteOnClose);
    }
    if (!address.isEmpty())
        addDialog_->setAddress(address);
    addDialog_->open();
}

void MainWindow::openSample()
{
    emit sampleRequested();
}

void MainWindow::openSources(int row)
{
    if (!application_.isOpen())
        return;
    if (!sourcesDialog_) {
        sourcesDialog_ = new SourcesDialog(application_.sources(), application_.edits(),
                                           *application_.editor(), prompts_, this);
        connect(sourcesDialog_->sourcesPane(), &SourcesPane::addRequested, this,
                [this] { addServer(); });
        connect(sourcesDialog_->sourcesPane(), &SourcesPane::syncRequested, this,
                [this](qint64 source) {
                    syncAsked_.start();
                    application_.sync()->syncNow(SourceId(source));
                });
    }
    sourcesDialog_->showSource(row);
}

void MainWindow::openOutbox()
{
    openSources();
    if (sourcesDialog_)
        sourcesDialog_->showOutbox();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!placesIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QStringList places = placesIn(event->mimeData());
    if (places.isEmpty())
        return;
    event->acceptProposedAction();
    // A server may want to know who asks; folders and files do not.
    if (places.size() == 1 && isServer(places.front()))
        addServer(places.front());
    else
        addPlaces(places);
}

} // namespace binnacle
