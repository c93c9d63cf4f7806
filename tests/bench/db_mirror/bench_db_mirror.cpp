// Mirrors an mlflow.db with ten million metric points:
//   summaries      every run with params, tags and latest metrics, read
//   histories      every point of every series, read in place
//   whole mirror   a first pass into a new workspace: summaries and all histories, written
//   second pass    nothing changed meanwhile
// The file was just written, so it is in the page cache. Exit code 1: points are missing.

#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/db_mirror/store_generator.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <filesystem>

using namespace binnacle;
namespace fs = std::filesystem;

namespace {

constexpr double goalPointsPerSecond = 1e6;

int refused(const char* what, const Error& error)
{
    std::fprintf(stderr, "%s: %s %s\n", what, qUtf8Printable(error.message),
                 qUtf8Printable(error.detail));
    return 1;
}

struct Bench
{
    fs::path folder;
    bench::StoreSize size;
    std::vector<bench::Row> rows;
    std::string scene;

    void add(std::string measure, std::string unit, double figure, std::optional<double> limit = {})
    {
        rows.push_back({scene, std::move(measure), std::move(unit), {{"", figure}}, limit, true});
    }

    Result<void> read(TrackingBackend& backend)
    {
        std::vector<SeriesRequest> requests;
        const bench::StopWatch summaries;
        const auto scanned =
            backend.scanRuns({},
                             [&](std::vector<Run> runs) -> Result<void> {
                                 for (const auto& run : runs) {
                                     for (const auto& metric : run.metrics)
                                         requests.push_back({run.id, metric.key, {}});
                                 }
                                 return {};
                             },
                             {});
        if (!scanned)
            return failure(scanned.error());
        add("summaries, read", "runs/s", double(size.runs()) / summaries.milliseconds() * 1000);
        std::int64_t points = 0;
        const bench::StopWatch histories;
        const auto fetched = backend.fetchHistories(requests,
                                                    [&](SeriesData data) -> Result<void> {
                                                        points += std::int64_t(data.points.size());
                                                        return {};
                                                    },
                                                    {});
        const auto taken = histories.milliseconds();
        if (!fetched)
            return failure(fetched.error());
        if (points != size.runs() * size.metrics * size.steps)
            return failure(Error::Kind::Invalid, QStringLiteral("points are missing"));
        add("histories, read", "points/s", double(points) / taken * 1000, goalPointsPerSecond);
        return {};
    }

    Result<void> mirror(const std::shared_ptr<TrackingBackend>& backend, const Source& kind)
    {
        fs::remove(folder / "workspace.db");
        auto workspace = Workspace::open(folder / "workspace.db");
        if (!workspace)
            return failure(workspace.error());
        Source source = kind;
        source.name = "bench";
        const auto id = SourceStore(*workspace).add(source);
        if (!id)
            return failure(id.error());
        source.id = *id;
        for (const bool first : {true, false}) {
            MirrorPass pass(*workspace, backend, source);
            const bench::StopWatch watch;
            const auto done = pass.run(first, HistoryMode::All, {}, {}, {});
            const auto taken = watch.milliseconds();
            if (!done)
                return failure(done.error());
            if (first && done->points != size.runs() * size.metrics * size.steps)
                return failure(Error::Kind::Invalid,
                               QStringLiteral("%1 points were mirrored").arg(done->points));
            if (first)
                add("whole mirror", "points/s", double(done->points) / taken * 1000,
                    goalPointsPerSecond);
            else
                rows.push_back({scene, "second pass, nothing new", "ms", {{"", taken}}, {}, false});
        }
        std::error_code ignored;
        rows.push_back({scene,
                        "workspace on disk",
                        "MiB",
                        {{"", double(fs::file_size(folder / "workspace.db", ignored)) / 1048576}},
                        {},
                        false});
        return {};
    }
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{QStringLiteral("json"), QStringLiteral("Write the figures to this file."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("points"), QStringLiteral("Points in all."),
                        QStringLiteral("N"), QStringLiteral("10000000")},
                       {QStringLiteral("metrics"), QStringLiteral("Metrics of a run."),
                        QStringLiteral("N"), QStringLiteral("10")},
                       {QStringLiteral("steps"), QStringLiteral("Points of a metric."),
                        QStringLiteral("N"), QStringLiteral("1000")},
                       {QStringLiteral("folder"),
                        QStringLiteral("Where the store is made and kept (default: temporary)."),
                        QStringLiteral("DIR")}});
    parser.process(app);
    const QTemporaryDir temporary;
    Bench bench;
    const auto folder = parser.value(QStringLiteral("folder"));
    bench.folder = (folder.isEmpty() ? temporary.path() : folder).toStdString();
    bench.size.points = parser.value(QStringLiteral("points")).toLongLong();
    bench.size.metrics = std::max(1LL, parser.value(QStringLiteral("metrics")).toLongLong());
    bench.size.steps = std::max(1LL, parser.value(QStringLiteral("steps")).toLongLong());
    fs::create_directories(bench.folder);
    const auto file = bench.folder / ("mlflow-" + std::to_string(bench.size.points) + "-" +
                                      std::to_string(bench.size.metrics) + "-" +
                                      std::to_string(bench.size.steps) + ".db");
    if (!fs::exists(file)) {
        const fs::path draft = file.string() + ".part";
        fs::remove(draft);
        const auto made = bench::generateStore(draft, bench.size);
        if (!made)
            return refused("making the store", made.error());
        fs::rename(draft, file);
    }
    char scene[160];
    std::snprintf(
        scene, sizeof scene, "mlflow.db, %lld runs × %lld metrics × %lld points, %.0f MiB",
        static_cast<long long>(bench.size.runs()), static_cast<long long>(bench.size.metrics),
        static_cast<long long>(bench.size.steps), double(fs::file_size(file)) / 1048576);
    bench.scene = scene;
    const auto kind = mlflowDbKind();
    const Source source{{}, "bench", kind.kind, "sqlite:///" + file.string()};
    const auto backend = kind.open(source);
    if (!backend)
        return refused("opening", backend.error());
    if (auto done = bench.read(**backend); !done)
        return refused("reading", done.error());
    if (auto done = bench.mirror(*backend, source); !done)
        return refused("mirroring", done.error());
    bench::printTable(bench.rows);
    const auto json = parser.value(QStringLiteral("json"));
    return json.isEmpty() || bench::writeJson(json, bench.rows) ? 0 : 1;
}
