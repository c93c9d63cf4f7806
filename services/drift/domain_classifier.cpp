#include "services/drift/domain_classifier.h"

#include "services/drift/logistic_regression.h"

#include <algorithm>

namespace binnacle {

namespace {

struct Rows
{
    std::span<const double> values;
    std::size_t columns = 0;
    std::size_t size() const { return columns > 0 ? values.size() / columns : 0; }
    std::span<const double> at(std::size_t row) const
    {
        return values.subspan(row * columns, columns);
    }
};

// Rows that are not in the part (of all where part is the number of folds).
void gather(const Rows& rows, std::size_t part, int label, std::vector<double>& values,
            std::vector<int>& labels)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % domainFolds == part)
            continue;
        const auto row = rows.at(i);
        values.insert(values.end(), row.begin(), row.end());
        labels.push_back(label);
    }
}

std::optional<LogisticModel> without(const Rows& reference, const Rows& current, std::size_t part,
                                     const std::stop_token& stop)
{
    std::vector<double> values;
    std::vector<int> labels;
    values.reserve(reference.values.size() + current.values.size());
    labels.reserve(reference.size() + current.size());
    gather(reference, part, 0, values, labels);
    gather(current, part, 1, values, labels);
    LogisticOptions options;
    options.stop = stop;
    return logisticRegression(values, reference.columns, labels, options);
}

} // namespace

std::optional<DomainClassifier> domainClassifier(std::span<const double> reference,
                                                 std::span<const double> current,
                                                 std::size_t columns, const std::stop_token& stop,
                                                 double threshold)
{
    const Rows before{reference, columns}, after{current, columns};
    if (std::min(before.size(), after.size()) < domainFolds)
        return std::nullopt;
    std::vector<double> scores;
    std::vector<int> labels;
    for (std::size_t part = 0; part < domainFolds; ++part) {
        const auto model = without(before, after, part, stop);
        if (!model)
            return std::nullopt;
        for (const auto& [rows, label] : {std::pair(before, 0), std::pair(after, 1)})
            for (auto i = part; i < rows.size(); i += domainFolds) {
                scores.push_back(model->decision(rows.at(i)));
                labels.push_back(label);
            }
    }
    const auto whole = without(before, after, domainFolds, stop);
    if (!whole)
        return std::nullopt;
    DomainClassifier result{aucInterval(labels, scores), whole->weights, false};
    result.drifted = result.auc.auc >= threshold && result.auc.low > 0.5;
    return result;
}

} // namespace binnacle
