#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace binnacle {

enum class CorrelationMethod { Pearson, Spearman };

// How two columns go together.
struct Correlation
{
    std::size_t count = 0; // pairs that have both, both finite
    double r = 0;          // in [-1, 1]; NaN: fewer than two pairs, or one side does not vary
    double pValue = 0;     // two-sided, of "no correlation", by Student's t; NaN below three pairs
};

// Ranks from 1 on; ties have the average of their ranks (scipy.stats.rankdata).
std::vector<double> averageRanks(std::span<const double> values);

// Over the pairs of which both are finite, as scipy.stats.pearsonr and spearmanr.
Correlation correlation(std::span<const double> x, std::span<const double> y,
                        CorrelationMethod method);

} // namespace binnacle
