#include "services/backends/mlflow_rest/input_links.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/backends/mlflow_rest/run_search.h"
#include "services/http/url.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace binnacle::mlflow {

namespace {

constexpr int parallelGets = 4;

bool readsModel(const Run& run)
{
    return std::ranges::any_of(run.models, [](const ModelLink& link) { return !link.output; });
}

} // namespace

Result<void> InputLinks::Scan::findFirstModel(std::span<const std::string> experimentIds,
                                              const std::stop_token& stop)
{
    looked_ = true;
    for (std::size_t begin = 0; begin < experimentIds.size(); begin += experimentsInOneSearch) {
        QJsonArray ids;
        for (const auto& id : experimentIds.subspan(
                 begin, std::min(experimentsInOneSearch, experimentIds.size() - begin)))
            ids.append(QString::fromStdString(id));
        const QJsonObject order{
            {QStringLiteral("field_name"), QStringLiteral("creation_timestamp")},
            {QStringLiteral("ascending"), true}};
        const auto body = server_.post("logged-models/search",
                                       {{QStringLiteral("experiment_ids"), ids},
                                        {QStringLiteral("max_results"), 1},
                                        {QStringLiteral("order_by"), QJsonArray{order}}},
                                       true, stop);
        if (!body) {
            if (body.error().kind == Error::Kind::Unsupported)
                return {};
            return failure(body.error());
        }
        const auto page = modelPage(*body);
        if (!page)
            return failure(page.error());
        if (page->items.empty())
            continue;
        const auto made = page->items.front().creationTime.value_or(0);
        firstModel_ = std::min(firstModel_.value_or(made), made);
    }
    return {};
}

Result<void> InputLinks::Scan::complete(std::vector<Run>& runs,
                                        std::span<const std::string> experimentIds,
                                        std::stop_token stop)
{
    if (server_.major < 3 || runs.empty())
        return {};
    if (!looked_) {
        if (auto done = findFirstModel(experimentIds, stop); !done)
            return done;
    }
    if (!firstModel_)
        return {};

    std::vector<std::size_t> unknown;
    {
        const std::scoped_lock lock(links_.mutex_);
        links_.searchTells_ = links_.searchTells_ || std::ranges::any_of(runs, &readsModel);
        if (links_.searchTells_)
            return {};
        for (std::size_t i = 0; i < runs.size(); ++i) {
            auto& run = runs[i];
            if (run.endTime && *run.endTime < *firstModel_)
                continue;
            const auto known = links_.known_.find(run.id);
            if (known != links_.known_.end() && isTerminal(run.status))
                run.models = known->second;
            else if (left_ > 0 && left_-- > 0)
                unknown.push_back(i);
        }
    }
    return ask(runs, unknown, stop);
}

Result<void> InputLinks::Scan::ask(std::vector<Run>& runs, const std::vector<std::size_t>& which,
                                   const std::stop_token& stop)
{
    std::vector<HttpRequest> requests;
    for (const auto i : which)
        requests.push_back(
            HttpRequest::get(server_.call("runs/get") + "?run_id=" + percentEncoded(runs[i].id)));
    return server_.client->sendMany(
        requests, parallelGets,
        [&](std::size_t index, Result<HttpResponse> response) -> Result<void> {
            const auto answer = checked(std::move(response));
            if (!answer) {
                if (answer.error().kind == Error::Kind::NotFound)
                    return {}; // gone meanwhile: the next scan sees it
                return failure(answer.error());
            }
            auto run = singleRun(answer->body);
            if (!run)
                return failure(run.error());
            auto& target = runs[which[index]];
            target.models = std::move(run->models);
            if (isTerminal(target.status)) {
                const std::scoped_lock lock(links_.mutex_);
                links_.known_[target.id] = target.models;
            }
            return {};
        },
        stop);
}

} // namespace binnacle::mlflow
