#include "app/cli/serving_parts.h"

#include "app/cli/promotion_parts.h"
#include "app/common/registered_targets.h"
#include "services/http/url.h"
#include "services/promotion/serve_trial.h"
#include "services/promotion/version_files.h"
#include "services/registry/model_file.h"
#include "services/workspace/source_store.h"
#include "services/workspace/target_store.h"

#include <QFile>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace binnacle::cli {

namespace {

Result<void> fetchFiles(const Context& context, RegistryBackend& registry, const VersionWish& wish,
                        const std::filesystem::path& folder)
{
    const auto files = filesOfVersion(registry, wish.model, wish.version, context.stop);
    if (!files)
        return failure(files.error());
    for (const auto& file : *files) {
        const auto place = folder / file.path;
        std::error_code ignored;
        std::filesystem::create_directories(place.parent_path(), ignored);
        if (auto done = registry.downloadVersionFile(wish.model, wish.version, file.path, place,
                                                     nullptr, context.stop);
            !done)
            return done;
    }
    return {};
}

// Fetched beside its place and moved there whole, so that what is there is complete.
Result<std::filesystem::path> fetched(const Context& context, RegistryBackend& registry,
                                      SourceId source, const VersionWish& wish)
{
    const auto place = servingFolder(context) / "models" / std::to_string(raw(source)) /
                       percentEncoded(wish.model) / percentEncoded(wish.version);
    std::error_code fault;
    if (std::filesystem::exists(place, fault))
        return place;
    auto part = place;
    part += ".part";
    std::filesystem::remove_all(part, fault);
    if (auto done = fetchFiles(context, registry, wish, part); !done)
        return failure(done.error());
    std::filesystem::rename(part, place, fault);
    if (fault)
        return failure(
            Error::Kind::Storage,
            Text::tr("“%1” can not be written.").arg(QString::fromStdString(place.string())));
    return place;
}

std::vector<SmokeColumn> columnsOf(const std::vector<ModelColumn>& columns)
{
    std::vector<SmokeColumn> plain;
    for (const auto& column : columns)
        plain.push_back({column.name, column.type});
    return plain;
}

void readExample(VersionToServe& version)
{
    QFile file(QString::fromStdString((version.folder / "MLmodel").string()));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const auto read = parseModelFile(file.read(modelFileLimit + 1).toStdString());
    if (!read)
        return;
    if (read->signature) {
        version.smoke.inputs = columnsOf(read->signature->inputs);
        version.smoke.outputs = columnsOf(read->signature->outputs);
    }
    if (const auto body = scoringRequest(version.folder, read->inputExample))
        version.smoke.body = QByteArray::fromStdString(*body);
}

Result<Source> sourceOf(const Context& context, SourceId id)
{
    const auto sources = SourceStore(context.workspace).list();
    if (!sources)
        return failure(sources.error());
    const auto found = std::ranges::find(*sources, id, &Source::id);
    return found == sources->end()
               ? failure(Error::Kind::NotFound, Text::tr("The source is not in the workspace."))
               : Result<Source>(*found);
}

} // namespace

std::filesystem::path servingFolder(const Context& context)
{
    return std::filesystem::absolute(context.workspace->path()).parent_path() / "serving";
}

ServingKinds servingKinds(const Context& context)
{
    // Not owned: the store of the command line outlives its commands.
    return registeredTargets({&context.credentials, [](CredentialStore*) {}},
                             servingFolder(context));
}

Result<std::shared_ptr<ServingBackend>> openTarget(const Context& context,
                                                   const ServingTarget& target)
{
    return servingKinds(context).open(target);
}

RolloutParts rolloutParts(const Context& context)
{
    RolloutParts parts;
    parts.workspace = context.workspace;
    // One backend a target: it may remember its last scrape.
    const auto open = std::make_shared<std::map<std::int64_t, std::shared_ptr<ServingBackend>>>();
    parts.targets = [&context, open](TargetId id) -> Result<std::shared_ptr<ServingBackend>> {
        auto& known = (*open)[raw(id)];
        if (known)
            return known;
        const auto target = TargetStore(context.workspace).find(id);
        if (!target)
            return failure(target.error());
        auto opened = openTarget(context, *target);
        if (opened)
            known = *opened;
        return opened;
    };
    // Read each time: a setting may be mended while a rollout waits for data.
    const auto monitoring = [&context](TargetId id, const std::stop_token& stop) {
        const auto target = TargetStore(context.workspace).find(id);
        return target ? monitoringOf(*target, context.credentials, stop) : TargetMonitoring{};
    };
    parts.promql = [monitoring](const RolloutPlan& plan, const std::string& version,
                                const std::string& expression,
                                std::stop_token stop) -> Result<double> {
        const auto known = monitoring(plan.target, stop);
        if (!known.prometheus)
            return failure(Error::Kind::NotFound, Text::tr("The target names no Prometheus."));
        return known.prometheus->value(
            filledExpression(expression, plan.fresh.model, version, plan.windowMs),
            std::move(stop));
    };
    parts.figures = [monitoring](const RolloutPlan& plan, const std::string& version, TimeSpan span,
                                 std::stop_token stop) -> std::optional<Result<VersionFigures>> {
        const auto known = monitoring(plan.target, stop);
        if (!known.prometheus || known.queries.empty())
            return std::nullopt;
        return prometheusFigures(*known.prometheus, known.queries, plan.fresh.model, version,
                                 span.to - span.from, std::move(stop));
    };
    return parts;
}

Result<std::int64_t> millisecondsFrom(const std::string& text)
{
    double number = 0;
    const auto* last = text.data() + text.size();
    const auto [end, fault] = std::from_chars(text.data(), last, number);
    const std::string_view unit(end, static_cast<std::size_t>(last - end));
    static constexpr std::array<std::pair<std::string_view, double>, 5> units = {
        {{"", 1'000}, {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};
    const auto* found = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
    if (fault != std::errc() || found == units.end() || !(number >= 0) || number > 1e9)
        return failure(Error::Kind::Invalid,
                       Text::tr("“%1” is no time, such as 500ms, 30s, 5m or 2h.")
                           .arg(QString::fromStdString(text)));
    return static_cast<std::int64_t>(std::llround(number * found->second));
}

Result<VersionToServe> versionToServe(const Context& context, const VersionWish& wish)
{
    VersionToServe version{{wish.model, wish.version, wish.source}, {}, {}};
    std::error_code ignored;
    if (!wish.source.empty()) {
        if (std::filesystem::is_directory(wish.source, ignored)) {
            version.folder = std::filesystem::absolute(wish.source);
            version.model.source = version.folder.string();
            readExample(version);
        }
        return version;
    }
    const auto model = findModel(context, wish.model, wish.registry);
    if (!model)
        return failure(model.error());
    if (auto known = ensureVersion(context, *model, wish.version); !known)
        return failure(known.error());
    const auto detail = RegistryReader(context.workspace).version(model->row, wish.version);
    if (!detail)
        return failure(detail.error());
    auto exact = wish;
    exact.version = detail->version.version; // an alias was resolved
    version.model.version = exact.version;
    version.model.source = detail->version.source;
    if (!wish.fetched)
        return version;
    const auto source = sourceOf(context, model->source);
    if (!source)
        return failure(source.error());
    const auto registry = context.backends.openRegistry(*source);
    if (!registry)
        return failure(registry.error());
    const auto folder = fetched(context, **registry, model->source, exact);
    if (!folder)
        return failure(folder.error());
    version.folder = *folder;
    version.model.source = folder->string();
    readExample(version);
    return version;
}

QJsonObject rolloutJson(const RolloutRecord& record)
{
    const auto& rollout = record.rollout;
    const auto wanted = rollout.wantedPercent();
    return {{QStringLiteral("id"), QString::fromStdString(rollout.plan.id)},
            {QStringLiteral("target"), QString::fromStdString(rollout.plan.targetName)},
            {QStringLiteral("plan"), toJson(rollout.plan)},
            {QStringLiteral("phase"), QLatin1String(phaseName(rollout.phase))},
            {QStringLiteral("step"), static_cast<qint64>(rollout.step)},
            {QStringLiteral("wanted_percent"), wanted ? QJsonValue(*wanted) : QJsonValue()},
            {QStringLiteral("paused"), rollout.paused},
            {QStringLiteral("reason"), rollout.reason},
            {QStringLiteral("alarm"), rollout.alarm},
            {QStringLiteral("watched"), record.watched},
            {QStringLiteral("created_at"), static_cast<qint64>(record.createdAt)},
            {QStringLiteral("ended_at"),
             record.endedAt ? QJsonValue(static_cast<qint64>(*record.endedAt)) : QJsonValue()}};
}

} // namespace binnacle::cli
