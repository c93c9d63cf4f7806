#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

// What a param was in some runs, beside the metric of the same runs. Numbers where all that is
// there reads as one, else texts; a run without it has NaN or an empty text.
struct ParamValues
{
    std::vector<double> numbers;
    std::vector<std::string> texts; // in place of numbers
    bool categorical() const { return !texts.empty(); }
};

// How much a metric goes with one param. Ranks decide, so that it is the same for a param on a
// log scale.
struct ParamImportance
{
    enum class Outcome {
        Measured,
        TooFew,       // fewer than leastRuns runs have both
        DoesNotVary,  // the param, or the metric, over the runs that have both
        AllDifferent, // a text of its own for each run: nothing to group by
    };
    Outcome outcome = Outcome::TooFew;
    bool categorical = false;
    std::size_t runs = 0;   // that have both
    std::size_t groups = 0; // categorical only
    // Numbers: Spearman's rank correlation, in [-1, 1]. Texts: √η² of Kruskal and Wallis, see
    // group_effect.h, in [0, 1].
    double strength = 0;
    double pValue = 0;
    double information = 0; // nats, see mutual_information.h

    static constexpr std::size_t leastRuns = 10;
};

ParamImportance paramImportance(const ParamValues& param, std::span<const double> metric);

} // namespace binnacle
