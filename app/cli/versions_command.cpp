#include "app/cli/command.h"
#include "app/cli/model_json.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/workspace/registry_reader.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace binnacle::cli {

namespace {

constexpr std::size_t page = 1000;

struct Options
{
    std::string model;
    std::string registry;
    std::int64_t limit = 0; // 0: all
};

void writeJson(JsonWriter& json, const VersionDetail& detail)
{
    const auto& version = detail.version;
    json.beginObject();
    json.field("name", version.model);
    json.field("registry", detail.sourceName);
    json.field("version", version.version);
    json.key("aliases");
    json.beginArray();
    for (const auto& state : detail.aliases)
        json.text(state.alias.name);
    json.endArray();
    json.field("current_stage", version.stage);
    json.field("description", version.description);
    json.field("source", version.source);
    json.field("run_id", version.runId);
    json.field("run_link", version.runLink);
    json.field("model_id", version.loggedModelId);
    json.field("user_id", version.userId);
    json.field("status", version.status);
    json.field("status_message", version.statusMessage);
    json.field("creation_timestamp", version.creationTime);
    json.field("last_updated_timestamp", version.lastUpdateTime);
    writePairs(json, "tags", version.tags);
    json.field("confirmed_at", detail.confirmedAt);
    json.endObject();
}

std::vector<QString> lineOf(const VersionDetail& detail)
{
    QStringList aliases;
    for (const auto& state : detail.aliases)
        aliases << QString::fromStdString(state.alias.name);
    return {QString::fromStdString(detail.version.version),
            aliases.join(QStringLiteral(", ")),
            QString::fromStdString(detail.version.stage),
            QString::fromStdString(detail.version.status),
            QString::fromStdString(detail.version.runId.substr(0, 12)),
            localTime(detail.version.creationTime),
            QString::fromStdString(detail.version.description)};
}

CommandResult versions(Context& context, const Options& options)
{
    const RegistryReader reader(context.workspace);
    const auto model = findModel(context, options.model, options.registry);
    if (!model)
        return failed(model.error());
    TextTable table({{Text::tr("VERSION"), TextTable::Align::Right},
                     {Text::tr("ALIASES")},
                     {Text::tr("STAGE")},
                     {Text::tr("STATUS")},
                     {Text::tr("RUN")},
                     {Text::tr("CREATED")},
                     {Text::tr("DESCRIPTION")}});
    JsonWriter json(context.out);
    if (context.json)
        json.beginArray();
    const auto wanted = options.limit > 0 ? static_cast<std::size_t>(options.limit)
                                          : static_cast<std::size_t>(model->versions);
    for (std::size_t done = 0; done < wanted && !context.stop.stop_requested(); done += page) {
        const auto list = reader.versions(model->row, done, std::min(page, wanted - done));
        if (!list)
            return failed(list.error());
        for (const auto& detail : *list) {
            if (context.json)
                writeJson(json, detail);
            else
                table.add(lineOf(detail));
        }
        if (list->size() < page)
            break;
    }
    if (context.json)
        json.endArray();
    else
        table.print(context.out);
    return {};
}

} // namespace

void addVersionsCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("versions", "The versions of a registered model");
    command->add_option("MODEL", options->model, "Name of a registered model")->required();
    command->add_option("--registry", options->registry,
                        "The source, where several registries have the model");
    command->add_option("--limit", options->limit, "The newest so many")->check(wholeNumber(1));
    command->callback([&request, options] {
        request.run = [options](Context& context) { return versions(context, *options); };
    });
}

} // namespace binnacle::cli
