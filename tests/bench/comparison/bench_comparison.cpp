// What the table of differences costs: reading, comparing, and the time until it is on the screen.

#include "models/comparison_table_model.h"
#include "services/compare/comparison_reader.h"
#include "services/compare/comparison_report.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/common/or_exit.h"
#include "tests/bench/common/run_generator.h"
#include "widgets/common/theme.h"
#include "widgets/compare/differences_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>

#include <cstdlib>
#include <functional>
#include <numeric>

using namespace binnacle;
using namespace binnacle::bench;

namespace {

DirectionOf guessed()
{
    return [](const std::string& key) { return guessDirection(key); };
}

using MakeRun = std::function<Run(int number)>;

// A workspace of its own for each scene.
class Store
{
public:
    Store(int runs, const MakeRun& make)
    {
        const auto file = std::filesystem::path(folder_.path().toStdString()) / "workspace.db";
        workspace = orExit(Workspace::open(file));
        const auto source =
            orExit(SourceStore(workspace).add({{}, "bench", "mlflow-files", "/data"}));
        Experiment experiment;
        experiment.id = "1";
        experiment.name = "bench";
        MirrorWriter writer(workspace, source);
        orExit(writer.putExperiments({experiment}, true));
        constexpr int batch = 100;
        std::vector<Run> some;
        for (int i = 0; i < runs; ++i) {
            some.push_back(make(i));
            if (some.size() == batch || i + 1 == runs) {
                orExit(writer.putRuns(some));
                some.clear();
            }
        }
        const RunReader reader(workspace);
        for (int i = 0; i < runs; ++i)
            all.push_back(orExit(reader.find(make(i).id)));
    }

    std::shared_ptr<Workspace> workspace;
    std::vector<RunRowId> all; // in the order made

private:
    QTemporaryDir folder_;
};

Run named(int number)
{
    Run run;
    run.id = "run-" + std::to_string(number);
    run.name = "sweep-" + std::to_string(number);
    run.experimentId = "1";
    run.status = RunStatus::Finished;
    run.startTime = 1'700'000'000'000 + number;
    return run;
}

// Half of the params the same for all runs, the rest numbers that differ.
Run withParams(int number)
{
    Run run = named(number);
    Random random(static_cast<std::uint64_t>(number) + 1);
    for (int key = 0; key < 500; ++key)
        run.params.push_back({"layer." + std::to_string(key) + ".rate",
                              key % 2 == 0 ? "relu" : std::to_string(random.unit())});
    return run;
}

Run withMetrics(int number)
{
    Run run = named(number);
    Random random(static_cast<std::uint64_t>(number) + 1);
    for (int key = 0; key < 12'000; ++key)
        run.metrics.push_back({"class/" + std::to_string(key) + "/f1", {100, 0, random.unit()}});
    return run;
}

// From asking to a painted table: read, compare, show.
double untilShown(Store& store, std::span<const RunRowId> runs, double& guiPart)
{
    RunColors colors;
    ComparisonTableModel model;
    DifferencesView view(model, colors);
    view.resize(1200, 600);
    view.show();
    QApplication::processEvents();
    const StopWatch watch;
    auto comparison = orExit(readComparison(store.workspace, runs, guessed(), {}));
    const StopWatch gui;
    model.setComparison(std::move(comparison));
    const auto picture = view.grab();
    guiPart = gui.milliseconds();
    if (picture.isNull() || model.rowCount() < 2)
        std::exit(1);
    return watch.milliseconds();
}

void addScene(std::vector<Row>& rows, const std::string& scene, Store& store,
              std::span<const RunRowId> runs, std::optional<double> limit)
{
    const double cold =
        millisecondsOf([&] { (void)orExit(readComparison(store.workspace, runs, guessed(), {})); });
    const double warm = medianMilliseconds(
        7, [&] { (void)orExit(readComparison(store.workspace, runs, guessed(), {})); });
    rows.push_back({scene, "read and compare", "ms", {{"first", cold}, {"again", warm}}, {}});
    std::vector<double> shown, gui;
    for (int i = 0; i < 7; ++i) {
        double guiPart = 0;
        shown.push_back(untilShown(store, runs, guiPart));
        gui.push_back(guiPart);
    }
    std::ranges::sort(shown);
    std::ranges::sort(gui);
    rows.push_back({scene, "until the table is painted", "ms", {{"median", shown[3]}}, limit});
    rows.push_back({scene, "of it on the GUI thread", "ms", {{"median", gui[3]}}, {}});
    const double before = residentMegabytes();
    const auto comparison = orExit(readComparison(store.workspace, runs, guessed(), {}));
    rows.push_back({scene,
                    "memory of the comparison",
                    "MiB",
                    {{"resident", residentMegabytes() - before},
                     {"counted", static_cast<double>(comparison.bytes()) / (1 << 20)}},
                    {}});
    std::vector<std::size_t> places(comparison.runs.size());
    std::iota(places.rbegin(), places.rend(), std::size_t{0});
    const double moved =
        medianMilliseconds(7, [&] { (void)inOrder(comparison, places); }); // on the GUI thread
    rows.push_back({scene, "runs in another order", "ms", {{"median", moved}}, {}});
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    applyTheme(application, ThemeChoice::Light);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("json"), QStringLiteral("Result file"), QStringLiteral("f")});
    parser.process(application);
    std::vector<Row> rows;
    {
        Store store(500, withParams);
        addScene(rows, "500 runs × 500 params", store, store.all, 100);
    }
    {
        // Every tenth run of a project: each cell lies somewhere else on the disk.
        Store store(5000, withParams);
        std::vector<RunRowId> some;
        for (std::size_t i = 0; i < store.all.size(); i += 10)
            some.push_back(store.all[i]);
        addScene(rows, "500 of 5,000 runs × 500 params", store, some, {});
    }
    {
        Store store(500, withMetrics);
        addScene(rows, "500 runs × 12,000 metrics", store, store.all, {});
    }
    printTable(rows);
    if (parser.isSet(QStringLiteral("json")) &&
        !writeJson(parser.value(QStringLiteral("json")), rows))
        return 1;
    return 0;
}
