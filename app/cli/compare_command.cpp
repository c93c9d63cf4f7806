#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/compare/comparison_html.h"
#include "services/compare/comparison_json.h"
#include "services/compare/comparison_report.h"
#include "services/query/run_query_engine.h"
#include "widgets/charts/comparison_picture.h"

#include <QJsonDocument>

#include <algorithm>

namespace binnacle::cli {

namespace {

constexpr std::size_t chartBuckets = 600; // bands of a line: about two pixels each
constexpr std::size_t chartsInReport = 12;
constexpr std::size_t chartsInPicture = 4;

struct Options
{
    std::vector<std::string> runs;
    std::string html;
    std::string png;
    bool deleted = false;
};

// The comparison with charts of the histories that are mirrored.
Result<ComparisonReport> report(Context& context, std::span<const RunRowId> rows,
                                const DirectionOf& direction, std::size_t charts)
{
    ReportOptions options;
    options.charts = charts;
    options.buckets = chartBuckets;
    auto read = readReport(context.workspace, rows, direction, options, context.stop);
    if (read)
        std::erase_if(read->charts, [](const MetricChart& chart) { return !chart.steps(); });
    return read;
}

Result<void> writeFiles(Context& context, std::span<const RunRowId> rows,
                        const DirectionOf& direction, const Options& options)
{
    if (!options.html.empty()) {
        const auto full = report(context, rows, direction, chartsInReport);
        if (!full)
            return failure(full.error());
        if (auto written = writeFile(options.html, comparisonHtml(*full)); !written)
            return written;
    }
    if (options.png.empty())
        return {};
    const auto sheet = report(context, rows, direction, chartsInPicture);
    if (!sheet)
        return failure(sheet.error());
    return writeComparisonPng(*sheet, QString::fromStdString(options.png));
}

void print(Output& out, const RunComparison& comparison)
{
    std::vector<TextTable::Column> heads{{QString()}};
    for (const auto& run : comparison.runs)
        heads.push_back({QString::fromStdString(run.name), TextTable::Align::Right});
    TextTable table(std::move(heads));
    std::size_t equal = 0;
    for (const auto& row : comparison.rows) {
        if (!row.differs) {
            ++equal;
            continue;
        }
        std::vector<QString> cells{
            QString::fromStdString(std::string(comparisonGroupName(row.group)) + '.' + row.key)};
        for (const auto& cell : row.cells) {
            const auto shown = cell.state == ComparisonCell::State::Missing ? missingText()
                               : row.group == ComparisonGroup::Metrics
                                   ? shortNumber(cell.number)
                                   : QString::fromStdString(textOf(cell));
            cells.push_back(cell.best ? shown + QStringLiteral(" *") : shown);
        }
        table.add(cells);
    }
    table.print(out);
    out.line({});
    out.line(Text::tr("* best of the runs; %1 equal rows are left out").arg(equal).toStdString());
}

Result<FiguresByMetric> readAllFigures(Context& context, const RunComparison& comparison)
{
    std::vector<RunRowId> runs;
    std::vector<std::string> metrics;
    for (const auto& run : comparison.runs)
        runs.push_back(run.row);
    for (const auto& row : comparison.rows)
        if (row.group == ComparisonGroup::Metrics)
            metrics.push_back(row.key);
    return readFigures(context.workspace, runs, metrics, context.stop);
}

CommandResult compare(Context& context, const Options& options)
{
    std::vector<RunRowId> rows;
    for (const auto& name : options.runs) {
        const auto detail = findRun(context.workspace, name, options.deleted);
        if (!detail)
            return failed(detail.error());
        if (std::ranges::find(rows, detail->row) == rows.end())
            rows.push_back(detail->row);
    }
    RunQueryEngine engine(context.workspace);
    const auto direction = [&](const std::string& metric) { return engine.direction(metric); };
    const auto comparison = readComparison(context.workspace, rows, direction, context.stop);
    if (!comparison)
        return failed(comparison.error());
    if (auto written = writeFiles(context, rows, direction, options); !written)
        return failed(written.error());
    if (!context.json) {
        print(context.out, *comparison);
        return {};
    }
    const auto figures = readAllFigures(context, *comparison);
    if (!figures)
        return failed(figures.error());
    context.out.write(QJsonDocument(comparisonJson(*comparison, *figures)).toJson().toStdString());
    return {};
}

} // namespace

void addCompareCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("compare", "Runs side by side");
    command->add_option("RUN", options->runs, "Ids, unique beginnings of ids, or names")
        ->required();
    command->add_option("--html", options->html, "Write a report with charts")->type_name("FILE");
    command->add_option("--png", options->png, "Write charts and differing rows as a picture")
        ->type_name("FILE");
    command->add_flag("--deleted", options->deleted, "Deleted runs as well");
    command->callback([&request, options] {
        request.needsGui = !options->png.empty();
        request.run = [options](Context& context) { return compare(context, *options); };
    });
}

} // namespace binnacle::cli
