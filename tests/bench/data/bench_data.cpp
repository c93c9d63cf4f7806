#include "services/data/column_pairs.h"
#include "services/data/dataset_open.h"
#include "services/data/profile/profiler.h"
#include "services/data/sql_text.h"
#include "services/data/table_view.h"
#include "tests/bench/common/bench_report.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

// How long a person waits for data: the first screen, the profile, the columns that drift needs.

namespace binnacle::bench {
namespace {

template <class T>
T orExit(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s %s\n", qUtf8Printable(result.error().message),
                     qUtf8Printable(result.error().detail));
        std::_Exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::shared_ptr<DuckDbEngine> engine()
{
    return orExit(DuckDbEngine::open());
}

// Makes the file where it is not there yet.
std::string prepared(const QString& folder, const QString& name, const std::string& query)
{
    const auto file = QDir(folder).filePath(name).toStdString();
    if (!std::filesystem::exists(file))
        orExit(engine()->execute("COPY (" + query + ") TO " + sqlText(file)));
    return file;
}

Dataset opened(const std::shared_ptr<DuckDbEngine>& in, const std::string& file, OpenDepth depth)
{
    return orExit(openDataset(in, {file, {}, {}, {}}, depth));
}

std::string narrowQuery(qint64 rows)
{
    return "SELECT i AS id, random() AS x, (random() * 100)::INTEGER AS k, 'name' || (i % 1000) AS "
           "s, TIMESTAMP '2024-01-01' + to_seconds(i) AS t FROM range(" +
           std::to_string(rows) + ") t(i)";
}

// 35 numeric and 15 text columns.
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

Row row(const std::string& scene, const std::string& measure, double value, const char* unit = "s",
        std::optional<double> limit = {})
{
    return {scene, measure, unit, {{"", value}}, limit, false};
}

double seconds(const std::function<void()>& work)
{
    return millisecondsOf(work) / 1000;
}

std::vector<Row> profileScene(const std::string& file, const std::string& scene, double limit)
{
    const auto in = engine();
    Dataset data;
    std::vector<Row> rows;
    rows.push_back(row(scene, "open", seconds([&] { data = opened(in, file, OpenDepth::Whole); })));
    rows.push_back(row(scene, "profile of all columns",
                       seconds([&] { orExit(profileDataset(data)); }), "s", limit));
    rows.push_back(row(scene, "resident memory", residentMegabytes(), "MiB"));
    return rows;
}

std::vector<Row> csvScene(const std::string& file)
{
    const auto size = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
    const auto scene = "CSV of " + std::to_string(static_cast<int>(size)) + " MB";
    const auto in = engine();
    std::vector<Row> rows;
    rows.push_back(row(scene, "first screen (100 rows)", seconds([&] {
                           const auto data = opened(in, file, OpenDepth::Preview);
                           const auto view = orExit(TableView::open(data, {}));
                           orExit(view->window(0, 100));
                       }),
                       "s", 1.0));
    Dataset data;
    rows.push_back(
        row(scene, "read whole", seconds([&] { data = opened(in, file, OpenDepth::Whole); })));
    std::shared_ptr<TableView> sorted;
    rows.push_back(row(scene, "sort by a number", seconds([&] {
                           sorted = orExit(TableView::open(data, {{{"x", true}}, {}}));
                       })));
    rows.push_back(row(scene, "window in the middle of it",
                       seconds([&] { orExit(sorted->window(*data.rows / 2, 100)); })));
    return rows;
}

std::vector<Row> pairScene(const std::string& reference, const std::string& current)
{
    const auto in = engine();
    const auto scene = std::string("columns for drift, 50 mixed");
    std::size_t columns = 0;
    std::vector<Row> rows;
    rows.push_back(row(scene, "read, sorted and counted", seconds([&] {
                           orExit(readColumnPairs(opened(in, reference, OpenDepth::Whole),
                                                  opened(in, current, OpenDepth::Whole), {},
                                                  [&](std::span<ColumnPair> batch) -> Result<void> {
                                                      columns += batch.size();
                                                      return {};
                                                  }));
                       })));
    rows.push_back(row(scene, "resident memory", residentMegabytes(), "MiB"));
    rows.push_back(row(scene, "columns", static_cast<double>(columns), ""));
    return rows;
}

int run(const QCommandLineParser& options)
{
    const auto folder = options.value(QStringLiteral("data"));
    QDir().mkpath(folder);
    const auto count = options.value(QStringLiteral("rows")).toLongLong();
    const auto csvCount = options.value(QStringLiteral("csv-rows")).toLongLong();
    const auto name = [](const char* stem, qint64 size, const char* end) {
        return QStringLiteral("%1-%2.%3")
            .arg(QLatin1String(stem))
            .arg(size)
            .arg(QLatin1String(end));
    };
    std::vector<Row> rows;
    const auto take = [&](std::vector<Row> measured) {
        printTable(measured);
        std::ranges::move(measured, std::back_inserter(rows));
    };
    take(
        profileScene(prepared(folder, name("narrow", 5 * count, "parquet"), narrowQuery(5 * count)),
                     "Parquet, " + std::to_string(5 * count) + " rows × 5", 3.0));
    if (csvCount > 0)
        take(csvScene(prepared(folder, name("narrow", csvCount, "csv"), narrowQuery(csvCount))));
    take(pairScene(prepared(folder, name("reference", count, "parquet"), mixedQuery(count, 0)),
                   prepared(folder, name("current", count, "parquet"), mixedQuery(count, 0.3))));
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
        {QStringLiteral("data"), QStringLiteral("Folder of the generated files."),
         QStringLiteral("DIR"), source + QStringLiteral("/.cache/bench/data")},
        {QStringLiteral("json"), QStringLiteral("Write the figures here as JSON."),
         QStringLiteral("FILE")},
        {QStringLiteral("rows"),
         QStringLiteral("Rows of each side of drift; five times as many are profiled."),
         QStringLiteral("N"), QStringLiteral("1000000")},
        {QStringLiteral("csv-rows"), QStringLiteral("Rows of the CSV file; 0: leave it out."),
         QStringLiteral("N"), QStringLiteral("5000000")},
    });
    options.process(application);
    return binnacle::bench::run(options);
}
