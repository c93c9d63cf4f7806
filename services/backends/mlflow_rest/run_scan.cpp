#include "services/backends/mlflow_rest/run_scan.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/rest_errors.h"
#include "services/backends/mlflow_rest/run_search.h"
#include "services/http/url.h"

#include <algorithm>
#include <chrono>

namespace binnacle::mlflow {

namespace {

constexpr std::int64_t overlap = 10 * 60 * 1000;
constexpr std::size_t idsInOneFilter = 100;
constexpr int parallelGets = 4;

std::int64_t now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

RunScanner::RunScanner(const Server& server, InputLinks& links, const RunSink& sink,
                       std::stop_token stop)
    : server_(server), sink_(sink), stop_(std::move(stop)), links_(links, server)
{
}

Result<RunScanResult> RunScanner::scan(const RunScan& scan)
{
    const auto experiments = searchExperiments(server_, stop_);
    if (!experiments)
        return failure(experiments.error());
    for (const auto& experiment : *experiments)
        experimentIds_.push_back(experiment.id);

    const auto last = scan.full ? std::nullopt : ScanCursor::fromText(scan.cursor);
    return last ? quick(*last, scan.runningIds) : full();
}

Result<RunScanResult> RunScanner::full()
{
    if (auto done = search({}); !done)
        return failure(done.error());
    RunScanResult result;
    result.cursor = cursor().toText();
    return result;
}

Result<RunScanResult> RunScanner::quick(const ScanCursor& last,
                                        const std::vector<std::string>& runningIds)
{
    quick_ = true;
    next_ = last;
    next_.deleted.clear();
    RunScanResult result;
    result.complete = false;
    auto done =
        search("attributes.start_time > " + std::to_string(last.start - overlap))
            .and_then([&] {
                return search("attributes.end_time > " + std::to_string(last.end - overlap));
            })
            .and_then([&] { return unfinished(runningIds, result); })
            .and_then([&] { return trash(last, result); })
            .and_then([&] { return review(last); });
    if (!done)
        return failure(done.error());
    result.cursor = cursor().toText();
    return result;
}

Result<void> RunScanner::search(const std::string& filter)
{
    return searchRuns(
        server_, experimentIds_, {filter},
        [&](std::vector<Run> runs) { return deliver(std::move(runs)); }, stop_);
}

Result<void> RunScanner::deliver(std::vector<Run> runs)
{
    if (quick_)
        std::erase_if(runs, [&](const Run& run) { return !delivered_.insert(run.id).second; });
    if (runs.empty())
        return {};
    if (auto done = links_.complete(runs, experimentIds_, stop_); !done)
        return done;
    for (const auto& run : runs) {
        next_.start = std::max(next_.start, run.startTime.value_or(0));
        next_.end = std::max(next_.end, run.endTime.value_or(0));
        if (run.lifecycle == Lifecycle::Deleted)
            deleted_.insert(run.id);
    }
    return sink_(std::move(runs));
}

Result<void> RunScanner::unfinished(std::vector<std::string> ids, RunScanResult& result)
{
    std::erase_if(ids, [&](const std::string& id) { return delivered_.contains(id); });
    for (std::size_t begin = 0; begin < ids.size(); begin += idsInOneFilter) {
        std::string list;
        const auto end = std::min(ids.size(), begin + idsInOneFilter);
        for (std::size_t i = begin; i < end; ++i)
            list += (list.empty() ? "'" : ",'") + ids[i] + '\'';
        if (auto done = search("attributes.run_id IN (" + list + ')'); !done)
            return done;
    }
    std::erase_if(ids, [&](const std::string& id) { return delivered_.contains(id); });
    return oneByOne(ids, result);
}

Result<void> RunScanner::trash(const ScanCursor& last, RunScanResult& result)
{
    std::size_t seen = 0;
    RunSearch search;
    search.viewType = "DELETED_ONLY";
    search.mostRuns = ScanCursor::mostDeleted;
    auto done = searchRuns(
        server_, experimentIds_, search,
        [&](std::vector<Run> runs) {
            seen += runs.size();
            for (const auto& run : runs)
                deleted_.insert(run.id);
            return deliver(std::move(runs));
        },
        stop_);
    if (!done)
        return done;
    if (!last.allDeleted || seen > ScanCursor::mostDeleted)
        return {};
    std::vector<std::string> back;
    for (const auto& id : last.deleted) {
        if (!deleted_.contains(id) && !delivered_.contains(id))
            back.push_back(id);
    }
    return oneByOne(back, result);
}

Result<void> RunScanner::review(const ScanCursor& last)
{
    const auto time = now();
    if (time >= last.reviewedAt && time - last.reviewedAt < reviewPause)
        return {};
    RunSearch search;
    search.mostRuns = reviewRuns;
    search.pageSize = static_cast<int>(reviewRuns);
    if (last.reviewed > 0)
        search.filter = "attributes.start_time <= " + std::to_string(last.reviewed);
    std::int64_t reached = 0; // of the batches of experiments that have more, the one least far
    const std::span<const std::string> all(experimentIds_);
    for (std::size_t begin = 0; begin < all.size(); begin += experimentsInOneSearch) {
        std::size_t seen = 0;
        std::int64_t oldest = 0;
        auto done = searchRuns(
            server_, all.subspan(begin, std::min(experimentsInOneSearch, all.size() - begin)),
            search,
            [&](std::vector<Run> runs) {
                seen += runs.size();
                oldest = runs.back().startTime.value_or(0);
                return deliver(std::move(runs));
            },
            stop_);
        if (!done)
            return done;
        if (seen >= reviewRuns)
            reached = std::max(reached, oldest);
    }
    if (reached > 0 && reached == last.reviewed)
        --reached; // a whole step began in one millisecond: on, or it would stand still
    next_.reviewed = reached;
    next_.reviewedAt = time;
    return {};
}

Result<void> RunScanner::oneByOne(const std::vector<std::string>& ids, RunScanResult& result)
{
    std::vector<HttpRequest> requests;
    for (const auto& id : ids)
        requests.push_back(
            HttpRequest::get(server_.call("runs/get") + "?run_id=" + percentEncoded(id)));
    return server_.client->sendMany(
        requests, parallelGets,
        [&](std::size_t index, Result<HttpResponse> response) -> Result<void> {
            const auto answer = checked(std::move(response));
            if (!answer && answer.error().kind == Error::Kind::NotFound) {
                result.removedIds.push_back(ids[index]);
                return {};
            }
            if (!answer)
                return failure(answer.error());
            auto run = singleRun(answer->body);
            if (!run)
                return failure(run.error());
            std::vector<Run> one;
            one.push_back(std::move(*run));
            return deliver(std::move(one));
        },
        stop_);
}

ScanCursor RunScanner::cursor() const
{
    // A run with a time of the future must not hide those that start before it is reached.
    ScanCursor result = next_;
    result.start = std::min(next_.start, now());
    result.end = std::min(next_.end, now());
    result.allDeleted = deleted_.size() <= ScanCursor::mostDeleted;
    if (result.allDeleted)
        result.deleted.assign(deleted_.begin(), deleted_.end());
    return result;
}

} // namespace binnacle::mlflow
