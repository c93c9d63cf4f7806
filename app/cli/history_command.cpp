#include "app/cli/command.h"
#include "app/cli/csv_writer.h"
#include "app/cli/output.h"
#include "app/cli/point_reduction.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/workspace/history_store.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string run;
    std::string metric;
    std::size_t points = 0; // 0: all
    bool csv = false;
    bool deleted = false;
};

Error noHistory(const RunDetail& detail, const std::string& metric)
{
    const bool logged = std::ranges::any_of(
        detail.run.metrics, [&](const LatestMetric& one) { return one.key == metric; });
    const auto name = QString::fromStdString(metric);
    const auto run = QString::fromStdString(detail.run.name);
    if (!logged)
        return {
            Error::Kind::NotFound,
            Text::tr("The run %1 has no metric “%2”; binnacle-cli show lists them.").arg(run, name),
            {}};
    return {Error::Kind::NotFound,
            Text::tr("The history of “%1” of %2 is not mirrored yet: binnacle-cli sync brings it.")
                .arg(name, run),
            {}};
}

// Calls `write(point)` for each point; stops for Ctrl+C and for an output that broke.
template <class Write>
CommandResult stream(Context& context, const std::vector<MetricPoint>& points, Write write)
{
    constexpr std::size_t between = 10000;
    for (std::size_t i = 0; i < points.size(); ++i) {
        write(points[i]);
        if (i % between != between - 1)
            continue;
        if (context.stop.stop_requested())
            return failed(cancelledError());
        if (auto written = context.out.flush(); !written)
            return failed(written.error());
    }
    return {};
}

CommandResult printJson(Context& context, const std::vector<MetricPoint>& points)
{
    JsonWriter json(context.out);
    json.beginArray();
    const auto written = stream(context, points, [&](const MetricPoint& point) {
        json.beginObject();
        json.field("step", point.step);
        json.field("timestamp", point.timestamp);
        json.field("value", point.value);
        json.endObject();
    });
    if (written)
        json.endArray();
    return written;
}

CommandResult printCsv(Context& context, const std::vector<MetricPoint>& points)
{
    CsvWriter csv(context.out);
    for (const auto* title : {"step", "timestamp", "value"})
        csv.text(title);
    csv.endRow();
    return stream(context, points, [&](const MetricPoint& point) {
        csv.integer(point.step);
        csv.integer(point.timestamp);
        csv.number(point.value);
        csv.endRow();
    });
}

CommandResult printTable(Context& context, const std::vector<MetricPoint>& points)
{
    using Align = TextTable::Align;
    TextTable table(
        {{Text::tr("STEP"), Align::Right}, {Text::tr("TIME")}, {Text::tr("VALUE"), Align::Right}});
    for (const auto& point : points)
        table.add({QString::number(point.step), localTime(point.timestamp),
                   QString::fromStdString(exactNumber(point.value))});
    table.print(context.out);
    return {};
}

CommandResult history(Context& context, const Options& options)
{
    const auto detail = findRun(context.workspace, options.run, options.deleted);
    if (!detail)
        return failed(detail.error());
    const HistoryStore store(context.workspace);
    const auto info = store.info(detail->row, options.metric);
    if (!info)
        return failed(info.error());
    if (!*info)
        return failed(noHistory(*detail, options.metric));
    auto points = store.points(detail->row, options.metric);
    if (!points)
        return failed(points.error());
    if (options.points > 0)
        *points = reducePoints(*points, options.points);
    if (context.json)
        return printJson(context, *points);
    return options.csv ? printCsv(context, *points) : printTable(context, *points);
}

} // namespace

void addHistoryCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("history", "Every logged value of one metric of a run");
    command->add_option("RUN", options->run, "Id, unique beginning of an id, or name")->required();
    command->add_option("METRIC", options->metric, "Key of a metric")->required();
    command
        ->add_option("--points", options->points,
                     "About so many points: the extremes of each stretch (default: all)")
        ->type_name("N")
        ->check(wholeNumber(1));
    auto* csv = command->add_flag("--csv", options->csv, "Answer in CSV");
    csv->excludes(app.get_option("--json"));
    command->add_flag("--deleted", options->deleted, "Deleted runs as well");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return history(context, *options); };
    });
}

} // namespace binnacle::cli
