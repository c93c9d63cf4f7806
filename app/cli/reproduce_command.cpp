#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/run_json.h"
#include "app/cli/text_table.h"
#include "services/reproduce/reproduction_folder.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string run;
    std::string folder;
    std::string repository;
};

const char* stateName(ReproductionPart::State state)
{
    switch (state) {
    case ReproductionPart::State::Present:
        return "present";
    case ReproductionPart::State::Partial:
        return "partial";
    case ReproductionPart::State::Missing:
        break;
    }
    return "missing";
}

BackendOpener openerOf(Context& context, SourceId wanted)
{
    return [&context, wanted]() -> Result<std::shared_ptr<TrackingBackend>> {
        const auto sources = SourceStore(context.workspace).list();
        if (!sources)
            return failure(sources.error());
        const auto source = std::ranges::find(*sources, wanted, &Source::id);
        if (source == sources->end())
            return failure(Error::Kind::NotFound, Text::tr("The source is not there any more."));
        return context.backends.open(*source);
    };
}

void writeJson(Context& context, const Reproduction& run, const std::string& folder)
{
    JsonWriter json(context.out);
    json.beginObject();
    json.field("run_id", run.runId);
    json.field("run_name", run.runName);
    json.field("repository", run.repository);
    json.field("commit", run.commit);
    json.field("folder", folder);
    json.field("complete", run.missing() == 0);
    json.key("parts");
    json.beginArray();
    for (const auto& part : run.parts) {
        json.beginObject();
        json.field("part", part.key);
        json.field("state", stateName(part.state));
        json.field("value", part.value.toStdString());
        json.field("advice", part.advice.toStdString());
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

void print(Context& context, const Reproduction& run, const std::string& folder)
{
    TextTable table({{Text::tr("PART")}, {Text::tr("STATE")}, {Text::tr("WHAT")}});
    for (const auto& part : run.parts)
        table.add({part.title, QString::fromLatin1(stateName(part.state)),
                   part.value.isEmpty() ? part.advice : part.value});
    table.print(context.out);
    if (!folder.empty())
        context.out.line(Text::tr("Saved to %1: start with its README.md.")
                             .arg(QString::fromStdString(folder))
                             .toStdString());
}

CommandResult reproduce(Context& context, const Options& options)
{
    const auto detail = findRun(context.workspace, options.run, true);
    if (!detail)
        return failed(detail.error());
    if (!options.repository.empty() && !isSafeRepository(options.repository))
        return badUsage(Text::tr("“%1” is no address of a repository.")
                            .arg(QString::fromStdString(options.repository)));
    const auto run =
        readReproduction(context.workspace, detail->row, openerOf(context, detail->source),
                         options.repository, context.stop);
    if (!run)
        return failed(run.error());
    if (!options.folder.empty()) {
        if (auto written = writeReproduction(*run, options.folder); !written)
            return failed(written.error());
    }
    if (context.json)
        writeJson(context, *run, options.folder);
    else
        print(context, *run, options.folder);
    return {};
}

} // namespace

void addReproduceCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("reproduce", "What a repeat of a run needs, and a script that does it");
    command->add_option("RUN", options->run, "Id, unique beginning of an id, or name")->required();
    command
        ->add_option("--to", options->folder, "Write reproduce.sh and all it needs to this folder")
        ->type_name("FOLDER");
    command
        ->add_option("--repository", options->repository,
                     "Where the code is kept, in place of what the run says")
        ->type_name("ADDRESS");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return reproduce(context, *options); };
    });
}

} // namespace binnacle::cli
