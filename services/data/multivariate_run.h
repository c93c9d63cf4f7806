#pragma once

#include "services/data/dataset.h"
#include "services/drift/multivariate_drift.h"

namespace binnacle {

struct MultivariateOptions
{
    std::vector<std::string> columns; // only these; empty: all that are numeric in both
    double explained = 0.65;          // share of the variance that the components keep
    // The classifier takes at most as many rows of each dataset, evenly by place: at this number
    // chance moves its area by 0.003. 0: none is trained.
    std::uint64_t classifierRows = 50'000;
    std::stop_token stop;
    std::function<void(double share)> progress;
};

// Reconstruction error and domain classifier over the numeric columns of both. Out of core: the
// reference is read three times (means, covariance, errors), the current data once; memory is by
// the square of the columns. Missing and infinite values are taken for the mean. Errors: NotFound
// and Unsupported (a column by name that is not numeric in both), Cancelled, the engines'.
Result<MultivariateDrift> runMultivariate(const Dataset& reference, const Dataset& current,
                                          const MultivariateOptions& options = {});

} // namespace binnacle
