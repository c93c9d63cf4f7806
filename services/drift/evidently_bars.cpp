#include "services/drift/evidently_bars.h"

#include "services/drift/json_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

namespace binnacle {

namespace {

constexpr qsizetype mostBars = 1'000;
constexpr std::size_t redrawnBins = 20;

// The bars of one side: over edges (one more than the heights) or over names.
struct Bars
{
    std::vector<double> edges;
    std::vector<std::string> names;
    std::vector<double> heights;
};

std::string nameOf(const QJsonValue& value)
{
    return (value.isDouble() ? QString::number(value.toDouble(), 'g', 12)
            : value.isBool() ? (value.toBool() ? QStringLiteral("True") : QStringLiteral("False"))
                             : value.toString())
        .toStdString();
}

std::optional<Bars> barsOf(const QJsonObject& from)
{
    const auto x = from.value(QLatin1String("x")).toArray();
    const auto y = from.value(QLatin1String("y")).toArray();
    if (x.isEmpty() || y.isEmpty() || x.size() > mostBars)
        return std::nullopt;
    Bars bars;
    bars.heights = numbersOfJson(y, mostBars);
    for (auto& height : bars.heights)
        if (!std::isfinite(height) || height < 0)
            height = 0;
    if (x.size() == y.size() + 1) {
        bars.edges = numbersOfJson(x, mostBars);
        const bool ascends =
            std::ranges::all_of(bars.edges, [](double e) { return std::isfinite(e); }) &&
            std::ranges::adjacent_find(bars.edges, std::greater_equal<>()) == bars.edges.end();
        return ascends ? std::optional(bars) : std::nullopt;
    }
    if (x.size() != y.size())
        return std::nullopt;
    for (const auto& each : x)
        bars.names.push_back(nameOf(each));
    return bars;
}

std::vector<double> normed(std::vector<double> values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (sum > 0 && std::isfinite(sum))
        for (auto& value : values)
            value /= sum;
    return values;
}

DistributionSummary ofNames(const Bars& reference, const Bars& current)
{
    std::map<std::string, std::pair<double, double>> shares;
    const auto first = normed(reference.heights);
    const auto second = normed(current.heights);
    for (std::size_t i = 0; i < reference.names.size(); ++i)
        shares[reference.names[i]].first += first[i];
    for (std::size_t i = 0; i < current.names.size(); ++i)
        shares[current.names[i]].second += second[i];
    DistributionSummary summary;
    for (const auto& [name, both] : shares)
        summary.categories.push_back({name, both.first, both.second});
    std::ranges::stable_sort(summary.categories, std::greater<>(), [](const CategoryShares& each) {
        return std::max(each.reference, each.current);
    });
    for (std::size_t i = DistributionSummary::mostCategories; i < summary.categories.size(); ++i) {
        ++summary.otherCategories;
        summary.otherReference += summary.categories[i].reference;
        summary.otherCurrent += summary.categories[i].current;
    }
    if (summary.categories.size() > DistributionSummary::mostCategories)
        summary.categories.resize(DistributionSummary::mostCategories);
    return summary;
}

// Spreads bars evenly over their width into other bins.
std::vector<double> spread(const Bars& bars, const std::vector<double>& shares,
                           const std::vector<double>& edges)
{
    std::vector<double> out(edges.size() - 1);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double low = bars.edges[i], high = bars.edges[i + 1];
        for (std::size_t k = 0; k < out.size(); ++k) {
            const double overlap = std::min(high, edges[k + 1]) - std::max(low, edges[k]);
            if (overlap > 0)
                out[k] += shares[i] * overlap / (high - low);
        }
    }
    return normed(std::move(out));
}

std::optional<DistributionSummary> redrawn(const Bars& reference, const Bars& current)
{
    const auto weighed = [](const Bars& bars) {
        std::vector<double> masses(bars.heights.size());
        for (std::size_t i = 0; i < masses.size(); ++i)
            masses[i] = bars.heights[i] * (bars.edges[i + 1] - bars.edges[i]);
        return normed(std::move(masses));
    };
    const double low = std::min(reference.edges.front(), current.edges.front());
    const double high = std::max(reference.edges.back(), current.edges.back());
    DistributionSummary summary;
    for (std::size_t i = 0; i <= redrawnBins; ++i) {
        const double share = static_cast<double>(i) / redrawnBins;
        summary.edges.push_back(low * (1 - share) + high * share);
    }
    if (std::ranges::adjacent_find(summary.edges, std::greater_equal<>()) != summary.edges.end())
        return std::nullopt;
    summary.referenceShares = spread(reference, weighed(reference), summary.edges);
    summary.currentShares = spread(current, weighed(current), summary.edges);
    summary.redrawn = true;
    return summary;
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::optional<DistributionSummary> ofBars(const std::optional<Bars>& reference,
                                          const std::optional<Bars>& current, bool densities)
{
    if (!reference || !current || reference->edges.empty() != current->edges.empty())
        return std::nullopt;
    std::optional<DistributionSummary> summary;
    if (reference->edges.empty()) {
        summary = ofNames(*reference, *current);
    } else if (!densities && reference->edges == current->edges) {
        summary.emplace();
        summary->edges = reference->edges;
        summary->referenceShares = normed(reference->heights);
        summary->currentShares = normed(current->heights);
    } else {
        summary = redrawn(*reference, *current);
    }
    if (summary)
        summary->referenceMean = summary->currentMean = summary->referenceDeviation =
            summary->currentDeviation = unknown;
    return summary;
}

} // namespace

std::optional<DistributionSummary> distributionOfWidgets(const QJsonArray& widgets)
{
    std::optional<Bars> reference, current;
    for (const auto& widget : widgets)
        for (const auto& tab : widget.toObject().value(QLatin1String("tabs")).toArray()) {
            const auto object = tab.toObject();
            if (object.value(QLatin1String("title")).toString() !=
                QLatin1String("DATA DISTRIBUTION"))
                continue;
            const auto params = object.value(QLatin1String("widget"))
                                    .toObject()
                                    .value(QLatin1String("params"))
                                    .toObject();
            for (const auto& trace : params.value(QLatin1String("data")).toArray()) {
                const auto bars = trace.toObject();
                const auto name = bars.value(QLatin1String("name")).toString();
                // Counts come first, the same bars in percent behind.
                if (name == QLatin1String("reference") && !reference)
                    reference = barsOf(bars);
                else if (name == QLatin1String("current") && !current)
                    current = barsOf(bars);
            }
        }
    return ofBars(reference, current, false);
}

std::optional<DistributionSummary> distributionOfSides(const QJsonObject& reference,
                                                       const QJsonObject& current)
{
    const auto bars = [](const QJsonObject& side) {
        return barsOf(side.value(QLatin1String("small_distribution")).toObject());
    };
    return ofBars(bars(reference), bars(current), true);
}

} // namespace binnacle
