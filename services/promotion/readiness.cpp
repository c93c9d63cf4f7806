#include "services/promotion/readiness.h"

#include "services/promotion/readiness_facts.h"
#include "services/promotion/version_facts.h"
#include "services/registry/production.h"
#include "services/workspace/audit_log.h"

#include <SQLiteCpp/Statement.h>

#include <QDateTime>

#include <algorithm>
#include <iterator>

namespace binnacle {

namespace {

constexpr const char* champion = "champion";

QString text(const char* source)
{
    return QCoreApplication::translate("Readiness", source);
}

Result<std::optional<VersionFacts>> versionFacts(const std::shared_ptr<Workspace>& workspace,
                                                 const ModelSummary& model,
                                                 const std::string& version)
{
    auto detail = RegistryReader(workspace).version(model.row, version);
    if (!detail && detail.error().kind == Error::Kind::NotFound)
        return std::optional<VersionFacts>();
    if (!detail)
        return failure(detail.error());
    auto facts = readVersionFacts(workspace, std::move(*detail), nullptr, {});
    if (!facts)
        return failure(facts.error());
    return std::optional(std::move(*facts));
}

Result<ReadinessFacts> factsOf(const std::shared_ptr<Workspace>& workspace,
                               const ModelSummary& model)
{
    ReadinessFacts facts;
    facts.model = model;
    const auto serving = productionVersion(RegistryReader(workspace), model);
    if (!serving)
        return failure(serving.error());
    facts.isChampion = !serving->version.empty();
    const auto version = facts.isChampion ? serving->version : model.latestVersion;
    if (!version.empty()) {
        auto found = versionFacts(workspace, model, version);
        if (!found)
            return failure(found.error());
        facts.version = std::move(*found);
    }
    auto deployments = readDeployments(workspace);
    if (!deployments)
        return failure(deployments.error());
    std::ranges::copy_if(
        *deployments, std::back_inserter(facts.deployments),
        [&](const Deployment& deployment) { return deployment.model == model.model.name; });
    auto former = formerHolder(workspace, model.row,
                               facts.isChampion ? serving->heldBy : std::string(champion), version);
    if (!former)
        return failure(former.error());
    facts.formerChampion = std::move(*former);
    return facts;
}

Result<void> applyTicks(const std::shared_ptr<Workspace>& workspace, const ModelSummary& model,
                        std::vector<ReadinessItem>& items)
{
    return workspace->read([&](auto& db) -> Result<void> {
        SQLite::Statement row(db, "SELECT item, done, note, by_user, at FROM readiness_tick WHERE "
                                  "source = ? AND model_name = ?");
        row.bind(1, raw(model.source));
        row.bind(2, model.model.name);
        while (row.executeStep()) {
            const auto item =
                std::ranges::find(items, row.getColumn(0).getString(), &ReadinessItem::key);
            if (item == items.end())
                continue;
            item->byHand = true;
            item->state = row.getColumn(1).getInt() != 0 ? ReadinessItem::State::Met
                                                         : ReadinessItem::State::NotMet;
            item->note = row.getColumn(2).getString();
            item->byUser = row.getColumn(3).getString();
            item->at = row.getColumn(4).getInt64();
        }
        return {};
    });
}

void conclude(Readiness& readiness)
{
    const auto met =
        std::ranges::count(readiness.items, ReadinessItem::State::Met, &ReadinessItem::state);
    readiness.score = static_cast<double>(met) / static_cast<double>(readiness.items.size());
    for (const auto wanted : {ReadinessItem::State::NotMet, ReadinessItem::State::NotKnown}) {
        const auto item = std::ranges::find(readiness.items, wanted, &ReadinessItem::state);
        if (item == readiness.items.end())
            continue;
        readiness.next = text("%1: %2").arg(item->title, item->byHand && !item->note.empty()
                                                             ? QString::fromStdString(item->note)
                                                             : item->evidence);
        return;
    }
}

Result<Readiness> readinessOf(const std::shared_ptr<Workspace>& workspace,
                              const ModelSummary& model)
{
    const auto facts = factsOf(workspace, model);
    if (!facts)
        return failure(facts.error());
    Readiness readiness;
    readiness.model = model.row;
    readiness.name = model.model.name;
    readiness.registry = model.sourceName;
    if (facts->version)
        readiness.version = facts->version->detail.version.version;
    readiness.items = readinessItems(*facts);
    if (auto ticked = applyTicks(workspace, model, readiness.items); !ticked)
        return failure(ticked.error());
    conclude(readiness);
    return readiness;
}

} // namespace

Result<std::vector<Readiness>> ReadinessReader::all(std::stop_token stop) const
{
    const auto models = RegistryReader(workspace_).models();
    if (!models)
        return failure(models.error());
    std::vector<Readiness> boards;
    for (const auto& model : *models) {
        if (stop.stop_requested())
            return failure(cancelledError());
        auto board = readinessOf(workspace_, model);
        if (!board)
            return failure(board.error());
        boards.push_back(std::move(*board));
    }
    return boards;
}

Result<Readiness> ReadinessReader::of(RegisteredModelRowId model) const
{
    const auto summary = RegistryReader(workspace_).model(model);
    if (!summary)
        return failure(summary.error());
    return readinessOf(workspace_, *summary);
}

Result<void> ReadinessReader::tick(RegisteredModelRowId model, const std::string& item,
                                   std::optional<bool> done, const std::string& note) const
{
    if (!isReadinessItem(item))
        return failure(
            Error::Kind::NotFound,
            text("There is no item “%1” on the board.").arg(QString::fromStdString(item).left(60)));
    const auto summary = RegistryReader(workspace_).model(model);
    if (!summary)
        return failure(summary.error());
    return workspace_->write(+Workspace::Subject::Acts, [&](auto& db) -> Result<void> {
        SQLite::Statement statement(
            db, done ? "INSERT INTO readiness_tick VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO "
                       "UPDATE SET done = excluded.done, note = excluded.note, by_user = "
                       "excluded.by_user, at = excluded.at"
                     : "DELETE FROM readiness_tick WHERE source = ? AND model_name = ? AND item = "
                       "?");
        statement.bind(1, raw(summary->source));
        statement.bind(2, summary->model.name);
        statement.bind(3, item);
        if (done) {
            statement.bind(4, *done ? 1 : 0);
            statement.bind(5, note);
            statement.bind(6, systemUserName());
            statement.bind(7, static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        }
        statement.exec();
        return {};
    });
}

} // namespace binnacle
