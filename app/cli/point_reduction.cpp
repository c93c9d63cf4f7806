#include "app/cli/point_reduction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace binnacle::cli {

namespace {

enum Kept { Smallest, Greatest, FirstNaN, FirstPlus, FirstMinus, KeptCount };

std::array<std::optional<std::size_t>, KeptCount> keptOf(std::span<const MetricPoint> points,
                                                         std::size_t offset)
{
    std::array<std::optional<std::size_t>, KeptCount> kept;
    const auto value = [&](std::size_t index) { return points[index - offset].value; };
    const auto first = [&](Kept which, std::size_t index) {
        if (!kept[which])
            kept[which] = index;
    };
    for (std::size_t i = offset; i < offset + points.size(); ++i) {
        if (std::isnan(value(i))) {
            first(FirstNaN, i);
        } else if (std::isinf(value(i))) {
            first(value(i) > 0 ? FirstPlus : FirstMinus, i);
        } else {
            if (!kept[Smallest] || value(i) < value(*kept[Smallest]))
                kept[Smallest] = i;
            if (!kept[Greatest] || value(i) > value(*kept[Greatest]))
                kept[Greatest] = i;
        }
    }
    return kept;
}

} // namespace

std::vector<MetricPoint> reducePoints(const std::vector<MetricPoint>& points, std::size_t wanted)
{
    if (points.size() <= wanted)
        return points;
    const auto whole = keptOf(points, 0);
    const auto perBand = static_cast<std::size_t>(
        std::ranges::count_if(whole, [](const auto& index) { return index.has_value(); }));
    const std::size_t ends = 2;
    const auto bands = std::max<std::size_t>(1, wanted > ends ? (wanted - ends) / perBand : 1);
    std::vector<std::size_t> indexes;
    if (wanted >= ends + perBand) {
        indexes.push_back(0);
        indexes.push_back(points.size() - 1);
    }
    for (std::size_t band = 0; band < bands; ++band) {
        const auto from = points.size() * band / bands;
        const auto to = points.size() * (band + 1) / bands;
        for (const auto& index : keptOf(std::span(points).subspan(from, to - from), from)) {
            if (index)
                indexes.push_back(*index);
        }
    }
    std::ranges::sort(indexes);
    const auto repeated = std::ranges::unique(indexes);
    indexes.erase(repeated.begin(), repeated.end());
    std::vector<MetricPoint> reduced;
    reduced.reserve(indexes.size());
    for (const auto index : indexes)
        reduced.push_back(points[index]);
    return reduced;
}

} // namespace binnacle::cli
