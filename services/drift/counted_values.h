#pragma once

#include <cstddef>
#include <cstdint>
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
// Of values that are sorted and finite.
CountedValues countedRun(std::span<const double> sorted);
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
template <class Visit>
void walkSteps(const CountedValues& reference, const CountedValues& current, Visit visit)
{
    std::size_t i = 0, j = 0;
    while (i < reference.values.size() || j < current.values.size()) {
        Step step;
        const bool first = i < reference.values.size() &&
                           (j == current.values.size() || reference.values[i] <= current.values[j]);
        step.value = first ? reference.values[i] : current.values[j];
        if (first)
            step.reference = reference.counts[i++];
        if (j < current.values.size() && current.values[j] == step.value)
            step.current = current.counts[j++];
        visit(step);
    }
}

struct PopulationMoments
{
    double mean = 0, variance = 0; // variance by the count (ddof 0, numpy.var); NaN where empty
};
PopulationMoments populationMoments(const CountedValues& sample);

} // namespace binnacle
