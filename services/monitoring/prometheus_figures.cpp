#include "services/monitoring/prometheus_figures.h"

#include <array>
#include <cmath>

namespace binnacle {

Result<VersionFigures> prometheusFigures(const Prometheus& prometheus, const FigureQueries& queries,
                                         const std::string& model, const std::string& version,
                                         std::int64_t windowMs, std::stop_token stop)
{
    auto figures = unknownFigures();
    double p50 = figures.p50, p95 = p50, p99 = p50;
    const std::array<std::pair<const std::string*, double*>, 5> wanted = {{
        {&queries.requests, &figures.requests},
        {&queries.errors, &figures.errors},
        {&queries.p50, &p50},
        {&queries.p95, &p95},
        {&queries.p99, &p99},
    }};
    for (const auto& [query, into] : wanted) {
        if (query->empty())
            continue;
        const auto value =
            prometheus.value(filledExpression(*query, model, version, windowMs), stop);
        if (value)
            *into = *value;
        else if (value.error().kind != Error::Kind::NotFound)
            return failure(value.error());
    }
    if (!std::isnan(figures.requests) && std::isnan(figures.errors) && !queries.errors.empty())
        figures.errors = 0;
    if (windowMs > 0)
        figures.perSecond = figures.requests * 1000 / static_cast<double>(windowMs);
    figures.p50 = p50 * 1000;
    figures.p95 = p95 * 1000;
    figures.p99 = p99 * 1000;
    return figures;
}

} // namespace binnacle
