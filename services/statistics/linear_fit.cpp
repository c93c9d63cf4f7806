#include "services/statistics/linear_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace binnacle {

namespace {

// Values brought to at most 1, so that squares of 1e300 and 1e-300 stay numbers.
struct Scaled
{
    std::vector<double> values;
    double unit = 1, mean = 0;

    explicit Scaled(std::vector<double> raw) : values(std::move(raw))
    {
        double greatest = 0;
        for (const double value : values)
            greatest = std::max(greatest, std::abs(value));
        unit = greatest > 0 ? greatest : 1;
        for (double& value : values) {
            value /= unit;
            mean += value / static_cast<double>(values.size());
        }
    }
};

double coSum(const Scaled& a, const Scaled& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        sum += (a.values[i] - a.mean) * (b.values[i] - b.mean);
    return sum;
}

bool allEqual(const std::vector<double>& values)
{
    return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

} // namespace

std::optional<LinearFit> fitLine(std::span<const double> x, std::span<const double> y)
{
    std::vector<double> xs, ys;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i]))
            continue;
        xs.push_back(x[i]);
        ys.push_back(y[i]);
    }
    if (xs.size() < 2 || allEqual(xs))
        return std::nullopt;
    LinearFit fit;
    fit.count = xs.size();
    const bool flat = allEqual(ys);
    if (flat) {
        fit.intercept = ys.front();
        return fit;
    }
    const Scaled across(std::move(xs)), up(std::move(ys));
    const double xx = coSum(across, across), xy = coSum(across, up), yy = coSum(up, up);
    if (!(xx > 0))
        return std::nullopt; // apart by less than a double can tell
    const double slope = xy / xx;
    fit.slope = slope * (up.unit / across.unit);
    fit.intercept = (up.mean - slope * across.mean) * up.unit;
    if (yy > 0)
        fit.rSquared = std::clamp((xy / xx) * (xy / yy), 0.0, 1.0);
    if (!std::isfinite(fit.slope) || !std::isfinite(fit.intercept))
        return std::nullopt;
    return fit;
}

} // namespace binnacle
