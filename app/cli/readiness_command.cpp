#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/text_table.h"
#include "services/promotion/readiness.h"

#include <QJsonArray>

#include <cmath>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model, registry, tick, untick, forget, note;
};

Result<void> tickItems(Context& context, RegisteredModelRowId model, const Options& options)
{
    const ReadinessReader reader(context.workspace);
    Result<void> done;
    if (!options.tick.empty())
        done = reader.tick(model, options.tick, true, options.note);
    if (done && !options.untick.empty())
        done = reader.tick(model, options.untick, false, options.note);
    if (done && !options.forget.empty())
        done = reader.tick(model, options.forget, std::nullopt, {});
    return done;
}

void writeJson(Context& context, const Readiness& board)
{
    QJsonArray items;
    for (const auto& item : board.items)
        items.append(
            QJsonObject{{QStringLiteral("item"), QString::fromStdString(item.key)},
                        {QStringLiteral("phase"), QString::fromStdString(item.phase)},
                        {QStringLiteral("title"), item.title},
                        {QStringLiteral("state"), QLatin1String(readinessStateName(item.state))},
                        {QStringLiteral("evidence"), item.evidence},
                        {QStringLiteral("by_hand"), item.byHand},
                        {QStringLiteral("note"), QString::fromStdString(item.note)},
                        {QStringLiteral("by_user"), QString::fromStdString(item.byUser)}});
    answerJson(context, {{QStringLiteral("model"), QString::fromStdString(board.name)},
                         {QStringLiteral("registry"), QString::fromStdString(board.registry)},
                         {QStringLiteral("version"), QString::fromStdString(board.version)},
                         {QStringLiteral("score"), board.score},
                         {QStringLiteral("next"), board.next},
                         {QStringLiteral("items"), items}});
}

CommandResult readiness(Context& context, const Options& options)
{
    const auto model = findModel(context, options.model, options.registry);
    if (!model)
        return failed(model.error());
    if (auto ticked = tickItems(context, model->row, options); !ticked)
        return failed(ticked.error());
    const auto board = ReadinessReader(context.workspace).of(model->row);
    if (!board)
        return failed(board.error());
    if (context.json) {
        writeJson(context, *board);
        return {};
    }
    TextTable table(
        {{Text::tr("PHASE")}, {Text::tr("ITEM")}, {Text::tr("STATE")}, {Text::tr("EVIDENCE")}});
    for (const auto& item : board->items)
        table.add({QString::fromStdString(item.phase), QString::fromStdString(item.key),
                   QLatin1String(readinessStateName(item.state)),
                   item.byHand ? Text::tr("By hand, %1: %2")
                                     .arg(QString::fromStdString(item.byUser),
                                          QString::fromStdString(item.note))
                               : item.evidence});
    table.print(context.out);
    context.out.line(Text::tr("Score: %1 %").arg(std::lround(board->score * 100)).toStdString());
    if (!board->next.isEmpty())
        context.out.line(Text::tr("Next: %1").arg(plainLine(board->next)).toStdString());
    return {};
}

} // namespace

void addReadinessCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("readiness", "The life-cycle checklist of a model");
    command->add_option("MODEL", options->model, "The registered model")->required();
    command->add_option("--registry", options->registry,
                        "The source, where several have the model");
    command->add_option("--tick", options->tick, "An item that is met");
    command->add_option("--untick", options->untick, "An item that is not met, whatever the facts");
    command->add_option("--forget", options->forget, "An item whose tick is taken away");
    command->add_option("--note", options->note, "Why it is ticked");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return readiness(context, *options); };
    });
}

} // namespace binnacle::cli
