#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace binnacle {

enum class DriftColumnType { Numeric, Categorical, Text };

enum class DriftMethod {
    KolmogorovSmirnov,
    Wasserstein,
    Psi,
    JensenShannon,
    KullbackLeibler,
    Hellinger,
    AndersonDarling,
    MannWhitney,
    CramerVonMises,
    EnergyDistance,
    TTest,
    WelchTTest,
    MeanDiscrepancy,
    ChiSquare,
    ChiSquareHomogeneity,
    GTest,
    TotalVariation,
    ProportionZ,
    FisherExact,
    CharacterNGrams,
    TextLength,
    OutOfVocabulary,
};

enum class DriftAlarm { PValueBelow, PValueAtMost, AtLeast, Above };

// What is fixed of a method.
struct DriftMethodFacts
{
    DriftMethod method;
    std::string_view name;  // Evidently's name where it has one
    std::string_view title; // for a person
    double threshold;       // Evidently's default
    DriftAlarm alarm;
    bool numeric, categorical, text;
    std::string_view difference; // from the reference library; empty: none. In the context "drift"
                                 // of the translations, as the title
};

std::span<const DriftMethodFacts> driftMethods();
const DriftMethodFacts& factsOf(DriftMethod method);
// By Evidently's name or by the title (what its reports write, such as "K-S p_value").
std::optional<DriftMethod> driftMethodOf(std::string_view name);
bool usesPValue(DriftMethod method);
// Whether the measured score (p-value or statistic) is an alarm. NaN is none.
bool driftAlarms(DriftMethod method, double score, double threshold);

std::string_view driftColumnTypeName(DriftColumnType type); // "num", "cat", "text", as Evidently

} // namespace binnacle
