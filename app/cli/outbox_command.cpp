#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/workspace/outbox_store.h"
#include "services/workspace/source_store.h"

#include <map>

namespace binnacle::cli {

namespace {

std::string_view kindName(Edit::Kind kind)
{
    switch (kind) {
    case Edit::Kind::Rename:
        return "rename";
    case Edit::Kind::SetTag:
        return "set-tag";
    case Edit::Kind::DeleteTag:
        return "delete-tag";
    case Edit::Kind::Delete:
        return "delete";
    case Edit::Kind::Restore:
        return "restore";
    }
    return {};
}

std::string_view stateName(Edit::State state)
{
    switch (state) {
    case Edit::State::Pending:
        return "pending";
    case Edit::State::Conflict:
        return "conflict";
    case Edit::State::Failed:
        return "failed";
    }
    return {};
}

void writeJson(JsonWriter& json, const Edit& edit, const std::string& source)
{
    json.beginObject();
    json.field("source", source);
    json.field("run_id", edit.runId);
    json.field("edit", kindName(edit.kind));
    json.field("key", edit.key);
    json.field("value", edit.value);
    json.field("before", edit.before);
    json.field("state", stateName(edit.state));
    json.field("message", edit.message);
    json.field("server_value", edit.serverValue);
    json.field("created_at", edit.createdAt);
    json.endObject();
}

CommandResult listOutbox(Context& context)
{
    const auto edits = OutboxStore(context.workspace).list();
    if (!edits)
        return failed(edits.error());
    const auto sources = SourceStore(context.workspace).list();
    if (!sources)
        return failed(sources.error());
    std::map<SourceId, std::string> names;
    for (const auto& source : *sources)
        names[source.id] = source.name;
    if (context.json) {
        JsonWriter json(context.out);
        json.beginArray();
        for (const auto& edit : *edits)
            writeJson(json, edit, names[edit.source]);
        json.endArray();
        return {};
    }
    TextTable table({{Text::tr("SOURCE")},
                     {Text::tr("RUN")},
                     {Text::tr("EDIT")},
                     {Text::tr("KEY")},
                     {Text::tr("VALUE")},
                     {Text::tr("STATE")},
                     {Text::tr("SINCE")},
                     {Text::tr("NOTE")}});
    for (const auto& edit : *edits)
        table.add(
            {QString::fromStdString(names[edit.source]), shortId(edit.runId),
             QString::fromUtf8(kindName(edit.kind)), QString::fromStdString(edit.key),
             QString::fromStdString(edit.value), QString::fromUtf8(stateName(edit.state)),
             localTime(edit.createdAt),
             edit.serverValue
                 ? Text::tr("the source holds “%1”").arg(QString::fromStdString(*edit.serverValue))
                 : QString::fromStdString(edit.message)});
    table.print(context.out);
    return {};
}

} // namespace

void addOutboxCommand(CLI::App& app, Request& request)
{
    auto* command = app.add_subcommand("outbox", "Edits that their source does not have yet");
    command->callback([&request] { request.run = listOutbox; });
}

} // namespace binnacle::cli
