#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/serving_parts.h"
#include "app/cli/text_table.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string id;
    bool events = false;
};

// The rollout named, or the only one that has not ended.
Result<RolloutRecord> named(Context& context, const std::string& id)
{
    const RolloutJournal journal(context.workspace);
    if (!id.empty())
        return journal.find(id);
    auto running = journal.unfinished();
    if (!running)
        return failure(running.error());
    if (running->size() == 1)
        return std::move(running->front());
    return failure(
        Error::Kind::NotFound,
        running->empty()
            ? Text::tr("No rollout is running.")
            : Text::tr("%1 rollouts are running: name one of them.").arg(running->size()));
}

QJsonArray eventsJson(const std::vector<RolloutEvent>& events)
{
    QJsonArray list;
    for (const auto& event : events)
        list.append(QJsonObject{{QStringLiteral("at"), static_cast<qint64>(event.at)},
                                {QStringLiteral("kind"), QLatin1String(eventName(event.kind))},
                                {QStringLiteral("phase"), QLatin1String(phaseName(event.phase))},
                                {QStringLiteral("step"), static_cast<qint64>(event.step)},
                                {QStringLiteral("sentence"), event.sentence},
                                {QStringLiteral("body"), event.body}});
    return list;
}

CommandResult showOne(Context& context, const std::string& id)
{
    const auto record = named(context, id);
    if (!record)
        return failed(record.error());
    const auto events = RolloutJournal(context.workspace).events(record->rollout.plan.id);
    if (!events)
        return failed(events.error());
    auto json = rolloutJson(*record);
    json[QLatin1String("events")] = eventsJson(*events);
    if (context.json) {
        answerJson(context, json);
        return {};
    }
    const auto& rollout = record->rollout;
    context.out.line(Text::tr("%1 version %2 on %3, %4: %5%6")
                         .arg(QString::fromStdString(rollout.plan.fresh.model),
                              QString::fromStdString(rollout.plan.fresh.version),
                              QString::fromStdString(rollout.plan.targetName),
                              QLatin1String(strategyName(rollout.plan.strategy)),
                              QLatin1String(phaseName(rollout.phase)),
                              rollout.paused ? Text::tr(", paused") : QString())
                         .toStdString());
    context.out.line(plainLine(rollout.reason).toStdString());
    if (!rollout.alarm.isEmpty())
        context.out.line(plainLine(Text::tr("Alarm: %1").arg(rollout.alarm)).toStdString());
    TextTable table(
        {{Text::tr("TIME")}, {Text::tr("PHASE")}, {Text::tr("WHAT")}, {Text::tr("SENTENCE")}});
    for (const auto& event : *events)
        table.add({localTime(event.at), QLatin1String(phaseName(event.phase)),
                   QLatin1String(eventName(event.kind)), event.sentence});
    table.print(context.out);
    return {};
}

CommandResult status(Context& context, const Options& options)
{
    if (!options.id.empty())
        return showOne(context, options.id);
    constexpr std::size_t most = 100;
    const auto records = RolloutJournal(context.workspace).newest(most);
    if (!records)
        return failed(records.error());
    TextTable table({{Text::tr("ROLLOUT")},
                     {Text::tr("MODEL")},
                     {Text::tr("VERSION")},
                     {Text::tr("TARGET")},
                     {Text::tr("PHASE")},
                     {Text::tr("TRAFFIC"), TextTable::Align::Right},
                     {Text::tr("REASON")}});
    QJsonArray list;
    for (const auto& record : *records) {
        const auto& rollout = record.rollout;
        list.append(rolloutJson(record));
        const auto wanted = rollout.wantedPercent();
        table.add({QString::fromStdString(rollout.plan.id),
                   QString::fromStdString(rollout.plan.fresh.model),
                   QString::fromStdString(rollout.plan.fresh.version),
                   QString::fromStdString(rollout.plan.targetName),
                   QLatin1String(phaseName(rollout.phase)) +
                       (rollout.paused ? Text::tr(", paused") : QString()),
                   wanted ? Text::tr("%1 %").arg(*wanted) : missingText(),
                   rollout.alarm.isEmpty() ? rollout.reason : rollout.alarm});
    }
    if (context.json)
        context.out.line(QJsonDocument(list).toJson(QJsonDocument::Compact).toStdString());
    else
        table.print(context.out);
    return {};
}

CommandResult ask(Context& context, const std::string& id, RolloutWish wish)
{
    const auto record = named(context, id);
    if (!record)
        return failed(record.error());
    if (auto asked = RolloutJournal(context.workspace).wish(record->rollout.plan.id, wish); !asked)
        return failed(asked.error());
    if (record->watched) {
        if (!context.json)
            context.out.line(Text::tr("Asked for; its watcher takes it up.").toStdString());
        return {};
    }
    if (!context.json)
        context.out.line(Text::tr("Written down. Nobody watches this rollout now: carry it on with "
                                  "“rollout watch %1”.")
                             .arg(QString::fromStdString(record->rollout.plan.id))
                             .toStdString());
    return {};
}

} // namespace

CommandResult watchRollout(Context& context, const std::string& id)
{
    auto parts = rolloutParts(context);
    QString told;
    if (!context.json)
        parts.sink = [&](const RolloutDecision& decision) {
            const auto& rollout = decision.rollout;
            auto line = QStringLiteral("%1: %2").arg(QLatin1String(phaseName(rollout.phase)),
                                                     rollout.reason);
            if (!rollout.alarm.isEmpty())
                line += Text::tr(" Alarm: %1").arg(rollout.alarm);
            if (line == told)
                return;
            told = line;
            context.out.line(plainLine(line).toStdString());
            (void)context.out.flush();
        };
    const auto ended = RolloutWatch(std::move(parts)).run(id, context.stop);
    if (!ended)
        return failed(ended.error());
    const auto record = RolloutJournal(context.workspace).find(id);
    if (context.json && record)
        answerJson(context, rolloutJson(*record));
    if (ended->phase == RolloutPhase::RolledBack) {
        CommandError error(
            Error{Error::Kind::Invalid, Text::tr("Rolled back. %1").arg(ended->reason), {}});
        error.blocked = true;
        return tl::unexpected(std::move(error));
    }
    return {};
}

void addRolloutCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("rollout", "Rollouts: how they stand, and their brakes");
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, auto run) {
        auto* each = command->add_subcommand(name, help);
        each->add_option("ROLLOUT", options->id, "Its id (default: the only one that runs)");
        each->callback([&request, options, run] {
            request.run = [options, run](Context& context) { return run(context, *options); };
        });
    };
    add("status", "All of them, or the journal of one",
        [](Context& context, const Options& each) { return status(context, each); });
    const auto wish = [&](const char* name, const char* help, RolloutWish what) {
        add(name, help,
            [what](Context& context, const Options& each) { return ask(context, each.id, what); });
    };
    wish("pause", "Hold it where it is; guards still take it back", RolloutWish::Pause);
    wish("resume", "Go on after a pause", RolloutWish::Resume);
    wish("advance", "Take the next step now", RolloutWish::Advance);
    wish("rollback", "Take all of the traffic back", RolloutWish::RollBack);
    add("watch", "Carry it on until it ends; holds where it is on Ctrl+C",
        [](Context& context, const Options& each) -> CommandResult {
            const auto record = named(context, each.id);
            if (!record)
                return failed(record.error());
            return watchRollout(context, record->rollout.plan.id);
        });
}

} // namespace binnacle::cli
