#pragma once

#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"
#include "services/workspace/workspace.h"
#include "tests/gui/runs/training_store.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/runs_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace binnacle::test {

// Answers every question at once with what the test laid down.
class LaidDownPrompts : public Prompts
{
public:
    QString text;
    QStringList asked; // titles

    void confirm(QWidget*, const Confirmation& question, std::function<void()> accepted) override
    {
        asked << question.title;
        accepted();
    }
    void askText(QWidget*, const QString& title, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        asked << title;
        answer(text);
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)>) override
    {
    }
    void tell(QWidget*, const QString&, const QString&) override {}
};

// The page over a fresh workspace, shown.
struct RunsFixture
{
    RunsFixture() : RunsFixture(true) {}
    explicit RunsFixture(bool filled)
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened =
            Workspace::open(std::filesystem::path(folder.path().toStdString()) / "workspace.db");
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        store = std::make_unique<TrainingStore>(workspace);
        if (filled)
            store->fill();
        engine = std::make_shared<RunQueryEngine>(workspace);
        open();
    }

    void open()
    {
        page.reset(); // before its successor: both listen to the workspace
        page = std::make_unique<RunsPage>(workspace, engine, pools, nullptr, colors);
        page->setPrompts(prompts);
        for (QWidget* action : page->headerActions()) { // as the main window does
            action->setParent(&headerBar);
            action->show();
        }
        page->resize(1240, 800);
        page->show();
    }

    RunTableModel* model() const { return page->model(); }
    RunTableView* pinned() const { return page->table()->pinnedView(); }
    RunTableView* main() const { return page->table()->mainView(); }

    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->window()->findChild<T*>(QString::fromLatin1(name));
        if (!found)
            found = headerBar.findChild<T*>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }

    int column(const char* title) const
    {
        for (int i = 0; i < model()->columnCount(); ++i) {
            if (model()->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() ==
                QString::fromUtf8(title))
                return i;
        }
        return -1;
    }
    QString text(int row, int column) const
    {
        return model()->index(row, column).data().toString();
    }
    QString text(int row, const char* title) const { return text(row, column(title)); }
    // All rows that are filled in, and the columns of these runs chosen.
    bool isSettled(int rows) const
    {
        return model()->rowCount() == rows && !model()->isAsking() && column("val_accuracy") >= 0 &&
               (rows == 0 || !text(0, "Started").isEmpty());
    }
    // Every row in sight is filled in.
    bool isFilled() const
    {
        const int rows = qMin(model()->rowCount(), main()->viewport()->height() / 28);
        for (int row = 0; row < rows; ++row) {
            for (int i = 0; i < model()->columnCount(); ++i) {
                const bool curve = model()->columns()[static_cast<std::size_t>(i)].show ==
                                   ColumnSpec::Show::Sparkline;
                if (model()->index(row, i).data(RunTableModel::LoadingRole).toBool() ||
                    (curve && !model()->isGroup(row) && !model()->sparkline(row, i)))
                    return false;
            }
        }
        return !model()->isAsking();
    }
    int rowNamed(const QString& name) const
    {
        for (int row = 0; row < model()->rowCount(); ++row) {
            if (text(row, 0) == name)
                return row;
        }
        return -1;
    }

    void clickRow(int row, Qt::KeyboardModifiers modifiers = {}) const
    {
        pinned()->scrollTo(model()->index(row, 0));
        const QRect cell = pinned()->visualRect(model()->index(row, 0));
        QTest::mouseClick(pinned()->viewport(), Qt::LeftButton, modifiers,
                          cell.topLeft() + QPoint(80, 10));
    }
    void clickHead(const char* title, Qt::KeyboardModifiers modifiers = {}) const
    {
        const int section = column(title);
        QHeaderView* header = page->table()->viewOf(section)->horizontalHeader();
        const QPoint at(header->sectionViewportPosition(section) + header->sectionSize(section) / 2,
                        header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, modifiers, at);
    }
    void press(const char* button) const
    {
        QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton);
    }

    QTemporaryDir folder;
    QWidget headerBar;
    WorkerPools pools; // waits for what the page had asked
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<RunQueryEngine> engine;
    std::unique_ptr<TrainingStore> store;
    std::shared_ptr<LaidDownPrompts> prompts = std::make_shared<LaidDownPrompts>();
    RunColors colors;
    std::unique_ptr<RunsPage> page;
};

// Wine, digits and the folder.
inline constexpr int allRuns = TrainingStore::wineRuns + 24 + 6;

} // namespace binnacle::test
