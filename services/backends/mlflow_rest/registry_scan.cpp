#include "services/backends/mlflow_rest/registry_scan.h"

#include "services/http/url.h"

#include <QJsonDocument>

#include <algorithm>

namespace binnacle::mlflow {

namespace {

// A server takes about 0.3 ms for each; a page is answered within seconds.
constexpr int modelsInOneAnswer = 500;
constexpr int versionsInOneAnswer = 5000;
constexpr int changedVersionsInOneAnswer = 100;
// Clocks of several server processes, and writes that were not committed when the last scan read.
constexpr std::int64_t overlap = 60'000;

std::string cursorText(std::int64_t newest)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("v"), 1},
                                     {QStringLiteral("newest"), static_cast<qint64>(newest)}})
        .toJson(QJsonDocument::Compact)
        .toStdString();
}

std::optional<std::int64_t> newestOf(const std::string& cursor)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(cursor)).object();
    if (object[QLatin1String("v")].toInt() != 1)
        return std::nullopt;
    return object[QLatin1String("newest")].toInteger();
}

std::string withToken(std::string query, const std::string& token)
{
    return token.empty() ? query : query + "&page_token=" + percentEncoded(token);
}

} // namespace

Result<RegistryScanResult> RegistryScanner::scan(const RegistryScan& scan)
{
    const auto since = scan.full ? std::nullopt : newestOf(scan.cursor);
    newest_ = since.value_or(0);
    if (auto done = models(); !done)
        return failure(done.error());
    auto done = versions(since);
    bool full = !since;
    if (!done && since && done.error().kind == Error::Kind::Invalid) {
        // A server that can not order versions so is asked for all.
        full = true;
        done = versions(std::nullopt);
    }
    if (!done)
        return failure(done.error());
    return RegistryScanResult{cursorText(newest_), full, {}};
}

Result<void> RegistryScanner::models()
{
    const auto query = "max_results=" + std::to_string(modelsInOneAnswer);
    std::string token;
    do {
        const auto body = server_.get("registered-models/search", withToken(query, token), stop_);
        if (!body)
            return failure(body.error());
        auto page = registeredModelPage(*body);
        if (!page)
            return failure(page.error());
        std::vector<RegistryBatch> batches;
        for (auto& [model, latest, isPrompt] : page->items) {
            if (isPrompt || !models_.emplace(model.name, model).second)
                continue;
            batches.push_back({std::move(model), std::move(latest)});
        }
        if (!batches.empty()) {
            if (auto taken = sink_(std::move(batches)); !taken)
                return taken;
        }
        token = page->nextToken;
    } while (!token.empty());
    return {};
}

Result<void> RegistryScanner::versions(std::optional<std::int64_t> since)
{
    // All of them by a time that does not change: what is added meanwhile comes last, and what is
    // edited keeps its place.
    const auto query =
        "max_results=" + std::to_string(since ? changedVersionsInOneAnswer : versionsInOneAnswer) +
        "&order_by=" +
        percentEncoded(since ? "last_updated_timestamp DESC" : "creation_timestamp ASC");
    std::string token;
    do {
        const auto body = server_.get("model-versions/search", withToken(query, token), stop_);
        if (!body)
            return failure(body.error());
        auto page = versionPage(*body);
        if (!page)
            return failure(page.error());
        const bool reached = since && !page->items.empty() &&
                             page->items.back().lastUpdateTime.value_or(0) < *since - overlap;
        for (const auto& version : page->items)
            newest_ = std::max(newest_, version.lastUpdateTime.value_or(0));
        if (auto taken = deliver(std::move(page->items)); !taken)
            return taken;
        token = reached ? std::string() : page->nextToken;
    } while (!token.empty());
    return {};
}

Result<void> RegistryScanner::deliver(std::vector<ModelVersion> versions)
{
    std::map<std::string, RegistryBatch> batches;
    for (auto& version : versions) {
        // Of a prompt, or of a model that was made a moment ago: the next scan has it.
        const auto model = models_.find(version.model);
        if (model == models_.end())
            continue;
        auto& batch = batches[version.model];
        batch.model = model->second;
        batch.versions.push_back(std::move(version));
    }
    std::vector<RegistryBatch> list;
    list.reserve(batches.size());
    for (auto& [name, batch] : batches)
        list.push_back(std::move(batch));
    return list.empty() ? Result<void>() : sink_(std::move(list));
}

} // namespace binnacle::mlflow
