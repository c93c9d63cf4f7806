#include "services/data/dataset_open.h"
#include "services/data/drift_run.h"
#include "services/data/multivariate_run.h"
#include "services/data/sql_text.h"
#include "services/data/window_run.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/common/or_exit.h"
#include "tests/bench/drift/measured_process.h"
#include "tests/contract/common/contract_environment.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QStorageInfo>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <stop_token>
#include <thread>

// Drift and profiles of the command line beside Evidently and ydata-profiling on the same files in
// one run: whole processes, from the start to the answer, and the memory that they had at most.

namespace binnacle::bench {
namespace {

// 35 columns of numbers and 15 of texts.
std::string mixedQuery(qint64 rows, double shift)
{
    std::vector<std::string> columns;
    for (int i = 0; i < 35; ++i)
        columns.push_back("sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random()) + " +
                          sqlNumber(i % 3 == 0 ? shift : 0) + " AS n" + std::to_string(i));
    for (int i = 0; i < 15; ++i)
        columns.push_back("'c' || (random() * " + std::to_string(3 + 7 * i) + ")::INTEGER AS c" +
                          std::to_string(i));
    return "SELECT " + joined(columns, ", ") + " FROM range(" + std::to_string(rows) + ")";
}

// Numbers of 4,096 values: some 1.5 bytes each on the disk.
std::string plainQuery(qint64 rows, qint64 columns, double shift)
{
    std::vector<std::string> all;
    for (qint64 i = 0; i < columns; ++i)
        all.push_back("(random() * 4095)::INTEGER / 16.0 + " + sqlNumber(i % 3 == 0 ? shift : 0) +
                      " AS x" + std::to_string(i));
    return "SELECT " + joined(all, ", ") + " FROM range(" + std::to_string(rows) + ")";
}

class Bench
{
public:
    explicit Bench(QString folder) : folder_(std::move(folder)) { QDir().mkpath(folder_); }

    // Written anew; removed with the bench.
    std::string written(const std::string& name, const std::string& query)
    {
        const auto file = path(name);
        orExit(orExit(DuckDbEngine::open())->execute("COPY (" + query + ") TO " + sqlText(file)));
        files_.push_back(file);
        return file;
    }
    void removeFiles()
    {
        std::error_code ignored;
        for (const auto& file : files_)
            std::filesystem::remove(file, ignored);
        files_.clear();
        for (const char* name : {"bench.db", "answer.json", "answer.txt"})
            std::filesystem::remove(path(name), ignored);
    }
    std::string path(const std::string& name) const
    {
        return QDir(folder_).filePath(QString::fromStdString(name)).toStdString();
    }
    bool hasRoom(double megabytes) const
    {
        return static_cast<double>(QStorageInfo(folder_).bytesAvailable()) / 1e6 > 2 * megabytes;
    }
    MeasuredProcess cli(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {BINNACLE_CLI, "--workspace", path("bench.db")});
        return checked(measureProcess(arguments, path("answer.json")));
    }
    MeasuredProcess script(const QString& environment, const std::string& name,
                           std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {contract::python(environment).toStdString(),
                                             std::string(DRIFT_BENCH_SCRIPTS "/") + name});
        return checked(measureProcess(arguments, path("answer.txt")));
    }

private:
    static MeasuredProcess checked(const MeasuredProcess& measured)
    {
        if (measured.exitCode != 0 && measured.exitCode != 3) {
            std::fprintf(stderr, "a process ended with %d\n", measured.exitCode);
            std::_Exit(1);
        }
        return measured;
    }

    QString folder_;
    std::vector<std::string> files_;
};

Row row(const std::string& scene, const std::string& measure, double value, const char* unit,
        std::optional<double> limit = {}, bool atLeast = false)
{
    return {scene, measure, unit, {{"", value}}, limit, atLeast};
}

std::vector<Row> beside(const std::string& scene, const std::string& other,
                        const MeasuredProcess& ours, const MeasuredProcess& theirs, double faster,
                        std::optional<double> memory)
{
    return {
        row(scene, "binnacle-cli", ours.seconds, "s"),
        row(scene, other, theirs.seconds, "s"),
        row(scene, "times faster", theirs.seconds / ours.seconds, "×", faster, true),
        row(scene, "binnacle-cli, most memory", ours.peakMegabytes, "MiB"),
        row(scene, other + ", most memory", theirs.peakMegabytes, "MiB"),
        row(scene, "share of its memory", ours.peakMegabytes / theirs.peakMegabytes, "", memory)};
}

std::vector<Row> mixedScene(Bench& bench, qint64 count)
{
    const auto reference = bench.written("reference.parquet", mixedQuery(count, 0));
    const auto current = bench.written("current.parquet", mixedQuery(count, 0.3));
    const auto scene = "drift, 2 × " + std::to_string(count) + " rows × 50 mixed";
    const auto ours = bench.cli({"drift", reference, current, "--json"});
    auto rows =
        beside(scene, "Evidently's preset", ours,
               bench.script(QStringLiteral("drift"), "evidently_preset.py", {reference, current}),
               30, 0.2);
    const auto profiled = bench.cli({"profile", reference, "--json"});
    const auto environment = QStringLiteral("profile");
    const auto other = "profile, " + std::to_string(count) + " rows × 50 mixed";
    if (contract::python(environment).isEmpty()) {
        rows.push_back(
            row(other, "binnacle-cli (ydata-profiling is not installed)", profiled.seconds, "s"));
        return rows;
    }
    std::ranges::move(beside(other, "ydata-profiling, minimal", profiled,
                             bench.script(environment, "ydata_profile.py", {reference}), 10, {}),
                      std::back_inserter(rows));
    return rows;
}

std::vector<Row> largeScene(Bench& bench, const std::string& scene, qint64 before, qint64 after,
                            qint64 columns, std::optional<double> limit)
{
    const double megabytes = static_cast<double>((before + after) * columns) * 1.7 / 1e6;
    if (!bench.hasRoom(megabytes)) {
        std::fprintf(stderr, "%s: the disk has no room for %.0f MB\n", scene.c_str(), megabytes);
        return {};
    }
    const auto reference = bench.written("large-reference.parquet", plainQuery(before, columns, 0));
    const auto current = bench.written("large-current.parquet", plainQuery(after, columns, 3));
    const auto ours = bench.cli({"drift", reference, current, "--json", "--memory", "1500"});
    return {row(scene, "binnacle-cli", ours.seconds, "s", limit),
            row(scene, "most memory", ours.peakMegabytes, "MiB", 4096)};
}

// The longest time from a request to stop until the answer, over requests at several moments.
template <class Work>
double slowestStop(Work work)
{
    double slowest = 0;
    for (const int wait : {20, 100, 250, 500, 900, 1500}) {
        std::stop_source source;
        StopWatch asked;
        std::jthread other([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(wait));
            asked = StopWatch();
            source.request_stop();
        });
        work(source.get_token());
        const bool ended = !source.stop_requested();
        other.join();
        if (!ended)
            slowest = std::max(slowest, asked.milliseconds() / 1000);
    }
    return slowest;
}

std::vector<Row> stopScene(Bench& bench)
{
    const std::string scene = "stop";
    const auto engine = orExit(DuckDbEngine::open());
    const auto open = [&](const char* name) {
        return orExit(openDataset(engine, {bench.path(name), {}, {}, {}}, OpenDepth::Whole));
    };
    const auto reference = open("reference.parquet"), current = open("current.parquet");
    const auto drift = slowestStop([&](const std::stop_token& stop) {
        DriftRunOptions options;
        options.stop = stop;
        (void)runDrift(reference, current, options);
    });
    const auto windows = slowestStop([&](const std::stop_token& stop) {
        WindowRunOptions options;
        options.stop = stop;
        (void)runDriftOverTime(reference, current, options);
    });
    const auto together = slowestStop([&](const std::stop_token& stop) {
        MultivariateOptions options;
        options.stop = stop;
        (void)runMultivariate(reference, current, options);
    });
    return {row(scene, "drift", drift, "s", 0.5), row(scene, "by window", windows, "s", 0.5),
            row(scene, "columns together", together, "s", 0.5)};
}

int run(const QCommandLineParser& options)
{
    Bench bench(options.value(QStringLiteral("data")));
    const auto number = [&](const char* name) {
        return options.value(QLatin1String(name)).toLongLong();
    };
    std::vector<Row> rows;
    const auto take = [&](std::vector<Row> measured) {
        printTable(measured);
        std::ranges::move(measured, std::back_inserter(rows));
    };
    take(mixedScene(bench, number("rows")));
    take(stopScene(bench));
    bench.removeFiles();
    const auto wide = number("wide-rows"), columns = number("wide-columns");
    if (wide > 0)
        take(largeScene(bench,
                        std::to_string(wide) + " + " + std::to_string(wide / 10) + " rows × " +
                            std::to_string(columns),
                        wide, wide / 10, columns, 300));
    bench.removeFiles();
    const auto tall = number("long-rows");
    if (tall > 0)
        take(largeScene(bench,
                        std::to_string(tall) + " + " + std::to_string(tall / 10) + " rows × 10",
                        tall, tall / 10, 10, {}));
    bench.removeFiles();
    const auto json = options.value(QStringLiteral("json"));
    return json.isEmpty() || writeJson(json, rows) ? 0 : 1;
}

} // namespace
} // namespace binnacle::bench

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    const auto source =
        qEnvironmentVariable("BINNACLE_SOURCE_DIR", QStringLiteral(BINNACLE_SOURCE));
    options.addHelpOption();
    options.addOptions({
        {QStringLiteral("data"), QStringLiteral("Folder of the generated files: removed after."),
         QStringLiteral("DIR"), source + QStringLiteral("/.cache/bench/drift")},
        {QStringLiteral("json"), QStringLiteral("Write the figures here as JSON."),
         QStringLiteral("FILE")},
        {QStringLiteral("rows"), QStringLiteral("Rows of each side of 50 mixed columns."),
         QStringLiteral("N"), QStringLiteral("1000000")},
        {QStringLiteral("wide-rows"),
         QStringLiteral("Rows of a wide reference, a tenth as many current; 0: leave it out."),
         QStringLiteral("N"), QStringLiteral("0")},
        {QStringLiteral("wide-columns"), QStringLiteral("Its columns."), QStringLiteral("N"),
         QStringLiteral("1000")},
        {QStringLiteral("long-rows"),
         QStringLiteral("Rows of a reference of 10 columns; 0: leave it out."), QStringLiteral("N"),
         QStringLiteral("0")},
    });
    options.process(application);
    return binnacle::bench::run(options);
}
