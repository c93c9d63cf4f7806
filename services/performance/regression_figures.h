#pragma once

#include <cstdint>
#include <span>

namespace binnacle {

// Figures of a regression over the rows of which both are finite, as sklearn.metrics. NaN without
// rows; rSquared also below two rows or where the targets do not vary (scikit-learn: 0 or 1 there).
struct RegressionFigures
{
    std::uint64_t rows = 0;
    double meanError = 0;         // prediction - target, in its unit
    double meanAbsoluteError = 0; // in the target's unit
    double rootMeanSquaredError = 0;
    double meanAbsolutePercentageError = 0; // a share; of max(|target|, machine epsilon)
    double rSquared = 0;
};
RegressionFigures regressionFigures(std::span<const double> targets,
                                    std::span<const double> predictions);

} // namespace binnacle
