#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/workspace/run_reader.h"

namespace binnacle::cli {

namespace {

void writeJson(JsonWriter& json, const ExperimentSummary& summary)
{
    const auto& experiment = summary.experiment;
    json.beginObject();
    json.field("source", summary.sourceName);
    json.field("experiment_id", experiment.id);
    json.field("name", experiment.name);
    json.field("artifact_location", experiment.artifactLocation);
    json.field("lifecycle_stage", lifecycleName(experiment.lifecycle));
    json.field("creation_time", experiment.creationTime);
    json.field("last_update_time", experiment.lastUpdateTime);
    json.field("runs", summary.runs);
    json.key("tags");
    json.beginObject();
    for (const auto& [key, value] : experiment.tags)
        json.field(key, value);
    json.endObject();
    json.endObject();
}

CommandResult listExperiments(Context& context, bool deleted)
{
    auto experiments = RunReader(context.workspace).experiments();
    if (!experiments)
        return failed(experiments.error());
    if (!deleted)
        std::erase_if(*experiments, [](const ExperimentSummary& summary) {
            return summary.experiment.lifecycle == Lifecycle::Deleted;
        });
    if (context.json) {
        JsonWriter json(context.out);
        json.beginArray();
        for (const auto& summary : *experiments)
            writeJson(json, summary);
        json.endArray();
        return {};
    }
    TextTable table({{Text::tr("SOURCE")},
                     {Text::tr("ID")},
                     {Text::tr("EXPERIMENT")},
                     {Text::tr("RUNS"), TextTable::Align::Right},
                     {Text::tr("STAGE")}});
    for (const auto& summary : *experiments)
        table.add({QString::fromStdString(summary.sourceName),
                   QString::fromStdString(summary.experiment.id),
                   QString::fromStdString(summary.experiment.name), QString::number(summary.runs),
                   QString::fromUtf8(lifecycleName(summary.experiment.lifecycle))});
    table.print(context.out);
    return {};
}

} // namespace

void addExperimentsCommand(CLI::App& app, Request& request)
{
    const auto deleted = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("experiments", "The experiments of all sources");
    command->add_flag("--deleted", *deleted, "Deleted ones as well");
    command->callback([&request, deleted] {
        request.run = [deleted](Context& context) { return listExperiments(context, *deleted); };
    });
}

} // namespace binnacle::cli
