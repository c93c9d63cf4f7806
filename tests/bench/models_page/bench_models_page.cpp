// How long the page of models takes from nothing to its first rows, and to the champions' runs,
// with 1,000 models of 100 versions, each version with a run that logged metrics. Goal: 200 ms.
// bench_models_page [--json FILE]
#include "services/workspace/mirror_writer.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/gui_watch.h"
#include "widgets/common/theme.h"
#include "widgets/registry/models_page.h"

#include <QTableView>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace binnacle;
using namespace binnacle::bench;

namespace {

constexpr int models = 1000, versionsOfEach = 100, times = 5;
constexpr double goal = 200; // ms

template <class T>
T need(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().message));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::string runId(int model)
{
    return QString::asprintf("%032x", model + 1).toStdString();
}

void fill(const std::shared_ptr<Workspace>& workspace)
{
    const SourceId source =
        need(SourceStore(workspace).add({{}, "prod", "mlflow-rest", "https://mlflow.example"}));
    const MirrorWriter mirror(workspace, source);
    need(mirror.putExperiments({{"1", "wine", "", {}, {}, {}, {}}}, true));
    const RegistryWriter registry(workspace, source);
    std::vector<Run> runs;
    std::vector<RegisteredModel> registered;
    for (int model = 0; model < models; ++model) {
        Run run;
        run.id = runId(model);
        run.name = "trained-" + std::to_string(model);
        run.experimentId = "1";
        run.status = RunStatus::Finished;
        for (int metric = 0; metric < 20; ++metric)
            run.metrics.push_back({"val_metric_" + std::to_string(metric), {0, 0, metric / 20.0}});
        runs.push_back(std::move(run));
        RegisteredModel entry;
        entry.name = QString::asprintf("model-%04d", model).toStdString();
        entry.aliases = {{"champion", "99"}, {"challenger", "100"}};
        registered.push_back(std::move(entry));
    }
    need(mirror.putRuns(runs));
    need(registry.putModels(registered, 1'700'000'000'000));
    for (int model = 0; model < models; ++model) {
        std::vector<ModelVersion> versions;
        for (int number = 1; number <= versionsOfEach; ++number) {
            ModelVersion version;
            version.model = registered[static_cast<std::size_t>(model)].name;
            version.version = std::to_string(number);
            version.runId = runId(model);
            version.status = "READY";
            versions.push_back(std::move(version));
        }
        need(registry.putVersions(versions, 1'700'000'000'000));
    }
}

} // namespace

int main(int argc, char** argv)
{
    QTemporaryDir folder;
    const auto workspace =
        need(Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString()));
    fill(workspace);
    WatchedApplication application(argc, argv);
    applyTheme(application, ThemeChoice::Light);
    std::vector<double> rows, champions, longest;
    WorkerPools pools;
    for (int i = 0; i < times; ++i) {
        application.startWatching();
        const StopWatch watch;
        ModelsPage page(workspace, pools, BackendOf());
        bool complete = false;
        QObject::connect(page.table(), &RegistryTableModel::completed, &page,
                         [&complete] { complete = true; });
        page.resize(1240, 822);
        page.show();
        const auto* table = page.findChild<QTableView*>(QStringLiteral("registryTable"));
        if (!await([&] { return table->model()->rowCount() == models && table->isVisible(); }))
            return 1;
        page.grab(); // painted
        rows.push_back(watch.milliseconds());
        if (!await([&] { return complete; }))
            return 1;
        champions.push_back(watch.milliseconds());
        longest.push_back(application.longestWork());
    }
    const auto middle = [](std::vector<double> list) {
        std::ranges::sort(list);
        return list[list.size() / 2];
    };
    const std::string scene = "1,000 models × 100 versions";
    const std::vector<Row> report = {
        {scene, "page opened, rows painted", "ms", {{"median", middle(rows)}}, goal},
        {scene, "runs and metrics of all champions", "ms", {{"median", middle(champions)}}, {}},
        {scene, "longest event, processor time", "ms", {{"median", middle(longest)}}, {}}};
    printTable(report);
    const QStringList arguments = application.arguments();
    const auto json = arguments.indexOf(QStringLiteral("--json"));
    return json < 0 || json + 1 >= arguments.size() || writeJson(arguments[json + 1], report) ? 0
                                                                                              : 1;
}
