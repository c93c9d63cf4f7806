#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/sync/run_purge.h"
#include "services/workspace/source_store.h"

namespace binnacle::cli {

namespace {

struct Options
{
    std::vector<std::string> runs;
    bool yes = false;
};

Result<std::vector<RunDetail>> chosenRuns(Context& context, const Options& options)
{
    std::vector<RunDetail> chosen;
    for (const auto& wanted : options.runs) {
        auto detail = findRun(context.workspace, wanted, true);
        if (!detail)
            return failure(detail.error());
        if (detail->run.lifecycle != Lifecycle::Deleted)
            return failure(
                Error::Kind::Conflict,
                Text::tr(
                    "The run “%1” is not in the trash: only a deleted run is deleted for good.")
                    .arg(QString::fromStdString(wanted)));
        chosen.push_back(std::move(*detail));
    }
    return chosen;
}

// What would go, readable before anything does.
void writePlan(Context& context, const std::vector<RunDetail>& runs)
{
    TextTable table(
        {{Text::tr("SOURCE")}, {Text::tr("RUN")}, {Text::tr("ID")}, {Text::tr("ARTIFACTS")}});
    for (const auto& detail : runs)
        table.add({QString::fromStdString(detail.sourceName),
                   QString::fromStdString(detail.run.name), shortId(detail.run.id),
                   QString::fromStdString(detail.run.artifactUri)});
    table.print(context.out);
}

CommandResult purge(Context& context, const Options& options)
{
    const auto runs = chosenRuns(context, options);
    if (!runs)
        return failed(runs.error());
    if (!options.yes) {
        if (!context.json)
            writePlan(context, *runs);
        return badUsage(
            Text::tr("Nothing was deleted. --yes deletes for good, at the source too."));
    }
    std::vector<RunRowId> rows;
    for (const auto& detail : *runs)
        rows.push_back(detail.row);
    const SourceStore sources(context.workspace);
    const auto backendOf = [&](SourceId id) -> Result<std::shared_ptr<TrackingBackend>> {
        const auto known = sources.list();
        if (!known)
            return failure(known.error());
        for (const auto& source : *known) {
            if (source.id == id)
                return context.backends.open(source);
        }
        return failure(Error::Kind::NotFound, Text::tr("The source is not in the workspace."));
    };
    const auto done = purgeRuns(context.workspace, backendOf, rows, context.stop);
    if (!done)
        return failed(done.error());
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("purged", *done);
        json.endObject();
    } else {
        context.out.line(Text::tr("Deleted for good: %1.").arg(*done).toStdString());
    }
    return {};
}

} // namespace

void addPurgeCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "purge", "Delete runs of the trash for good, at their source too (mlflow.db and mlruns)");
    command->add_option("RUN", options->runs, "Id, unique beginning of an id, or name")->required();
    command->add_flag("--yes", options->yes, "Do it; without, what would go is shown");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return purge(context, *options); };
    });
}

} // namespace binnacle::cli
