#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

struct LogisticOptions
{
    double inverseStrength = 1; // scikit-learn's C: 1 / λ of λ/2 |w|²; the intercept is free
    int iterations = 100;
    std::stop_token stop;
};

// The minimum of ½ |w|² + C Σ ln(1 + exp(-y (w·x + b))), by Newton's method (iteratively reweighted
// least squares) with halved steps: sklearn.linear_model.LogisticRegression's, whichever of its
// solvers is given time. `rows`: row by row, `columns` finite numbers each; labels 0 or 1, both
// there. Nothing where it was stopped, or a class is missing.
struct LogisticModel
{
    std::vector<double> weights;
    double intercept = 0;
    int iterations = 0;
    bool converged = false; // the gradient is 0 but for rounding

    double decision(std::span<const double> row) const; // w·x + b; its probability: 1/(1+e^-d)
};
std::optional<LogisticModel> logisticRegression(std::span<const double> rows, std::size_t columns,
                                                std::span<const int> labels,
                                                const LogisticOptions& options = {});

} // namespace binnacle
