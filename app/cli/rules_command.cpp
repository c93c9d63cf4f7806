#include "app/cli/data_options.h"

#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "services/data/rules/rules_check.h"

namespace binnacle::cli {

namespace {

struct Options
{
    DataOptions data;
    std::string path;
};

CommandResult learn(Context& context, const Options& options)
{
    const auto engine = options.data.engine();
    if (!engine)
        return failed(engine.error());
    const auto data = openData(context, *engine, options.data, options.path);
    if (!data)
        return failed(data.error());
    complainAbout(*data);
    ProgressLine line(Text::tr("Rules"));
    const auto rules = learnRules(*data, {context.stop, [&](double share) { line.show(share); }});
    if (!rules)
        return failed(rules.error());
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("rules", *rules);
        json.endObject();
    } else {
        context.out.write(*rules);
    }
    return {};
}

} // namespace

void addRulesCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* rules = app.add_subcommand("rules", "Rules of the quality of data");
    rules->require_subcommand(1);
    auto* command = rules->add_subcommand(
        "learn", "Write what is true of a dataset as rules, for a person to edit");
    command->add_option("DATA", options->path, "A file, a folder, or a pattern of files")
        ->required();
    options->data.declare(*command);
    command->callback([&request, options] {
        request.run = [options](Context& context) { return learn(context, *options); };
    });
}

} // namespace binnacle::cli
