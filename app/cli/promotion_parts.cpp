#include "app/cli/promotion_parts.h"

#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"

#include <QDateTime>
#include <QJsonDocument>

namespace binnacle::cli {

namespace {

// Brings the model into the workspace from each registry that has it.
Result<void> askRegistries(const Context& context, const std::string& name,
                           const std::string& registry)
{
    const auto sources = SourceStore(context.workspace).list();
    if (!sources)
        return failure(sources.error());
    for (const auto& source : *sources) {
        if (!registry.empty() && source.name != registry)
            continue;
        const auto backend = context.backends.openRegistry(source);
        if (!backend)
            continue; // it has no registry
        const auto model = (*backend)->registeredModel(name, context.stop);
        if (!model) {
            if (!registry.empty() || model.error().kind == Error::Kind::Cancelled)
                return failure(model.error());
            continue;
        }
        const RegistryWriter writer(context.workspace, source.id);
        if (auto put = writer.putModels({*model}, QDateTime::currentMSecsSinceEpoch()); !put)
            return put;
    }
    return {};
}

} // namespace

Promoter promoterOf(const Context& context, const std::string& policyFile)
{
    Promoter::Parts parts;
    parts.workspace = context.workspace;
    const auto* backends = &context.backends;
    const auto workspace = context.workspace;
    parts.registries = [backends, workspace](SourceId id) {
        return SourceStore(workspace).find(id).and_then(
            [&](const Source& source) { return backends->openRegistry(source); });
    };
    parts.tracking = [backends, workspace](SourceId id) {
        return SourceStore(workspace).find(id).and_then(
            [&](const Source& source) { return backends->open(source); });
    };
    parts.policies = context.workspace->path().parent_path() / "policies";
    parts.policyFile = policyFile;
    return Promoter(std::move(parts));
}

Result<ModelSummary> findModel(const Context& context, const std::string& name,
                               const std::string& registry)
{
    const RegistryReader reader(context.workspace);
    const auto wanted = registry.empty() ? std::optional<std::string>() : std::optional(registry);
    auto model = reader.find(name, wanted);
    if (model || model.error().kind != Error::Kind::NotFound)
        return model;
    if (auto asked = askRegistries(context, name, registry); !asked)
        return failure(asked.error());
    return reader.find(name, wanted);
}

Result<void> ensureVersion(const Context& context, const ModelSummary& model,
                           const std::string& version)
{
    const auto known = RegistryReader(context.workspace).version(model.row, version);
    if (known || known.error().kind != Error::Kind::NotFound)
        return {};
    const auto source = SourceStore(context.workspace).find(model.source);
    if (!source)
        return failure(source.error());
    const auto backend = context.backends.openRegistry(*source);
    if (!backend)
        return failure(backend.error());
    const auto found = (*backend)->modelVersion(model.model.name, version, context.stop);
    if (!found)
        return failure(found.error());
    return RegistryWriter(context.workspace, model.source)
        .putVersions({*found}, QDateTime::currentMSecsSinceEpoch());
}

void answerJson(Context& context, const QJsonObject& json)
{
    context.out.line(QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString());
}

void answerAct(Context& context, const ActRecord& act, const QString& sentence)
{
    if (context.json) {
        answerJson(context, {{QStringLiteral("journal_entry"), QString::fromStdString(act.id)},
                             {QStringLiteral("kind"), QString::fromStdString(act.plan.kind)},
                             {QStringLiteral("state"), QLatin1String(actStateName(act.state))},
                             {QStringLiteral("message"), act.message}});
        return;
    }
    context.out.line(plainLine(sentence).toStdString());
    if (!act.message.isEmpty())
        context.out.line(plainLine(act.message).toStdString());
}

} // namespace binnacle::cli
