// What a person can do with runs: compare, copy, pin, delete and restore.
#include "models/number_text.h"
#include "models/run_export.h"
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/search_field.h"
#include "widgets/run/run_edits.h"
#include "widgets/runs/column_chooser.h"
#include "widgets/runs/filter_edit.h"
#include "widgets/runs/header_menu.h"
#include "widgets/runs/run_inspector.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/runs_bar.h"
#include "widgets/runs/runs_page.h"
#include "widgets/runs/source_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace binnacle {

namespace {

QString textAs(RunsPage::CopyForm form, const ColumnList& columns,
               const std::vector<RunRowCells>& rows)
{
    switch (form) {
    case RunsPage::CopyForm::Markdown:
        return runsAsMarkdown(columns, rows);
    case RunsPage::CopyForm::Python:
        return runsAsPython(columns, rows);
    case RunsPage::CopyForm::Csv:
        break;
    }
    return runsAsCsv(columns, rows);
}

} // namespace

void RunsPage::requestCompare()
{
    const auto runs = table_->selectedRuns();
    if (runs.size() > 1)
        emit compareRequested(runs);
}

void RunsPage::copyAs(CopyForm form)
{
    ColumnList shown;
    std::vector<RunColumn> columns;
    for (int i = 0; i < model_->columnCount(); ++i) {
        const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(i)];
        if (table_->viewOf(i)->isColumnHidden(i))
            continue;
        shown.push_back(spec);
        columns.push_back(spec.column);
    }
    copying_.run(
        &pools_.readers, this,
        [engine = engine_, form, shown, columns,
         rows = chosenRuns()](std::stop_token stop) -> Result<QString> {
            const auto cells = engine->cells(rows, columns, stop);
            if (!cells)
                return failure(cells.error());
            return textAs(form, shown, *cells);
        },
        [this](Result<QString> text) {
            if (text)
                QGuiApplication::clipboard()->setText(*text);
            else
                notice_->show(text.error().message);
        });
}

void RunsPage::addCopyActions(QMenu* menu)
{
    const auto add = [&](const QString& text, CopyForm form, const char* name) {
        auto* action = menu->addAction(text, this, [this, form] { copyAs(form); });
        action->setObjectName(QString::fromLatin1(name));
    };
    add(tr("&CSV"), CopyForm::Csv, "copyCsv");
    add(tr("&Markdown"), CopyForm::Markdown, "copyMarkdown");
    add(tr("&Python"), CopyForm::Python, "copyPython");
}

void RunsPage::openCopyMenu()
{
    if (chosenRuns().empty())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("copyMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCopyActions(menu);
    const QRect cell = table_->pinnedView()->visualRect(table_->mainView()->currentIndex());
    menu->popup(table_->pinnedView()->viewport()->mapToGlobal(cell.bottomLeft() + QPoint(38, 0)));
}

TrackingCapabilities RunsPage::capabilitiesOfChosen() const
{
    TrackingCapabilities all;
    all.rename = all.editTags = all.deleteRuns = all.purgeRuns = true;
    std::set<SourceId> sources;
    for (const RunRowId run : chosenRuns()) {
        const RunRowHead* head = model_->head(model_->rowOf(run));
        if (head)
            sources.insert(head->source);
    }
    for (const SourceId source : sources) {
        const auto can = edits_->capabilities(source);
        all.rename &= can.rename;
        all.editTags &= can.editTags;
        all.deleteRuns &= can.deleteRuns;
        all.purgeRuns &= can.purgeRuns;
    }
    return all;
}

void RunsPage::openRunMenu(const QPoint& at)
{
    const auto runs = chosenRuns();
    if (runs.empty())
        return;
    const TrackingCapabilities can = capabilitiesOfChosen();
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char16_t* picture, const QString& text, auto what) {
        auto* action = menu->addAction(icon(QString::fromUtf16(picture)), text);
        connect(action, &QAction::triggered, this, what);
        return action;
    };
    add(u"chart-line", tr("Compare %1").arg(countText(static_cast<qint64>(runs.size()))), [this] {
        requestCompare();
    })->setEnabled(runs.size() > 1);
    auto* open = add(u"external-link", tr("Open run"), [this] {
        if (const auto chosen = chosenRuns(); chosen.size() == 1)
            emit runActivated(chosen.front());
    });
    open->setObjectName(QStringLiteral("openRun"));
    open->setEnabled(runs.size() == 1);
    auto* one = add(u"package", tr("Register a model…"), [this] {
        if (const auto chosen = chosenRuns(); chosen.size() == 1)
            emit registerRequested(chosen.front());
    });
    one->setObjectName(QStringLiteral("registerModel"));
    one->setEnabled(runs.size() == 1 && !bar_->deleted->isChecked());
    add(u"panel-right", tr("Show details"), [this] { showInspector(true); });
    auto* copy = menu->addMenu(icon(QStringLiteral("copy")), tr("Copy as"));
    addCopyActions(copy);
    const bool pinned =
        std::all_of(runs.begin(), runs.end(), [&](RunRowId run) { return model_->isPinned(run); });
    add(pinned ? u"pin-off" : u"pin", pinned ? tr("Unpin") : tr("Pin to the top"),
        [this] { togglePinned(); });
    add(u"pencil", tr("Rename…"), [this] {
        showInspector(true);
        inspector_->startRename();
    })->setEnabled(runs.size() == 1 && can.rename && inspector_->details().has_value());
    menu->addSeparator();
    if (bar_->deleted->isChecked()) {
        add(u"undo-2", tr("Restore"), [this] { edits_->restore(chosenRuns()); });
        if (can.purgeRuns)
            add(u"trash-2", tr("Delete for good…"), [this] { confirmPurge(); });
    } else {
        auto* remove =
            add(u"trash-2", tr("Move to the trash"), [this] { edits_->remove(chosenRuns()); });
        remove->setEnabled(can.deleteRuns);
    }
    menu->popup(at);
}

QList<PageCommand> RunsPage::commands()
{
    const auto runs = chosenRuns();
    if (runs.size() != 1)
        return {};
    return {{tr("Register a model of the chosen run…"), QStringLiteral("package"),
             [this, run = runs.front()] { emit registerRequested(run); }}};
}

void RunsPage::openHeaderMenu(int column, const QPoint& at)
{
    auto* menu = new HeaderMenu(*model_, column, this);
    connect(menu, &HeaderMenu::columnsWanted, this, &RunsPage::arrangeColumns);
    connect(menu, &HeaderMenu::sortWanted, this,
            [this](const RunColumn& by, bool descending) { setOrder({{by, descending}}); });
    connect(menu, &HeaderMenu::groupWanted, this, [this](const RunColumn& by) { groupBy(by); });
    connect(menu, &HeaderMenu::aggregateWanted, this, &RunsPage::showGroupFigure);
    connect(menu, &HeaderMenu::directionWanted, this,
            [this](const QString& metric, MetricDirection direction) {
                deliver(onPool(&pools_.jobs,
                               [engine = engine_, key = metric.toStdString(), direction] {
                                   return engine->setDirection(key, direction);
                               }),
                        this, [this](Result<void>) { model_->refresh(); });
            });
    connect(menu, &HeaderMenu::chooserWanted, this,
            [this] { columnChooser_->popUp(bar_->columns, scope(), model_->columns()); });
    menu->popup(at);
}

void RunsPage::togglePinned()
{
    const auto runs = chosenRuns();
    const bool pinned =
        std::all_of(runs.begin(), runs.end(), [&](RunRowId run) { return model_->isPinned(run); });
    for (const RunRowId run : runs) {
        std::erase(pinned_, run);
        if (!pinned) {
            pinned_.push_back(run);
            colors_.slot(run);
        }
    }
    QJsonArray array;
    for (const RunRowId run : pinned_)
        array.append(static_cast<qint64>(raw(run)));
    writeSetting(QStringLiteral("runs.pinned"),
                 QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString());
    model_->setPinnedRuns(pinned_);
    prioritise();
}

void RunsPage::countTrash()
{
    RunQuery query = scope();
    query.lifecycle = LifecycleView::DeletedOnly;
    const bool measured = bar_->deleted->isChecked();
    using Answer = std::pair<std::int64_t, std::optional<StoredSize>>;
    trashAsked_.run(
        &pools_.readers, this,
        [engine = engine_, workspace = workspace_, query,
         measured](std::stop_token stop) -> Result<Answer> {
            const auto rows = engine->run(query, stop);
            if (!rows)
                return failure(rows.error());
            if (!measured)
                return Answer(rows->total, std::nullopt);
            const auto size = storedSize(*workspace, rows->rows, stop);
            if (!size)
                return failure(size.error());
            return Answer(rows->total, *size);
        },
        [this](Result<Answer> answer) {
            if (!answer)
                return;
            std::tie(trash_, trashSize_) = *answer;
            bar_->deleted->setText(trash_ > 0 ? tr("Deleted %1").arg(countText(trash_))
                                              : tr("Deleted"));
            bar_->deleted->updateGeometry();
            updateNotice();
        });
}

void RunsPage::updateNotice()
{
    if (noticeIsUndo_ && !bar_->deleted->isChecked())
        return;
    if (!bar_->deleted->isChecked() || trash_ == 0) {
        if (bar_->deleted->isChecked() || notice_->sentence().isEmpty())
            notice_->hide();
        if (!bar_->deleted->isChecked() && !noticeIsUndo_ && notice_->property("trash").toBool())
            notice_->hide();
        return;
    }
    const auto chosen = table_->selectedCount();
    QString text =
        trash_ == 1 ? tr("1 run in the trash") : tr("%1 runs in the trash").arg(countText(trash_));
    if (trashSize_)
        text += tr(" · %1 points, %2 here")
                    .arg(countText(trashSize_->points), bytesText(trashSize_->bytes));
    if (chosen > 0)
        text += tr(" · %1 chosen").arg(countText(chosen));
    const bool purge = chosen > 0 && capabilitiesOfChosen().purgeRuns;
    notice_->setProperty("trash", true);
    notice_->show(text, chosen > 0 ? tr("Restore") : QString(),
                  purge ? tr("Delete for good…") : QString(), true);
}

void RunsPage::confirmPurge()
{
    const auto runs = chosenRuns();
    if (runs.empty())
        return;
    Prompts::Confirmation question;
    question.title =
        runs.size() == 1
            ? tr("Delete this run for good?")
            : tr("Delete %1 runs for good?").arg(countText(static_cast<qint64>(runs.size())));
    question.text =
        runs.size() == 1
            ? tr("It is removed at its source, with all params, metrics and artifacts. Nobody can "
                 "restore it.")
            : tr("They are removed at their source, with all params, metrics and artifacts. "
                 "Nobody can restore them.");
    question.action = tr("Delete for good");
    question.dangerous = true;
    prompts_->confirm(this, question, [this, runs] { edits_->purge(runs); });
}

bool RunsPage::handleKey(QKeyEvent* event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->matches(QKeySequence::Copy)) {
        openCopyMenu();
        return true;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (table_->selectedCount() > 1)
            requestCompare();
        else if (const auto run = table_->currentRun())
            emit runActivated(*run);
        return true;
    case Qt::Key_Delete:
        if (!bar_->deleted->isChecked() && capabilitiesOfChosen().deleteRuns)
            edits_->remove(chosenRuns());
        return true;
    case Qt::Key_F2:
        showInspector(true);
        inspector_->startRename();
        return true;
    case Qt::Key_P:
        if (control)
            return false;
        togglePinned();
        return true;
    case Qt::Key_I:
        if (!control)
            return false;
        showInspector(!inspector_->isVisibleTo(this));
        return true;
    case Qt::Key_F:
        if (!control)
            return false;
        bar_->filter->setFocus();
        return true;
    default:
        return false;
    }
}

} // namespace binnacle
