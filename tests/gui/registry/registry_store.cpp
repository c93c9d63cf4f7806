#include "tests/gui/registry/registry_store.h"

#include "services/workspace/model_file_cache.h"
#include "services/workspace/registry_writer.h"

#include <QDateTime>
#include <QtGlobal>

namespace binnacle::test {

namespace {

const char* const mlmodel = R"(artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
    python_version: 3.11.2
  sklearn:
    pickled_model: model.pkl
    sklearn_version: 1.5.2
mlflow_version: 3.17.2
model_size_bytes: 184320
signature:
  inputs: '[{"type": "double", "name": "alcohol", "required": true}, {"type": "double", "name": "pH", "required": true}, {"type": "long", "name": "year", "required": false}]'
  outputs: '[{"type": "long", "required": true}]'
  params: null
)";

template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message + u' ' + result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

std::string wineRunId(int number)
{
    return QString::asprintf("%032x", number + 1).toStdString();
}

ModelVersion versionOf(const std::string& model, int number, std::int64_t created)
{
    ModelVersion version;
    version.model = model;
    version.version = std::to_string(number);
    version.status = "READY";
    version.userId = "trainer";
    version.creationTime = created;
    version.lastUpdateTime = created;
    return version;
}

RegisteredModel modelOf(const std::string& name, std::vector<ModelAlias> aliases,
                        std::int64_t created)
{
    RegisteredModel model;
    model.name = name;
    model.creationTime = created;
    model.lastUpdateTime = created;
    model.aliases = std::move(aliases);
    return model;
}

} // namespace

RegistryStore::RegistryStore(std::shared_ptr<Workspace> workspace)
    : runs(workspace), now(QDateTime::currentMSecsSinceEpoch()), workspace_(std::move(workspace))
{
}

void RegistryStore::fill()
{
    runs.fill();
    putWine();
    putOthers();
    const auto wine = model("wine-quality");
    for (const char* version : {"17", "18"}) {
        const auto detail = need(RegistryReader(workspace_).version(wine.row, version));
        need(ModelFileCache(workspace_).put(detail.row, std::string(mlmodel), now));
    }
}

void RegistryStore::putWine()
{
    const RegistryWriter writer(workspace_, runs.prod);
    const std::int64_t begun = now - 40 * day;
    const auto see = [&](std::vector<ModelAlias> aliases, std::int64_t at) {
        need(writer.putModels({modelOf("wine-quality", std::move(aliases), begun)}, at));
    };
    see({{"champion", "12"}}, now - 30 * day);
    std::vector<ModelVersion> versions;
    for (int number = 1; number <= 18; ++number) {
        ModelVersion version =
            versionOf("wine-quality", number, now - (20 - number) * day - number * 3'600'000LL);
        // v17 and v18 come of good runs.
        version.runId = wineRunId(number == 17 ? 1 : number == 18 ? 3 : 20 + number);
        version.source = "runs:/" + version.runId + "/model";
        if (number == 18) {
            version.description = "Trained on the vintage of 2025.";
            version.tags = {{"owner", "cellar"}, {"risk", "low"}};
        }
        versions.push_back(std::move(version));
    }
    need(writer.putVersions(versions, now - 30 * day));
    see({{"champion", "16"}}, now - 20 * day);
    see({{"champion", "16"}}, now - 10 * day);
    see({{"champion", "17"}}, now - 9 * day);
    see({{"champion", "17"}, {"challenger", "18"}}, now - 2 * day);
    need(writer.putVersions(versions, now));
    see({{"champion", "17"}, {"challenger", "18"}}, now);
}

void RegistryStore::putOthers()
{
    const RegistryWriter prod(workspace_, runs.prod), lab(workspace_, runs.lab);
    need(prod.putModels({modelOf("churn", {}, now - 90 * day)}, now));
    std::vector<ModelVersion> churn;
    for (int number = 1; number <= 4; ++number) {
        churn.push_back(versionOf("churn", number, now - (90 - number) * day));
        churn.back().stage = number == 3 ? "Production" : number == 4 ? "Staging" : "Archived";
        churn.back().runId = wineRunId(30 + number);
    }
    need(prod.putVersions(churn, now));
    need(lab.putModels(
        {modelOf("ranking-v2", {{"champion", "7"}, {"shadow", "8"}, {"eu", "6"}}, now - 60 * day)},
        now - 3 * day));
    std::vector<ModelVersion> ranking;
    for (int number = 1; number <= 8; ++number)
        ranking.push_back(versionOf("ranking-v2", number, now - (60 - number) * day));
    need(lab.putVersions(ranking, now - 3 * day));
    const std::string korean = "와인 등급/2026 %";
    need(prod.putModels({modelOf(korean, {}, now - day)}, now));
    need(prod.putVersions({versionOf(korean, 1, now - day)}, now));
}

ModelSummary RegistryStore::model(const std::string& name) const
{
    return need(RegistryReader(workspace_).find(name, std::nullopt));
}

void RegistryStore::moveAlias(const std::string& model, const std::string& alias,
                              const std::string& version)
{
    const ModelSummary held = this->model(model);
    std::optional<std::string> from;
    for (const auto& state : held.aliases)
        if (state.alias.name == alias)
            from = state.alias.version;
    need(RegistryWriter(workspace_, held.source)
             .aliasMoved(model, alias, from, version,
                         {"mina", "0123456789abcdef", QDateTime::currentMSecsSinceEpoch()}));
}

} // namespace binnacle::test
