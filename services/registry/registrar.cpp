#include "services/registry/registrar.h"

#include "services/workspace/audit_log.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Registrar", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

bool outOfReach(const Error& error)
{
    return error.kind == Error::Kind::Network || error.kind == Error::Kind::Auth;
}

// The newest logged model of the run that the order means; nullptr: it is a folder of artifacts.
const LoggedModel* loggedModelOf(const std::vector<LoggedModel>& models,
                                 const RegistrationOrder& order)
{
    const LoggedModel* found = nullptr;
    for (const auto& model : models) {
        const bool meant = order.loggedModelId.empty() ? model.name == order.path
                                                       : model.id == order.loggedModelId;
        if (meant && (!found || model.creationTime.value_or(0) > found->creationTime.value_or(0)))
            found = &model;
    }
    return found;
}

std::string joined(const std::string& folder, const std::string& path)
{
    if (path.empty())
        return folder;
    return folder.ends_with('/') ? folder + path : folder + '/' + path;
}

// As MLflow's protocol has it (mlflow/protos/model_registry.proto).
QString call(const char* path, const QJsonObject& body)
{
    return QStringLiteral("POST /api/2.0/mlflow/%1 %2")
        .arg(QLatin1String(path),
             QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
}

void addRequests(RegistrationPlan& plan)
{
    const auto model = q(plan.order.model);
    if (plan.registry.kind != "mlflow-rest") {
        for (const auto& step : plan.steps)
            plan.requests << QStringLiteral("%1: %2").arg(q(plan.registry.uri), step);
        return;
    }
    if (plan.modelIsNew)
        plan.requests << call("registered-models/create", {{QStringLiteral("name"), model}});
    if (plan.copies())
        plan.requests << QStringLiteral("PUT /api/2.0/mlflow-artifacts/artifacts/… ") +
                             text("(each file)");
    QJsonObject body{{QStringLiteral("name"), model},
                     {QStringLiteral("source"),
                      plan.copies() ? QStringLiteral("<copied files>") : q(plan.source)}};
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty())
            body[QLatin1String(key)] = q(value);
    };
    add("run_id", plan.runId);
    add("model_id", plan.copies() ? std::string() : plan.loggedModelId);
    add("description", plan.order.description);
    plan.requests << call("model-versions/create", body);
}

void addSteps(RegistrationPlan& plan)
{
    const auto model = q(plan.order.model);
    const auto registry = q(plan.registry.name);
    if (plan.modelIsNew)
        plan.steps << text("Register the model %1 at %2").arg(model, registry);
    if (plan.copies()) {
        const auto what = plan.files == 1
                              ? text("1 file")
                              : text("%1 files").arg(QLocale().toString(qint64(plan.files)));
        plan.steps << text("Copy %1 of %2 to %3").arg(what, q(plan.from), registry);
    }
    plan.steps << (plan.copies()
                       ? text("Register a new version of %1").arg(model)
                       : text("Register a new version of %1 of the files where they lie: %2")
                             .arg(model, q(plan.source)));
}

} // namespace

Result<std::vector<Source>> Registrar::registries() const
{
    auto sources = SourceStore(parts_.workspace).list();
    if (!sources)
        return sources;
    std::erase_if(*sources, [&](const Source& source) {
        const auto registry = parts_.registries(source.id);
        return !registry || !(*registry)->capabilities().createVersions;
    });
    if (!parts_.ownRegistry)
        return sources;
    auto own = parts_.ownRegistry(false);
    if (!own)
        return sources;
    std::erase_if(*sources, [&](const Source& source) { return source.uri == own->uri; });
    sources->push_back(std::move(*own));
    return sources;
}

Result<Source> Registrar::registryOf(const RegistrationOrder& order, bool make) const
{
    if (order.registry)
        return SourceStore(parts_.workspace).find(*order.registry);
    if (!parts_.ownRegistry)
        return failure(Error::Kind::Invalid, text("Choose a registry."));
    return parts_.ownRegistry(make);
}

Result<RegistrationPlan> Registrar::plan(const RegistrationOrder& order, std::stop_token stop) const
{
    if (q(order.model).trimmed().isEmpty())
        return failure(Error::Kind::Invalid, text("Name the registered model."));
    RegistrationPlan plan;
    plan.order = order;
    auto registry = registryOf(order, false);
    if (!registry)
        return failure(registry.error());
    plan.registry = std::move(*registry);
    for (const auto& read : {readOrigin(plan, stop), readRegistry(plan, stop)}) {
        if (read)
            continue;
        if (!outOfReach(read.error()))
            return failure(read.error());
        if (plan.whyNot.isEmpty())
            plan.whyNot = text("It can not be registered now: %1").arg(read.error().message);
    }
    addSteps(plan);
    addRequests(plan);
    return plan;
}

Result<void> Registrar::readOrigin(RegistrationPlan& plan, const std::stop_token& stop) const
{
    if (plan.order.run)
        return readRun(plan, stop);
    plan.from = plan.order.folder.string();
    const auto files = modelFilesOfFolder(plan.order.folder);
    if (!files)
        return failure(files.error());
    plan.files = static_cast<std::int64_t>(files->size());
    return {};
}

Result<void> Registrar::readRun(RegistrationPlan& plan, const std::stop_token& stop) const
{
    const RunReader reader(parts_.workspace);
    const auto detail = reader.detail(*plan.order.run);
    if (!detail)
        return failure(detail.error());
    const auto& run = detail->run;
    plan.runId = run.id;
    plan.runSource = detail->source;
    plan.from = run.name.empty() ? run.id : run.name;
    const auto models = reader.loggedModels(*plan.order.run);
    if (!models)
        return failure(models.error());
    const auto* model = loggedModelOf(*models, plan.order);
    if (model) {
        plan.loggedModelId = model->id;
        plan.order.path = model->name;
    }
    if (plan.order.registry == plan.runSource)
        plan.source = model ? "models:/" + model->id : joined(run.artifactUri, plan.order.path);
    const auto runs = parts_.tracking(detail->source);
    if (!runs)
        return failure(runs.error());
    const auto files = plan.copies() ? modelFilesOfRun(**runs, run.id, plan.order.path, stop)
                                     : modelFileOfRun(**runs, run.id, plan.order.path, stop);
    if (!files)
        return failure(files.error());
    plan.files = static_cast<std::int64_t>(files->size());
    for (const auto& file : *files)
        plan.bytes = plan.bytes < 0 || file.size < 0 ? -1 : plan.bytes + file.size;
    return {};
}

Result<void> Registrar::readRegistry(RegistrationPlan& plan, const std::stop_token& stop) const
{
    if (raw(plan.registry.id) == 0) {
        plan.modelIsNew = true; // the registry itself is yet to be made
        return {};
    }
    const auto registry = parts_.registries(plan.registry.id);
    if (!registry)
        return failure(registry.error());
    const auto can = (*registry)->capabilities();
    if (!can.createVersions || (plan.copies() && !can.upload))
        plan.whyNot = text("%1 can not do this: it can only be read.").arg(q(plan.registry.name));
    const auto model = (*registry)->registeredModel(plan.order.model, stop);
    plan.modelIsNew = !model && model.error().kind == Error::Kind::NotFound;
    if (!model && !plan.modelIsNew)
        return failure(model.error());
    return {};
}

Result<ModelVersion> Registrar::make(const RegistrationPlan& plan, RegistryBackend& registry,
                                     const RegisterSink& progress,
                                     const std::stop_token& stop) const
{
    NewModelVersion made;
    made.model = plan.order.model;
    made.description = plan.order.description;
    if (!plan.order.run)
        return registerFolder(registry, std::move(made), plan.order.folder, progress, stop);
    if (!plan.copies()) {
        made.source = plan.source;
        made.runId = plan.runId;
        made.loggedModelId = plan.loggedModelId;
        return registerInPlace(registry, std::move(made), stop);
    }
    const auto runs = parts_.tracking(*plan.runSource);
    if (!runs)
        return failure(runs.error());
    return registerRunArtifacts(registry, **runs, std::move(made), plan.runId, plan.order.path,
                                progress, stop);
}

Result<RegisteredVersion> Registrar::carryOut(const RegistrationPlan& plan,
                                              const RegisterSink& progress,
                                              std::stop_token stop) const
{
    if (!plan.whyNot.isEmpty())
        return failure(Error::Kind::Invalid, plan.whyNot);
    const auto source = registryOf(plan.order, true);
    if (!source)
        return failure(source.error());
    const auto registry = parts_.registries(source->id);
    if (!registry)
        return failure(registry.error());
    auto made = make(plan, **registry, progress, stop);
    if (!made)
        return failure(made.error());
    return keep(plan, *source, **registry, std::move(*made), stop);
}

// The version is there in any case: what can not be kept of it comes with the next pass, except
// that its entry of the audit log must stand.
Result<RegisteredVersion> Registrar::keep(const RegistrationPlan& plan, const Source& source,
                                          RegistryBackend& registry, ModelVersion made,
                                          const std::stop_token& stop) const
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const RegistryWriter writer(parts_.workspace, source.id);
    if (const auto model = registry.registeredModel(made.model, stop))
        (void)writer.putModels({*model}, now);
    (void)writer.putVersions({made}, now);
    AuditEntry entry;
    entry.at = now;
    entry.action = "register-version";
    entry.sourceName = source.name;
    entry.subject = made.model + " version " + made.version;
    entry.after = made.source;
    QJsonObject evidence{{QStringLiteral("from"), q(plan.from)},
                         {QStringLiteral("copied"), plan.copies()}};
    if (!plan.runId.empty()) {
        evidence[QLatin1String("run_id")] = q(plan.runId);
        evidence[QLatin1String("path")] = q(plan.order.path);
    }
    if (plan.copies())
        evidence[QLatin1String("files")] = qint64(plan.files);
    entry.evidence = QJsonDocument(evidence).toJson(QJsonDocument::Compact).toStdString();
    if (const auto added = AuditLog(parts_.workspace).add(entry); !added)
        return failure(added.error());
    RegisteredVersion answer{{}, source, std::move(made)};
    if (const auto found = RegistryReader(parts_.workspace).find(answer.version.model, source.name))
        answer.row = found->row;
    return answer;
}

} // namespace binnacle
