#pragma once

#include <limits>
#include <optional>

namespace binnacle {

// What a method says of two samples. NaN: not defined for them (empty, too few, not varying).
struct DriftValue
{
    double statistic = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> pValue; // only of tests
    bool operator==(const DriftValue&) const = default;
};

} // namespace binnacle
