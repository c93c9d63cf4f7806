#pragma once

#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"
#include "services/sync/sync_service.h"
#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/run_reader.h"
#include "tests/gui/runs/training_store.h"
#include "tests/unit/run_page_models/folder_backend.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/run/run_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QBuffer>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <cmath>
#include <memory>

namespace binnacle::test {

// Answers every question at once with what the test laid down.
class RunPrompts : public Prompts
{
public:
    QString folder, file;
    QStringList asked, told;
    bool accept = true;

    void confirm(QWidget*, const Confirmation& question, std::function<void()> accepted) override
    {
        asked << question.title + u'\n' + question.text;
        if (accept)
            accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)>) override
    {
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)> answer) override
    {
        answer(folder);
    }
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString& title, const QString& text) override
    {
        told << title + u'\n' + text;
    }
};

inline QByteArray pictureBytes(QSize size, const QColor& colour, const QString& text = {})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QPainter painter(&image);
    painter.setPen(Qt::white);
    painter.drawText(image.rect(), Qt::AlignCenter, text);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

// The page of a run over a workspace of trainings, whose artifacts lie in a folder.
struct RunFixture
{
    RunFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened = Workspace::open(file("workspace.db").toStdString());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        store = std::make_unique<TrainingStore>(workspace);
        store->fill();
        store->addSweep(8);
        engine = std::make_shared<RunQueryEngine>(workspace);
        backend = std::make_shared<FolderBackend>(artifacts().toStdString());
        for (const char* kindName : {"mlflow-rest", "mlflow-files"}) {
            TrackingBackendKind kind;
            kind.kind = kindName;
            kind.title = "Folders";
            kind.recognise = [](const std::string&) { return std::nullopt; };
            kind.open = [b = backend](const Source&) -> Result<std::shared_ptr<TrackingBackend>> {
                return b;
            };
            registry.add(kind);
        }
        sync = std::make_unique<SyncService>(workspace, registry, pools);
        page = std::make_unique<RunPage>(workspace, engine, pools, sync.get(), colors);
        page->setPrompts(prompts);
        for (QWidget* action : page->headerActions()) // as the main window does
            action->setParent(&headerBar);
        page->resize(1180, 780);
    }
    ~RunFixture()
    {
        page.reset();
        sync.reset();
    }

    QString file(const char* name) const { return folder.filePath(QLatin1String(name)); }
    QString artifacts() const { return file("artifacts"); }
    RunRowId row(const std::string& name) const
    {
        const auto found = RunReader(workspace).find(name);
        if (!found)
            qFatal("%s", qPrintable(found.error().message));
        return *found;
    }
    Run mirrored(const std::string& name) const
    {
        return RunReader(workspace).detail(row(name))->run;
    }
    void put(const std::string& run, const char* path, const QByteArray& bytes) const
    {
        putArtifact(artifacts(), mirrored(run).id, path, bytes);
    }
    // Opened and shown, read.
    void open(const std::string& name) const
    {
        page->openRun(row(name));
        page->show();
        page->activateWindow(); // shortcuts need it
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QTRY_VERIFY(page->model()->data().has_value());
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void press(const char* name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }
    // Clicks on the artifact of this name at the top of the tree.
    void clickArtifact(const QString& name) const
    {
        auto* tree = find<QTreeView>("artifactTree");
        QModelIndex found;
        const auto seek = [&] {
            for (int row = 0; row < tree->model()->rowCount(); ++row) {
                const QModelIndex index = tree->model()->index(row, 0);
                if (index.data().toString().startsWith(name))
                    found = index;
            }
            return found.isValid();
        };
        QTRY_VERIFY(seek());
        tree->scrollTo(found);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(found).center());
        QTRY_COMPARE(tree->currentIndex(), found);
    }
    // One more run with this many metrics of 50 points each.
    void addWideRun(int metrics) const
    {
        Run run = mirrored("wine-gbm-058");
        run.id = "feedfeedfeedfeedfeedfeedfeedfeed";
        run.name = "wide";
        run.metrics.clear();
        for (int i = 0; i < metrics; ++i)
            run.metrics.push_back({QString::asprintf("val/class_%04d", i).toStdString(),
                                   {49, *run.startTime + 49'000, i / 100.0}});
        if (!MirrorWriter(workspace, store->prod).putRuns({run}))
            qFatal("the run was not written");
        const HistoryStore histories(workspace);
        const std::vector<RunRowId> first{row("wide")};
        const auto missing = histories.missing(store->prod, first, 10'000);
        std::vector<SeriesData> data;
        for (std::size_t i = 0; i < missing->size(); ++i) {
            SeriesData series;
            series.request = i;
            for (int step = 0; step < 50; ++step)
                series.points.push_back({step, *run.startTime + step * 1000LL,
                                         std::sin((step + static_cast<double>(i)) / 7)});
            data.push_back(std::move(series));
        }
        if (!histories.write(*missing, data))
            qFatal("the histories were not written");
    }

    QTemporaryDir folder;
    QWidget headerBar;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<RunQueryEngine> engine;
    std::unique_ptr<TrainingStore> store;
    std::shared_ptr<FolderBackend> backend;
    BackendRegistry registry;
    std::unique_ptr<SyncService> sync;
    std::shared_ptr<RunPrompts> prompts = std::make_shared<RunPrompts>();
    RunColors colors;
    std::unique_ptr<RunPage> page;
};

} // namespace binnacle::test
