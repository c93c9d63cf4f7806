#include "services/promotion/act_step_work.h"

#include "services/promotion/version_files.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace binnacle {

namespace {

using Kind = ActStep::Kind;
using Look = ActStepWork::Look;
using Standing = ActStepWork::Standing;

QString text(const char* source)
{
    return QCoreApplication::translate("ActStepWork", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

QJsonObject held(const char* key, const std::optional<std::string>& value)
{
    return {{QLatin1String(key), value ? QJsonValue(q(*value)) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("read_at"), qint64(QDateTime::currentMSecsSinceEpoch())}};
}

Standing standingOf(const std::optional<std::string>& found,
                    const std::optional<std::string>& wanted,
                    const std::optional<std::string>& before)
{
    if (found == wanted)
        return Standing::Done;
    return found == before ? Standing::AsBefore : Standing::Other;
}

std::vector<VersionFile> filesIn(const QJsonObject& copied)
{
    std::vector<VersionFile> files;
    for (const auto& item : copied.value(QLatin1String("files")).toArray()) {
        const auto json = item.toObject();
        files.push_back({json.value(QLatin1String("path")).toString().toStdString(),
                         json.value(QLatin1String("size")).toInteger(),
                         json.value(QLatin1String("sha256")).toString().toStdString()});
    }
    return files;
}

QJsonObject copyState(const std::string& folder, const std::vector<VersionFile>& files)
{
    QJsonArray list;
    for (const auto& file : files)
        list.append(QJsonObject{{QStringLiteral("path"), q(file.path)},
                                {QStringLiteral("size"), qint64(file.size)},
                                {QStringLiteral("sha256"), q(file.sha256)}});
    return {{QStringLiteral("folder"), q(folder)}, {QStringLiteral("files"), list}};
}

} // namespace

std::string versionMadeBy(const ActRecord& act)
{
    for (const auto& step : act.steps) {
        if (step.step.kind == Kind::CreateVersion)
            return step.after.value(QLatin1String("version")).toString().toStdString();
    }
    return {};
}

ActStepWork::ActStepWork(const ActRecord& act, std::size_t no, RegistryOfSource registries)
    : act_(act), no_(no), step_(act.steps[no].step), registries_(std::move(registries))
{
    const auto made = versionMadeBy(act);
    if (made.empty() || !step_.fromRegistry)
        return;
    if (step_.version.empty())
        step_.version = made;
    if (step_.kind == Kind::SetAlias && step_.value.empty())
        step_.value = made;
}

Result<std::shared_ptr<RegistryBackend>> ActStepWork::registry() const
{
    return registries_(step_.registry);
}

bool ActStepWork::guarded() const
{
    return step_.kind == Kind::SetAlias || step_.kind == Kind::DeleteAlias;
}

Result<Look> ActStepWork::look(std::stop_token stop) const
{
    const auto registry = this->registry();
    if (!registry)
        return failure(registry.error());
    switch (step_.kind) {
    case Kind::SetAlias:
    case Kind::DeleteAlias:
        return lookAtAlias(**registry, stop);
    case Kind::SetTag:
    case Kind::DeleteTag:
    case Kind::SetStage:
    case Kind::Describe:
        return lookAtTexts(**registry, stop);
    case Kind::CreateVersion:
    case Kind::DeleteVersion:
        return lookForVersion(**registry, stop);
    case Kind::CreateModel:
    case Kind::DeleteModel:
        return lookForModel(**registry, stop);
    case Kind::CopyFiles: // goes on where it was
    case Kind::VerifyFiles:
    case Kind::RemoveFiles: // what is gone is removed again without harm
        return Look{Standing::AsBefore, {}};
    }
    return Look{};
}

Result<Look> ActStepWork::lookAtAlias(RegistryBackend& registry, const std::stop_token& stop) const
{
    auto holder = registry.aliasHolder(step_.model, step_.key, stop);
    if (!holder && holder.error().kind == Error::Kind::NotFound)
        holder = std::optional<std::string>();
    if (!holder)
        return failure(holder.error());
    const auto wanted =
        step_.kind == Kind::SetAlias ? std::optional(step_.value) : std::optional<std::string>();
    return Look{standingOf(*holder, wanted, step_.before), held("holder", *holder)};
}

Result<Look> ActStepWork::lookAtTexts(RegistryBackend& registry, const std::stop_token& stop) const
{
    std::vector<KeyValue> tags;
    std::string stage, description;
    if (step_.version.empty()) {
        auto model = registry.registeredModel(step_.model, stop);
        if (!model)
            return failure(model.error());
        tags = std::move(model->tags);
        description = std::move(model->description);
    } else {
        auto version = registry.modelVersion(step_.model, step_.version, stop);
        if (!version)
            return failure(version.error());
        tags = std::move(version->tags);
        stage = std::move(version->stage);
        description = std::move(version->description);
    }
    if (step_.kind == Kind::SetStage)
        return Look{standingOf(stage, step_.value, step_.before), held("stage", stage)};
    if (step_.kind == Kind::Describe)
        return Look{standingOf(description, step_.value, step_.before.value_or(std::string())),
                    held("description", description)};
    std::optional<std::string> found;
    if (const auto* value = findValue(tags, step_.key))
        found = *value;
    const auto wanted =
        step_.kind == Kind::SetTag ? std::optional(step_.value) : std::optional<std::string>();
    return Look{standingOf(found, wanted, step_.before), held("value", found)};
}

Result<Look> ActStepWork::lookForVersion(RegistryBackend& registry,
                                         const std::stop_token& stop) const
{
    if (step_.kind == Kind::DeleteVersion) {
        const auto version = registry.modelVersion(step_.model, step_.version, stop);
        if (!version && version.error().kind != Error::Kind::NotFound)
            return failure(version.error());
        return Look{version ? Standing::AsBefore : Standing::Done,
                    held("version", version ? std::optional(step_.version) : std::nullopt)};
    }
    // The version that carries the id of this act.
    std::optional<std::string> found;
    const auto scanned = registry.scanRegistry(
        RegistryScan{},
        [&](std::vector<RegistryBatch> batches) -> Result<void> {
            for (const auto& batch : batches) {
                if (batch.model.name != step_.model)
                    continue;
                for (const auto& version : batch.versions) {
                    const auto* act = findValue(version.tags, "binnacle.act");
                    if (act && *act == act_.id)
                        found = version.version;
                }
            }
            return {};
        },
        stop);
    if (!scanned)
        return failure(scanned.error());
    return Look{found ? Standing::Done : Standing::AsBefore, held("version", found)};
}

Result<Look> ActStepWork::lookForModel(RegistryBackend& registry, const std::stop_token& stop) const
{
    const auto model = registry.registeredModel(step_.model, stop);
    if (!model && model.error().kind != Error::Kind::NotFound)
        return failure(model.error());
    const bool wanted = step_.kind == Kind::CreateModel;
    return Look{model.has_value() == wanted ? Standing::Done : Standing::AsBefore,
                held("model", model ? std::optional(step_.model) : std::nullopt)};
}

Result<QJsonObject> ActStepWork::write(const Note& note, std::stop_token stop) const
{
    const auto registry = this->registry();
    if (!registry)
        return failure(registry.error());
    switch (step_.kind) {
    case Kind::CopyFiles:
        return copyFiles(**registry, note, stop);
    case Kind::CreateVersion:
        return createVersion(**registry, stop);
    case Kind::VerifyFiles:
        return verifyFiles(**registry, stop);
    case Kind::DeleteModel:
        return deleteModel(**registry, stop);
    default:
        return change(**registry, stop);
    }
}

Result<QJsonObject> ActStepWork::change(RegistryBackend& registry,
                                        const std::stop_token& stop) const
{
    const auto& s = step_;
    const auto done = [&]() -> Result<void> {
        switch (s.kind) {
        case Kind::SetAlias:
            return registry.setAlias(s.model, s.key, s.value, stop);
        case Kind::DeleteAlias:
            return registry.deleteAlias(s.model, s.key, stop);
        case Kind::SetTag:
            return registry.setModelTag(s.model, s.version, s.key, s.value, stop);
        case Kind::DeleteTag:
            return registry.deleteModelTag(s.model, s.version, s.key, stop);
        case Kind::SetStage:
            return registry.setStage(s.model, s.version, s.value, stop);
        case Kind::Describe:
            return registry.describe(s.model, s.version, s.value, stop);
        case Kind::CreateModel:
            return registry.createModel(s.model, s.value, stop).map([](const auto&) {});
        case Kind::RemoveFiles:
            return registry.removeVersionFolder(s.value, stop);
        default:
            return registry.deleteVersion(s.model, s.version, stop);
        }
    }();
    if (!done)
        return failure(done.error());
    return QJsonObject();
}

QJsonObject ActStepWork::copied() const
{
    for (const auto& journaled : act_.steps) {
        if (journaled.step.kind == Kind::CopyFiles)
            return journaled.after;
    }
    return {};
}

Result<QJsonObject> ActStepWork::copyFiles(RegistryBackend& registry, const Note& note,
                                           const std::stop_token& stop) const
{
    const auto from = registries_(*step_.fromRegistry);
    if (!from)
        return failure(from.error());
    auto files = filesOfVersion(**from, step_.fromModel, step_.fromVersion, stop);
    if (!files)
        return failure(files.error());
    if (files->empty())
        return failure(Error::Kind::NotFound,
                       text("%1 version %2 has no files that could be copied.")
                           .arg(q(step_.fromModel), q(step_.fromVersion)));
    const auto before = act_.steps[no_].after;
    auto folder = before.value(QLatin1String("folder")).toString().toStdString();
    auto done = filesIn(before);
    if (folder.empty()) {
        auto made = registry.newVersionFolder(step_.model, stop);
        if (!made)
            return failure(made.error());
        folder = std::move(*made);
        if (auto noted = note(copyState(folder, done)); !noted)
            return failure(noted.error());
    }
    for (const auto& file : *files) {
        if (std::ranges::find(done, file.path, &VersionFile::path) != done.end())
            continue;
        auto brought = fetchHashed(
            **from, step_.fromModel, step_.fromVersion, file,
            [&](const VersionFile& fetched, const std::filesystem::path& place) {
                return registry.uploadFile(folder, fetched.path, place, nullptr, stop);
            },
            stop);
        if (!brought)
            return failure(brought.error());
        done.push_back(std::move(*brought));
        if (auto noted = note(copyState(folder, done)); !noted)
            return failure(noted.error());
    }
    std::ranges::sort(done, {}, &VersionFile::path);
    return copyState(folder, done);
}

Result<QJsonObject> ActStepWork::createVersion(RegistryBackend& registry,
                                               const std::stop_token& stop) const
{
    const auto from = registries_(*step_.fromRegistry);
    if (!from)
        return failure(from.error());
    const auto original = (*from)->modelVersion(step_.fromModel, step_.fromVersion, stop);
    if (!original)
        return failure(original.error());
    const auto brought = copied();
    NewModelVersion made;
    made.model = step_.model;
    made.source = brought.value(QLatin1String("folder")).toString().toStdString();
    made.runId = original->runId;
    made.runLink = original->runLink;
    made.description = original->description;
    for (const auto& tag : original->tags) {
        if (!tag.key.starts_with("binnacle.") && !tag.key.starts_with("mlflow."))
            made.tags.push_back(tag);
    }
    made.tags.push_back({"binnacle.act", act_.id});
    made.tags.push_back({"binnacle.sha256", digestOf(filesIn(brought))});
    made.tags.push_back({"binnacle.copied_from",
                         (*from)->address() + " " + step_.fromModel + " " + step_.fromVersion});
    const auto created = registry.createVersion(made, stop);
    if (!created)
        return failure(created.error());
    return QJsonObject{{QStringLiteral("version"), q(created->version)}};
}

Result<QJsonObject> ActStepWork::verifyFiles(RegistryBackend& registry,
                                             const std::stop_token& stop) const
{
    const auto files = filesIn(copied());
    for (const auto& file : files) {
        const auto back = fetchHashed(registry, step_.model, step_.version, file, nullptr, stop);
        if (!back)
            return failure(back.error());
        if (back->sha256 != file.sha256)
            return failure(Error::Kind::Invalid,
                           text("“%1” arrived changed: its SHA-256 is %2… and not %3….")
                               .arg(q(file.path), q(back->sha256.substr(0, 12)),
                                    q(file.sha256.substr(0, 12))));
    }
    return QJsonObject{{QStringLiteral("files"), qint64(files.size())},
                       {QStringLiteral("sha256"), q(digestOf(files))}};
}

// Deleting a model takes its versions with it.
Result<QJsonObject> ActStepWork::deleteModel(RegistryBackend& registry,
                                             const std::stop_token& stop) const
{
    bool hasVersions = false;
    const auto scanned = registry.scanRegistry(
        RegistryScan{},
        [&](std::vector<RegistryBatch> batches) -> Result<void> {
            for (const auto& batch : batches)
                hasVersions |= batch.model.name == step_.model && !batch.versions.empty();
            return {};
        },
        stop);
    if (!scanned)
        return failure(scanned.error());
    if (hasVersions)
        return QJsonObject{
            {QStringLiteral("kept"), text("The model has other versions by now and stays.")}};
    if (auto gone = registry.deleteModel(step_.model, stop); !gone)
        return failure(gone.error());
    return QJsonObject();
}

} // namespace binnacle
