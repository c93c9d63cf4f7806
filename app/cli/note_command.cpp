#include "app/cli/run_edit.h"
#include "services/domain/run.h"

namespace binnacle::cli {

void addNoteCommand(CLI::App& app, Request& request)
{
    const auto run = std::make_shared<std::string>();
    const auto note = std::make_shared<std::string>();
    auto* command = app.add_subcommand("note", "Set the note (description) of a run");
    command->add_option("RUN", *run, "Id, unique beginning of an id, or name")->required();
    command->add_option("TEXT", *note, "The note, Markdown")->required();
    command->callback([&request, run, note] {
        request.run = [=](Context& context) {
            return setRunTag(context, *run, std::string(tags::note), *note);
        };
    });
}

} // namespace binnacle::cli
