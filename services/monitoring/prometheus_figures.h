#pragma once

#include "services/domain/serving.h"
#include "services/monitoring/prometheus.h"

#include <stop_token>
#include <string>

namespace binnacle {

// What to ask Prometheus of one version. {{model}}, {{version}} and {{window}} are filled in; an
// empty text is not asked.
struct FigureQueries
{
    std::string requests; // in the window: sum(increase(…[{{window}}]))
    std::string errors;
    std::string p50, p95, p99; // seconds: histogram_quantile(0.95, …)
    bool empty() const { return requests.empty(); }
};

// A query without data leaves its figure unknown, but for errors where requests are known: a
// counter of errors begins with the first of them. Errors: Network, Auth, Invalid.
Result<VersionFigures> prometheusFigures(const Prometheus& prometheus, const FigureQueries& queries,
                                         const std::string& model, const std::string& version,
                                         std::int64_t windowMs, std::stop_token stop);

} // namespace binnacle
