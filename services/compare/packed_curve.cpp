#include "services/compare/packed_curve.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace binnacle {

namespace {

// Whole numbers far below 2^53: their sums and products are exact.
bool isSmallWhole(double value)
{
    return std::abs(value) < 9e15 && value == std::floor(value);
}

// To the bit: a NaN keeps its payload, a zero its sign.
bool isFloat(double value)
{
    return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
           std::bit_cast<std::uint64_t>(value);
}

bool inEqualSteps(const std::vector<double>& x)
{
    if (x.empty() || !isSmallWhole(x.front()) || !isSmallWhole(x.back()))
        return false;
    const double apart = x.size() > 1 ? x[1] - x[0] : 1;
    for (std::size_t i = 1; i < x.size(); ++i)
        if (x[i] != x.front() + static_cast<double>(i) * apart)
            return false;
    return true;
}

} // namespace

PackedCurve::PackedCurve(LineCurve curve)
{
    if (inEqualSteps(curve.x))
        x_ = Steps{curve.x.front(), curve.x.size() > 1 ? curve.x[1] - curve.x[0] : 1,
                   curve.x.size()};
    else
        x_ = std::move(curve.x);
    if (std::ranges::all_of(curve.y, isFloat))
        y_ = std::vector<float>(curve.y.begin(), curve.y.end());
    else
        y_ = std::move(curve.y);
    spread_.low = std::move(curve.low);
    spread_.high = std::move(curve.high);
    spread_.runs = std::move(curve.runs);
}

LineCurve PackedCurve::unpacked() const
{
    LineCurve curve = spread_;
    if (const auto* steps = std::get_if<Steps>(&x_)) {
        curve.x.reserve(steps->count);
        for (std::size_t i = 0; i < steps->count; ++i)
            curve.x.push_back(steps->first + static_cast<double>(i) * steps->apart);
    } else {
        curve.x = std::get<std::vector<double>>(x_);
    }
    if (const auto* floats = std::get_if<std::vector<float>>(&y_))
        curve.y.assign(floats->begin(), floats->end());
    else
        curve.y = std::get<std::vector<double>>(y_);
    return curve;
}

std::size_t PackedCurve::bytes() const
{
    std::size_t sum = sizeof *this + spread_.bytes();
    if (const auto* x = std::get_if<std::vector<double>>(&x_))
        sum += x->size() * sizeof(double);
    if (const auto* floats = std::get_if<std::vector<float>>(&y_))
        sum += floats->size() * sizeof(float);
    else
        sum += std::get<std::vector<double>>(y_).size() * sizeof(double);
    return sum;
}

} // namespace binnacle
