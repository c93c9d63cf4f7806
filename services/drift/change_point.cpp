#include "services/drift/change_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace binnacle {

namespace {

constexpr std::size_t fewestValues = 8; // below, their noise is not known

// Σ (x - mean)² of parts, from running sums.
class Costs
{
public:
    explicit Costs(const std::vector<double>& values) : sums_{0}, squares_{0}
    {
        // Around the whole mean: less is cancelled.
        double mean = 0;
        for (const double value : values)
            mean += value / static_cast<double>(values.size());
        for (const double value : values) {
            sums_.push_back(sums_.back() + (value - mean));
            squares_.push_back(squares_.back() + (value - mean) * (value - mean));
        }
    }
    double of(std::size_t from, std::size_t to) const
    {
        const double sum = sums_[to] - sums_[from];
        return std::max(squares_[to] - squares_[from] - sum * sum / static_cast<double>(to - from),
                        0.0);
    }

private:
    std::vector<double> sums_, squares_;
};

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::vector<double> finiteOnes(std::span<const double> values)
{
    std::vector<double> finite;
    std::ranges::copy_if(values, std::back_inserter(finite),
                         [](double value) { return std::isfinite(value); });
    return finite;
}

} // namespace

std::vector<std::size_t> changePoints(std::span<const double> values, double penalty,
                                      std::size_t least)
{
    std::vector<double> series;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::isfinite(values[i])) {
            series.push_back(values[i]);
            places.push_back(i);
        }
    least = std::max<std::size_t>(least, 1);
    const auto size = series.size();
    if (size < 2 * least)
        return {};
    const Costs costs(series);
    std::vector<double> best(size + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> previous(size + 1, 0);
    best[0] = -penalty;
    // Beginnings of the last part that may still be the best, and the end from which they can not.
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, size + 1}};
    for (auto end = least; end <= size; ++end) {
        if (end >= 2 * least)
            open.emplace_back(end - least, size + 1);
        for (const auto& [begin, last] : open) {
            const double cost = best[begin] + costs.of(begin, end) + penalty;
            if (cost < best[end]) {
                best[end] = cost;
                previous[end] = begin;
            }
        }
        // A part that begins here instead is no worse, once it is long enough.
        for (auto& [begin, last] : open)
            if (best[begin] + costs.of(begin, end) > best[end])
                last = std::min(last, end + least);
        std::erase_if(open, [&](const auto& each) { return each.second <= end + 1; });
    }
    std::vector<std::size_t> changes;
    for (auto at = previous[size]; at > 0; at = previous[at])
        changes.push_back(places[at]);
    std::ranges::reverse(changes);
    return changes;
}

double changePenalty(std::span<const double> values)
{
    const auto series = finiteOnes(values);
    if (series.size() < fewestValues)
        return std::numeric_limits<double>::infinity();
    std::vector<double> differences, away;
    for (std::size_t i = 1; i < series.size(); ++i)
        differences.push_back(series[i] - series[i - 1]);
    const double middle = medianOf(differences);
    double mean = 0, squares = 0;
    for (const double each : differences) {
        away.push_back(std::abs(each - middle));
        mean += each / static_cast<double>(differences.size());
    }
    for (const double each : differences)
        squares += (each - mean) * (each - mean) / static_cast<double>(differences.size());
    const double robust = 1.4826 * medianOf(away);
    const double sigma = (robust > 0 ? robust : std::sqrt(squares)) / std::numbers::sqrt2;
    return 3 * sigma * sigma * std::log(static_cast<double>(series.size()));
}

} // namespace binnacle
