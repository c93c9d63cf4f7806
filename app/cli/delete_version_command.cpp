#include "app/cli/promotion_parts.h"

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model, version, registry;
    bool yes = false;
};

CommandResult deleteVersion(Context& context, const Options& options)
{
    const auto model = findModel(context, options.model, options.registry);
    if (!model)
        return failed(model.error());
    if (!options.yes)
        return badUsage(
            Text::tr("Nothing was deleted. --yes deletes the version: it does not come back."));
    const auto done = promoterOf(context).deleteVersion(model->row, options.version, context.stop);
    if (!done)
        return failed(done.error());
    answerAct(context, *done, Text::tr("Deleted."));
    return {};
}

} // namespace

void addDeleteVersionCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("delete-version",
                                       "Delete a version that holds no alias and is not deployed");
    command->add_option("MODEL", options->model, "The registered model")->required();
    command->add_option("VERSION", options->version, "Its number")->required();
    command->add_option("--registry", options->registry,
                        "The source, where several have the model");
    command->add_flag("--yes", options->yes, "Do it");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return deleteVersion(context, *options); };
    });
}

} // namespace binnacle::cli
