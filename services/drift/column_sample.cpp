#include "services/drift/column_sample.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace binnacle {

void ColumnSample::addNumbers(std::span<const double> values)
{
    for (const double value : values) {
        missing += std::isnan(value) ? 1 : 0;
        infinite += std::isinf(value) ? 1 : 0;
    }
    auto chunk = countedValues(values);
    numbers = numbers.empty() ? std::move(chunk) : merged(numbers, chunk);
}

void ColumnSample::addCounted(double value, std::uint64_t count)
{
    if (count == 0)
        return;
    if (std::isnan(value)) {
        missing += count;
    } else if (std::isinf(value)) {
        infinite += count;
    } else if (numbers.empty() || value > numbers.values.back()) {
        numbers.values.push_back(value);
        numbers.counts.push_back(count);
    } else {
        const auto place = std::ranges::lower_bound(numbers.values, value);
        const auto offset = place - numbers.values.begin();
        if (*place == value) {
            numbers.counts[static_cast<std::size_t>(offset)] += count;
        } else {
            numbers.values.insert(place, value);
            numbers.counts.insert(numbers.counts.begin() + offset, count);
        }
    }
}

void ColumnSample::addCategory(std::string_view text, std::uint64_t count)
{
    if (count > 0)
        categories[std::string(text)] += count;
}

void ColumnSample::merge(const ColumnSample& other)
{
    numbers = merged(numbers, other.numbers);
    for (const auto& [category, count] : other.categories)
        categories[category] += count;
    missing += other.missing;
    infinite += other.infinite;
    integers = integers && other.integers;
}

std::uint64_t ColumnSample::size() const
{
    if (type == DriftColumnType::Numeric)
        return numbers.size();
    return std::accumulate(
        categories.begin(), categories.end(), std::uint64_t{0},
        [](std::uint64_t sum, const auto& category) { return sum + category.second; });
}

double ColumnSample::missingShare() const
{
    return static_cast<double>(missing) / static_cast<double>(rows());
}

} // namespace binnacle
