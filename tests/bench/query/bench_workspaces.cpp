#include "tests/bench/query/bench_workspaces.h"

#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/common/or_exit.h"

#include <cstdlib>

namespace binnacle::bench {

namespace {

constexpr std::uint64_t seed = 20'260'101;
constexpr std::size_t valuesOfBatch = 100'000; // values in one transaction

std::string grouped(std::int64_t number)
{
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

void fill(const std::shared_ptr<Workspace>& workspace, const Scene& scene)
{
    const auto source =
        orExit(SourceStore(workspace).add({{}, "bench", "mlflow-rest", "http://127.0.0.1/"}));
    const MirrorWriter writer(workspace, source);
    std::vector<Experiment> experiments;
    for (std::int64_t e = 0; e < scene.experiments; ++e) {
        Experiment experiment;
        experiment.id = RunGenerator::experimentId(e);
        experiment.name = "experiment-" + experiment.id;
        experiments.push_back(std::move(experiment));
    }
    orExit(writer.putExperiments(experiments, false));

    const RunGenerator generator(scene.shape, seed);
    const auto width = static_cast<std::size_t>(scene.shape.metrics) +
                       static_cast<std::size_t>(scene.shape.params) +
                       static_cast<std::size_t>(scene.shape.tags);
    std::vector<Run> batch;
    std::int64_t done = 0;
    const StopWatch watch;
    double said = 0;
    for (std::int64_t e = 0; e < scene.experiments; ++e) {
        for (std::int64_t n = 0; n < scene.runsOfExperiment; ++n) {
            batch.push_back(generator.run(e, n));
            ++done;
            if (batch.size() * width < valuesOfBatch && done < scene.runs())
                continue;
            orExit(writer.putRuns(batch));
            batch.clear();
            if (watch.milliseconds() < said + 5000 && done < scene.runs())
                continue;
            said = watch.milliseconds();
            std::fprintf(stderr, "%s: %s runs made, %.0f s\n", scene.name.c_str(),
                         grouped(done).c_str(), said / 1000);
        }
    }
}

} // namespace

Scene narrowScene(std::int64_t runs)
{
    constexpr std::int64_t each = 2'000;
    return {grouped(runs) + " runs × 30 params × 20 metrics",
            "narrow-" + std::to_string(runs),
            {30, 20, 4},
            (runs + each - 1) / each,
            std::min(runs, each)};
}

Scene wideScene(std::int64_t experiments)
{
    return {"wide store: " + std::to_string(experiments) +
                " × 1,500 runs × 1,500 metrics × 150 params × 50 tags",
            "wide-" + std::to_string(experiments),
            {150, 1500, 50},
            experiments,
            1500};
}

std::filesystem::path prepare(const Scene& scene, const QDir& data)
{
    const auto folder = std::filesystem::path(data.absolutePath().toStdString()) / scene.folder;
    const auto file = folder / "workspace.db";
    const auto complete = folder / "complete";
    if (std::filesystem::exists(complete))
        return file;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    {
        const auto workspace = orExit(Workspace::open(file));
        fill(workspace, scene);
    }
    QFile mark(QString::fromStdString(complete.string()));
    if (!mark.open(QIODevice::WriteOnly))
        std::fprintf(stderr, "can not write %s\n", complete.c_str());
    return file;
}

} // namespace binnacle::bench
