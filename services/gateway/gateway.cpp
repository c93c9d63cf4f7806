#include "services/gateway/gateway.h"

#include "services/statistics/quantile.h"

#include <algorithm>

namespace binnacle {

VersionFigures figuresOf(const std::vector<GatewayRequest>& requests, const std::string& server,
                         TimeSpan span)
{
    auto figures = unknownFigures();
    figures.requests = 0;
    figures.errors = 0;
    std::vector<double> latencies;
    for (const auto& each : requests) {
        if (each.server != server || each.endedAt < span.from || each.endedAt >= span.to)
            continue;
        ++figures.requests;
        figures.errors += each.status < 0 || each.status >= 400 ? 1 : 0;
        if (each.latency >= 0)
            latencies.push_back(each.latency);
    }
    if (span.seconds() > 0)
        figures.perSecond = figures.requests / span.seconds();
    if (latencies.empty())
        return figures;
    std::ranges::sort(latencies);
    figures.p50 = quantile(latencies, 0.5);
    figures.p95 = quantile(latencies, 0.95);
    figures.p99 = quantile(latencies, 0.99);
    return figures;
}

} // namespace binnacle
