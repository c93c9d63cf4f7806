#pragma once

#include "services/backends/mlflow_rest/rest_session.h"
#include "services/backends/tracking_backend.h"

#include <atomic>
#include <deque>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow {

// Whether a server has metrics/get-history-bulk: learnt from its first answer.
using BulkSupport = std::atomic<bool>;

// Whole metric histories, every point once, none lost. One metric of many runs comes in one call
// of get-history-bulk (at most 100 runs; the address of a request is kept below what gunicorn
// takes). That call gives at most 25,000 points over all, ordered by run: an answer that reaches
// this is cut, so its last run and those that it does not name are asked for again. What is too
// long for a bulk answer, or for servers without it, comes by get-history in pages. Several
// requests are under way at a time.
class HistoryFetch
{
public:
    HistoryFetch(const Server& server, BulkSupport& bulk, std::span<const SeriesRequest> requests,
                 const SeriesSink& sink);

    Result<void> run(std::stop_token stop);

private:
    // Requests of one metric in one bulk call, or one request by pages.
    struct Job
    {
        bool bulk = true;
        std::vector<std::size_t> requests;
        std::string pageToken;
        std::vector<MetricPoint> points; // of the pages before
        bool paged = true;               // false: all points in one answer
    };

    void plan();
    void planRuns(std::vector<std::size_t> requests);
    void planSingles(const std::vector<std::size_t>& requests);
    HttpRequest requestFor(const Job& job) const;
    std::size_t runsInOneCall(const std::string& metricKey) const;
    Result<void> takeBulk(Job& job, const std::string& body);
    Result<void> takePage(Job& job, const std::string& body);
    Result<void> deliver(std::size_t request, std::vector<MetricPoint> points);
    Result<void> refused(Job& job, const Error& error);

    const Server& server_;
    BulkSupport& bulk_;
    std::span<const SeriesRequest> requests_;
    const SeriesSink& sink_;
    std::deque<Job> waiting_;
    std::vector<Job> sent_;        // by the index of the HTTP request
    std::size_t pointsInARun_ = 0; // the most that a cut answer showed
};

} // namespace binnacle::mlflow
