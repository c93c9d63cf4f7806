#include "services/performance/regression_figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace binnacle {

RegressionFigures regressionFigures(std::span<const double> targets,
                                    std::span<const double> predictions)
{
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    RegressionFigures figures;
    double targetSum = 0, errors = 0, absolute = 0, squares = 0, shares = 0, spread = 0;
    const auto each = [&](auto visit) {
        for (std::size_t i = 0; i < std::min(targets.size(), predictions.size()); ++i)
            if (std::isfinite(targets[i]) && std::isfinite(predictions[i]))
                visit(targets[i], predictions[i] - targets[i]);
    };
    each([&](double target, double error) {
        ++figures.rows;
        targetSum += target;
        errors += error;
        absolute += std::abs(error);
        squares += error * error;
        shares += std::abs(error) / std::max(std::abs(target), epsilon);
    });
    const auto rows = static_cast<double>(figures.rows);
    each([&](double target, double) {
        spread += (target - targetSum / rows) * (target - targetSum / rows);
    });
    figures.meanError = errors / rows;
    figures.meanAbsoluteError = absolute / rows;
    figures.rootMeanSquaredError = std::sqrt(squares / rows);
    figures.meanAbsolutePercentageError = shares / rows;
    figures.rSquared = figures.rows > 1 && spread > 0 ? 1 - squares / spread : none;
    return figures;
}

} // namespace binnacle
