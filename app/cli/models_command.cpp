#include "app/cli/command.h"
#include "app/cli/model_json.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/workspace/registry_reader.h"

#include <QStringList>

namespace binnacle::cli {

namespace {

void writeJson(Context& context, const std::vector<ModelSummary>& models)
{
    JsonWriter json(context.out);
    json.beginArray();
    for (const auto& summary : models) {
        json.beginObject();
        json.field("name", summary.model.name);
        json.field("registry", summary.sourceName);
        json.field("description", summary.model.description);
        json.field("creation_timestamp", summary.model.creationTime);
        json.field("last_updated_timestamp", summary.model.lastUpdateTime);
        writePairs(json, "tags", summary.model.tags);
        writeAliases(json, summary.aliases);
        json.field("versions", summary.versions);
        json.field("latest_version", summary.latestVersion);
        json.field("confirmed_at", summary.confirmedAt);
        json.endObject();
    }
    json.endArray();
}

CommandResult models(Context& context)
{
    const auto models = RegistryReader(context.workspace).models();
    if (!models)
        return failed(models.error());
    if (context.json) {
        writeJson(context, *models);
        return {};
    }
    using Align = TextTable::Align;
    TextTable table({{Text::tr("MODEL")},
                     {Text::tr("REGISTRY")},
                     {Text::tr("VERSIONS"), Align::Right},
                     {Text::tr("ALIASES")},
                     {Text::tr("CHANGED")}});
    for (const auto& summary : *models) {
        QStringList aliases;
        for (const auto& state : summary.aliases)
            aliases << QStringLiteral("%1=%2").arg(QString::fromStdString(state.alias.name),
                                                   QString::fromStdString(state.alias.version));
        table.add({QString::fromStdString(summary.model.name),
                   QString::fromStdString(summary.sourceName), QString::number(summary.versions),
                   aliases.join(QStringLiteral(", ")), localTime(summary.model.lastUpdateTime)});
    }
    table.print(context.out);
    return {};
}

} // namespace

void addModelsCommand(CLI::App& app, Request& request)
{
    auto* command = app.add_subcommand("models", "Registered models and who holds their aliases");
    command->callback([&request] { request.run = models; });
}

} // namespace binnacle::cli
