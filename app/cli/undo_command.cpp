#include "app/cli/promotion_parts.h"

namespace binnacle::cli {

void addUndoCommand(CLI::App& app, Request& request)
{
    const auto entry = std::make_shared<std::string>();
    auto* command = app.add_subcommand("undo", "Restore what was before an act of the journal");
    command->add_option("ENTRY", *entry, "The journal_entry of promote")->required();
    command->callback([&request, entry] {
        request.run = [entry](Context& context) -> CommandResult {
            const auto done = promoterOf(context).undo(*entry, nullptr, context.stop);
            if (!done)
                return failed(done.error());
            answerAct(
                context, *done,
                Text::tr("Undone. The undo is act %1.").arg(QString::fromStdString(done->id)));
            if (done->state == ActState::Overtaken)
                return failed(Error::Kind::Conflict, done->message);
            return {};
        };
    });
}

} // namespace binnacle::cli
