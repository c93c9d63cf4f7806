#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/credentials/address_credentials.h"
#include "services/workspace/source_store.h"

namespace binnacle::cli {

namespace {

std::string_view reachName(SourceState::Reach reach)
{
    switch (reach) {
    case SourceState::Reach::Online:
        return "online";
    case SourceState::Reach::Offline:
        return "offline";
    case SourceState::Reach::Failed:
        return "failed";
    case SourceState::Reach::Unknown:
        break;
    }
    return "unknown";
}

CommandResult addSource(Context& context, const std::string& name, const std::string& address)
{
    if (name.empty())
        return badUsage(Text::tr("A source needs a name."));
    auto source = context.backends.recognise(address);
    if (!source)
        return failed(source.error());
    source->name = name;
    const auto secret = credentialsInAddress(address);
    if (secret) {
        if (const auto kept = context.credentials.write(source->uri, *secret); !kept)
            return failed(kept.error().kind,
                          Text::tr("The address holds a password, which is never kept in a file, "
                                   "so nothing was added. %1")
                              .arg(kept.error().message));
    }
    if (const auto prepared = context.backends.prepare(*source); !prepared)
        return failed(prepared.error());
    if (const auto added = SourceStore(context.workspace).add(*source); !added) {
        if (secret)
            (void)context.credentials.remove(source->uri); // the first failure is the one to tell
        return failed(added.error());
    }
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("name", source->name);
        json.field("kind", source->kind);
        json.field("uri", source->uri);
        json.field("password_in_keychain", secret.has_value());
        json.endObject();
    } else {
        context.out.line(Text::tr("Added %1: %2 (%3).")
                             .arg(plainLine(source->name), plainLine(source->uri),
                                  QString::fromStdString(source->kind))
                             .toStdString());
        if (secret)
            context.out.line(
                Text::tr("The user and password of the address were moved to the keychain.")
                    .toStdString());
    }
    return {};
}

void writeJson(JsonWriter& json, const Source& source, const SourceState& state)
{
    json.beginObject();
    json.field("name", source.name);
    json.field("kind", source.kind);
    json.field("uri", source.uri);
    json.field("state", reachName(state.reach));
    json.field("product", state.product);
    json.field("message", state.message);
    json.field("last_sync", state.lastSync);
    json.field("last_attempt", state.lastAttempt);
    json.field("offline_since", state.offlineSince);
    json.field("runs", state.runs);
    json.field("pending_edits", state.pendingEdits);
    json.endObject();
}

CommandResult listSources(Context& context)
{
    const auto sources = SourceStore(context.workspace).listWithState();
    if (!sources)
        return failed(sources.error());
    if (context.json) {
        JsonWriter json(context.out);
        json.beginArray();
        for (const auto& [source, state] : *sources)
            writeJson(json, source, state);
        json.endArray();
        return {};
    }
    using Align = TextTable::Align;
    TextTable table({{Text::tr("NAME")},
                     {Text::tr("KIND")},
                     {Text::tr("STATE")},
                     {Text::tr("RUNS"), Align::Right},
                     {Text::tr("EDITS"), Align::Right},
                     {Text::tr("LAST SYNC")},
                     {Text::tr("ADDRESS")},
                     {Text::tr("NOTE")}});
    for (const auto& [source, state] : *sources)
        table.add({QString::fromStdString(source.name), QString::fromStdString(source.kind),
                   QString::fromUtf8(reachName(state.reach)), QString::number(state.runs),
                   QString::number(state.pendingEdits), localTime(state.lastSync),
                   QString::fromStdString(source.uri), QString::fromStdString(state.message)});
    table.print(context.out);
    return {};
}

CommandResult removeSource(Context& context, const std::string& name)
{
    const SourceStore store(context.workspace);
    const auto source = store.find(name);
    if (!source)
        return failed(source.error());
    if (const auto removed = store.remove(source->id); !removed)
        return failed(removed.error());
    // Only a server has a secret; where this session has no keychain nothing is kept in one.
    if (source->uri.starts_with("http")) {
        if (const auto forgotten = context.credentials.remove(source->uri);
            !forgotten && forgotten.error().kind != Error::Kind::Unsupported)
            return failed(forgotten.error());
    }
    if (context.json) {
        JsonWriter json(context.out);
        json.beginObject();
        json.field("removed", name);
        json.endObject();
    } else {
        context.out.line(Text::tr("Removed %1 and what was mirrored from it.")
                             .arg(plainLine(name))
                             .toStdString());
    }
    return {};
}

} // namespace

void addSourceCommand(CLI::App& app, Request& request)
{
    auto* command = app.add_subcommand("source", "Tracking stores that are mirrored");
    command->require_subcommand(1);

    const auto name = std::make_shared<std::string>();
    const auto address = std::make_shared<std::string>();
    auto* add = command->add_subcommand("add", "Add a source");
    add->add_option("NAME", *name, "How the source is called here")->required();
    add->add_option("URI", *address,
                    "http(s)://…, sqlite:///…/mlflow.db, an mlruns folder, a TensorBoard folder or "
                    "registry:/FOLDER (a model registry without a server, made where it is not)")
        ->required();
    add->callback([&request, name, address] {
        request.run = [=](Context& context) { return addSource(context, *name, *address); };
    });

    auto* list = command->add_subcommand("list", "All sources and their state");
    list->callback([&request] { request.run = listSources; });

    auto* remove = command->add_subcommand("remove", "Remove a source and its mirrored runs");
    remove->add_option("NAME", *name, "A source")->required();
    remove->callback([&request, name] {
        request.run = [=](Context& context) { return removeSource(context, *name); };
    });
}

} // namespace binnacle::cli
