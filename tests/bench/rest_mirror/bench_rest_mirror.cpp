// Reading 2,000 runs with 5 histories of 200 points from a real MLflow server: through the REST
// backend, and by the loop over search_runs and get_metric_history of MLflow's own client.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/memory_credential_store.h"
#include "services/http/http_client.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/db_mirror/store_generator.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

using namespace binnacle;
using namespace binnacle::bench;

namespace {

struct Reading
{
    double summaries = 0; // seconds
    double all = 0;       // seconds, histories included
    std::int64_t runs = 0;
    std::int64_t points = 0;
};

Result<Reading> readThroughBackend(const std::string& address)
{
    MlflowRestBackend backend(address, std::make_shared<MemoryCredentialStore>());
    Reading reading;
    const StopWatch watch;
    std::vector<SeriesRequest> series;
    const auto scanned = backend.scanRuns({},
                                          [&](std::vector<Run> runs) -> Result<void> {
                                              reading.runs +=
                                                  static_cast<std::int64_t>(runs.size());
                                              for (const auto& run : runs) {
                                                  for (const auto& metric : run.metrics)
                                                      series.push_back({run.id, metric.key, {}});
                                              }
                                              return {};
                                          },
                                          {});
    if (!scanned)
        return failure(scanned.error());
    reading.summaries = watch.milliseconds() / 1000;
    const auto fetched =
        backend.fetchHistories(series,
                               [&](SeriesData data) -> Result<void> {
                                   reading.points += static_cast<std::int64_t>(data.points.size());
                                   return {};
                               },
                               {});
    if (!fetched)
        return failure(fetched.error());
    reading.all = watch.milliseconds() / 1000;
    return reading;
}

Result<Reading> readThroughClient(const QString& environment, const QString& url)
{
    const auto output =
        contract::runPython(environment, {QStringLiteral(BINNACLE_CLIENT_MIRROR), url}, 3600);
    if (!output)
        return failure(output.error());
    const auto object = QJsonDocument::fromJson(output->trimmed().split('\n').last()).object();
    Reading reading;
    reading.all = object[u"seconds"].toDouble();
    reading.runs = object[u"runs"].toInteger();
    reading.points = object[u"points"].toInteger();
    return reading;
}

int refused(const Error& error)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(error.message));
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("json"), QStringLiteral("Write the figures to this file."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("runs"), QStringLiteral("Runs in the store."),
                        QStringLiteral("N"), QStringLiteral("2000")},
                       {QStringLiteral("environment"), QStringLiteral("mlflow3 or mlflow2."),
                        QStringLiteral("NAME"), QStringLiteral("mlflow3")},
                       {QStringLiteral("workers"),
                        QStringLiteral("Processes of the server; 4 is what it starts by itself."),
                        QStringLiteral("N"), QStringLiteral("4")}});
    parser.process(app);

    const QTemporaryDir folder;
    StoreSize size;
    size.metrics = 5;
    size.steps = 200;
    size.points = parser.value(QStringLiteral("runs")).toLongLong() * size.metrics * size.steps;
    if (auto made = generateStore(folder.filePath(QStringLiteral("mlflow.db")).toStdString(), size);
        !made)
        return refused(made.error());
    contract::MlflowServer::Options options;
    options.environment = parser.value(QStringLiteral("environment"));
    options.folder = folder.path();
    options.workers = parser.value(QStringLiteral("workers")).toInt();
    const auto server = contract::MlflowServer::start(options);
    if (!server)
        return refused(server.error());

    // A fresh server imports much at its first search: neither side is to pay for that.
    HttpClient warmUp{HttpOptions()};
    const auto warm =
        warmUp.send(HttpRequest::postJson((*server)->address() + "/api/2.0/mlflow/runs/search",
                                          R"({"experiment_ids":["0"],"max_results":1})", true),
                    {});
    if (!warm)
        return refused(warm.error());

    const auto ours = readThroughBackend((*server)->address());
    if (!ours)
        return refused(ours.error());
    const auto theirs = readThroughClient(options.environment, (*server)->url());
    if (!theirs)
        return refused(theirs.error());
    if (ours->runs != theirs->runs || ours->points != theirs->points ||
        ours->points < size.points) {
        std::fprintf(stderr, "Not the same was read: %lld runs, %lld points; client: %lld, %lld\n",
                     static_cast<long long>(ours->runs), static_cast<long long>(ours->points),
                     static_cast<long long>(theirs->runs), static_cast<long long>(theirs->points));
        return 1;
    }

    const std::string scene = options.environment.toStdString() + " server, " +
                              std::to_string(options.workers) + " workers, " +
                              std::to_string(ours->runs) + " runs × 5 histories × 200 points";
    const std::vector<Row> rows{
        {scene, "run summaries through the backend", "s", {{"backend", ours->summaries}}, {}},
        {scene, "runs and histories", "s", {{"client", theirs->all}, {"backend", ours->all}}, {}},
        {scene,
         "points read in a second",
         "points/s",
         {{"backend", static_cast<double>(ours->points) / ours->all}},
         {}},
        {scene,
         "times faster than MLflow's client",
         "x",
         {{"ratio", theirs->all / ours->all}},
         5.0,
         true}};
    printTable(rows);
    const auto json = parser.value(QStringLiteral("json"));
    return json.isEmpty() || writeJson(json, rows) ? 0 : 1;
}
