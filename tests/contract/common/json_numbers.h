#pragma once

#include <QJsonArray>
#include <QJsonValue>

#include <cmath>
#include <limits>
#include <vector>

namespace binnacle::contract {

// Numbers as the scripts write them: NaN and the infinities are words.
inline double numberOf(const QJsonValue& value)
{
    if (value.isDouble())
        return value.toDouble();
    const auto word = value.toString();
    if (word == u"NaN")
        return std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    return word == u"-Infinity" ? -infinite : infinite;
}

inline std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> numbers;
    for (const auto& each : value.toArray())
        numbers.push_back(numberOf(each));
    return numbers;
}

inline bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

// Equal to within 1e-9 of the greater.
inline bool near(double a, double b)
{
    if (!std::isfinite(a) || !std::isfinite(b))
        return same(a, b);
    return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

} // namespace binnacle::contract
