#include "services/performance/multiclass.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

ClassCounts::ClassCounts(std::size_t classes) : classes_(classes), counts_(classes * classes, 0) {}

void ClassCounts::add(std::size_t label, std::size_t prediction, std::uint64_t rows)
{
    counts_[label * classes_ + prediction] += rows;
}

std::uint64_t ClassCounts::rows() const
{
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

Confusion ClassCounts::of(std::size_t positive) const
{
    Confusion result;
    for (std::size_t label = 0; label < classes_; ++label)
        for (std::size_t prediction = 0; prediction < classes_; ++prediction)
            result.add(label == positive, prediction == positive, count(label, prediction));
    return result;
}

double ClassCounts::accuracy() const
{
    std::uint64_t right = 0;
    for (std::size_t i = 0; i < classes_; ++i)
        right += count(i, i);
    return static_cast<double>(right) / static_cast<double>(rows());
}

double ClassCounts::mean(double (Confusion::*figure)() const) const
{
    double sum = 0;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < classes_; ++i) {
        const double value = (of(i).*figure)();
        if (std::isnan(value))
            continue;
        sum += value;
        ++counted;
    }
    return sum / static_cast<double>(counted);
}

double ClassCounts::meanPrecision() const
{
    return mean(&Confusion::precision);
}

double ClassCounts::meanRecall() const
{
    return mean(&Confusion::recall);
}

double ClassCounts::meanF1() const
{
    return mean(&Confusion::f1);
}

double logLossOfClasses(std::span<const int> labels, std::span<const double> probabilities,
                        std::size_t classes)
{
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    double sum = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto row = probabilities.subspan(i * classes, classes);
        // Kept within bounds first, then normed, as scikit-learn does.
        double whole = 0;
        for (const double p : row)
            whole += std::clamp(p, epsilon, 1 - epsilon);
        sum -= std::log(std::clamp(row[static_cast<std::size_t>(labels[i])], epsilon, 1 - epsilon) /
                        whole);
    }
    return sum / static_cast<double>(labels.size());
}

double rocAucOfClasses(std::span<const int> labels, std::span<const double> probabilities,
                       std::size_t classes)
{
    double sum = 0;
    std::vector<int> own(labels.size());
    std::vector<double> scores(labels.size());
    for (std::size_t c = 0; c < classes; ++c) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            own[i] = static_cast<std::size_t>(labels[i]) == c ? 1 : 0;
            scores[i] = probabilities[i * classes + c];
        }
        sum += rocAuc(own, scores);
    }
    return sum / static_cast<double>(classes);
}

} // namespace binnacle
