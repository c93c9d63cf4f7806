#include "services/drift/distribution_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr std::size_t longestText = 120; // bytes
constexpr std::size_t mostWholeBins = 40;
// Values further away than this many spans of the middle 98 % are told as a share, not drawn.
constexpr double farSpans = 1.5;

// Without overflow: the ends may be -1e308 and 1e308.
double between(double low, double high, double share)
{
    return low * (1 - share) + high * share;
}

struct Span
{
    double low = 0, high = 0;
};

// The range to draw: all values, but for what lies far outside the middle of both samples.
Span drawnSpan(const DistributionSummary& summary)
{
    Span all{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    Span middle = all;
    for (const auto* quantiles : {&summary.referenceQuantiles, &summary.currentQuantiles}) {
        if (quantiles->empty())
            continue;
        all.low = std::min(all.low, quantiles->front());
        all.high = std::max(all.high, quantiles->back());
        middle.low = std::min(middle.low, (*quantiles)[1]);
        middle.high = std::max(middle.high, (*quantiles)[quantiles->size() - 2]);
    }
    const double room = middle.high - middle.low;
    if (!(room > 0) || !std::isfinite(room))
        return all;
    return {std::max(all.low, middle.low - farSpans * room),
            std::min(all.high, middle.high + farSpans * room)};
}

// One bin for each whole number where there are few; equal bins else.
std::vector<double> binEdges(Span span, bool integers, std::uint64_t size)
{
    if (!(span.low < span.high)) {
        const double half = std::max(0.5, std::abs(span.low) * 1e-6);
        return {span.low - half, span.low + half};
    }
    std::vector<double> edges;
    if (integers && span.high - span.low < static_cast<double>(mostWholeBins)) {
        for (double value = std::floor(span.low); value <= span.high + 1; ++value)
            edges.push_back(value - 0.5);
        return edges;
    }
    const auto wanted = static_cast<std::size_t>(std::sqrt(static_cast<double>(size)));
    const auto bins = std::clamp<std::size_t>(wanted, 10, DistributionSummary::mostBins);
    const double step = (span.high - span.low) / static_cast<double>(bins);
    for (std::size_t i = 0; i < bins; ++i) // as numpy.linspace, to the last digit
        edges.push_back(
            std::isfinite(step)
                ? span.low + static_cast<double>(i) * step
                : between(span.low, span.high, static_cast<double>(i) / static_cast<double>(bins)));
    edges.push_back(span.high);
    edges.erase(std::ranges::unique(edges).begin(), edges.end()); // neighbours of 1e300
    return edges;
}

struct Shares
{
    std::vector<double> bins;
    double below = 0, above = 0;
};

Shares sharesIn(const CountedValues& sample, const std::vector<double>& edges)
{
    std::vector<std::uint64_t> counts(edges.size() - 1);
    std::uint64_t below = 0, above = 0;
    std::size_t bin = 0;
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
        const double value = sample.values[i];
        if (value < edges.front()) {
            below += sample.counts[i];
        } else if (value > edges.back()) {
            above += sample.counts[i];
        } else {
            while (bin + 1 < counts.size() && value >= edges[bin + 1])
                ++bin;
            counts[bin] += sample.counts[i];
        }
    }
    const auto size = sample.size();
    const auto share = [size](std::uint64_t count) {
        return size > 0 ? static_cast<double>(count) / static_cast<double>(size) : 0.0;
    };
    Shares shares;
    std::ranges::transform(counts, std::back_inserter(shares.bins), share);
    shares.below = share(below);
    shares.above = share(above);
    return shares;
}

void summariseNumbers(const ColumnSample& reference, const ColumnSample& current,
                      DistributionSummary& summary)
{
    summary.referenceQuantiles =
        evenQuantiles(reference.numbers, DistributionSummary::quantileCount);
    summary.currentQuantiles = evenQuantiles(current.numbers, DistributionSummary::quantileCount);
    if (summary.referenceQuantiles.empty() && summary.currentQuantiles.empty())
        return;
    const auto size = std::max(reference.size(), current.size());
    summary.edges = binEdges(drawnSpan(summary), reference.integers && current.integers, size);
    auto first = sharesIn(reference.numbers, summary.edges);
    auto second = sharesIn(current.numbers, summary.edges);
    summary.referenceShares = std::move(first.bins);
    summary.referenceBelow = first.below;
    summary.referenceAbove = first.above;
    summary.currentShares = std::move(second.bins);
    summary.currentBelow = second.below;
    summary.currentAbove = second.above;
    const auto ofReference = populationMoments(reference.numbers);
    const auto ofCurrent = populationMoments(current.numbers);
    summary.referenceMean = ofReference.mean;
    summary.currentMean = ofCurrent.mean;
    summary.referenceDeviation = std::sqrt(ofReference.variance);
    summary.currentDeviation = std::sqrt(ofCurrent.variance);
}

std::string cut(const std::string& text)
{
    if (text.size() <= longestText)
        return text;
    auto end = longestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

void summariseCategories(const ColumnSample& reference, const ColumnSample& current,
                         DistributionSummary& summary)
{
    const auto referenceSize = static_cast<double>(std::max<std::uint64_t>(1, reference.size()));
    const auto currentSize = static_cast<double>(std::max<std::uint64_t>(1, current.size()));
    std::map<std::string_view, std::pair<double, double>> all;
    for (const auto& [text, count] : reference.categories)
        all[text].first = static_cast<double>(count) / referenceSize;
    for (const auto& [text, count] : current.categories)
        all[text].second = static_cast<double>(count) / currentSize;
    std::vector<std::pair<std::string_view, std::pair<double, double>>> sorted(all.begin(),
                                                                               all.end());
    const auto kept = std::min(sorted.size(), DistributionSummary::mostCategories);
    std::ranges::partial_sort(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(kept),
                              [](const auto& a, const auto& b) {
                                  const double ofA = std::max(a.second.first, a.second.second);
                                  const double ofB = std::max(b.second.first, b.second.second);
                                  return ofA != ofB ? ofA > ofB : a.first < b.first;
                              });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [text, shares] = sorted[i];
        if (i < kept) {
            summary.categories.push_back({cut(std::string(text)), shares.first, shares.second});
            continue;
        }
        ++summary.otherCategories;
        summary.otherReference += shares.first;
        summary.otherCurrent += shares.second;
    }
}

} // namespace

std::vector<double> evenQuantiles(const CountedValues& sample, std::size_t count)
{
    std::vector<double> quantiles;
    const auto size = sample.size();
    if (size == 0 || count < 2)
        return quantiles;
    std::size_t i = 0;
    std::uint64_t before = 0; // values ahead of values[i]
    const auto at = [&](std::uint64_t rank) {
        while (before + sample.counts[i] <= rank)
            before += sample.counts[i++];
        return sample.values[i];
    };
    // Rounding must not make a later quantile the lesser.
    const auto append = [&](double value) {
        quantiles.push_back(quantiles.empty() ? value : std::max(value, quantiles.back()));
    };
    for (std::size_t k = 0; k < count; ++k) {
        const double place =
            static_cast<double>(size - 1) * static_cast<double>(k) / static_cast<double>(count - 1);
        const auto rank = std::min(static_cast<std::uint64_t>(place), size - 1);
        const double share = place - static_cast<double>(rank);
        const double low = at(rank);
        if (share <= 0 || rank + 1 >= size) {
            append(low);
            continue;
        }
        const bool same = rank + 1 < before + sample.counts[i];
        append(same ? low
                    : std::min(between(low, sample.values[i + 1], share), sample.values[i + 1]));
    }
    return quantiles;
}

DistributionSummary distributionSummary(const ColumnSample& reference, const ColumnSample& current)
{
    DistributionSummary summary;
    if (reference.type != current.type)
        return summary;
    if (reference.type == DriftColumnType::Numeric)
        summariseNumbers(reference, current, summary);
    else
        summariseCategories(reference, current, summary);
    return summary;
}

} // namespace binnacle
