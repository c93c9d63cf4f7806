#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/serving_parts.h"
#include "app/cli/text_table.h"
#include "app/common/registered_targets.h"
#include "services/workspace/target_store.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string name, kind, address, model;
    std::vector<std::string> settings;
};

// KEY=VALUE; a value that is JSON is taken as such.
Result<QJsonObject> settingsFrom(const std::vector<std::string>& lines)
{
    QJsonObject settings;
    for (const auto& line : lines) {
        const auto equals = line.find('=');
        if (equals == std::string::npos || equals == 0)
            return failure(
                Error::Kind::Invalid,
                Text::tr("--set is KEY=VALUE, not “%1”.").arg(QString::fromStdString(line)));
        const auto value = QByteArray::fromStdString(line.substr(equals + 1));
        const auto json = QJsonDocument::fromJson(value);
        settings[QString::fromStdString(line.substr(0, equals))] =
            json.isObject()  ? QJsonValue(json.object())
            : json.isArray() ? QJsonValue(json.array())
                             : QJsonValue(QString::fromUtf8(value));
    }
    return settings;
}

QJsonObject targetJson(const ServingTarget& target, const ServingCapabilities* can)
{
    QJsonObject json{{QStringLiteral("name"), QString::fromStdString(target.name)},
                     {QStringLiteral("kind"), QString::fromStdString(target.kind)},
                     {QStringLiteral("address"), QString::fromStdString(target.address)},
                     {QStringLiteral("settings"), target.settings}};
    if (can)
        json[QLatin1String("capabilities")] = QJsonObject{
            {QStringLiteral("deploy"), can->deploy}, {QStringLiteral("weights"), can->weights},
            {QStringLiteral("shadow"), can->shadow}, {QStringLiteral("scale"), can->scale},
            {QStringLiteral("health"), can->health}, {QStringLiteral("metrics"), can->metrics},
            {QStringLiteral("logs"), can->logs}};
    return json;
}

QString abilities(const ServingCapabilities& can)
{
    QStringList names;
    const auto add = [&](bool able, const char* name) {
        if (able)
            names.append(QLatin1String(name));
    };
    add(can.deploy, "deploy");
    add(can.weights, "weights");
    add(can.shadow, "shadow");
    add(can.scale, "scale");
    add(can.health, "health");
    add(can.metrics, "metrics");
    add(can.logs, "logs");
    return names.join(QStringLiteral(", "));
}

CommandResult list(Context& context)
{
    const auto targets = TargetStore(context.workspace).list();
    if (!targets)
        return failed(targets.error());
    TextTable table(
        {{Text::tr("NAME")}, {Text::tr("KIND")}, {Text::tr("ADDRESS")}, {Text::tr("CAN")}});
    QJsonArray all;
    for (const auto& target : *targets) {
        const auto backend = openTarget(context, target);
        const auto can = backend ? (*backend)->capabilities() : ServingCapabilities{};
        all.append(targetJson(target, backend ? &can : nullptr));
        table.add({QString::fromStdString(target.name), QString::fromStdString(target.kind),
                   QString::fromStdString(target.address),
                   backend ? abilities(can) : backend.error().message});
    }
    if (context.json)
        context.out.line(QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString());
    else
        table.print(context.out);
    return {};
}

CommandResult add(Context& context, const Options& options)
{
    const auto settings = settingsFrom(options.settings);
    if (!settings)
        return failed(settings.error());
    const ServingTarget target{{}, options.name, options.kind, options.address, *settings};
    const auto backend = openTarget(context, target);
    if (!backend)
        return failed(backend.error());
    if (auto added = TargetStore(context.workspace).add(target); !added)
        return failed(added.error());
    if (!context.json)
        context.out.line(Text::tr("The target can: %1")
                             .arg(abilities((*backend)->capabilities()))
                             .toStdString());
    return {};
}

QJsonObject versionJson(const ServedVersion& version)
{
    const auto number = [](const std::optional<double>& value) {
        return value ? QJsonValue(*value) : QJsonValue();
    };
    return {{QStringLiteral("version"), QString::fromStdString(version.version)},
            {QStringLiteral("slot"), QString::fromStdString(version.slot)},
            {QStringLiteral("state"), QLatin1String(servedStateName(version.state))},
            {QStringLiteral("message"), version.message},
            {QStringLiteral("percent"), number(version.percent)},
            {QStringLiteral("mirrored"), number(version.mirrored)},
            {QStringLiteral("replicas"),
             version.replicas ? QJsonValue(*version.replicas) : QJsonValue()},
            {QStringLiteral("address"), QString::fromStdString(version.address)},
            {QStringLiteral("source"), QString::fromStdString(version.source)}};
}

CommandResult show(Context& context, const Options& options)
{
    const auto target = TargetStore(context.workspace).find(options.name);
    if (!target)
        return failed(target.error());
    const auto backend = openTarget(context, *target);
    if (!backend)
        return failed(backend.error());
    const auto sight = (*backend)->look(options.model, context.stop);
    if (!sight)
        return failed(sight.error());
    TextTable table({{Text::tr("VERSION")},
                     {Text::tr("STATE")},
                     {Text::tr("TRAFFIC"), TextTable::Align::Right},
                     {Text::tr("WHERE")},
                     {Text::tr("MESSAGE")}});
    QJsonArray versions;
    for (const auto& version : sight->versions) {
        versions.append(versionJson(version));
        table.add(
            {QString::fromStdString(version.version), QLatin1String(servedStateName(version.state)),
             version.percent ? Text::tr("%1 %").arg(*version.percent, 0, 'g', 3) : missingText(),
             QString::fromStdString(version.slot + " " + version.address), version.message});
    }
    if (context.json)
        answerJson(context, {{QStringLiteral("target"), QString::fromStdString(target->name)},
                             {QStringLiteral("model"), QString::fromStdString(options.model)},
                             {QStringLiteral("read_at"), static_cast<qint64>(sight->readAt)},
                             {QStringLiteral("whole"), sight->whole},
                             {QStringLiteral("versions"), versions}});
    else
        table.print(context.out);
    return {};
}

CommandResult configuration(Context& context, const Options& options)
{
    const auto target = TargetStore(context.workspace).find(options.name);
    if (!target)
        return failed(target.error());
    const auto lines = gatewayConfiguration(*target);
    if (!lines)
        return failed(lines.error());
    context.out.write(*lines);
    return {};
}

CommandResult kinds(Context& context)
{
    for (const auto& kind : servingKinds(context).all()) {
        context.out.line(kind.kind + ": " + kind.title.toStdString());
        context.out.line("  " + kind.usage.toStdString());
    }
    return {};
}

} // namespace

void addTargetsCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("targets", "Where models are served");
    const auto when = [&request, options](CLI::App* each, auto run) {
        each->callback([&request, options, run] {
            request.run = [options, run](Context& context) { return run(context, *options); };
        });
    };
    auto* add = command->add_subcommand("add", "Name a target");
    add->add_option("NAME", options->name, "How it is called here")->required();
    add->add_option("KIND", options->kind, "One of “targets kinds”")->required();
    add->add_option("ADDRESS", options->address, "URL, socket or folder")->required();
    add->add_option("--set", options->settings, "KEY=VALUE of the kind")->expected(1)->take_all();
    when(add, [](Context& context, const Options& each) { return cli::add(context, each); });
    auto* show = command->add_subcommand("show", "What of a model runs there now");
    show->add_option("NAME", options->name, "The target")->required();
    show->add_option("MODEL", options->model, "The registered model")->required();
    when(show, [](Context& context, const Options& each) { return cli::show(context, each); });
    auto* config = command->add_subcommand("config", "A configuration for its gateway");
    config->add_option("NAME", options->name, "The target")->required();
    when(config,
         [](Context& context, const Options& each) { return configuration(context, each); });
    auto* remove = command->add_subcommand("remove", "Forget a target; what runs there stays");
    remove->add_option("NAME", options->name, "The target")->required();
    when(remove, [](Context& context, const Options& each) -> CommandResult {
        if (auto gone = TargetStore(context.workspace).remove(each.name); !gone)
            return failed(gone.error());
        return {};
    });
    when(command->add_subcommand("kinds", "What kinds there are"),
         [](Context& context, const Options&) { return kinds(context); });
    command->callback([&request, command] {
        if (command->get_subcommands().empty())
            request.run = [](Context& context) { return list(context); };
    });
}

} // namespace binnacle::cli
