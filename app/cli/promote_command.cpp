#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/text_table.h"
#include "services/workspace/source_store.h"

#include <QJsonArray>

#include <algorithm>
#include <set>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string model, version, alias, registry, to, approver, reason, serveEnv, policy, stage;
    std::vector<std::string> overrides, tags;
    bool dryRun = false;
};

CommandResult checkUsage(const Options& options)
{
    for (const auto& name : options.overrides) {
        if (name != "all" && std::ranges::find(gateNames(), name) == gateNames().end())
            return badUsage(Text::tr("There is no gate “%1”.").arg(QString::fromStdString(name)));
    }
    if (!options.overrides.empty() && options.reason.empty() && !options.dryRun)
        return badUsage(Text::tr("--override needs a --reason."));
    for (const auto& tag : options.tags) {
        if (tag.find('=') == std::string::npos || tag.front() == '=')
            return badUsage(
                Text::tr("--tag is KEY=VALUE, not “%1”.").arg(QString::fromStdString(tag)));
    }
    return {};
}

Result<ActPlan> planOf(Context& context, Promoter& promoter, const Options& options)
{
    const auto model = findModel(context, options.model, options.registry);
    if (!model)
        return failure(model.error());
    if (auto known = ensureVersion(context, *model, options.version); !known)
        return failure(known.error());
    PromotionOrder order;
    order.model = model->row;
    order.version = options.version;
    order.alias = options.alias;
    order.stage = options.stage;
    for (const auto& tag : options.tags) {
        const auto equals = tag.find('=');
        order.tags.push_back({tag.substr(0, equals), tag.substr(equals + 1)});
    }
    if (!options.to.empty()) {
        const auto target = SourceStore(context.workspace).find(options.to);
        if (!target)
            return failure(target.error());
        order.to = target->id;
    }
    return promoter.prepare(order, context.stop);
}

void writeText(Context& context, const ActPlan& plan, const std::vector<GateReport>& gates)
{
    context.out.line(plainLine(planSentence(plan)).toStdString());
    for (const auto& request : requestsOf(plan))
        context.out.line("  " + plainLine(request).toStdString());
    TextTable table({{Text::tr("GATE")}, {Text::tr("STATE")}, {Text::tr("EVIDENCE")}});
    for (const auto& gate : gates)
        table.add({QString::fromStdString(gate.name),
                   QString::fromLatin1(gateStateName(gate.state)) +
                       (gate.blocks ? Text::tr(" (blocks)") : QString()),
                   gate.evidence});
    table.print(context.out);
}

void writeAnswer(Context& context, const ActPlan& plan, const std::vector<GateReport>& gates,
                 const Result<ActRecord>* done)
{
    if (!context.json) {
        if (done && *done)
            answerAct(
                context, **done,
                Text::tr("Done. Undo it with: undo %1").arg(QString::fromStdString((*done)->id)));
        return;
    }
    auto plain = toJson(plan);
    plain.remove(QLatin1String("gates"));
    QJsonArray list;
    for (const auto& gate : gates)
        list.append(toJson(gate));
    QJsonObject json{{QStringLiteral("plan"), plain},
                     {QStringLiteral("gates"), list},
                     {QStringLiteral("journal_entry"), QJsonValue(QJsonValue::Null)},
                     {QStringLiteral("state"), QStringLiteral("planned")}};
    if (done && *done) {
        json[QLatin1String("journal_entry")] = QString::fromStdString((*done)->id);
        json[QLatin1String("state")] = QLatin1String(actStateName((*done)->state));
        json[QLatin1String("message")] = (*done)->message;
    } else if (done) {
        json[QLatin1String("state")] = QStringLiteral("failed");
        json[QLatin1String("message")] = done->error().message;
    }
    answerJson(context, json);
}

QStringList blockingGates(const std::vector<GateReport>& gates,
                          const std::set<std::string>& overridden)
{
    QStringList names;
    for (const auto& gate : gates) {
        if (gate.blocks && !overridden.contains(gate.name) && !overridden.contains("all"))
            names.append(QString::fromStdString(gate.name));
    }
    return names;
}

CommandResult blocked(const QStringList& names)
{
    CommandError error(Error{Error::Kind::Invalid,
                             Text::tr("Blocked by %1.").arg(names.join(QStringLiteral(", "))),
                             {}});
    error.blocked = true;
    return tl::unexpected(std::move(error));
}

CommandResult promote(Context& context, const Options& options)
{
    if (auto usage = checkUsage(options); !usage)
        return usage;
    auto promoter = promoterOf(context, options.policy);
    const auto plan = planOf(context, promoter, options);
    if (!plan)
        return failed(plan.error());
    PromotionApproval approval;
    approval.approver = QString::fromStdString(options.approver);
    approval.reason = QString::fromStdString(options.reason);
    approval.overridden = {options.overrides.begin(), options.overrides.end()};
    GateOptions gateOptions;
    gateOptions.serveEnvironment = options.serveEnv;
    gateOptions.approver = approval.approver;
    gateOptions.reason = approval.reason;
    const auto gates = promoter.check(*plan, gateOptions, nullptr, context.stop);
    if (!gates)
        return failed(gates.error());
    if (!context.json)
        writeText(context, *plan, *gates);
    const auto blocking = blockingGates(*gates, approval.overridden);
    if (!blocking.isEmpty() || options.dryRun || !plan->executable()) {
        writeAnswer(context, *plan, *gates, nullptr);
        if (!blocking.isEmpty())
            return blocked(blocking);
        if (!options.dryRun)
            return failed(Error::Kind::Network, plan->whyNot);
        if (!context.json)
            context.out.line(Text::tr("Nothing was changed.").toStdString());
        return {};
    }
    const auto done = promoter.execute(*plan, *gates, approval, nullptr, context.stop);
    writeAnswer(context, *plan, *gates, &done);
    if (!done)
        return failed(done.error());
    if (done->state == ActState::Overtaken)
        return failed(Error::Kind::Conflict, done->message);
    return {};
}

} // namespace

void addPromoteCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "promote", "Point an alias at a version, after gates; undone with “undo”");
    command->add_option("MODEL", options->model, "The registered model")->required();
    command->add_option("VERSION", options->version, "Its number, or an alias")->required();
    command->add_option("--alias", options->alias, "The alias, such as champion")->required();
    command->add_option("--registry", options->registry,
                        "The source, where several have the model");
    command->add_option("--to", options->to, "Copy it to this source first, files included");
    command->add_option("--stage", options->stage, "Legacy stage to set as well");
    command->add_option("--tag", options->tags, "KEY=VALUE to set on the version as well")
        ->expected(1)
        ->take_all();
    command->add_flag("--dry-run", options->dryRun, "Show the plan and the gates, change nothing");
    command->add_option("--approver", options->approver, "Who approves it");
    command->add_option("--reason", options->reason, "Why");
    command->add_option("--override", options->overrides, "A blocking gate to pass over, or all")
        ->expected(1)
        ->take_all();
    command->add_option("--serve-env", options->serveEnv,
                        "Python environment to start the model in");
    command->add_option("--policy", options->policy, "Policy file (default: policies/)");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return promote(context, *options); };
    });
}

} // namespace binnacle::cli
