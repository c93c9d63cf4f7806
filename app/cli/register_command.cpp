#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/common/default_registry.h"
#include "services/registry/registrar.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"

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

Result<RegistrationOrder> orderOf(Context& context, const Options& options)
{
    RegistrationOrder order;
    order.path = options.path;
    order.folder = options.folder;
    order.model = options.model;
    order.description = options.description;
    if (!options.registry.empty()) {
        const auto registry = SourceStore(context.workspace).find(options.registry);
        if (!registry)
            return failure(registry.error());
        order.registry = registry->id;
    }
    if (options.run.empty())
        return order;
    const auto run = RunReader(context.workspace).find(options.run);
    if (!run)
        return failure(run.error());
    order.run = *run;
    return order;
}

CommandResult registerModel(Context& context, const Options& options)
{
    if (options.folder.empty() == options.run.empty())
        return badUsage(Text::tr("Name either a folder (--folder) or a run (--run)."));
    const auto order = orderOf(context, options);
    if (!order)
        return failed(order.error());
    const auto registrar = registrarOf(context.workspace, context.backends);
    const auto plan = registrar.plan(*order, context.stop);
    if (!plan)
        return failed(plan.error());
    const auto made = registrar.carryOut(*plan, {}, context.stop);
    if (!made)
        return failed(made.error());
    const auto& version = made->version;
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("name", version.model);
        json.field("version", version.version);
        json.field("registry", made->registry.name);
        json.field("source", version.source);
        json.field("run_id", version.runId);
        json.endObject();
    } else {
        context.out.line(Text::tr("Registered %1 version %2 in %3.")
                             .arg(QString::fromStdString(version.model),
                                  QString::fromStdString(version.version),
                                  QString::fromStdString(made->registry.name))
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
