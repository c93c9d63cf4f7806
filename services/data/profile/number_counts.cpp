#include "services/data/profile/number_counts.h"

#include "services/data/sql_text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace binnacle {

namespace {

constexpr std::int64_t fineBins = 16'384; // a multiple of the histogram's bins
constexpr std::int64_t fewValues = 4'096; // so many distinct ones are counted each by itself

// The lower of the two neighbours of a quantile, from 0, and how far it is towards the next.
struct Rank
{
    std::int64_t lower = 0;
    double beyond = 0;
};

Rank rankOf(std::int64_t total, double share)
{
    const double place = share * static_cast<double>(total - 1);
    const auto lower = static_cast<std::int64_t>(std::floor(place));
    return {lower, place - static_cast<double>(lower)};
}

Result<std::vector<CountedValue>> countedValues(const Dataset& data, const std::string& values,
                                                const std::string& where,
                                                const QueryOptions& options)
{
    std::vector<CountedValue> counted;
    const auto done = data.engine->stream(
        "SELECT x, count(*) FROM (" + values + ") WHERE " + where + " GROUP BY x ORDER BY x",
        [&](const DataChunk& chunk) {
            for (std::size_t i = 0; i < chunk.rows; ++i)
                counted.push_back({chunk.columns[0].numbers[i], chunk.columns[1].integers[i]});
            return true;
        },
        options);
    if (!done)
        return failure(done.error());
    return counted;
}

// Where the bins of one column lie: bin = floor((x - min) · scale), the maximum in the last one.
struct Bins
{
    double min = 0;
    double scale = 0;

    std::string expression() const
    {
        return "least(floor((x - " + sqlNumber(min) + ") * " + sqlNumber(scale) + ")::BIGINT, " +
               std::to_string(fineBins - 1) + ")";
    }
    std::int64_t of(double x) const
    {
        return std::min(static_cast<std::int64_t>(std::floor((x - min) * scale)), fineBins - 1);
    }
};

Result<std::vector<std::int64_t>> binCounts(const Dataset& data, const std::string& values,
                                            const Bins& bins, const QueryOptions& options)
{
    std::vector<std::int64_t> counts(fineBins, 0);
    const auto done = data.engine->stream(
        "SELECT " + bins.expression() + " AS bin, count(*) FROM (" + values +
            ") WHERE x IS NOT NULL GROUP BY bin",
        [&](const DataChunk& chunk) {
            for (std::size_t i = 0; i < chunk.rows; ++i)
                if (const auto bin = chunk.columns[0].integers[i]; bin >= 0 && bin < fineBins)
                    counts[static_cast<std::size_t>(bin)] += chunk.columns[1].integers[i];
            return true;
        },
        options);
    if (!done)
        return failure(done.error());
    return counts;
}

// The bins with a neighbour of a wanted quantile in them.
std::set<std::int64_t> binsOfQuantiles(std::span<const std::int64_t> counts, std::int64_t total)
{
    std::set<std::int64_t> wanted;
    for (const double share : profileQuantiles) {
        const auto lower = rankOf(total, share).lower;
        for (const auto rank : {lower, std::min(lower + 1, total - 1)}) {
            std::int64_t below = 0;
            std::int64_t bin = 0;
            while (bin < fineBins && below + counts[static_cast<std::size_t>(bin)] <= rank)
                below += counts[static_cast<std::size_t>(bin++)];
            wanted.insert(bin);
        }
    }
    return wanted;
}

void fillFromCounted(ColumnProfile& profile, std::span<const CountedValue> values)
{
    std::int64_t total = 0;
    for (const auto& value : values)
        total += value.count;
    for (const double share : profileQuantiles)
        profile.quantiles[share] = quantileOfCounted(values, 0, total, share);
    profile.histogram.assign(profileHistogramBins, 0);
    const double min = *profile.min;
    const double width = *profile.max - min;
    for (const auto& value : values) {
        const double place = width > 0 ? (value.value - min) / width : 0.5;
        const auto bin = static_cast<std::size_t>(place * profileHistogramBins);
        profile.histogram[std::min(bin, profileHistogramBins - 1)] += value.count;
    }
    profile.distinct = static_cast<std::int64_t>(values.size());
    profile.distinctExact = true;
}

Result<void> fillFromBins(const Dataset& data, const std::string& values, ColumnProfile& profile,
                          const QueryOptions& options)
{
    const Bins bins{*profile.min, static_cast<double>(fineBins) / (*profile.max - *profile.min)};
    const auto counts = binCounts(data, values, bins, options);
    if (!counts)
        return failure(counts.error());
    std::int64_t total = 0;
    profile.histogram.assign(profileHistogramBins, 0);
    for (std::size_t i = 0; i < counts->size(); ++i) {
        total += (*counts)[i];
        profile.histogram[i * profileHistogramBins / fineBins] += (*counts)[i];
    }
    if (total == 0)
        return {};
    const auto wanted = binsOfQuantiles(*counts, total);
    std::vector<std::string> list;
    for (const auto bin : wanted)
        list.push_back(std::to_string(bin));
    const auto inside = countedValues(
        data, values, bins.expression() + " IN (" + joined(list, ", ") + ")", options);
    if (!inside)
        return failure(inside.error());
    // All other bins are stood in for by their counts: no neighbour of a quantile is among them.
    std::vector<CountedValue> all;
    auto value = inside->begin();
    for (std::int64_t bin = 0; bin < fineBins; ++bin) {
        if (!wanted.contains(bin)) {
            if (const auto count = (*counts)[static_cast<std::size_t>(bin)]; count > 0)
                all.push_back({0, count});
            continue;
        }
        for (; value != inside->end() && bins.of(value->value) == bin; ++value)
            all.push_back(*value);
    }
    for (const double share : profileQuantiles)
        profile.quantiles[share] = quantileOfCounted(all, 0, total, share);
    return {};
}

Result<void> countOutliers(const Dataset& data, const std::string& values, ColumnProfile& profile,
                           const QueryOptions& options)
{
    const double q1 = profile.quantiles[0.25];
    const double q3 = profile.quantiles[0.75];
    Outliers outliers{q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1), 0, 0};
    if (*profile.min < outliers.lowFence || *profile.max > outliers.highFence) {
        const auto row = rowOf(*data.engine,
                               "SELECT count_if(x < " + sqlNumber(outliers.lowFence) +
                                   ")::BIGINT, count_if(x > " + sqlNumber(outliers.highFence) +
                                   ")::BIGINT FROM (" + values + ")",
                               options);
        if (!row)
            return failure(row.error());
        outliers.low = row->at(0).toInteger();
        outliers.high = row->at(1).toInteger();
    }
    profile.outliers = outliers;
    return {};
}

} // namespace

double quantileOfCounted(std::span<const CountedValue> values, std::int64_t before,
                         std::int64_t total, double share)
{
    const auto [lower, beyond] = rankOf(total, share);
    std::int64_t below = before;
    for (std::size_t i = 0; i < values.size(); ++i) {
        below += values[i].count;
        if (below <= lower)
            continue;
        if (beyond == 0 || below > lower + 1 || i + 1 == values.size())
            return values[i].value;
        const double a = values[i].value;
        const double b = values[i + 1].value;
        // NumPy's _lerp: from the nearer end.
        return beyond < 0.5 ? a + (b - a) * beyond : b - (b - a) * (1 - beyond);
    }
    return values.empty() ? std::nan("") : values.back().value;
}

Result<void> countNumbers(const Dataset& data, ColumnProfile& profile, const QueryOptions& options)
{
    if (!profile.min || !profile.max)
        return {};
    const auto values =
        "SELECT " + numberExpression(profile.column) + " AS x FROM " + data.relation;
    const bool wide = !std::isfinite(*profile.max - *profile.min);
    const double scale = static_cast<double>(fineBins) / (*profile.max - *profile.min);
    if (wide || !std::isfinite(scale) || profile.distinct <= fewValues) {
        const auto counted = countedValues(data, values, "x IS NOT NULL", options);
        if (!counted)
            return failure(counted.error());
        fillFromCounted(profile, *counted);
    } else if (auto filled = fillFromBins(data, values, profile, options); !filled) {
        return filled;
    }
    return countOutliers(data, values, profile, options);
}

} // namespace binnacle
