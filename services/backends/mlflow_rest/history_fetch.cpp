#include "services/backends/mlflow_rest/history_fetch.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/http/url.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace binnacle::mlflow {

namespace {

// mlflow/server/handlers.py, get_metric_history_bulk_handler
constexpr std::size_t pointsInOneAnswer = 25'000;
constexpr std::size_t runsInOneAnswer = 100;
// gunicorn refuses a request line of more than 4094 bytes.
constexpr std::size_t longestTarget = 3900;
constexpr int parallelRequests = 4;

bool samePoint(const MetricPoint& a, const MetricPoint& b)
{
    const bool sameValue = a.value == b.value || (a.value != a.value && b.value != b.value);
    return a.step == b.step && a.timestamp == b.timestamp && sameValue;
}

} // namespace

HistoryFetch::HistoryFetch(const Server& server, BulkSupport& bulk,
                           std::span<const SeriesRequest> requests, const SeriesSink& sink)
    : server_(server), bulk_(bulk), requests_(requests), sink_(sink)
{
}

Result<void> HistoryFetch::run(std::stop_token stop)
{
    plan();
    return server_.client->sendMany(
        [this]() -> std::optional<HttpRequest> {
            if (waiting_.empty())
                return std::nullopt;
            sent_.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
            return requestFor(sent_.back());
        },
        parallelRequests,
        [this](std::size_t index, Result<HttpResponse> response) -> Result<void> {
            Job job = std::move(sent_[index]);
            const auto answer = checked(std::move(response));
            if (!answer)
                return refused(job, answer.error());
            return job.bulk ? takeBulk(job, answer->body) : takePage(job, answer->body);
        },
        std::move(stop));
}

void HistoryFetch::plan()
{
    // The order in which metrics were asked for is kept: what is urgent stands first.
    std::map<std::string_view, std::size_t> group;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        const auto [at, isNew] = group.try_emplace(requests_[i].metricKey, groups.size());
        if (isNew)
            groups.emplace_back();
        groups[at->second].push_back(i);
    }
    for (auto& requests : groups)
        planRuns(std::move(requests));
}

std::size_t HistoryFetch::runsInOneCall(const std::string& metricKey) const
{
    const auto fixed =
        server_.ajax("metrics/get-history-bulk").size() + percentEncoded(metricKey).size() + 20;
    constexpr std::size_t oneRun = 8 + 32; // "&run_id=" and the id
    const auto fits = fixed + oneRun < longestTarget ? (longestTarget - fixed) / oneRun : 1;
    const auto expected =
        pointsInARun_ > 0 ? (pointsInOneAnswer - 1) / pointsInARun_ : runsInOneAnswer;
    return std::max<std::size_t>(1, std::min({fits, expected, runsInOneAnswer}));
}

void HistoryFetch::planRuns(std::vector<std::size_t> requests)
{
    if (requests.empty())
        return;
    // An answer names a run, not a request: the same series twice is two calls.
    std::ranges::sort(requests, {}, [&](std::size_t i) {
        return std::pair(std::string_view(requests_[i].runId), i);
    });
    std::vector<std::size_t> once, twice;
    for (const auto request : requests) {
        const bool known =
            !once.empty() && requests_[once.back()].runId == requests_[request].runId;
        (known ? twice : once).push_back(request);
    }
    planSingles(twice);
    requests = std::move(once);

    const auto most = runsInOneCall(requests_[requests.front()].metricKey);
    if (!bulk_ || most == 1) {
        planSingles(requests);
        return;
    }
    // Of equal length, so that calls that run side by side end together.
    const auto calls = (requests.size() + most - 1) / most;
    for (std::size_t call = 0; call < calls; ++call) {
        const auto begin = requests.size() * call / calls;
        const auto end = requests.size() * (call + 1) / calls;
        Job job;
        job.requests.assign(requests.begin() + static_cast<std::ptrdiff_t>(begin),
                            requests.begin() + static_cast<std::ptrdiff_t>(end));
        waiting_.push_back(std::move(job));
    }
}

void HistoryFetch::planSingles(const std::vector<std::size_t>& requests)
{
    for (const auto request : requests) {
        Job job;
        job.bulk = false;
        job.requests = {request};
        waiting_.push_back(std::move(job));
    }
}

HttpRequest HistoryFetch::requestFor(const Job& job) const
{
    const auto& first = requests_[job.requests.front()];
    const auto key = percentEncoded(first.metricKey);
    if (job.bulk) {
        auto url = server_.ajax("metrics/get-history-bulk") + "?metric_key=" + key;
        for (const auto request : job.requests)
            url += "&run_id=" + percentEncoded(requests_[request].runId);
        return HttpRequest::get(std::move(url));
    }
    auto url = server_.call("metrics/get-history") + "?run_id=" + percentEncoded(first.runId) +
               "&metric_key=" + key;
    if (job.paged)
        url += "&max_results=" + std::to_string(pointsInOneAnswer);
    if (!job.pageToken.empty())
        url += "&page_token=" + percentEncoded(job.pageToken);
    return HttpRequest::get(std::move(url));
}

Result<void> HistoryFetch::takeBulk(Job& job, const std::string& body)
{
    auto answer = bulkHistory(body);
    if (!answer)
        return failure(answer.error());
    std::map<std::string_view, std::vector<MetricPoint>> series;
    std::vector<std::string_view> order;
    for (const auto& [runId, point] : *answer) {
        if (order.empty() || order.back() != runId)
            order.push_back(runId);
        series[order.back()].push_back(point);
    }
    const bool cut = answer->size() >= pointsInOneAnswer;
    // Only a list that is grouped by run tells which runs are complete before the cut.
    const bool grouped = order.size() == series.size();
    if (cut && (!grouped || order.size() == 1)) {
        planSingles(job.requests);
        return {};
    }
    std::vector<std::size_t> again;
    for (const auto request : job.requests) {
        const auto found = series.find(requests_[request].runId);
        if (cut && (found == series.end() || found->first == order.back())) {
            again.push_back(request);
            continue;
        }
        auto points = found == series.end() ? std::vector<MetricPoint>{} : std::move(found->second);
        if (auto done = deliver(request, std::move(points)); !done)
            return done;
    }
    if (cut)
        pointsInARun_ = std::max(pointsInARun_, answer->size() / order.size());
    planRuns(std::move(again));
    return {};
}

Result<void> HistoryFetch::takePage(Job& job, const std::string& body)
{
    auto page = historyPage(body);
    if (!page)
        return failure(page.error());
    auto& points = page->items;
    if (!job.points.empty() && !points.empty() && samePoint(job.points.back(), points.front())) {
        // Pages are counted from the start of the series: a point was logged before this page
        // while it was read, and moved the rest. All in one answer can not be torn.
        Job whole;
        whole.bulk = whole.paged = false;
        whole.requests = job.requests;
        waiting_.push_front(std::move(whole));
        return {};
    }
    if (job.points.empty())
        job.points = std::move(points);
    else
        job.points.insert(job.points.end(), points.begin(), points.end());
    if (page->nextToken.empty() || !job.paged)
        return deliver(job.requests.front(), std::move(job.points));
    job.pageToken = std::move(page->nextToken);
    waiting_.push_front(std::move(job));
    return {};
}

Result<void> HistoryFetch::deliver(std::size_t request, std::vector<MetricPoint> points)
{
    SeriesData data;
    data.request = request;
    data.points = std::move(points);
    return sink_(std::move(data));
}

Result<void> HistoryFetch::refused(Job& job, const Error& error)
{
    const bool missing = error.kind == Error::Kind::Unsupported;
    const bool notThere = error.kind == Error::Kind::NotFound;
    if (job.bulk && (missing || notThere || error.kind == Error::Kind::Invalid)) {
        // No such call, or one of the runs is gone or not to be read: one by one tells which.
        if (missing)
            bulk_ = false;
        planSingles(job.requests);
        return {};
    }
    if (!job.bulk && notThere)
        return deliver(job.requests.front(), {});
    return failure(error);
}

} // namespace binnacle::mlflow
