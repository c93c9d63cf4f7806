#include "services/backends/mlflow_rest/run_search.h"

#include "services/backends/mlflow_rest/answers.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace binnacle::mlflow {

namespace {

constexpr int experimentsInOnePage = 1000;

QJsonObject requestFor(std::span<const std::string> experimentIds, const RunSearch& search)
{
    QJsonArray ids;
    for (const auto& id : experimentIds)
        ids.append(QString::fromStdString(id));
    QJsonObject request{{QStringLiteral("experiment_ids"), ids},
                        {QStringLiteral("run_view_type"), QLatin1String(search.viewType)}};
    if (!search.filter.empty())
        request[QStringLiteral("filter")] = QString::fromStdString(search.filter);
    return request;
}

// One batch of experiments. `pageSize` is halved by the caller when a page was too large.
Result<void> searchBatch(const Server& server, QJsonObject request, int pageSize,
                         std::size_t mostRuns, bool& anyPage,
                         const std::function<Result<void>(std::vector<Run>)>& take,
                         const std::stop_token& stop)
{
    request[QStringLiteral("max_results")] = pageSize;
    std::size_t seen = 0;
    while (true) {
        const auto body = server.post("runs/search", request, true, stop);
        if (!body)
            return failure(body.error());
        auto page = runPage(*body);
        if (!page)
            return failure(page.error());
        anyPage = true;
        seen += page->items.size();
        if (!page->items.empty()) {
            if (auto taken = take(std::move(page->items)); !taken)
                return taken;
        }
        if (page->nextToken.empty() || seen >= mostRuns)
            return {};
        request[QStringLiteral("page_token")] = QString::fromStdString(page->nextToken);
    }
}

} // namespace

Result<void> searchRuns(const Server& server, std::span<const std::string> experimentIds,
                        const RunSearch& search,
                        const std::function<Result<void>(std::vector<Run>)>& take,
                        std::stop_token stop)
{
    for (std::size_t begin = 0; begin < experimentIds.size(); begin += experimentsInOneSearch) {
        const auto batch = experimentIds.subspan(
            begin, std::min(experimentsInOneSearch, experimentIds.size() - begin));
        const auto request = requestFor(batch, search);
        for (int pageSize = search.pageSize;; pageSize /= 4) {
            bool anyPage = false;
            const auto done =
                searchBatch(server, request, pageSize, search.mostRuns, anyPage, take, stop);
            if (done)
                break;
            const bool tooWide = done.error().detail == answerTooLarge && pageSize > 4;
            if (!tooWide || anyPage)
                return done;
        }
    }
    return {};
}

Result<std::vector<Experiment>> searchExperiments(const Server& server, std::stop_token stop)
{
    std::vector<Experiment> experiments;
    QJsonObject request{{QStringLiteral("max_results"), experimentsInOnePage},
                        {QStringLiteral("view_type"), QStringLiteral("ALL")}};
    while (true) {
        const auto body = server.post("experiments/search", request, true, stop);
        if (!body)
            return failure(body.error());
        auto page = experimentPage(*body);
        if (!page)
            return failure(page.error());
        std::ranges::move(page->items, std::back_inserter(experiments));
        if (page->nextToken.empty())
            return experiments;
        request[QStringLiteral("page_token")] = QString::fromStdString(page->nextToken);
    }
}

} // namespace binnacle::mlflow
