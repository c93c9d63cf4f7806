#include "services/query/run_query_engine.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/common/or_exit.h"
#include "tests/bench/query/bench_workspaces.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>

// How long a person waits for the run table over large workspaces.
//   fresh: workspace just opened, nothing read yet (the system's file cache may be warm)
//   cold:  runs are known, the columns asked for are not: the first filter after the window opened
//   warm:  asked before
// Each scene is measured in a process of its own, so that its memory is its own.

namespace binnacle::bench {
namespace {

constexpr int warmRuns = 9;

struct Opened
{
    std::shared_ptr<Workspace> workspace;
    std::unique_ptr<RunQueryEngine> engine;
};

Opened openFresh(const std::filesystem::path& file)
{
    Opened opened;
    opened.workspace = orExit(Workspace::open(file));
    opened.engine = std::make_unique<RunQueryEngine>(opened.workspace);
    return opened;
}

RunColumn column(const char* text)
{
    return orExit(columnFromText(text));
}

std::vector<RunColumn> shownColumns()
{
    std::vector<RunColumn> columns;
    for (const char* text :
         {"run_name", "status", "start_time", "duration", "metrics.val_accuracy",
          "metrics.val_loss", "metrics.`layer/norm_0002`", "metrics.`layer/norm_0003`", "params.lr",
          "params.model", "params.param_002", "tags.team"})
        columns.push_back(column(text));
    return columns;
}

std::vector<RunColumn> twentyColumns()
{
    auto columns = shownColumns();
    for (const char* text :
         {"params.param_003", "params.param_004", "params.param_005", "params.param_006",
          "metrics.`layer/norm_0004`", "metrics.`layer/norm_0005`", "metrics.`layer/norm_0006`",
          "metrics.`layer/norm_0007`"})
        columns.push_back(column(text));
    return columns;
}

class SceneBench
{
public:
    SceneBench(const Scene& scene, std::filesystem::path file, RunQuery scope, std::string name,
               bool goals)
        : file_(std::move(file)), scope_(std::move(scope)), name_(std::move(name)), goals_(goals)
    {
        if (scene.runs() > 100'000)
            goals_ = false;
    }

    std::vector<Row> measure()
    {
        firstRows();
        query("filter on one metric and one param", 25, [](RunQuery& query) {
            query.filter = "metrics.val_accuracy > 0.9 AND params.lr IN ('0.1', '0.01')";
        });
        query("the same, ordered by the metric", {}, [](RunQuery& query) {
            query.filter = "metrics.val_accuracy > 0.9 AND params.lr IN ('0.1', '0.01')";
            query.order = {{column("metrics.val_accuracy"), true}};
        });
        query("sort by a metric", 25,
              [](RunQuery& query) { query.order = {{column("metrics.val_loss"), false}}; });
        query("sort by a param of many values", {},
              [](RunQuery& query) { query.order = {{column("params.param_003"), false}}; });
        query("text search, one word found often", {},
              [](RunQuery& query) { query.freeText = "visual"; });
        query("text search, two words found rarely", {},
              [](RunQuery& query) { query.freeText = "closer polar"; });
        call("list of columns",
             [&](RunQueryEngine& engine) { orExit(engine.columns(scope_, {}, {})); });
        const auto rows = orExit(openFresh(file_).engine->run(scope_, {})).rows;
        call("variation of 20 columns, all runs shown",
             [&](RunQueryEngine& engine) { orExit(engine.variation(rows, twentyColumns(), {})); });
        call("group by a param, two aggregates", [&](RunQueryEngine& engine) {
            const std::array figures{column("metrics.val_accuracy"), column("metrics.val_loss")};
            orExit(engine.group(rows, column("params.model"), figures, {}));
        });
        call("values of a param for completion", [&](RunQueryEngine& engine) {
            orExit(engine.values(column("params.model"), 50, {}));
        });
        memory();
        return rows_;
    }

private:
    using Call = std::function<void(RunQueryEngine&)>;

    void add(std::string measure, std::vector<std::pair<std::string, double>> figures,
             std::optional<double> limit = {}, std::string unit = "ms")
    {
        rows_.push_back({name_, std::move(measure), std::move(unit), std::move(figures),
                         goals_ ? limit : std::nullopt, false});
    }

    void firstRows()
    {
        const auto work = [&](RunQueryEngine& engine) {
            const auto ordering = orExit(engine.run(scope_, {}));
            const auto count = std::min<std::size_t>(50, ordering.rows.size());
            orExit(engine.cells(std::span(ordering.rows).first(count), shownColumns(), {}));
        };
        Opened opened;
        const double fresh = millisecondsOf([&] {
            opened = openFresh(file_);
            work(*opened.engine);
        });
        add("resident after the first rows", {{"now", residentMegabytes()}}, {}, "MiB");
        const double warm = medianMilliseconds(warmRuns, [&] { work(*opened.engine); });
        add("open, first 50 rows of 12 columns", {{"warm", warm}, {"fresh", fresh}}, 300);
    }

    void call(const std::string& name, const Call& work, std::optional<double> limit = {})
    {
        auto opened = openFresh(file_);
        const double fresh = millisecondsOf([&] { work(*opened.engine); });
        double cold = 0;
        for (int i = 0; i < 5; ++i) {
            opened = openFresh(file_);
            orExit(opened.engine->run(scope_, {}));
            const double once = millisecondsOf([&] { work(*opened.engine); });
            cold = i == 0 ? once : std::min(cold, once);
        }
        const double warm = medianMilliseconds(warmRuns, [&] { work(*opened.engine); });
        add(name, {{"fresh", fresh}, {"warm", warm}, {"cold", cold}}, limit);
    }

    template <class Ask>
    void query(const std::string& name, std::optional<double> limit, Ask ask)
    {
        auto asked = scope_;
        ask(asked);
        call(name, [asked](RunQueryEngine& engine) { orExit(engine.run(asked, {})); }, limit);
    }

    // All of it with one engine, as in an afternoon.
    void memory()
    {
        auto opened = openFresh(file_);
        auto query = scope_;
        query.filter = "metrics.val_accuracy > 0.1 AND params.lr != '0.1'";
        query.freeText = "a";
        query.order = {{column("metrics.val_loss"), false}};
        const auto ordering = orExit(opened.engine->run(query, {}));
        orExit(opened.engine->variation(ordering.rows, twentyColumns(), {}));
        orExit(opened.engine->group(ordering.rows, column("params.model"), twentyColumns(), {}));
        orExit(opened.engine->columns(scope_, {}, {}));
        add("resident after all of this", {{"now", residentMegabytes()}}, 250, "MiB");
    }

    std::filesystem::path file_;
    RunQuery scope_;
    std::string name_;
    bool goals_;
    std::vector<Row> rows_;
};

std::vector<Row> measureScene(const Scene& scene, const std::filesystem::path& file, bool wide)
{
    auto rows = SceneBench(scene, file, {}, scene.name, !wide).measure();
    if (!wide)
        return rows;
    RunQuery one;
    one.experiments = {ExperimentRowId{1}};
    auto inOne =
        SceneBench(scene, file, one, scene.name + ", one experiment shown", false).measure();
    rows.insert(rows.end(), inOne.begin(), inOne.end());
    return rows;
}

// Runs `work` in a child process; its rows come back through a pipe.
std::vector<Row> inOwnProcess(const std::function<std::vector<Row>()>& work)
{
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        return work();
    const auto child = fork();
    if (child == 0) {
        close(ends[0]);
        QFile out;
        if (out.open(ends[1], QIODevice::WriteOnly)) {
            QByteArray lines;
            for (const auto& row : work()) {
                QByteArrayList fields{row.scene.c_str(), row.measure.c_str(), row.unit.c_str(),
                                      row.limit ? QByteArray::number(*row.limit) : QByteArray()};
                for (const auto& [name, value] : row.figures)
                    fields << name.c_str() << QByteArray::number(value, 'g', 17);
                lines += fields.join('\t') + '\n';
            }
            out.write(lines);
            out.close();
        }
        std::_Exit(0);
    }
    close(ends[1]);
    QFile in;
    std::vector<Row> rows;
    if (in.open(ends[0], QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        for (const auto& line : in.readAll().split('\n')) {
            const auto fields = line.split('\t');
            if (fields.size() < 4)
                continue;
            Row row{fields[0].toStdString(),
                    fields[1].toStdString(),
                    fields[2].toStdString(),
                    {},
                    {},
                    false};
            if (!fields[3].isEmpty())
                row.limit = fields[3].toDouble();
            for (qsizetype i = 4; i + 1 < fields.size(); i += 2)
                row.figures.emplace_back(fields[i].toStdString(), fields[i + 1].toDouble());
            rows.push_back(std::move(row));
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0)
        std::exit(1);
    return rows;
}

int run(const QCommandLineParser& options)
{
    const QDir data(options.value(QStringLiteral("data")));
    data.mkpath(QStringLiteral("."));
    std::vector<std::pair<Scene, bool>> scenes;
    if (const auto runs = options.value(QStringLiteral("runs")).toLongLong(); runs > 0)
        scenes.emplace_back(narrowScene(runs), false);
    if (options.isSet(QStringLiteral("million")))
        scenes.emplace_back(narrowScene(1'000'000), false);
    if (const auto count = options.value(QStringLiteral("experiments")).toLongLong(); count > 0)
        scenes.emplace_back(wideScene(count), true);
    std::vector<Row> rows;
    for (const auto& [scene, wide] : scenes) {
        const bool isWide = wide;
        const auto& made = scene;
        inOwnProcess([&] {
            prepare(made, data);
            return std::vector<Row>();
        });
        const auto measured =
            inOwnProcess([&] { return measureScene(made, prepare(made, data), isWide); });
        printTable(measured);
        rows.insert(rows.end(), measured.begin(), measured.end());
    }
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
        {QStringLiteral("data"), QStringLiteral("Folder of the generated workspaces."),
         QStringLiteral("DIR"), source + QStringLiteral("/.cache/bench")},
        {QStringLiteral("json"), QStringLiteral("Write the figures here as JSON."),
         QStringLiteral("FILE")},
        {QStringLiteral("runs"), QStringLiteral("Runs of the narrow workspace; 0: leave it out."),
         QStringLiteral("N"), QStringLiteral("100000")},
        {QStringLiteral("million"), QStringLiteral("A narrow workspace of 1,000,000 runs too.")},
        {QStringLiteral("experiments"),
         QStringLiteral("Experiments of the wide workspace, up to 50; 0: leave it out."),
         QStringLiteral("N"), QStringLiteral("1")},
    });
    options.process(application);
    return binnacle::bench::run(options);
}
