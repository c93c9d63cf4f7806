#pragma once

#include "services/performance/classification.h"

#include <string>
#include <vector>

namespace binnacle {

// Figures of a classifier of any number of classes. Classes are numbers from 0; NaN where a
// denominator is 0, as in classification.h. Means over classes leave such a class out (scikit-learn
// counts it as 0 and warns).
class ClassCounts
{
public:
    explicit ClassCounts(std::size_t classes);
    void add(std::size_t label, std::size_t prediction, std::uint64_t rows = 1);

    std::size_t classes() const { return classes_; }
    std::uint64_t rows() const;
    std::uint64_t count(std::size_t label, std::size_t prediction) const
    {
        return counts_[label * classes_ + prediction];
    }
    // One class against all others.
    Confusion of(std::size_t positive) const;
    double accuracy() const;

    // Over the classes that are there, each with the same weight ("macro").
    double meanPrecision() const;
    double meanRecall() const;
    double meanF1() const;

private:
    double mean(double (Confusion::*figure)() const) const;
    std::size_t classes_;
    std::vector<std::uint64_t> counts_;
};

// Of rows of probabilities, `classes` each, in the classes' order, normed to 1: the mean of -ln p
// of the class that it was (sklearn.metrics.log_loss).
double logLossOfClasses(std::span<const int> labels, std::span<const double> probabilities,
                        std::size_t classes);
// The mean of each class' area against the others (roc_auc_score, "ovr", "macro"); NaN where a
// class of the given has no row.
double rocAucOfClasses(std::span<const int> labels, std::span<const double> probabilities,
                       std::size_t classes);

} // namespace binnacle
