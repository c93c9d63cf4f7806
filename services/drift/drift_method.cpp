#include "services/drift/drift_method.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using enum DriftMethod;
using enum DriftAlarm;

constexpr std::array methods = {
    DriftMethodFacts{
        KolmogorovSmirnov, "ks", QT_TRANSLATE_NOOP("drift", "K-S p_value"), 0.05, PValueAtMost,
        true, false, false,
        QT_TRANSLATE_NOOP("drift", "exact where SciPy approximates: one side has few values")},
    DriftMethodFacts{Wasserstein, "wasserstein",
                     QT_TRANSLATE_NOOP("drift", "Wasserstein distance (normed)"), 0.1, AtLeast,
                     true, false, false, ""},
    DriftMethodFacts{Psi, "psi", QT_TRANSLATE_NOOP("drift", "PSI"), 0.1, AtLeast, true, true, false,
                     ""},
    DriftMethodFacts{JensenShannon, "jensenshannon",
                     QT_TRANSLATE_NOOP("drift", "Jensen-Shannon distance"), 0.1, AtLeast, true,
                     true, false, ""},
    DriftMethodFacts{KullbackLeibler, "kl_div",
                     QT_TRANSLATE_NOOP("drift", "Kullback-Leibler divergence"), 0.1, AtLeast, true,
                     true, false, ""},
    DriftMethodFacts{Hellinger, "hellinger", QT_TRANSLATE_NOOP("drift", "Hellinger distance"), 0.1,
                     AtLeast, true, true, false, ""},
    DriftMethodFacts{AndersonDarling, "anderson", QT_TRANSLATE_NOOP("drift", "Anderson-Darling"),
                     0.1, PValueBelow, true, false, false, ""},
    DriftMethodFacts{
        MannWhitney, "mannw", QT_TRANSLATE_NOOP("drift", "Mann-Whitney U-rank test"), 0.05,
        PValueBelow, true, false, false,
        QT_TRANSLATE_NOOP("drift",
                          "approximated where SciPy counts: 8 values beside more than 1,992")},
    DriftMethodFacts{CramerVonMises, "cramer_von_mises",
                     QT_TRANSLATE_NOOP("drift", "Cramer-von Mises"), 0.1, PValueAtMost, true, false,
                     false, ""},
    DriftMethodFacts{EnergyDistance, "ed", QT_TRANSLATE_NOOP("drift", "Energy-distance"), 0.1,
                     Above, true, false, false, ""},
    DriftMethodFacts{TTest, "t_test", QT_TRANSLATE_NOOP("drift", "t_test"), 0.05, PValueBelow, true,
                     false, false, ""},
    DriftMethodFacts{WelchTTest, "welch", QT_TRANSLATE_NOOP("drift", "Welch's t-test"), 0.05,
                     PValueBelow, true, false, false,
                     QT_TRANSLATE_NOOP("drift", "not in Evidently; SciPy's")},
    DriftMethodFacts{
        MeanDiscrepancy, "empirical_mmd", QT_TRANSLATE_NOOP("drift", "empirical_mmd"), 0.1,
        PValueBelow, true, false, false,
        QT_TRANSLATE_NOOP("drift", "1,000 values a side at most, and permutations of our own")},
    DriftMethodFacts{ChiSquare, "chisquare", QT_TRANSLATE_NOOP("drift", "chi-square p_value"), 0.05,
                     PValueBelow, true, true, false, ""},
    DriftMethodFacts{ChiSquareHomogeneity, "chisquare_homogeneity",
                     QT_TRANSLATE_NOOP("drift", "Chi-square of two samples"), 0.05, PValueBelow,
                     true, true, false, QT_TRANSLATE_NOOP("drift", "not in Evidently; SciPy's")},
    DriftMethodFacts{GTest, "g_test", QT_TRANSLATE_NOOP("drift", "g_test"), 0.1, PValueBelow, true,
                     true, false,
                     QT_TRANSLATE_NOOP(
                         "drift", "samples of different sizes are scaled, Evidently refuses them")},
    DriftMethodFacts{
        TotalVariation, "TVD", QT_TRANSLATE_NOOP("drift", "Total-Variation-Distance"), 0.1, AtLeast,
        true, true, false,
        QT_TRANSLATE_NOOP("drift",
                          "the distance alarms, in Evidently the p-value of random permutations")},
    DriftMethodFacts{
        ProportionZ, "z", QT_TRANSLATE_NOOP("drift", "Z-test p_value"), 0.05, PValueBelow, true,
        true, false,
        QT_TRANSLATE_NOOP("drift", "p-values below 1e-16 are kept, Evidently writes 0")},
    DriftMethodFacts{FisherExact, "fisher_exact", QT_TRANSLATE_NOOP("drift", "Fisher's Exact test"),
                     0.1, PValueBelow, true, true, false,
                     QT_TRANSLATE_NOOP("drift", "samples of different sizes are allowed")},
    DriftMethodFacts{CharacterNGrams, "character_ngrams",
                     QT_TRANSLATE_NOOP("drift", "Character trigrams"), 0.1, AtLeast, false, false,
                     true, QT_TRANSLATE_NOOP("drift", "Evidently trains a classifier on words")},
    DriftMethodFacts{
        TextLength, "text_length", QT_TRANSLATE_NOOP("drift", "Text length (Wasserstein, normed)"),
        0.1, AtLeast, false, false, true,
        QT_TRANSLATE_NOOP("drift", "Evidently has it as a column that is computed before")},
    DriftMethodFacts{
        OutOfVocabulary, "out_of_vocabulary", QT_TRANSLATE_NOOP("drift", "Share of unknown words"),
        0.1, AtLeast, false, false, true,
        QT_TRANSLATE_NOOP("drift", "Evidently counts words that no dictionary of English has")},
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
