#include "services/drift/binned_counts.h"

#include "services/statistics/histogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace binnacle {

namespace {

constexpr std::size_t mostDistinct = 20; // that get a bin each

std::vector<std::uint64_t> countsIn(const CountedValues& sample, std::span<const double> edges)
{
    std::vector<std::uint64_t> counts(edges.size() - 1, 0);
    std::size_t bin = 0;
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
        const double value = sample.values[i];
        if (value < edges.front() || value > edges.back())
            continue;
        while (bin + 1 < counts.size() && value >= edges[bin + 1])
            ++bin;
        counts[bin] += sample.counts[i];
    }
    return counts;
}

} // namespace

SampleSizes BinnedCounts::sizes() const
{
    return {std::accumulate(reference.begin(), reference.end(), std::uint64_t{0}),
            std::accumulate(current.begin(), current.end(), std::uint64_t{0})};
}

BinnedCounts binnedCategories(const CategoryCounts& reference, const CategoryCounts& current)
{
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> both;
    for (const auto& [category, count] : reference)
        both[category].first = count;
    for (const auto& [category, count] : current)
        both[category].second = count;
    BinnedCounts binned;
    for (const auto& [category, counts] : both) {
        binned.reference.push_back(counts.first);
        binned.current.push_back(counts.second);
    }
    return binned;
}

BinnedCounts binnedDistinct(const CountedValues& reference, const CountedValues& current)
{
    BinnedCounts binned;
    walkSteps(reference, current, [&](const Step& step) {
        binned.reference.push_back(step.reference);
        binned.current.push_back(step.current);
    });
    return binned;
}

BinnedCounts binnedByEdges(const CountedValues& reference, const CountedValues& current,
                           std::span<const double> edges)
{
    if (edges.size() < 2)
        return {};
    return {countsIn(reference, edges), countsIn(current, edges)};
}

std::vector<double> sturgesEdges(double least, double greatest, std::uint64_t count, bool integers)
{
    if (count == 0 || !(least <= greatest))
        return {};
    const double range = greatest - least;
    double width = range / (std::log2(static_cast<double>(count)) + 1);
    if (integers && width < 1)
        width = 1;
    const double bins = range > 0 && std::isfinite(range) ? std::ceil(range / width) : 1;
    const std::array ends = {least, greatest};
    return histogramEdges(ends, static_cast<std::size_t>(std::max(bins, 1.0)), false);
}

BinnedCounts evidentlyBins(const CountedValues& reference, const CountedValues& current,
                           bool integers)
{
    if (reference.empty() || current.empty() || reference.values.size() <= mostDistinct)
        return binnedDistinct(reference, current);
    const double least = std::min(reference.values.front(), current.values.front());
    const double greatest = std::max(reference.values.back(), current.values.back());
    return binnedByEdges(
        reference, current,
        sturgesEdges(least, greatest, reference.size() + current.size(), integers));
}

std::vector<double> sharesOf(std::span<const std::uint64_t> counts)
{
    const auto total =
        static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
    std::vector<double> shares;
    shares.reserve(counts.size());
    for (const auto count : counts)
        shares.push_back(static_cast<double>(count) / total);
    return shares;
}

void fillZeroShares(std::vector<double>& shares)
{
    double smallest = 2;
    for (const double share : shares)
        if (share > 0)
            smallest = std::min(smallest, share);
    const double filling = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
    std::ranges::replace(shares, 0.0, filling);
}

} // namespace binnacle
