#include "tests/bench/mirror/mirror_scenes.h"

#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/environment_credentials.h"
#include "services/http/http_client.h"
#include "services/query/run_query_engine.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"

namespace binnacle::bench {

namespace fs = std::filesystem;

namespace {

constexpr double pointsPerSecondWanted = 1e6;
constexpr double fasterThanTheClient = 5;
constexpr double fasterThanTheServer = 50;
constexpr int askedAgain = 7;

Result<std::unique_ptr<contract::MlflowServer>> serverOver(const fs::path& store)
{
    contract::MlflowServer::Options options;
    options.folder = QString::fromStdString(store.parent_path().string());
    options.backendStore = QStringLiteral("sqlite:///") + QString::fromStdString(store.string());
    return contract::MlflowServer::start(options);
}

// The table of a first look: newest first, all the columns of the store.
struct FirstLook
{
    RunQuery query;
    std::vector<RunColumn> columns;

    explicit FirstLook(std::int64_t metrics)
    {
        for (std::int64_t i = 0; i < metrics; ++i)
            columns.push_back({RunColumn::Kind::Metric,
                               (i % 2 ? "val/metric_" : "train/metric_") + std::to_string(i)});
        for (int i = 0; i < 30; ++i)
            columns.push_back({RunColumn::Kind::Param, "param_" + std::to_string(i)});
    }
    // False where not all 100 rows came.
    bool answeredBy(RunQueryEngine& engine) const
    {
        const auto ordering = engine.run(query, {});
        if (!ordering || ordering->rows.size() < 100)
            return false;
        const auto cells = engine.cells(std::span(ordering->rows).first(100), columns, {});
        return cells && cells->size() == 100;
    }
};

} // namespace

Result<fs::path> storeOf(const fs::path& folder, const StoreSize& size)
{
    const auto file =
        folder / ("mlflow-" + std::to_string(size.points) + "-" + std::to_string(size.metrics) +
                  "-" + std::to_string(size.steps) + ".db");
    if (fs::exists(file))
        return file;
    const fs::path draft = file.string() + ".part";
    fs::remove(draft);
    if (const auto made = generateStore(draft, size); !made)
        return failure(made.error());
    fs::rename(draft, file);
    return file;
}

Result<FirstPass> firstPass(const fs::path& file, std::string uri,
                            const std::shared_ptr<TrackingBackend>& backend)
{
    for (const char* end : {"", "-wal", "-shm"})
        fs::remove(file.string() + end);
    auto workspace = Workspace::open(file);
    if (!workspace)
        return failure(workspace.error());
    Source source{{}, "bench", "bench", std::move(uri)};
    const auto id = SourceStore(*workspace).add(source);
    if (!id)
        return failure(id.error());
    source.id = *id;
    FirstPass pass{*workspace, {}, 0, 0};
    const StopWatch watch;
    const auto done = MirrorPass(*workspace, backend, source)
                          .run(true, HistoryMode::All,
                               [&](const SyncProgress& progress) {
                                   if (progress.phase == SyncProgress::Phase::Histories &&
                                       pass.secondsToRuns == 0)
                                       pass.secondsToRuns = watch.milliseconds() / 1000;
                               },
                               {}, {});
    if (!done)
        return failure(done.error());
    pass.seconds = watch.milliseconds() / 1000;
    pass.progress = *done;
    return pass;
}

Result<Rows> databaseScene(const fs::path& folder, std::int64_t points)
{
    const auto store = storeOf(folder, {.points = points});
    if (!store)
        return failure(store.error());
    const auto pass = firstPass(folder / "database.db", "sqlite:///" + store->string(),
                                std::make_shared<MlflowDbBackend>(*store));
    if (!pass)
        return failure(pass.error());
    if (pass->progress.points != points)
        return failure(Error::Kind::Invalid, QStringLiteral("points are missing"));
    const std::string scene = "mlflow.db of " + std::to_string(points) + " points, end to end";
    return Rows{
        {scene, "until all run summaries are there", "s", {{"", pass->secondsToRuns}}, {}, false},
        {scene, "first pass", "s", {{"", pass->seconds}}, {}, false},
        {scene,
         "mirrored and compressed",
         "points/s",
         {{"", static_cast<double>(points) / pass->seconds}},
         pointsPerSecondWanted,
         true}};
}

Result<Rows> serverScene(const fs::path& folder, std::int64_t runs)
{
    const StoreSize size{.points = runs * 5 * 200, .metrics = 5, .steps = 200};
    const auto store = storeOf(folder, size);
    if (!store)
        return failure(store.error());
    const auto server = serverOver(*store);
    if (!server)
        return failure(server.error());
    const auto url = (*server)->address();
    const auto pass = firstPass(
        folder / "server.db", url,
        std::make_shared<MlflowRestBackend>(url, std::make_shared<EnvironmentCredentials>()));
    if (!pass)
        return failure(pass.error());
    const auto said = contract::runPython(
        QStringLiteral("mlflow3"), {QStringLiteral(BINNACLE_CLIENT_LOOP), (*server)->url()}, 3600);
    if (!said)
        return failure(said.error());
    const auto client = QJsonDocument::fromJson(*said).object();
    const auto seconds = client.value(QStringLiteral("seconds")).toDouble();
    const auto points = client.value(QStringLiteral("points")).toInteger();
    if (points != pass->progress.points || points != size.points)
        return failure(Error::Kind::Invalid,
                       QStringLiteral("%1 points mirrored, %2 read by the client")
                           .arg(pass->progress.points)
                           .arg(points));
    const std::string scene =
        "MLflow server, " + std::to_string(runs) + " runs × 5 histories × 200 points";
    return Rows{
        {scene,
         "Binnacle: until all run summaries are there",
         "s",
         {{"", pass->secondsToRuns}},
         {},
         false},
        {scene, "Binnacle: first pass", "s", {{"", pass->seconds}}, {}, false},
        {scene, "Python client: search_runs + get_metric_history", "s", {{"", seconds}}, {}, false},
        {scene, "faster by", "×", {{"", seconds / pass->seconds}}, fasterThanTheClient, true}};
}

Result<Rows> firstRunsScene(const fs::path& folder, std::int64_t runs)
{
    const StoreSize size{.points = runs * 20, .metrics = 20, .steps = 1};
    const auto store = storeOf(folder, size);
    if (!store)
        return failure(store.error());
    const auto pass = firstPass(folder / "listed.db", "sqlite:///" + store->string(),
                                std::make_shared<MlflowDbBackend>(*store));
    if (!pass)
        return failure(pass.error());
    const auto server = serverOver(*store);
    if (!server)
        return failure(server.error());
    HttpClient http{HttpOptions{}};
    bool answered = true;
    const auto ask = [&] {
        const auto answer =
            http.send(HttpRequest::postJson((*server)->address() + "/api/2.0/mlflow/runs/search",
                                            R"({"experiment_ids":["0"],"max_results":100})", true),
                      {});
        answered &= answer && answer->ok() && answer->body.size() > 100'000;
    };
    ask(); // the server's own caches are filled as well
    const double theirs = medianMilliseconds(askedAgain, ask);

    const FirstLook look(size.metrics);
    RunQueryEngine engine(pass->workspace);
    const double cold = millisecondsOf([&] { answered &= look.answeredBy(engine); });
    const double warm =
        medianMilliseconds(askedAgain, [&] { answered &= look.answeredBy(engine); });
    if (!answered)
        return failure(Error::Kind::Invalid, QStringLiteral("100 runs were not answered"));
    const std::string scene = "the first 100 of " + std::to_string(runs) + " runs, 50 columns";
    return Rows{{scene, "MLflow server's runs/search answer", "ms", {{"", theirs}}, {}, false},
                {scene, "workspace", "ms", {{"first time", cold}, {"again", warm}}, {}, false},
                {scene,
                 "faster by",
                 "×",
                 {{"first time", theirs / cold}, {"again", theirs / warm}},
                 fasterThanTheServer,
                 true}};
}

} // namespace binnacle::bench
