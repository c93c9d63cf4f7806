#include "tests/bench/common/gui_watch.h"
#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/compare_page.h"

#include <QCommandLineParser>
#include <QScrollBar>

#include <cmath>
#include <random>

// The Compare page over runs with thousands of metrics, drawn off screen: how long until it can be
// read, what a card for each metric costs in memory, and how long the GUI thread is held while a
// person scrolls through all of them.

namespace binnacle::bench {
namespace {

constexpr double openGoal = 300, frame = 16; // ms
constexpr int historyPoints = 50;

std::vector<RunRowId> fill(fixture::CompareWorkspace& store, int runs, int metrics)
{
    std::mt19937 random(20261125);
    std::normal_distribution<double> noise(0, 0.05);
    std::vector<RunRowId> rows;
    std::vector<Run> all;
    for (int i = 0; i < runs; ++i) {
        auto run = fixture::makeRun("run" + std::to_string(i), "wide-" + std::to_string(i));
        run.params = {{"lr", std::to_string(0.001 * (i + 1))}, {"model", i % 2 ? "cnn" : "mlp"}};
        for (int m = 0; m < metrics; ++m)
            run.metrics.push_back({"layer/" + std::to_string(m) + "/grad_norm",
                                   {historyPoints - 1, 0, 1 + noise(random)}});
        all.push_back(std::move(run));
    }
    for (const auto& run : all)
        rows.push_back(store.add(run));
    // Histories of the metrics that the first screens show.
    for (const auto row : rows)
        for (int m = 0; m < std::min(metrics, 40); ++m) {
            std::vector<MetricPoint> points;
            for (int step = 0; step < historyPoints; ++step)
                points.push_back({step, step, std::exp(-step / 10.0) + noise(random)});
            store.writeHistory(row, all[0].metrics[static_cast<std::size_t>(m)].key,
                               std::move(points));
        }
    return rows;
}

std::vector<Row> measure(WatchedApplication& application, int runs, int metrics)
{
    applyTheme(application, ThemeChoice::Light);
    fixture::CompareWorkspace store;
    const auto rows = fill(store, runs, metrics);
    WorkerPools pools;
    RunColors colors;
    auto engine = std::make_shared<RunQueryEngine>(store.workspace);
    ComparePage page(store.workspace, engine, pools, nullptr, colors);
    page.resize(1240, 822);
    page.show();
    application.processEvents();

    const std::string scene =
        std::to_string(runs) + " runs with " + std::to_string(metrics) + " metrics each";
    std::vector<Row> report;
    const StopWatch opening;
    page.setRuns(rows);
    bool ok = await([&] {
        return page.model().state() == ComparisonModel::State::Ready &&
               page.grid().builtCount() > 0;
    });
    page.grab();
    report.push_back({scene,
                      "page opens: runs read, cards built and painted",
                      "ms",
                      {{"", opening.milliseconds()}},
                      openGoal});

    ok = ok && await([&] { return pools.readers.activeThreadCount() == 0; });
    const double before = residentMegabytes();
    application.startWatching();
    const StopWatch adding;
    page.addMetricCards({});
    ok = ok && await([&] { return page.grid().builtCount() > 3; });
    page.grab();
    report.push_back({scene,
                      "a card for each metric: until the first are painted",
                      "ms",
                      {{"", adding.milliseconds()}},
                      openGoal});
    ok = ok && await([&] { return pools.readers.activeThreadCount() == 0; });
    report.push_back({scene,
                      "memory of all these cards",
                      "MiB",
                      {{"", std::max(0.0, residentMegabytes() - before)}},
                      std::nullopt});
    report.push_back({scene,
                      "cards there are",
                      "cards",
                      {{"arranged", static_cast<double>(page.grid().cardCount())},
                       {"built", static_cast<double>(page.grid().builtCount())}},
                      std::nullopt});

    auto* bar = page.grid().verticalScrollBar();
    application.startWatching();
    for (int i = 0; i <= 100 && ok; ++i) {
        bar->setValue(bar->maximum() * i / 100);
        ok = await([&, turn = 0]() mutable { return ++turn > 4; });
    }
    report.push_back(
        {scene,
         "scroll through all: longest block",
         "ms",
         {{"felt", application.longestMilliseconds()}, {"work", application.longestWork()}},
         frame});
    report.push_back({scene,
                      "memory after the scroll",
                      "MiB",
                      {{"", std::max(0.0, residentMegabytes() - before)}},
                      std::nullopt});
    if (!ok) {
        std::fprintf(stderr, "the page was not ready within a minute\n");
        std::exit(1);
    }
    return report;
}

} // namespace
} // namespace binnacle::bench

int main(int argc, char** argv)
{
    using namespace binnacle::bench;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchedApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("runs"), QStringLiteral("Runs compared."),
                        QStringLiteral("N"), QStringLiteral("10")},
                       {QStringLiteral("metrics"), QStringLiteral("Metrics of each run."),
                        QStringLiteral("N"), QStringLiteral("5000")},
                       {QStringLiteral("json"), QStringLiteral("Write the figures as JSON."),
                        QStringLiteral("FILE")}});
    parser.addHelpOption();
    parser.process(application);
    const auto rows = measure(application, parser.value(QStringLiteral("runs")).toInt(),
                              parser.value(QStringLiteral("metrics")).toInt());
    printTable(rows);
    return writeJson(parser.value(QStringLiteral("json")), rows) ? 0 : 1;
}
