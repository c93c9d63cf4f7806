#include "app/cli/run_edit.h"

namespace binnacle::cli {

void addTagCommand(CLI::App& app, Request& request)
{
    struct Options
    {
        std::string run, key, value;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("tag", "Set a tag of a run");
    command->add_option("RUN", options->run, "Id, unique beginning of an id, or name")->required();
    command->add_option("KEY", options->key, "Tag")->required();
    command->add_option("VALUE", options->value, "Its new value")->required();
    command->callback([&request, options] {
        request.run = [options](Context& context) -> CommandResult {
            if (options->key.empty())
                return badUsage(Text::tr("A tag needs a key."));
            return setRunTag(context, options->run, options->key, options->value);
        };
    });
}

} // namespace binnacle::cli
