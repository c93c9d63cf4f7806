#include "app/cli/command.h"
#include "app/cli/comparison_picture.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/compare/comparison_html.h"
#include "services/compare/comparison_json.h"
#include "services/compare/comparison_reader.h"
#include "services/query/run_query_engine.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSaveFile>

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

Error cannotWrite(const QString& file, const QString& why)
{
    return {Error::Kind::Storage, Text::tr("%1 can not be written: %2.").arg(file, why), {}};
}

// The metric that tells most, then others of more than one step, the differing ones first.
std::vector<std::string> metricsToDraw(const RunComparison& comparison, std::size_t most)
{
    std::vector<std::string> metrics;
    if (auto first = metricToShowFirst(comparison); !first.empty())
        metrics.push_back(std::move(first));
    for (const auto& row : comparison.rows) {
        const bool grows = std::ranges::any_of(
            row.cells, [](const ComparisonCell& cell) { return cell.step > 0; });
        if (row.group == ComparisonGroup::Metrics && grows && metrics.size() < most &&
            std::ranges::find(metrics, row.key) == metrics.end())
            metrics.push_back(row.key);
    }
    return metrics;
}

Result<std::vector<MetricChart>> readCharts(Context& context, const RunComparison& comparison,
                                            std::size_t most)
{
    std::vector<RunRowId> rows;
    rows.reserve(comparison.runs.size());
    for (const auto& run : comparison.runs)
        rows.push_back(run.row);
    std::vector<MetricChart> charts;
    for (const auto& metric : metricsToDraw(comparison, most)) {
        auto chart =
            readMetricChart(HistoryStore(context.workspace), rows, metric, firstPossibleStep,
                            lastPossibleStep, chartBuckets, context.stop);
        if (!chart)
            return failure(chart.error());
        if (chart->steps()) // some history is mirrored
            charts.push_back(std::move(*chart));
    }
    return charts;
}

Result<void> writeHtml(Context& context, const RunComparison& comparison, const std::string& path)
{
    auto charts = readCharts(context, comparison, chartsInReport);
    if (!charts)
        return failure(charts.error());
    const auto html =
        comparisonHtml({comparison, std::move(*charts), QDateTime::currentMSecsSinceEpoch()});
    QSaveFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(html.data(), static_cast<qint64>(html.size())) !=
            static_cast<qint64>(html.size()) ||
        !file.commit())
        return failure(cannotWrite(file.fileName(), file.errorString()));
    return {};
}

Result<void> writePng(Context& context, const RunComparison& comparison, const std::string& path)
{
    const auto charts = readCharts(context, comparison, chartsInPicture);
    if (!charts)
        return failure(charts.error());
    if (charts->empty())
        return failure(Error::Kind::NotFound,
                       Text::tr("There is nothing to draw: no metric history of these runs is "
                                "mirrored; binnacle-cli sync brings them."));
    QSaveFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) ||
        !comparisonPicture(comparison, *charts).save(&file, "PNG") || !file.commit())
        return failure(cannotWrite(file.fileName(), file.errorString()));
    return {};
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
                                   : QString::fromStdString(cell.text);
            cells.push_back(cell.best ? shown + QStringLiteral(" *") : shown);
        }
        table.add(cells);
    }
    table.print(out);
    out.line({});
    out.line(Text::tr("* best of the runs; %1 equal rows are left out").arg(equal).toStdString());
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
    if (!options.html.empty()) {
        if (auto written = writeHtml(context, *comparison, options.html); !written)
            return failed(written.error());
    }
    if (!options.png.empty()) {
        if (auto written = writePng(context, *comparison, options.png); !written)
            return failed(written.error());
    }
    if (context.json)
        context.out.write(QJsonDocument(comparisonJson(*comparison)).toJson().toStdString());
    else
        print(context.out, *comparison);
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
    command->add_option("--png", options->png, "Write the charts as a picture")->type_name("FILE");
    command->add_flag("--deleted", options->deleted, "Deleted runs as well");
    command->callback([&request, options] {
        request.needsGui = !options->png.empty();
        request.run = [options](Context& context) { return compare(context, *options); };
    });
}

} // namespace binnacle::cli
