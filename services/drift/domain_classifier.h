#pragma once

#include "services/statistics/auc_interval.h"

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

// Can a logistic regression tell which dataset a row is from? Rows are standardised before (see
// RowScales). Each row is scored by a model that did not see it: `folds` parts, row i of either
// dataset in part i mod folds, so that both are spread evenly over their order. 0.5: they are alike
// for a linear model. An area well below 0.5 says that the folds differ from each other.
struct DomainClassifier
{
    AucInterval auc;             // of the scores of all parts together, DeLong's interval
    std::vector<double> weights; // of a model over all rows, by column: what moved, by deviations
    bool drifted = false;        // the whole interval is above 0.5, and the area at the threshold
};
inline constexpr std::size_t domainFolds = 5;
inline constexpr double domainThreshold = 0.55; // as Evidently's for text

// Rows: row by row, `columns` numbers each. Nothing where a dataset has fewer rows than there are
// folds, or it was stopped.
std::optional<DomainClassifier> domainClassifier(std::span<const double> reference,
                                                 std::span<const double> current,
                                                 std::size_t columns, const std::stop_token& stop,
                                                 double threshold = domainThreshold);

} // namespace binnacle
