#include "models/registry_version_page.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "services/artifacts/structured_value.h"
#include "services/workspace/model_file_cache.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int reloadInterval = 150; // ms
constexpr std::size_t mostDatasets = 6;
constexpr qsizetype shortDigest = 8;
using Kind = RegistryLineageNode::Kind;

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

QString words(const char* text)
{
    return QCoreApplication::translate("RegistryLineage", text);
}

QString rowsOf(const DatasetInput& dataset)
{
    const QJsonObject profile =
        QJsonDocument::fromJson(QByteArray::fromStdString(dataset.profile)).object();
    const auto rows = profile[u"num_rows"].toInteger(-1);
    const QString kind = words(QT_TRANSLATE_NOOP("RegistryLineage", "dataset"));
    return rows < 0 ? kind
                    : words(QT_TRANSLATE_NOOP("RegistryLineage", "dataset · %1 rows"))
                          .arg(countText(rows));
}

QString runLine(const RunDetail& detail)
{
    QString line = words(QT_TRANSLATE_NOOP("RegistryLineage", "run"));
    if (const auto* commit = findValue(detail.run.tags, tags::gitCommit))
        line += QStringLiteral(" · ") + text8(*commit).left(7);
    else if (const auto* metric = mainMetric(detail.run.metrics))
        line += QStringLiteral(" · %1 %2").arg(text8(metric->key), numberText(metric->point.value));
    return line;
}

// Adds `node` and an edge from each of `from`; gives the places of what comes next.
std::size_t addNode(RegistryLineage& lineage, RegistryLineageNode node,
                    const std::vector<std::size_t>& from)
{
    const std::size_t place = lineage.nodes.size();
    lineage.nodes.push_back(std::move(node));
    for (const std::size_t other : from)
        lineage.edges.emplace_back(other, place);
    return place;
}

std::vector<std::size_t> addDatasets(RegistryLineage& lineage, const Run& run)
{
    std::vector<std::size_t> places;
    std::vector<std::string> seen;
    for (const auto& dataset : run.datasets) {
        const std::string key = dataset.name + '@' + dataset.digest;
        if (std::ranges::find(seen, key) != seen.end() || seen.size() == mostDatasets)
            continue;
        seen.push_back(key);
        places.push_back(
            addNode(lineage,
                    {Kind::Dataset,
                     text8(dataset.name) + u'@' + text8(dataset.digest).left(shortDigest),
                     rowsOf(dataset),
                     true,
                     std::nullopt,
                     {}},
                    {}));
    }
    if (places.empty())
        places.push_back(
            addNode(lineage,
                    {Kind::Dataset,
                     words(QT_TRANSLATE_NOOP("RegistryLineage", "Dataset not known")),
                     words(QT_TRANSLATE_NOOP("RegistryLineage", "the run logged none")),
                     false,
                     std::nullopt,
                     {}},
                    {}));
    return places;
}

std::size_t addRun(RegistryLineage& lineage, const VersionDetail& version,
                   const std::optional<RunDetail>& run)
{
    if (run) {
        const auto datasets = addDatasets(lineage, run->run);
        return addNode(lineage,
                       {Kind::Run,
                        text8(run->run.name.empty() ? run->run.id : run->run.name),
                        runLine(*run),
                        true,
                        run->row,
                        {}},
                       datasets);
    }
    const bool named = !version.version.runId.empty();
    return addNode(lineage,
                   {Kind::Run,
                    named ? text8(version.version.runId).left(shortDigest)
                          : words(QT_TRANSLATE_NOOP("RegistryLineage", "No run")),
                    named ? words(QT_TRANSLATE_NOOP("RegistryLineage", "run · not mirrored"))
                          : words(QT_TRANSLATE_NOOP("RegistryLineage", "registered without one")),
                    named,
                    std::nullopt,
                    {}},
                   {});
}

} // namespace

RegistryLineage lineageOf(const VersionDetail& version, const std::optional<RunDetail>& run)
{
    RegistryLineage lineage;
    std::size_t last = addRun(lineage, version, run);
    if (version.loggedModel || !version.version.loggedModelId.empty())
        last = addNode(lineage,
                       {Kind::LoggedModel,
                        version.loggedModel ? text8(version.loggedModel->name)
                                            : text8(version.version.loggedModelId).left(10),
                        words(QT_TRANSLATE_NOOP("RegistryLineage", "logged model")),
                        true,
                        run ? std::optional(run->row) : std::nullopt,
                        {}},
                       {last});
    last = addNode(
        lineage,
        {Kind::Version, text8(version.version.model) + u' ' + versionText(version.version.version),
         version.version.creationTime ? words(QT_TRANSLATE_NOOP("RegistryLineage", "version · %1"))
                                            .arg(relativeTime(*version.version.creationTime))
                                      : words(QT_TRANSLATE_NOOP("RegistryLineage", "version")),
         true, std::nullopt, version.version.version},
        {last});
    std::vector<std::size_t> aliases;
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& state : version.aliases)
        aliases.push_back(addNode(
            lineage,
            {Kind::Alias,
             text8(state.alias.name),
             words(QT_TRANSLATE_NOOP("RegistryLineage", "alias · %1")).arg(sinceText(state, now)),
             true,
             std::nullopt,
             {}},
            {last}));
    if (aliases.empty())
        aliases.push_back(addNode(lineage,
                                  {Kind::Alias,
                                   words(QT_TRANSLATE_NOOP("RegistryLineage", "No alias")),
                                   words(QT_TRANSLATE_NOOP("RegistryLineage", "not yet")),
                                   false,
                                   std::nullopt,
                                   {}},
                                  {last}));
    addNode(lineage,
            {Kind::Deployment,
             words(QT_TRANSLATE_NOOP("RegistryLineage", "Deployment")),
             words(QT_TRANSLATE_NOOP("RegistryLineage", "none is known")),
             false,
             std::nullopt,
             {}},
            aliases);
    return lineage;
}

Result<RegistryVersionPage> readRegistryVersionPage(const std::shared_ptr<Workspace>& workspace,
                                                    RegisteredModelRowId model,
                                                    const std::string& version)
{
    const RegistryReader reader(workspace);
    const RunReader runs(workspace);
    RegistryVersionPage page;
    auto detail = reader.version(model, version);
    if (!detail)
        return failure(detail.error());
    page.detail = std::move(*detail);
    const auto runOf = [&](const VersionDetail& of) -> std::optional<RunDetail> {
        if (!of.run)
            return std::nullopt;
        auto read = runs.detail(*of.run);
        return read ? std::optional(std::move(*read)) : std::nullopt;
    };
    page.run = runOf(page.detail);
    if (const auto summary = reader.model(model)) {
        const AliasState* alias = championAlias(*summary);
        if (alias && alias->alias.version != page.detail.version.version) {
            if (auto champion = reader.version(model, alias->alias.version)) {
                page.championRun = runOf(*champion);
                page.champion = std::move(*champion);
            }
        }
    }
    auto events = reader.events(model);
    if (!events)
        return failure(events.error());
    page.events = std::move(*events);
    page.lineage = lineageOf(page.detail, page.run);
    if (const auto text = ModelFileCache(workspace).text(page.detail.row); text && *text) {
        if (const auto mlmodel = parseYaml(**text))
            page.facts = modelFacts(*mlmodel);
    }
    return page;
}

RegistryVersionPageModel::RegistryVersionPageModel(std::shared_ptr<Workspace> workspace,
                                                   WorkerPools& pools, QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools)
{
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &RegistryVersionPageModel::reload);
    const auto soon = [this] {
        if (!version_.empty() && !later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::registryChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, soon);
}

bool RegistryVersionPageModel::isFor(RegisteredModelRowId model, const std::string& version) const
{
    return model == model_ && version == version_;
}

void RegistryVersionPageModel::setVersion(RegisteredModelRowId model, const std::string& version)
{
    if (isFor(model, version))
        return;
    model_ = model;
    version_ = version;
    fresh_ = true;
    reload();
}

void RegistryVersionPageModel::clear()
{
    asked_.cancel();
    version_.clear();
    fresh_ = true;
    if (!data_)
        return;
    data_.reset();
    emit changed(false);
}

void RegistryVersionPageModel::reload()
{
    if (version_.empty())
        return;
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, model = model_, version = version_](std::stop_token) {
            return readRegistryVersionPage(workspace, model, version);
        },
        [this](Result<RegistryVersionPage> page) {
            if (!page) {
                data_.reset();
                emit failed(page.error());
                return;
            }
            data_ = std::move(*page);
            emit changed(!std::exchange(fresh_, false));
        });
}

} // namespace binnacle
