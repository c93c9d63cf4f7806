#include "tests/bench/gui/page_bench.h"

#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/or_exit.h"
#include "tests/bench/common/run_generator.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/runs/column_chooser.h"
#include "widgets/runs/filter_edit.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/runs_page.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace binnacle::bench {

namespace {

constexpr const char* liveSource = "bench-live";
constexpr int scrollSteps = 300;
constexpr double frame = 16; // ms

// Handles events until the condition holds; ends the program after a minute without.
void waitUntil(const char* what, const std::function<bool()>& holds)
{
    QElapsedTimer timer;
    timer.start();
    while (!holds()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        if (timer.elapsed() > 60'000) {
            std::fprintf(stderr, "waited a minute for: %s\n", what);
            std::exit(1);
        }
    }
}

void settleFor(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Tells when the first row was painted with its text.
class FirstPaint : public QObject
{
public:
    FirstPaint(RunsPage* page, const StopWatch& since) : page_(page), since_(since)
    {
        page->table()->pinnedView()->viewport()->installEventFilter(this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && at < 0 && page_->model()->head(0))
            QMetaObject::invokeMethod(
                this, [this] { at = at < 0 ? since_.milliseconds() : at; }, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }
    double at = -1;

private:
    RunsPage* page_;
    const StopWatch& since_;
};

class PageBench
{
public:
    PageBench(WatchedApplication& application, const PageScene& scene)
        : application_(application), scene_(scene)
    {
    }

    std::vector<Row> run()
    {
        open();
        scroll();
        sort();
        filter();
        search();
        chooseColumns();
        refresh();
        followOneRun();
        add("resident memory", "MiB", {{"after all", residentMegabytes()}}, 250);
        return rows_;
    }

private:
    RunTableModel* model() const { return page_->model(); }
    bool isFilled() const
    {
        const int first = page_->table()->mainView()->verticalScrollBar()->value() / 28;
        return !model()->isAsking() && (model()->rowCount() == 0 || model()->head(first));
    }

    void add(const char* measure, const char* unit,
             std::vector<std::pair<std::string, double>> figures, double limit)
    {
        Row row;
        row.scene = scene_.name;
        row.measure = measure;
        row.unit = unit;
        row.figures = std::move(figures);
        if (scene_.limits && limit > 0)
            row.limit = limit;
        rows_.push_back(std::move(row));
    }

    void open()
    {
        const StopWatch watch;
        workspace_ = orExit(Workspace::open(scene_.file));
        removeLive();
        engine_ = std::make_shared<RunQueryEngine>(workspace_);
        page_ = std::make_unique<RunsPage>(workspace_, engine_, pools_, nullptr, colours_);
        page_->resize(1240, 822);
        const FirstPaint painted(page_.get(), watch);
        page_->show();
        waitUntil("first rows", [&] { return painted.at >= 0; });
        add("first rows painted", "ms",
            {{"page", painted.at}, {"process", scene_.sinceProcessStart + painted.at}}, 300);
        waitUntil("columns of the runs", [&] { return model()->columnCount() > 6 && isFilled(); });
        settleFor(300);
        add("resident memory after the start", "MiB", {{"", residentMegabytes()}}, 0);
    }

    void scroll()
    {
        auto* view = page_->table()->mainView();
        std::vector<double> steps, work;
        for (int step = 0; step < scrollSteps; ++step) {
            application_.startWatching();
            if (step % 15 == 14) { // the handle is dragged far
                auto* bar = view->verticalScrollBar();
                bar->setValue(
                    static_cast<int>(static_cast<qint64>(bar->maximum()) * step / scrollSteps));
            } else {
                const QPointF at(200, 200);
                QWheelEvent wheel(at, view->viewport()->mapToGlobal(at), {}, {0, -360},
                                  Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
                QCoreApplication::sendEvent(view->viewport(), &wheel);
            }
            settleFor(16);
            steps.push_back(application_.longestMilliseconds());
            work.push_back(application_.longestWork());
        }
        std::sort(steps.begin(), steps.end());
        add("300 scroll steps: longest block", "ms",
            {{"median", steps[steps.size() / 2]},
             {"its work", *std::max_element(work.begin(), work.end())},
             {"worst", steps.back()}},
            frame);
        waitUntil("rows after scrolling", [&] { return isFilled(); });
        view->verticalScrollBar()->setValue(0);
        waitUntil("top rows", [&] { return isFilled(); });
    }

    void act(const char* measure, const std::function<void()>& work,
             const std::function<bool()>& done)
    {
        application_.startWatching();
        const StopWatch watch;
        work();
        waitUntil(measure, done);
        const double whole = watch.milliseconds();
        settleFor(200); // marks and sparklines follow
        add(measure, "ms",
            {{"until shown", whole},
             {"its work", application_.longestWork()},
             {"longest block", application_.longestMilliseconds()}},
            frame);
    }

    void sort()
    {
        for (const char* measure : {"sort by a metric", "sort it the other way"}) {
            const RunRowId first = model()->lineId(0);
            act(
                measure,
                [&] {
                    emit page_->table()->sortRequested(
                        {RunColumn::Kind::Metric, "val_accuracy", RunColumn::Stat::Last}, false);
                },
                [&] { return isFilled() && model()->lineId(0) != first; });
        }
    }

    void filter()
    {
        auto* edit = page_->findChild<FilterEdit*>();
        const auto all = model()->rowCount();
        act(
            "filter on a metric and a param",
            [&] {
                edit->setPlainText(
                    QStringLiteral("metrics.val_accuracy > 0.9 AND params.lr IN ('0.1','0.01')"));
                QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
                QCoreApplication::sendEvent(edit, &enter);
            },
            [&] { return isFilled() && model()->rowCount() < all; });
        act(
            "all runs again",
            [&] {
                edit->clear();
                QKeyEvent enter(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
                QCoreApplication::sendEvent(edit, &enter);
            },
            [&] { return isFilled() && model()->rowCount() == all; });
    }

    void search()
    {
        auto* field = page_->findChild<SearchField*>(QStringLiteral("freeText"));
        const auto all = model()->rowCount();
        const auto searchFor = [&](const char* measure, const char* words) {
            const auto before = model()->rowCount();
            act(
                measure, [&] { field->setText(QString::fromLatin1(words)); },
                [&] { return isFilled() && model()->rowCount() != before; });
        };
        searchFor("free text, one word (200 ms of them await more)", "visual");
        searchFor("free text, one word more", "visual polar");
        field->clear();
        waitUntil("all runs again", [&] { return isFilled() && model()->rowCount() == all; });
    }

    void chooseColumns()
    {
        auto* chooser = page_->findChild<ColumnChooser*>(QStringLiteral("columnChooser"));
        const auto columns = model()->columnCount();
        act(
            "list of all columns",
            [&] { page_->findChild<QPushButton*>(QStringLiteral("columnsButton"))->click(); },
            [&] { return chooser->model()->rowCount() > 20; });
        act(
            "one more column, its figures shown",
            [&] { emit chooser->toggled({RunColumn::Kind::Metric, "layer/norm_0007", {}}, true); },
            [&] { return model()->columnCount() == columns + 1 && isFilled(); });
        emit chooser->toggled({RunColumn::Kind::Metric, "layer/norm_0007", {}}, false);
        chooser->hide();
        waitUntil("columns as before", [&] { return model()->columnCount() == columns; });
    }

    // A run in training writes its latest metric.
    void followOneRun()
    {
        const SourceId live = orExit(
            SourceStore(workspace_).add({{}, liveSource, "mlflow-rest", "http://127.0.0.1:1/"}));
        const RunGenerator generator({30, 20, 4}, 7);
        auto run = generator.run(0, 0);
        orExit(MirrorWriter(workspace_, live).putRuns({run}));
        const auto row = orExit(RunReader(workspace_).find(run.id));
        waitUntil("the run in training", [&] { return isFilled() && model()->rowOf(row) >= 0; });
        page_->table()->setCurrentRun(row);
        const auto shownName = [&] {
            const int at = model()->rowOf(row);
            return at < 0 || !model()->head(at) ? QString()
                                                : model()->index(at, 0).data().toString();
        };
        waitUntil("its row", [&] { return !shownName().isEmpty(); });
        settleFor(500);
        act(
            "one run is written, until shown (150 ms of them gather commits)",
            [&] {
                pools_.jobs.start([workspace = workspace_, live, run]() mutable {
                    run.name = "renamed";
                    orExit(MirrorWriter(workspace, live).putRuns({run}));
                });
            },
            [&] { return isFilled() && shownName() == u"renamed"; });
        removeLive();
        settleFor(300);
    }

    // A sync brings runs while one is chosen in the middle of the table.
    void refresh()
    {
        page_->table()->setCurrentRun(model()->lineId(model()->rowCount() / 2));
        waitUntil("rows in the middle", [&] { return isFilled(); });
        const int before = model()->rowCount();
        const SourceId live = orExit(
            SourceStore(workspace_).add({{}, liveSource, "mlflow-rest", "http://127.0.0.1:1/"}));
        settleFor(500);
        act(
            "a sync inserts 2,000 runs",
            [&] {
                pools_.jobs.start([workspace = workspace_, live] {
                    const RunGenerator generator({30, 20, 4}, 7);
                    for (int batch = 0; batch < 4; ++batch) {
                        std::vector<Run> runs;
                        for (int n = 0; n < 500; ++n)
                            runs.push_back(generator.run(0, 500 * batch + n));
                        orExit(MirrorWriter(workspace, live).putRuns(runs));
                    }
                });
            },
            [&] { return isFilled() && model()->rowCount() == before + 2000; });
        removeLive();
        settleFor(500);
    }

    void removeLive()
    {
        const SourceStore sources(workspace_);
        if (const auto live = sources.find(liveSource))
            orExit(sources.remove(live->id));
    }

    WatchedApplication& application_;
    const PageScene& scene_;
    std::vector<Row> rows_;
    WorkerPools pools_;
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    RunColors colours_;
    std::unique_ptr<RunsPage> page_;
};

} // namespace

std::vector<Row> measurePage(WatchedApplication& application, const PageScene& scene)
{
    applyTheme(application, ThemeChoice::Light);
    return PageBench(application, scene).run();
}

} // namespace binnacle::bench
