#include "services/drift/drift_method.h"

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using enum DriftMethod;
using enum DriftAlarm;

constexpr std::array methods = {
    DriftMethodFacts{KolmogorovSmirnov, "ks", "K-S p_value", 0.05, PValueAtMost, true, false,
                     "exact where SciPy approximates: one side has few values"},
    DriftMethodFacts{Wasserstein, "wasserstein", "Wasserstein distance (normed)", 0.1, AtLeast,
                     true, false, ""},
    DriftMethodFacts{Psi, "psi", "PSI", 0.1, AtLeast, true, true, ""},
    DriftMethodFacts{JensenShannon, "jensenshannon", "Jensen-Shannon distance", 0.1, AtLeast, true,
                     true, ""},
    DriftMethodFacts{KullbackLeibler, "kl_div", "Kullback-Leibler divergence", 0.1, AtLeast, true,
                     true, ""},
    DriftMethodFacts{Hellinger, "hellinger", "Hellinger distance", 0.1, AtLeast, true, true, ""},
    DriftMethodFacts{AndersonDarling, "anderson", "Anderson-Darling", 0.1, PValueBelow, true, false,
                     ""},
    DriftMethodFacts{MannWhitney, "mannw", "Mann-Whitney U-rank test", 0.05, PValueBelow, true,
                     false, "approximated where SciPy counts: 8 values beside more than 1,992"},
    DriftMethodFacts{CramerVonMises, "cramer_von_mises", "Cramer-von Mises", 0.1, PValueAtMost,
                     true, false, ""},
    DriftMethodFacts{EnergyDistance, "ed", "Energy-distance", 0.1, Above, true, false, ""},
    DriftMethodFacts{TTest, "t_test", "t_test", 0.05, PValueBelow, true, false, ""},
    DriftMethodFacts{WelchTTest, "welch", "Welch's t-test", 0.05, PValueBelow, true, false,
                     "not in Evidently; SciPy's"},
    DriftMethodFacts{MeanDiscrepancy, "empirical_mmd", "empirical_mmd", 0.1, PValueBelow, true,
                     false, "1,000 values a side at most, and permutations of our own"},
    DriftMethodFacts{ChiSquare, "chisquare", "chi-square p_value", 0.05, PValueBelow, true, true,
                     ""},
    DriftMethodFacts{ChiSquareHomogeneity, "chisquare_homogeneity", "Chi-square of two samples",
                     0.05, PValueBelow, true, true, "not in Evidently; SciPy's"},
    DriftMethodFacts{GTest, "g_test", "g_test", 0.1, PValueBelow, true, true,
                     "samples of different sizes are scaled, Evidently refuses them"},
    DriftMethodFacts{TotalVariation, "TVD", "Total-Variation-Distance", 0.1, AtLeast, true, true,
                     "the distance alarms, in Evidently the p-value of random permutations"},
    DriftMethodFacts{ProportionZ, "z", "Z-test p_value", 0.05, PValueBelow, true, true,
                     "p-values below 1e-16 are kept, Evidently writes 0"},
    DriftMethodFacts{FisherExact, "fisher_exact", "Fisher's Exact test", 0.1, PValueBelow, true,
                     true, "samples of different sizes are allowed"},
    DriftMethodFacts{CharacterNGrams, "character_ngrams", "Character trigrams", 0.1, AtLeast, false,
                     false, "Evidently trains a classifier on words"},
};

} // namespace

std::span<const DriftMethodFacts> driftMethods()
{
    return methods;
}

const DriftMethodFacts& factsOf(DriftMethod method)
{
    return *std::ranges::find(methods, method, &DriftMethodFacts::method);
}

std::optional<DriftMethod> driftMethodOf(std::string_view name)
{
    const auto found = std::ranges::find_if(methods, [&](const DriftMethodFacts& facts) {
        return facts.name == name || facts.title == name;
    });
    return found == methods.end() ? std::nullopt : std::optional(found->method);
}

bool usesPValue(DriftMethod method)
{
    const auto alarm = factsOf(method).alarm;
    return alarm == PValueBelow || alarm == PValueAtMost;
}

bool driftAlarms(DriftMethod method, double score, double threshold)
{
    switch (factsOf(method).alarm) {
    case PValueBelow:
        return score < threshold;
    case PValueAtMost:
        return score <= threshold;
    case AtLeast:
        return score >= threshold;
    case Above:
        break;
    }
    return score > threshold;
}

std::string_view driftColumnTypeName(DriftColumnType type)
{
    switch (type) {
    case DriftColumnType::Numeric:
        return "num";
    case DriftColumnType::Categorical:
        return "cat";
    case DriftColumnType::Text:
        break;
    }
    return "text";
}

} // namespace binnacle
