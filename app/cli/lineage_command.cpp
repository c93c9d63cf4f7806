#include "app/cli/command.h"
#include "app/cli/model_json.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/registry/lineage.h"

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model;
    std::string version;
    std::string registry;
    bool dot = false;
};

void writeJson(Context& context, const Lineage& lineage)
{
    JsonWriter json(context.out);
    json.beginObject();
    json.key("nodes");
    json.beginArray();
    for (const auto& node : lineage.nodes) {
        json.beginObject();
        json.field("id", node.key);
        json.field("kind", std::string(kindName(node.kind)));
        json.field("title", node.title);
        json.field("subtitle", node.subtitle);
        json.field("target", node.target);
        json.field("mirrored", node.mirrored);
        json.endObject();
    }
    json.endArray();
    json.key("edges");
    json.beginArray();
    for (const auto& edge : lineage.edges) {
        json.beginObject();
        json.field("from", lineage.nodes[edge.from].key);
        json.field("to", lineage.nodes[edge.to].key);
        json.field("label", edge.label);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

CommandResult lineage(Context& context, const Options& options)
{
    const auto model = findModel(context, options.model, options.registry);
    if (!model)
        return failed(model.error());
    const auto graph = lineageOf(context.workspace, model->row, options.version);
    if (!graph)
        return failed(graph.error());
    if (options.dot) {
        context.out.write(lineageDot(*graph));
        return {};
    }
    if (context.json) {
        writeJson(context, *graph);
        return {};
    }
    TextTable table({{Text::tr("FROM")}, {Text::tr("TO")}, {Text::tr("HOW")}});
    const auto shown = [&](std::size_t place) {
        const auto& node = graph->nodes[place];
        return QStringLiteral("%1 %2").arg(
            QString::fromUtf8(kindName(node.kind).data(), qsizetype(kindName(node.kind).size())),
            QString::fromStdString(node.title));
    };
    for (const auto& edge : graph->edges)
        table.add({shown(edge.from), shown(edge.to), QString::fromStdString(edge.label)});
    table.print(context.out);
    return {};
}

} // namespace

void addLineageCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "lineage", "From the data over the run to the aliases of a model version");
    command->add_option("MODEL", options->model, "Name of a registered model")->required();
    command->add_option("VERSION", options->version, "A number or an alias")->required();
    command->add_option("--registry", options->registry,
                        "The source, where several registries have the model");
    command->add_flag("--dot", options->dot, "In the language of Graphviz");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return lineage(context, *options); };
    });
}

} // namespace binnacle::cli
