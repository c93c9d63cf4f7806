#include "services/compare/chart_axis.h"

#include "services/compare/plain_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

// 1, 2 or 5 times a power of ten, not smaller than `raw`.
double roundStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    return 10 * power;
}

std::string fixedText(double value, int decimals)
{
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::fixed, decimals);
    std::string text(buffer.data(), end);
    if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-')
        text.erase(0, 1); // no "-0.00"
    return text;
}

// How the labels of one axis are written.
class Labels
{
public:
    Labels(double greatest, double step)
    {
        if (greatest >= 1e9 || greatest < 1e-3) {
            scientific_ = true;
            const double digits = std::floor(std::log10(greatest)) - std::floor(std::log10(step));
            decimals_ = std::clamp(static_cast<int>(digits), 0, 15);
            return;
        }
        if (greatest >= 1e6)
            setUnit(1e6, "M", step);
        else if (greatest >= 1e4)
            setUnit(1e3, "k", step);
        decimals_ = decimalsFor(step / unit_);
    }

    std::string text(double value) const
    {
        if (value == 0)
            return scientific_ ? "0" : fixedText(0, unit_ > 1 ? 0 : decimals_);
        if (scientific_) {
            std::array<char, 64> buffer{};
            const auto [end, error] =
                std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                              std::chars_format::scientific, decimals_);
            return std::string(buffer.data(), end);
        }
        return fixedText(value / unit_, decimals_) + suffix_;
    }

private:
    static int decimalsFor(double step)
    {
        return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 15);
    }
    // A unit that would need more than two decimals tells less than the plain number.
    void setUnit(double unit, const char* suffix, double step)
    {
        if (decimalsFor(step / unit) > 2)
            return;
        unit_ = unit;
        suffix_ = suffix;
    }

    bool scientific_ = false;
    double unit_ = 1;
    const char* suffix_ = "";
    int decimals_ = 0;
};

std::vector<AxisTick> linearTicks(const AxisRange& range, int wanted, bool whole)
{
    const double span = range.to / 2 - range.from / 2; // half: no overflow
    if (!(span > 0) || !std::isfinite(span))
        return {};
    double step = roundStep(span / std::max(wanted, 1) * 2);
    if (whole)
        step = std::max(step, 1.0);
    const Labels labels(std::max(std::abs(range.from), std::abs(range.to)), step);
    std::vector<AxisTick> ticks;
    const double first = std::ceil(range.from / step - 1e-9);
    for (int i = 0; i <= 4 * wanted + 4; ++i) {
        const double value = (first + i) * step;
        if (value > range.to + step * 1e-9)
            break;
        if (ticks.empty() || value > ticks.back().value)
            ticks.push_back({value, labels.text(value)});
    }
    return ticks;
}

std::vector<AxisTick> logTicks(const AxisRange& range, int wanted)
{
    const double first = std::floor(std::log10(range.from));
    const double last = std::ceil(std::log10(range.to));
    const double every = std::max(1.0, std::ceil((last - first) / std::max(wanted, 1)));
    const bool few = last - first <= 2;
    std::vector<AxisTick> ticks;
    for (double power = first; power <= last; power += every) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * std::pow(10.0, power);
            if (value >= range.from * (1 - 1e-9) && value <= range.to * (1 + 1e-9))
                ticks.push_back({value, plainNumber(value, 6)});
            if (!few)
                break;
        }
    }
    // Within one decade of values the powers of ten may all be outside.
    return ticks.size() >= 2 ? ticks : linearTicks({range.from, range.to, false}, wanted, false);
}

} // namespace

double AxisRange::position(double value) const
{
    if (!log)
        return (value / 2 - from / 2) / (to / 2 - from / 2);
    if (value <= 0)
        return -std::numeric_limits<double>::infinity();
    return (std::log10(value) - std::log10(from)) / (std::log10(to) - std::log10(from));
}

double AxisRange::value(double position) const
{
    if (log)
        return std::pow(10.0, std::log10(from) + position * (std::log10(to) - std::log10(from)));
    return from + position * to - position * from;
}

std::vector<AxisTick> axisTicks(const AxisRange& range, int wanted, bool whole)
{
    return range.log ? logTicks(range, wanted) : linearTicks(range, wanted, whole);
}

AxisRange paddedRange(double smallest, double greatest, bool log)
{
    constexpr double limit = std::numeric_limits<double>::max() / 4;
    AxisRange range{std::clamp(smallest, -limit, limit), std::clamp(greatest, -limit, limit), log};
    if (log) {
        const double low = std::log10(std::max(range.from, std::numeric_limits<double>::min()));
        const double high = std::max(low, std::log10(range.to));
        const double air = high > low ? (high - low) * 0.04 : std::log10(2.0);
        range.from = std::pow(10.0, std::max(low - air, -307.0));
        range.to = std::pow(10.0, std::min(high + air, 307.0));
        return range;
    }
    double air = (range.to - range.from) * 0.04;
    const double size = std::max(std::abs(range.from), std::abs(range.to));
    if (!(air > size * 1e-14))
        air = size > 0 ? size * 0.05 : 0.5;
    range.from -= air;
    range.to += air;
    return range;
}

} // namespace binnacle
