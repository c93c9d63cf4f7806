#pragma once

#include "services/async/worker_pools.h"
#include "services/data/duckdb_engine.h"
#include "tests/gui/registry/registry_store.h"
#include "tests/unit/run_page_models/folder_backend.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/drift/drift_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace binnacle::test {

// Answers every question at once with what the test laid down.
class DriftPrompts : public Prompts
{
public:
    QString file;
    QStringList asked;
    void confirm(QWidget*, const Confirmation& question, std::function<void()> accepted) override
    {
        asked << question.title;
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)>) override
    {
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString& title, const QString&) override { asked << title; }
};

// The page of drift over two seasons of wines that DuckDB writes: alcohol and a region moved, pH
// and colour did not.
struct DriftFixture
{
    DriftFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened = Workspace::open(path("w.db").toStdString());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        engine = DuckDbEngine::open().value();
        write("reference.csv", 3000, 0);
        write("current.parquet", 3000, 1);
        backend = std::make_shared<FolderBackend>(path("artifacts").toStdString());
        page = std::make_unique<DriftPage>(
            workspace, pools,
            [this](SourceId) -> Result<std::shared_ptr<TrackingBackend>> { return backend; });
        page->setPrompts(prompts);
        for (QWidget* action : page->headerActions()) // as the main window does
            action->setParent(&header);
        page->resize(1240, 800);
    }
    ~DriftFixture() { page.reset(); }

    QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
    // Deterministic: places of a low-discrepancy sequence stand for chance.
    void write(const char* name, int rows, int moved) const
    {
        const auto sql =
            QStringLiteral(
                "COPY (SELECT 10.4 + 2 * u + 1.5 * v + %1 * 1.2 AS alcohol, 3.2 + 0.3 * v AS "
                "\"pH\", 50 + 20 * u AS \"색\", CASE WHEN v < 0.25 * %1 THEN '새 산지' WHEN u < "
                "0.5 "
                "THEN 'Jura' ELSE 'Piemonte' END AS region, TIMESTAMP '2026-01-01' + INTERVAL (i * "
                "30) MINUTE AS seen FROM (SELECT i, (i * 0.6180339887) %% 1 AS u, (i * "
                "0.7548776662) %% 1 AS v FROM range(%2) t(i))) TO '%3'")
                .arg(moved)
                .arg(rows)
                .arg(path(name))
                .replace(QStringLiteral("%%"), QStringLiteral("%"));
        const auto done = engine->execute(sql.toStdString());
        if (!done)
            qFatal("%s %s", qPrintable(done.error().message), qPrintable(done.error().detail));
    }
    void show() const
    {
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            found = header.findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void press(const char* name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }
    QTableView* table() const { return find<QTableView>("driftTable"); }
    // Types both paths and presses Enter.
    void compareByKeyboard() const;
    void choose(const std::string& column) const
    {
        const int row = page->model()->rowOf(column);
        QVERIFY(row >= 0);
        const QModelIndex index = page->model()->index(row, 0);
        table()->scrollTo(index);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                          table()->visualRect(index).center());
        QTRY_COMPARE(table()->currentIndex().row(), row);
    }
    const ColumnDrift& column(const std::string& name) const
    {
        return page->model()->at(page->model()->rowOf(name));
    }

    QTemporaryDir folder;
    QWidget header;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<DuckDbEngine> engine;
    std::shared_ptr<FolderBackend> backend;
    std::shared_ptr<DriftPrompts> prompts = std::make_shared<DriftPrompts>();
    std::unique_ptr<DriftPage> page;
};

} // namespace binnacle::test
