#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"

namespace binnacle::cli {

namespace {

void writeDatasets(JsonWriter& json, const Run& run)
{
    json.key("datasets");
    json.beginArray();
    for (const auto& dataset : run.datasets) {
        json.beginObject();
        json.field("name", dataset.name);
        json.field("digest", dataset.digest);
        json.field("source_type", dataset.sourceType);
        json.field("source", dataset.source);
        json.field("context", dataset.context);
        json.endObject();
    }
    json.endArray();
}

void writeJson(Context& context, const RunDetail& detail, const std::vector<LoggedModel>& models)
{
    const Run& run = detail.run;
    JsonWriter json(context.out);
    json.beginObject();
    writeRunFields(json, detail, {});
    json.field("experiment_id", run.experimentId);
    json.field("user_id", run.userId);
    json.field("artifact_uri", run.artifactUri);
    json.key("latest_metrics");
    json.beginArray();
    for (const auto& metric : run.metrics) {
        json.beginObject();
        json.field("key", metric.key);
        json.field("value", metric.point.value);
        json.field("timestamp", metric.point.timestamp);
        json.field("step", metric.point.step);
        json.endObject();
    }
    json.endArray();
    writeDatasets(json, run);
    json.key("models");
    json.beginArray();
    for (const auto& model : models) {
        json.beginObject();
        json.field("model_id", model.id);
        json.field("name", model.name);
        json.field("status", model.status);
        json.endObject();
    }
    json.endArray();
    json.field("pending", detail.pending);
    json.field("confirmed_at", detail.confirmedAt);
    json.endObject();
}

void printSection(Output& out, const QString& title, const std::vector<KeyValue>& list)
{
    if (list.empty())
        return;
    out.line({});
    TextTable table({{title}, {QString()}});
    for (const auto& [key, value] : list)
        table.add({QString::fromStdString(key), QString::fromStdString(value)});
    table.print(out);
}

void printMetrics(Output& out, const std::vector<LatestMetric>& metrics)
{
    if (metrics.empty())
        return;
    using Align = TextTable::Align;
    out.line({});
    TextTable table({{Text::tr("METRIC")},
                     {Text::tr("LAST"), Align::Right},
                     {Text::tr("STEP"), Align::Right},
                     {Text::tr("TIME")}});
    for (const auto& metric : metrics)
        table.add({QString::fromStdString(metric.key), shortNumber(metric.point.value),
                   QString::number(metric.point.step), localTime(metric.point.timestamp)});
    table.print(out);
}

void print(Context& context, const RunDetail& detail, const std::vector<LoggedModel>& models)
{
    const Run& run = detail.run;
    Output& out = context.out;
    TextTable head({{Text::tr("RUN")}, {QString::fromStdString(run.id)}});
    const auto add = [&](const QString& name, const QString& value) { head.add({name, value}); };
    add(Text::tr("name"), QString::fromStdString(run.name));
    add(Text::tr("source"), QString::fromStdString(detail.sourceName));
    add(Text::tr("experiment"), QString::fromStdString(detail.experimentName));
    add(Text::tr("status"), QString::fromUtf8(statusName(run.status)));
    if (run.lifecycle == Lifecycle::Deleted)
        add(Text::tr("stage"), QString::fromUtf8(lifecycleName(run.lifecycle)));
    add(Text::tr("started"), localTime(run.startTime));
    add(Text::tr("ended"), localTime(run.endTime));
    if (!run.userId.empty())
        add(Text::tr("user"), QString::fromStdString(run.userId));
    if (!run.artifactUri.empty())
        add(Text::tr("artifacts"), QString::fromStdString(run.artifactUri));
    if (detail.childRuns > 0)
        add(Text::tr("child runs"), QString::number(detail.childRuns));
    if (detail.pending)
        add(Text::tr("edits"), Text::tr("waiting for the source"));
    add(Text::tr("as of"), localTime(detail.confirmedAt));
    head.print(out);
    printSection(out, Text::tr("PARAM"), run.params);
    printMetrics(out, run.metrics);
    printSection(out, Text::tr("TAG"), run.tags);
    std::vector<KeyValue> datasets;
    datasets.reserve(run.datasets.size());
    for (const auto& dataset : run.datasets)
        datasets.push_back({dataset.name, dataset.digest + "  " + dataset.context});
    printSection(out, Text::tr("DATASET"), datasets);
    std::vector<KeyValue> modelLines;
    modelLines.reserve(models.size());
    for (const auto& model : models)
        modelLines.push_back({model.id, model.name + "  " + model.status});
    printSection(out, Text::tr("MODEL"), modelLines);
}

CommandResult show(Context& context, const std::string& wanted, bool deleted)
{
    const auto detail = findRun(context.workspace, wanted, deleted);
    if (!detail)
        return failed(detail.error());
    const auto models = RunReader(context.workspace).loggedModels(detail->row);
    if (!models)
        return failed(models.error());
    if (context.json)
        writeJson(context, *detail, *models);
    else
        print(context, *detail, *models);
    return {};
}

} // namespace

void addShowCommand(CLI::App& app, Request& request)
{
    const auto run = std::make_shared<std::string>();
    const auto deleted = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("show", "One run with all that is known of it");
    command->add_option("RUN", *run, "Id, unique beginning of an id, or name")->required();
    command->add_flag("--deleted", *deleted, "Deleted runs as well");
    command->callback([&request, run, deleted] {
        request.run = [=](Context& context) { return show(context, *run, *deleted); };
    });
}

} // namespace binnacle::cli
