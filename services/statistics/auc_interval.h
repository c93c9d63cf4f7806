#pragma once

#include <cstdint>
#include <span>

namespace binnacle {

// The area under the ROC curve and its interval after E. R. DeLong, D. M. DeLong and
// D. L. Clarke-Pearson, 1988, by mid-ranks (X. Sun and W. Xu, 2014): normal, cut to [0, 1].
struct AucInterval
{
    double auc = 0; // U / (n·m), ties ½, as sklearn.metrics.roc_auc_score
    double standardError = 0;
    double low = 0, high = 0;
    std::uint64_t positives = 0, negatives = 0;
};
// Labels are 0 or not 0; a NaN score leaves its row out. All NaN where a class has no row; of one
// row in a class only the area is known.
AucInterval aucInterval(std::span<const int> labels, std::span<const double> scores,
                        double level = 0.95);

} // namespace binnacle
