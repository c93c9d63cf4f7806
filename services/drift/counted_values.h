#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace binnacle {

// A sample as its distinct finite values, ascending, and how often each is there: what a sorted run
// or a "GROUP BY value" gives. Nothing is lost, so all that is computed from it is exact; 10
// million equal values are one entry.
struct CountedValues
{
    std::vector<double> values;        // ascending, distinct, finite
    std::vector<std::uint64_t> counts; // one for each, at least 1
    std::uint64_t size() const;        // the sum of the counts
    bool empty() const { return values.empty(); }
    bool operator==(const CountedValues&) const = default;
};

// Sorts; NaN and infinities are left out.
CountedValues countedValues(std::span<const double> values);
// Of both samples together. Associative: runs of chunks can be merged in any order.
CountedValues merged(const CountedValues& a, const CountedValues& b);

// A value of either sample and how often it is in each.
struct Step
{
    double value = 0;
    std::uint64_t reference = 0, current = 0;
};
// How many finite values each sample has.
struct SampleSizes
{
    std::uint64_t reference = 0, current = 0;
    bool both() const { return reference > 0 && current > 0; }
};

// All values of both samples once, ascending: what the statistics of ranks and of distribution
// functions are fed with. Two sorted streams from a disk can be walked in the same way.
void walkSteps(const CountedValues& reference, const CountedValues& current,
               const std::function<void(const Step&)>& visit);

struct PopulationMoments
{
    double mean = 0, variance = 0; // variance by the count (ddof 0, numpy.var); NaN where empty
};
PopulationMoments populationMoments(const CountedValues& sample);

} // namespace binnacle
