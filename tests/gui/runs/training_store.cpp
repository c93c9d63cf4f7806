#include "tests/gui/runs/training_store.h"

#include "services/workspace/history_store.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"

#include <QDateTime>
#include <QString>
#include <QtGlobal>

#include <array>
#include <cmath>

namespace binnacle::test {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr int curvePoints = 120;

template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message + u' ' + result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::int64_t now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

std::string numbered(const char* form, int number)
{
    return QString::asprintf(form, number).toStdString();
}

// Scatter that is the same in every run of the test.
double scatter(int number, int salt)
{
    const double x = std::sin(number * 12.9898 + salt * 78.233) * 43758.5453;
    return x - std::floor(x);
}

void addMetric(Run& run, const std::string& key, double value, std::int64_t step)
{
    run.metrics.push_back({key, {step, run.startTime.value_or(0) + step * 1000, value}});
}

} // namespace

TrainingStore::TrainingStore(std::shared_ptr<Workspace> workspace)
    : workspace_(std::move(workspace))
{
}

Run TrainingStore::wineRun(int number) const
{
    static constexpr std::array<const char*, 5> models = {"gbm", "rf", "mlp", "gbm", "svm"};
    const std::string model = models[static_cast<std::size_t>(number) % models.size()];
    Run run;
    run.id = numbered("%032x", number + 1);
    run.name = number % 17 == 9 ? numbered("와인-로지스틱-%03d", number)
                                : "wine-" + model + numbered("-%03d", number);
    run.experimentId = "1";
    run.userId = "trainer";
    run.artifactUri = "mlflow-artifacts:/1/" + run.id + "/artifacts";
    run.startTime = now() - (TrainingStore::wineRuns + 40 - number % 100) * 47 * minute;
    run.status = number % 13 == 5   ? RunStatus::Failed
                 : number % 19 == 7 ? RunStatus::Killed
                 : number % 23 == 4 ? RunStatus::Running
                                    : RunStatus::Finished;
    if (run.status != RunStatus::Running)
        run.endTime =
            *run.startTime + static_cast<std::int64_t>(4'000 + 240'000 * scatter(number, 1));
    const double accuracy = 0.86 + 0.12 * scatter(number, 2);
    if (run.status != RunStatus::Failed) {
        addMetric(run, "val_accuracy", std::round(accuracy * 1e4) / 1e4, curvePoints - 1);
        addMetric(run, "val_loss", std::round((1.05 - accuracy) * 1e4) / 1e4, curvePoints - 1);
    }
    run.params = {{"model", model},
                  {"lr", number % 3 == 0   ? "0.05"
                         : number % 3 == 1 ? "0.1"
                                           : "0.001"},
                  {"max_depth", std::to_string(3 + number % 6)},
                  {"seed", "7"}};
    run.tags = {{std::string(tags::runName), run.name},
                {std::string(tags::user), "trainer"},
                {std::string(tags::sourceName), "train_wine.py"},
                {std::string(tags::gitCommit), "4be21d0c2f7a9e55"},
                {"team", number % 2 == 0 ? "vision" : "tabular"}};
    run.datasets = {{"wine", "9f31c0de", "local", "wine.csv", "{}", "{}", "training"}};
    return run;
}

void TrainingStore::fill()
{
    const SourceStore sources(workspace_);
    prod = need(sources.add({{}, "prod-mlflow", "mlflow-rest", "https://mlflow.example.com"}));
    lab = need(sources.add({{}, "lab-mlflow", "mlflow-rest", "https://lab.example.com"}));
    folder = need(sources.add({{}, "~/mlruns", "mlflow-files", "/data/mlruns"}));
    need(MirrorWriter(workspace_, prod)
             .putExperiments({{"1", "wine-quality", "", {}, {}, {}, {}},
                              {"2", "churn", "", {}, {}, {}, {}},
                              {"3", "ranking-v2", "", {}, {}, {}, {}}},
                             true));
    need(MirrorWriter(workspace_, lab).putExperiments({{"1", "digits", "", {}, {}, {}, {}}}, true));
    need(
        MirrorWriter(workspace_, folder).putExperiments({{"1", "와인", "", {}, {}, {}, {}}}, true));
    addWineRuns(0, wineRuns);

    std::vector<Run> digits;
    for (int i = 0; i < 24; ++i) {
        Run run = wineRun(i + 500);
        run.name = numbered("digits-cnn-%03d", i);
        run.id = numbered("d%031x", i + 1);
        run.experimentId = "1";
        *run.startTime -= 3LL * 24 * 60 * minute;
        if (run.endTime)
            *run.endTime -= 3LL * 24 * 60 * minute;
        digits.push_back(std::move(run));
    }
    digits.front().status = RunStatus::Running;
    need(MirrorWriter(workspace_, lab).putRuns(digits));
    writeCurves(lab, digits);
    std::vector<Run> local(digits.begin(), digits.begin() + 6);
    for (auto& run : local)
        run.name = "와인-" + run.name.substr(7);
    need(MirrorWriter(workspace_, folder).putRuns(local));

    need(sources.recordReached(prod, "MLflow 3.17.2", {}, true));
    need(sources.recordReached(folder, "mlruns folder", {}, true));
    need(sources.recordFailure(lab, {Error::Kind::Network, QStringLiteral("No answer."), {}}));
}

void TrainingStore::addWineRuns(int first, int count)
{
    std::vector<Run> runs;
    for (int i = 0; i < count; ++i)
        runs.push_back(wineRun(first + i));
    need(MirrorWriter(workspace_, prod).putRuns(runs));
    writeCurves(prod, runs);
}

void TrainingStore::addSweep(int children)
{
    std::vector<Run> runs;
    Run parent = wineRun(900);
    parent.name = "sweep-lr";
    parent.status = RunStatus::Finished;
    runs.push_back(parent);
    for (int i = 0; i < children; ++i) {
        Run child = wineRun(901 + i);
        child.name = numbered("sweep-lr-%02d", i);
        child.tags.push_back({std::string(tags::parentRunId), parent.id});
        runs.push_back(std::move(child));
    }
    need(MirrorWriter(workspace_, prod).putRuns(runs));
}

void TrainingStore::writeCurves(SourceId source, const std::vector<Run>& runs)
{
    const HistoryStore histories(workspace_);
    const auto missing = need(histories.missing(source, {}, 10'000));
    std::vector<SeriesData> data;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        SeriesData series;
        series.request = i;
        double last = 0;
        for (const auto& run : runs) {
            for (const auto& metric : run.metrics) {
                if (run.id == missing[i].request.runId &&
                    metric.key == missing[i].request.metricKey)
                    last = metric.point.value;
            }
        }
        const bool loss = missing[i].request.metricKey == "val_loss";
        for (int step = 0; step < curvePoints; ++step) {
            const double left = std::exp(-step / 22.0);
            const double noise =
                step == curvePoints - 1 ? 0 : 0.02 * (scatter(step, static_cast<int>(i)) - 0.5);
            series.points.push_back(
                {step, step * 1000, loss ? last + 0.6 * left + noise : last - 0.5 * left + noise});
        }
        data.push_back(std::move(series));
    }
    need(histories.write(missing, data));
}

} // namespace binnacle::test
