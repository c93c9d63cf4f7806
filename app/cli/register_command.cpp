#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/common/default_registry.h"
#include "services/registry/register_version.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"

#include <QDateTime>

#include <algorithm>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model;
    std::string folder;
    std::string run;
    std::string path = "model";
    std::string registry;
    std::string description;
};

Result<Source> registryOf(Context& context, const Options& options)
{
    if (options.registry.empty())
        return ensureDefaultRegistry(context.workspace, context.backends);
    return SourceStore(context.workspace).find(options.registry);
}

Result<ModelVersion> make(Context& context, const Options& options, RegistryBackend& registry)
{
    NewModelVersion made;
    made.model = options.model;
    made.description = options.description;
    if (options.run.empty())
        return registerFolder(registry, std::move(made), options.folder, {}, context.stop);
    const RunReader reader(context.workspace);
    const auto row = reader.find(options.run);
    if (!row)
        return failure(row.error());
    const auto detail = reader.detail(*row);
    const auto sources = SourceStore(context.workspace).list();
    if (!detail || !sources)
        return failure(detail ? sources.error() : detail.error());
    const auto source = std::ranges::find(*sources, detail->source, &Source::id);
    if (source == sources->end())
        return failure(Error::Kind::NotFound, Text::tr("The source of this run is gone."));
    const auto runs = context.backends.open(*source);
    if (!runs)
        return failure(runs.error());
    return registerRunArtifacts(registry, **runs, std::move(made), detail->run.id, options.path, {},
                                context.stop);
}

CommandResult registerModel(Context& context, const Options& options)
{
    if (options.folder.empty() == options.run.empty())
        return badUsage(Text::tr("Name either a folder (--folder) or a run (--run)."));
    const auto source = registryOf(context, options);
    if (!source)
        return failed(source.error());
    const auto registry = context.backends.openRegistry(*source);
    if (!registry)
        return failed(registry.error());
    const auto made = make(context, options, **registry);
    if (!made)
        return failed(made.error());
    // The version is there in any case; the next sync would show it as well.
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const RegistryWriter writer(context.workspace, source->id);
    if (const auto model = (*registry)->registeredModel(made->model, context.stop))
        (void)writer.putModels({*model}, now);
    (void)writer.putVersions({*made}, now);
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("name", made->model);
        json.field("version", made->version);
        json.field("registry", source->name);
        json.field("source", made->source);
        json.field("run_id", made->runId);
        json.endObject();
    } else {
        context.out.line(Text::tr("Registered %1 version %2 in %3.")
                             .arg(QString::fromStdString(made->model),
                                  QString::fromStdString(made->version),
                                  QString::fromStdString(source->name))
                             .toStdString());
    }
    return {};
}

} // namespace

void addRegisterCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("register", "Make a model version of a folder or of a run");
    command->add_option("MODEL", options->model, "Name of a registered model; made where new")
        ->required();
    command->add_option("--folder", options->folder, "A folder of this machine with an MLmodel");
    command->add_option("--run", options->run, "Id, beginning of an id, or name of a run");
    command->add_option("--path", options->path, "The model's folder in the run")
        ->capture_default_str();
    command->add_option("--registry", options->registry,
                        "A source; without it the registry beside the workspace");
    command->add_option("--description", options->description, "Of the version");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return registerModel(context, *options); };
    });
}

} // namespace binnacle::cli
