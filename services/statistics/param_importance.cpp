#include "services/statistics/param_importance.h"

#include "services/statistics/correlation.h"
#include "services/statistics/group_effect.h"
#include "services/statistics/mutual_information.h"

#include <cmath>
#include <map>

namespace binnacle {

namespace {

// The runs that have both.
struct Pairs
{
    std::vector<double> numbers, metric;
    std::vector<int> codes;
    std::size_t groups = 0;
};

Pairs pairsOf(const ParamValues& param, std::span<const double> metric)
{
    Pairs pairs;
    std::map<std::string, int> codes;
    for (std::size_t i = 0; i < metric.size(); ++i) {
        if (!std::isfinite(metric[i]))
            continue;
        if (param.categorical()) {
            if (param.texts[i].empty())
                continue;
            const int next = static_cast<int>(codes.size());
            pairs.codes.push_back(codes.emplace(param.texts[i], next).first->second);
        } else {
            if (!std::isfinite(param.numbers[i]))
                continue;
            pairs.numbers.push_back(param.numbers[i]);
        }
        pairs.metric.push_back(metric[i]);
    }
    pairs.groups = codes.size();
    return pairs;
}

void measureNumbers(const Pairs& pairs, ParamImportance& result)
{
    const auto ranks = correlation(pairs.numbers, pairs.metric, CorrelationMethod::Spearman);
    result.outcome = std::isnan(ranks.r) ? ParamImportance::Outcome::DoesNotVary
                                         : ParamImportance::Outcome::Measured;
    result.strength = ranks.r;
    result.pValue = ranks.pValue;
}

void measureTexts(const Pairs& pairs, ParamImportance& result)
{
    using enum ParamImportance::Outcome;
    result.groups = pairs.groups;
    const auto effect = groupEffect(pairs.metric, pairs.codes);
    if (std::isnan(effect.h)) {
        result.outcome = pairs.groups == pairs.metric.size() ? AllDifferent : DoesNotVary;
        return;
    }
    result.outcome = Measured;
    result.strength = std::sqrt(effect.etaSquared);
    result.pValue = effect.pValue;
}

} // namespace

ParamImportance paramImportance(const ParamValues& param, std::span<const double> metric)
{
    auto pairs = pairsOf(param, metric);
    ParamImportance result;
    result.categorical = param.categorical();
    result.runs = pairs.metric.size();
    if (result.runs < ParamImportance::leastRuns)
        return result;
    if (result.categorical)
        measureTexts(pairs, result);
    else
        measureNumbers(pairs, result);
    if (result.outcome != ParamImportance::Outcome::Measured)
        return result;
    const auto classes = classCount(result.runs);
    if (!result.categorical)
        pairs.codes = quantileCodes(pairs.numbers, classes);
    result.information = mutualInformation(pairs.codes, quantileCodes(pairs.metric, classes));
    return result;
}

} // namespace binnacle
