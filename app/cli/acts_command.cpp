#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/text_table.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string resume, leave;
};

void writeList(Context& context, const std::vector<ActRecord>& acts)
{
    if (context.json) {
        QJsonArray list;
        for (const auto& act : acts) {
            qint64 done = 0;
            for (const auto& step : act.steps)
                done += step.state == StepState::Done ? 1 : 0;
            list.append(
                QJsonObject{{QStringLiteral("journal_entry"), QString::fromStdString(act.id)},
                            {QStringLiteral("kind"), QString::fromStdString(act.plan.kind)},
                            {QStringLiteral("model"), QString::fromStdString(act.plan.model)},
                            {QStringLiteral("plan"), planSentence(act.plan)},
                            {QStringLiteral("steps_done"), done},
                            {QStringLiteral("steps"), qint64(act.steps.size())},
                            {QStringLiteral("state"), QStringLiteral("cut")},
                            {QStringLiteral("message"), act.message}});
        }
        context.out.line(QJsonDocument(list).toJson(QJsonDocument::Compact).toStdString());
        return;
    }
    TextTable table({{Text::tr("ENTRY")}, {Text::tr("MODEL")}, {Text::tr("PLAN")}});
    for (const auto& act : acts)
        table.add({QString::fromStdString(act.id), QString::fromStdString(act.plan.model),
                   planSentence(act.plan)});
    table.print(context.out);
}

CommandResult acts(Context& context, const Options& options)
{
    auto promoter = promoterOf(context);
    if (!options.leave.empty()) {
        if (auto left = promoter.leave(options.leave); !left)
            return failed(left.error());
    }
    if (!options.resume.empty()) {
        const auto done = promoter.resume(options.resume, nullptr, context.stop);
        if (!done)
            return failed(done.error());
        answerAct(context, *done, Text::tr("Done."));
        return {};
    }
    const auto found = promoter.unfinished();
    if (!found)
        return failed(found.error());
    writeList(context, *found);
    return {};
}

} // namespace

void addActsCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("acts", "Acts that were cut: to be resumed, undone or left");
    command->add_option("--resume", options->resume, "Go on with this one");
    command->add_option("--leave", options->leave, "Leave the registry as it is");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return acts(context, *options); };
    });
}

} // namespace binnacle::cli
