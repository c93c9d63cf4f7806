#pragma once

#include "services/backends/mlflow_rest/rest_session.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow {

struct RunSearch
{
    std::string filter;              // MLflow's grammar; empty: all
    const char* viewType = "ALL";    // ACTIVE_ONLY, DELETED_ONLY, ALL
    std::size_t mostRuns = SIZE_MAX; // stops after the page that reaches it
    int pageSize = 1000;             // runs in one answer, at first
};

// More ids make a request that some proxies refuse.
inline constexpr std::size_t experimentsInOneSearch = 500;

// Every run that the search finds in these experiments, page by page, newest first within a batch
// of experiments. Memory is bounded by one page, which becomes smaller where runs are very wide.
Result<void> searchRuns(const Server& server, std::span<const std::string> experimentIds,
                        const RunSearch& search,
                        const std::function<Result<void>(std::vector<Run>)>& take,
                        std::stop_token stop);

Result<std::vector<Experiment>> searchExperiments(const Server& server, std::stop_token stop);

} // namespace binnacle::mlflow
