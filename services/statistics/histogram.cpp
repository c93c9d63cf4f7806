#include "services/statistics/histogram.h"

#include "services/statistics/quantile.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double mostBins = 10'000; // of those that a person asks for

std::size_t automaticBins(std::span<const double> sorted)
{
    // Halves, so that the widest range of doubles still is a number.
    const double range = sorted.back() / 2 - sorted.front() / 2;
    if (!(range > 0))
        return 1;
    const auto count = static_cast<double>(sorted.size());
    const double spread = quantile(sorted, 0.75) / 2 - quantile(sorted, 0.25) / 2;
    const double freedmanDiaconis = 2 * spread * std::pow(count, -1.0 / 3);
    const double sturges = range / (std::log2(count) + 1);
    const double squareRoot = range / std::sqrt(count);
    const double width = std::min(std::max(freedmanDiaconis, squareRoot / 2), sturges);
    return width > 0 ? static_cast<std::size_t>(std::min(std::ceil(range / width), mostBins)) : 1;
}

// As numpy.linspace computes them.
std::vector<double> linearEdges(double from, double to, std::size_t bins)
{
    const double step = (to - from) / static_cast<double>(bins);
    std::vector<double> edges;
    edges.reserve(bins + 1);
    for (std::size_t i = 0; i < bins; ++i)
        edges.push_back(
            std::isfinite(step)
                ? static_cast<double>(i) * step + from
                : std::lerp(from, to, static_cast<double>(i) / static_cast<double>(bins)));
    edges.push_back(to);
    return edges;
}

std::vector<double> edgesOver(std::span<const double> sorted, std::size_t bins)
{
    double from = sorted.front(), to = sorted.back();
    if (from == to) {
        // NumPy takes half a unit on each side, which a value of 1e300 does not notice.
        const double half = std::max(0.5, std::abs(from) * 1e-3);
        return linearEdges(from - half, to + half, std::max(bins, std::size_t{1}));
    }
    auto edges = linearEdges(from, to, bins > 0 ? bins : automaticBins(sorted));
    // More bins than there are doubles in the range.
    const auto again = std::ranges::unique(edges);
    edges.erase(again.begin(), again.end());
    return edges;
}

} // namespace

std::vector<double> histogramEdges(std::span<const double> sorted, std::size_t bins, bool log)
{
    if (sorted.empty())
        return {};
    bins = std::min(bins, static_cast<std::size_t>(mostBins));
    if (!log)
        return edgesOver(sorted, bins);
    std::vector<double> powers;
    for (const double value : sorted)
        powers.push_back(std::log10(value));
    auto edges = edgesOver(powers, bins);
    for (double& edge : edges)
        edge = std::clamp(std::pow(10.0, edge), 0x1p-1074, 0x1.fffffffffffffp1023);
    const auto again = std::ranges::unique(edges);
    edges.erase(again.begin(), again.end());
    return edges;
}

std::size_t binOf(std::span<const double> edges, double value)
{
    const auto inner = edges.subspan(1, edges.size() - 2);
    return static_cast<std::size_t>(std::ranges::upper_bound(inner, value) - inner.begin());
}

} // namespace binnacle
