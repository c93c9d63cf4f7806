#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/serving_parts.h"
#include "app/cli/text_table.h"
#include "services/rollout/guard_text.h"
#include "services/rollout/rollout_planner.h"
#include "services/workspace/audit_log.h"
#include "services/workspace/target_store.h"

#include <QFile>
#include <QJsonArray>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model, version, target, strategy = "canary", registry, source, smokeFile;
    std::vector<std::string> guards;
    std::vector<int> steps;
    std::string hold = "60s", interval = "10s", window = "30s", ready = "10m", data = "10m",
                keep = "0s";
    double minRequests = 50, smokeMs = 0;
    bool plan = false, start = false, noSmoke = false, keepOld = false;
};

Result<RolloutPlan> settingsOf(const Options& options)
{
    RolloutPlan plan;
    const auto read = [](const std::string& text, std::int64_t& into) -> Result<void> {
        const auto milliseconds = millisecondsFrom(text);
        if (!milliseconds)
            return failure(milliseconds.error());
        into = *milliseconds;
        return {};
    };
    for (const auto& [text, into] : {std::pair(&options.interval, &plan.intervalMs),
                                     std::pair(&options.window, &plan.windowMs),
                                     std::pair(&options.ready, &plan.readyWithinMs),
                                     std::pair(&options.data, &plan.dataWithinMs),
                                     std::pair(&options.keep, &plan.keepOldMs)}) {
        if (auto done = read(*text, *into); !done)
            return failure(done.error());
    }
    plan.removeOld = !options.keepOld;
    plan.smokeTest = !options.noSmoke;
    plan.actor = systemUserName();
    return plan;
}

Result<void> readSmoke(const Options& options, const VersionToServe& version, RolloutPlan& plan)
{
    plan.smoke = version.smoke;
    plan.smoke.mostMilliseconds = options.smokeMs;
    if (!options.smokeFile.empty()) {
        QFile file(QString::fromStdString(options.smokeFile));
        if (!file.open(QIODevice::ReadOnly))
            return failure(Error::Kind::Storage,
                           Text::tr("“%1” can not be read.").arg(file.fileName()));
        plan.smoke.body = file.read(16 << 20);
    }
    if (plan.smokeTest && plan.smoke.body.isEmpty())
        return failure(Error::Kind::Invalid,
                       Text::tr("The version has no input example to be asked with: give rows "
                                "with --smoke FILE, or leave the test out with --no-smoke."));
    return {};
}

Result<RolloutOrder> orderOf(Context& context, const Options& options, const ServingTarget& target)
{
    const auto strategy = strategyFromName(options.strategy);
    const auto hold = millisecondsFrom(options.hold);
    auto settings = settingsOf(options);
    if (!hold || !settings)
        return failure(hold ? settings.error() : hold.error());
    const auto version =
        versionToServe(context, {options.model, options.version, options.registry, options.source,
                                 target.kind == "mlflow" || target.kind == "haproxy"});
    if (!version)
        return failure(version.error());
    if (auto read = readSmoke(options, *version, *settings); !read)
        return failure(read.error());
    RolloutOrder order{
        target, version->model,      strategy.value_or(Strategy::Canary), options.steps, *hold,
        {},     std::move(*settings)};
    for (const auto& text : options.guards) {
        const auto guard = guardFromText(text, options.minRequests);
        if (!guard)
            return failure(guard.error());
        order.guards.push_back(*guard);
    }
    return order;
}

void answerPlan(Context& context, const RolloutPlan& plan, const ServingBackend& backend)
{
    const auto changes = changesOf(plan, backend);
    if (!context.json) {
        int number = 0;
        for (const auto& change : changes) {
            context.out.line(plainLine(QStringLiteral("%1. %2").arg(++number).arg(change.sentence))
                                 .toStdString());
            for (const auto& request : change.requests)
                for (const auto& line : request.split(u'\n'))
                    context.out.line("     " + line.toStdString());
        }
        context.out.line(Text::tr("Nothing was changed.").toStdString());
        return;
    }
    QJsonArray list;
    for (const auto& change : changes)
        list.append(
            QJsonObject{{QStringLiteral("change"), change.sentence},
                        {QStringLiteral("requests"), QJsonArray::fromStringList(change.requests)}});
    answerJson(context, {{QStringLiteral("state"), QStringLiteral("planned")},
                         {QStringLiteral("plan"), toJson(plan)},
                         {QStringLiteral("changes"), list}});
}

CommandResult deploy(Context& context, const Options& options)
{
    if (!strategyFromName(options.strategy))
        return badUsage(Text::tr("There is no strategy “%1”: all-at-once, blue-green, canary, ab "
                                 "and shadow are.")
                            .arg(QString::fromStdString(options.strategy)));
    const auto target = TargetStore(context.workspace).find(options.target);
    if (!target)
        return failed(target.error());
    const auto backend = openTarget(context, *target);
    if (!backend)
        return failed(backend.error());
    const auto order = orderOf(context, options, *target);
    if (!order)
        return failed(order.error());
    const auto plan = planRollout(*order, **backend, context.stop);
    if (!plan)
        return failed(plan.error());
    if (options.plan) {
        answerPlan(context, *plan, **backend);
        return {};
    }
    const RolloutJournal journal(context.workspace);
    const auto rollout = journal.open(*plan);
    if (!rollout)
        return failed(rollout.error());
    if (options.start) {
        const auto record = journal.find(rollout->plan.id);
        if (context.json && record)
            answerJson(context, rolloutJson(*record));
        else
            context.out.line(Text::tr("Rollout %1 is ready; carry it on with: rollout watch %1")
                                 .arg(QString::fromStdString(rollout->plan.id))
                                 .toStdString());
        return {};
    }
    return watchRollout(context, rollout->plan.id);
}

} // namespace

void addDeployCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("deploy", "Bring a version to a target, step by step");
    command->add_option("MODEL", options->model, "The registered model")->required();
    command->add_option("VERSION", options->version, "Its number, or an alias")->required();
    command->add_option("--target", options->target, "One of “targets”")->required();
    command->add_option("--strategy", options->strategy,
                        "all-at-once, blue-green, canary, ab or shadow (default: canary)");
    command->add_option("--steps", options->steps, "Percent of the traffic, as 5,25,50")
        ->delimiter(',');
    command->add_option("--hold", options->hold, "How long each step is held (default: 60s)");
    command
        ->add_option("--guard", options->guards,
                     "What has to hold, as error_rate<=0.01, p95<=1.2x, promql:EXPR<=5")
        ->expected(1)
        ->take_all();
    command->add_option("--min-requests", options->minRequests,
                        "Fewer are no ground for a verdict (default: 50)");
    command->add_option("--interval", options->interval, "Between two looks (default: 10s)");
    command->add_option("--window", options->window, "That figures are taken over (default: 30s)");
    command->add_option("--ready-within", options->ready, "Time to be ready (default: 10m)");
    command->add_option("--data-within", options->data,
                        "Time for guards to have data, then it pauses (default: 10m)");
    command->add_option("--keep-old", options->keep,
                        "How long the old version stands by after the switch");
    command->add_flag("--leave-old", options->keepOld, "Do not remove the old version at the end");
    command->add_option("--smoke", options->smokeFile,
                        "JSON rows to ask the version with (default: its input example)");
    command->add_option("--smoke-ms", options->smokeMs, "An answer may take so many milliseconds");
    command->add_flag("--no-smoke", options->noSmoke, "Do not ask it before callers do");
    command->add_option("--registry", options->registry,
                        "The source, where several have the model");
    command->add_option("--source", options->source, "Folder or address, instead of a registry");
    command->add_flag("--plan", options->plan, "Show each request, change nothing");
    command->add_flag("--start-only", options->start,
                      "Write it down; “rollout watch” carries it on");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return deploy(context, *options); };
    });
}

} // namespace binnacle::cli
