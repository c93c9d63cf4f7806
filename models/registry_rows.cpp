#include "models/registry_rows.h"

#include "models/relative_time.h"
#include "services/domain/metric_direction.h"
#include "services/registry/production.h"
#include "services/workspace/source_store.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("RegistryRows", text);
}

int rankOf(const std::string& metric)
{
    const QString name = QString::fromStdString(metric).toLower();
    const auto has = [&](const char* part) { return name.contains(QLatin1String(part)); };
    int rank = 0;
    if (has("val") || has("test") || has("eval") || has("holdout"))
        rank += 8;
    if (has("accuracy") || has("auc") || has("f1") || has("r2") || has("rmse") || has("mae"))
        rank += 4;
    if (guessDirection(metric) != MetricDirection::Unknown)
        rank += 2;
    if (has("train") || has("system/"))
        rank -= 8;
    return rank;
}

std::map<SourceId, bool> reachOfSources(const std::shared_ptr<Workspace>& workspace)
{
    std::map<SourceId, bool> reached;
    if (const auto sources = SourceStore(workspace).listWithState()) {
        for (const auto& [source, state] : *sources)
            reached[source.id] = state.reach != SourceState::Reach::Offline &&
                                 state.reach != SourceState::Reach::Failed;
    }
    return reached;
}

} // namespace

bool isProductionAlias(const QString& alias)
{
    return saysProduction(alias.toStdString());
}

const LatestMetric* mainMetric(const std::vector<LatestMetric>& metrics)
{
    const auto best = std::ranges::max_element(
        metrics, {}, [](const LatestMetric& metric) { return rankOf(metric.key); });
    return best == metrics.end() ? nullptr : &*best;
}

Result<std::vector<RegistryRow>> readRegistryRows(const std::shared_ptr<Workspace>& workspace)
{
    auto models = RegistryReader(workspace).models();
    if (!models)
        return failure(models.error());
    const auto reached = reachOfSources(workspace);
    const auto deployments = readDeployments(workspace);
    if (!deployments)
        return failure(deployments.error());
    std::multimap<std::string, Deployment> byModel;
    for (const auto& deployment : *deployments)
        byModel.emplace(deployment.model, deployment);
    std::vector<RegistryRow> rows;
    rows.reserve(models->size());
    for (auto& model : *models) {
        RegistryRow row;
        const auto source = reached.find(model.source);
        row.sourceReached = source == reached.end() || source->second;
        row.summary = std::move(model);
        const auto [first, last] = byModel.equal_range(row.summary.model.name);
        for (auto it = first; it != last; ++it)
            row.deployments.push_back(it->second);
        if (const AliasState* alias = productionAlias(row.summary))
            row.champion = {alias->alias.version, alias->alias.name, *alias, {}, {}, {}};
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<void> readChampions(const std::shared_ptr<Workspace>& workspace,
                           std::vector<RegistryRow>& rows, std::stop_token stop)
{
    const RegistryReader reader(workspace);
    std::vector<RunRowId> runs;
    for (auto& row : rows) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (!row.champion) {
            const auto staged = productionVersion(reader, row.summary);
            if (staged && !staged->version.empty())
                row.champion = {staged->version, "Production", {}, {}, {}, {}};
        }
        row.championKnown = true;
        if (!row.champion)
            continue;
        const auto version = reader.version(row.summary.row, row.champion->version);
        if (!version || !version->run)
            continue;
        row.champion->run = version->run;
        runs.push_back(*version->run);
    }
    const auto details = RunReader(workspace).details(runs);
    if (!details)
        return failure(details.error());
    std::map<RunRowId, const Run*> byRow;
    for (const auto& detail : *details)
        byRow[detail.row] = &detail.run;
    for (auto& row : rows) {
        if (!row.champion || !row.champion->run)
            continue;
        const auto run = byRow.find(*row.champion->run);
        if (run == byRow.end())
            continue;
        row.champion->runName = run->second->name.empty() ? run->second->id : run->second->name;
        if (const auto* metric = mainMetric(run->second->metrics))
            row.champion->metric = *metric;
    }
    return {};
}

QString sinceText(const AliasState& state, qint64 now)
{
    const QString text = relativeTime(state.since, now);
    return state.sinceExact ? text
                            : words(QT_TRANSLATE_NOOP("RegistryRows", "before %1")).arg(text);
}

QString sinceDetail(const AliasState& state)
{
    QString text;
    if (state.sinceExact)
        text = exactTime(state.since);
    else if (state.sinceAfter)
        text =
            words(QT_TRANSLATE_NOOP("RegistryRows", "Between %1 and %2, as two mirrors found it"))
                .arg(exactTime(*state.sinceAfter), exactTime(state.since));
    else
        text = words(QT_TRANSLATE_NOOP("RegistryRows", "Before %1, when it was first mirrored"))
                   .arg(exactTime(state.since));
    if (!state.actor.empty())
        text += words(QT_TRANSLATE_NOOP("RegistryRows", "\nby %1"))
                    .arg(QString::fromStdString(state.actor));
    return text;
}

QString versionText(const std::string& version)
{
    return u'v' + QString::fromStdString(version);
}

} // namespace binnacle
