#include "tests/bench/chart/chart_workspace.h"

#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/common/or_exit.h"
#include "tests/bench/common/run_generator.h"

#include <cstdlib>

namespace binnacle::bench {

namespace {

constexpr std::int64_t start = 1'760'000'000'000;

std::string idOf(int run)
{
    return "run-" + std::to_string(run);
}

std::vector<MetricPoint> historyOf(int run, int points)
{
    Random random(20261125 + static_cast<std::uint64_t>(run));
    const double floor = 0.1 + 0.5 * random.unit(), height = 1 + random.unit();
    std::vector<MetricPoint> history;
    history.reserve(static_cast<std::size_t>(points));
    for (int i = 0; i < points; ++i) {
        double value = floor + height * std::exp(-6.0 * i / points);
        value += 0.05 * (random.unit() + random.unit() - 1);
        if (random.below(10'000) == 0)
            value += 1;
        history.push_back({i, start + i * 250LL, static_cast<double>(static_cast<float>(value))});
    }
    return history;
}

void fill(const std::shared_ptr<Workspace>& workspace, int runs, int points)
{
    const auto source = orExit(SourceStore(workspace).add({{}, "lab", "mlflow-files", "/data"}));
    const MirrorWriter mirror(workspace, source);
    Experiment experiment;
    experiment.id = "1";
    experiment.name = "long-trainings";
    (void)orExit(mirror.putExperiments({experiment}, true));
    for (int number = 0; number < runs; ++number) {
        Run run;
        run.id = run.name = idOf(number);
        run.experimentId = "1";
        run.status = RunStatus::Finished;
        run.startTime = start;
        run.metrics = {{"val_loss", {points - 1, start, 0.5}}};
        (void)orExit(mirror.putRuns({run}));
        SeriesToFetch series;
        series.run = *RunReader(workspace).find(run.id);
        series.request.metricKey = "val_loss";
        series.runEnded = true;
        std::vector<SeriesData> data(1);
        data[0].points = historyOf(number, points);
        orExit(HistoryStore(workspace).write(std::span(&series, 1), data));
        if (number % 50 == 49)
            std::fprintf(stderr, "%d of %d histories\n", number + 1, runs);
    }
}

} // namespace

ChartStore prepareChart(const QDir& folder, int runs, int points)
{
    folder.mkpath(QStringLiteral("."));
    const auto name = QStringLiteral("chart-%1x%2.db").arg(runs).arg(points);
    if (!folder.exists(name)) {
        const QString part = name + QStringLiteral(".part");
        for (const auto* end : {"", "-wal", "-shm"})
            QFile::remove(folder.filePath(part + QLatin1String(end)));
        const double taken = millisecondsOf([&] {
            fill(orExit(Workspace::open(folder.filePath(part).toStdString())), runs, points);
        });
        std::fprintf(stderr, "%s made in %.0f s\n", qUtf8Printable(name), taken / 1000);
        QFile::rename(folder.filePath(part), folder.filePath(name));
    }
    ChartStore store;
    store.workspace = orExit(Workspace::open(folder.filePath(name).toStdString()));
    const RunReader reader(store.workspace);
    for (int run = 0; run < runs; ++run)
        store.runs.push_back(*reader.find(idOf(run)));
    return store;
}

} // namespace binnacle::bench
