#include "services/drift/drift_report.h"

#include "services/drift/anderson_darling.h"
#include "services/drift/category_tests.h"
#include "services/drift/cramer_von_mises.h"
#include "services/drift/divergences.h"
#include "services/drift/kolmogorov_smirnov.h"
#include "services/drift/mann_whitney.h"
#include "services/drift/mean_discrepancy.h"
#include "services/drift/t_test.h"
#include "services/drift/text_drift.h"
#include "services/drift/wasserstein.h"
#include "services/statistics/benjamini_hochberg.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace binnacle {

namespace {

constexpr std::size_t mostCategories = 20;

QString translated(std::string_view text)
{
    return QCoreApplication::translate("drift", std::string(text).c_str());
}

std::vector<double> drawn(const CountedValues& sample)
{
    const auto size = sample.size();
    const auto count = std::min<std::uint64_t>(size, discrepancyCap);
    std::vector<double> values;
    std::uint64_t before = 0, next = 0;
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
        before += sample.counts[i];
        while (next < count && next * size / count < before) {
            values.push_back(sample.values[i]);
            ++next;
        }
    }
    return values;
}

DriftValue ofNumbers(DriftMethod method, const CountedValues& reference,
                     const CountedValues& current, const std::stop_token& stop)
{
    switch (method) {
    case DriftMethod::KolmogorovSmirnov:
        return kolmogorovSmirnov(reference, current, stop);
    case DriftMethod::Wasserstein:
        return {normedWasserstein(reference, current), {}};
    case DriftMethod::EnergyDistance:
        return {energyDistance(reference, current), {}};
    case DriftMethod::AndersonDarling:
        return andersonDarling(reference, current);
    case DriftMethod::MannWhitney:
        return mannWhitney(reference, current);
    case DriftMethod::CramerVonMises:
        return cramerVonMises(reference, current);
    case DriftMethod::TTest:
        return tTest(reference, current);
    case DriftMethod::WelchTTest:
        return tTest(reference, current, true);
    case DriftMethod::MeanDiscrepancy:
        return meanDiscrepancy(drawn(reference), drawn(current), 0, stop);
    default:
        return {};
    }
}

DriftValue ofBins(DriftMethod method, const BinnedCounts& binned)
{
    switch (method) {
    case DriftMethod::Psi:
        return {populationStabilityIndex(binned), {}};
    case DriftMethod::JensenShannon:
        return {jensenShannon(binned), {}};
    case DriftMethod::KullbackLeibler:
        return {kullbackLeibler(binned), {}};
    case DriftMethod::Hellinger:
        return {hellinger(binned), {}};
    case DriftMethod::TotalVariation:
        return {totalVariation(binned), {}};
    case DriftMethod::ChiSquare:
        return chiSquareFit(binned);
    case DriftMethod::ChiSquareHomogeneity:
        return chiSquareHomogeneity(binned);
    case DriftMethod::GTest:
        return gTest(binned);
    case DriftMethod::ProportionZ:
        return proportionZ(binned);
    case DriftMethod::FisherExact:
        return fisherExact(binned);
    default:
        return {};
    }
}

bool takesBins(DriftMethod method)
{
    return factsOf(method).categorical;
}

DriftValue ofTexts(DriftMethod method, const CategoryCounts& reference,
                   const CategoryCounts& current)
{
    switch (method) {
    case DriftMethod::CharacterNGrams:
        return {characterNGramDrift(reference, current), {}};
    case DriftMethod::TextLength:
        return {normedWasserstein(textLengths(reference), textLengths(current)), {}};
    case DriftMethod::OutOfVocabulary:
        return {outOfVocabularyShare(reference, current), {}};
    default:
        return {};
    }
}

DriftValue measured(DriftMethod method, const ColumnSample& reference, const ColumnSample& current,
                    const std::stop_token& stop)
{
    if (factsOf(method).text)
        return ofTexts(method, reference.categories, current.categories);
    if (reference.type != DriftColumnType::Numeric)
        return ofBins(method, binnedCategories(reference.categories, current.categories));
    if (!takesBins(method))
        return ofNumbers(method, reference.numbers, current.numbers, stop);
    const bool integers = reference.integers && current.integers;
    if (method == DriftMethod::Hellinger)
        return {hellingerOfNumbers(reference.numbers, current.numbers, integers), {}};
    const bool divergence = method == DriftMethod::Psi || method == DriftMethod::JensenShannon ||
                            method == DriftMethod::KullbackLeibler;
    return ofBins(method, divergence ? evidentlyBins(reference.numbers, current.numbers, integers)
                                     : binnedDistinct(reference.numbers, current.numbers));
}

bool suits(DriftMethod method, DriftColumnType type)
{
    const auto& facts = factsOf(method);
    switch (type) {
    case DriftColumnType::Numeric:
        return facts.numeric;
    case DriftColumnType::Categorical:
        return facts.categorical;
    case DriftColumnType::Text:
        break;
    }
    return facts.text;
}

std::vector<std::string> without(const CategoryCounts& categories, const CategoryCounts& other)
{
    std::vector<std::string> missing;
    for (const auto& each : categories)
        if (!other.contains(each.first) && missing.size() < mostCategories)
            missing.push_back(each.first);
    return missing;
}

std::string inWords(DriftMethod method, double score, double threshold, bool drifted)
{
    const char* text =
        usesPValue(method)
            ? (drifted ? QT_TRANSLATE_NOOP("drift", "%1: p = %2, drift at or below %3")
                       : QT_TRANSLATE_NOOP("drift", "%1: p = %2, no drift above %3"))
            : (drifted ? QT_TRANSLATE_NOOP("drift", "%1: %2, drift from %3")
                       : QT_TRANSLATE_NOOP("drift", "%1: %2, no drift below %3"));
    return QCoreApplication::translate("drift", text)
        .arg(translated(factsOf(method).title))
        .arg(score, 0, 'g', 4)
        .arg(threshold, 0, 'g', 4)
        .toStdString();
}

DriftGap gapBefore(DriftMethod method, const ColumnSample& reference, const ColumnSample& current)
{
    if (reference.type != current.type)
        return DriftGap::TypesDiffer;
    if (!suits(method, reference.type))
        return DriftGap::MethodUnsuited;
    if (reference.size() == 0)
        return DriftGap::ReferenceEmpty;
    return current.size() == 0 ? DriftGap::CurrentEmpty : DriftGap::None;
}

} // namespace

QString gapText(DriftGap gap)
{
    switch (gap) {
    case DriftGap::None:
        return {};
    case DriftGap::TypesDiffer:
        return QCoreApplication::translate("drift",
                                           "Not compared: the types of the two columns differ");
    case DriftGap::MethodUnsuited:
        return QCoreApplication::translate(
            "drift", "Not compared: the method is not for this type of column");
    case DriftGap::ReferenceEmpty:
        return QCoreApplication::translate("drift", "Not compared: the reference has no values");
    case DriftGap::CurrentEmpty:
        return QCoreApplication::translate("drift", "Not compared: the current data has no values");
    case DriftGap::NotDefined:
        break;
    }
    return QCoreApplication::translate("drift",
                                       "Not compared: the method is not defined for these values");
}

ColumnDrift columnDrift(const std::string& column, const ColumnSample& reference,
                        const ColumnSample& current, const DriftChoice& choice,
                        const std::stop_token& stop)
{
    const auto method = choice.method.value_or(defaultDriftMethod(reference, current));
    const auto& facts = factsOf(method);
    ColumnDrift result;
    result.column = column;
    result.type = reference.type;
    result.method = facts.name;
    result.statistic = std::numeric_limits<double>::quiet_NaN();
    result.threshold = choice.threshold.value_or(facts.threshold);
    result.referenceSize = reference.size();
    result.currentSize = current.size();
    result.referenceMissingShare = reference.missingShare();
    result.currentMissingShare = current.missingShare();
    if (!facts.difference.empty())
        result.difference = translated(facts.difference).toStdString();
    if (reference.type == DriftColumnType::Categorical) {
        result.newCategories = without(current.categories, reference.categories);
        result.goneCategories = without(reference.categories, current.categories);
    }
    result.gap = gapBefore(method, reference, current);
    if (result.gap != DriftGap::None) {
        result.explanation = gapText(result.gap).toStdString();
        return result;
    }
    const auto value = measured(method, reference, current, stop);
    result.statistic = value.statistic;
    result.pValue = value.pValue;
    const double score = usesPValue(method)
                             ? value.pValue.value_or(std::numeric_limits<double>::quiet_NaN())
                             : value.statistic;
    if (std::isnan(score)) {
        result.gap = DriftGap::NotDefined;
        result.explanation = gapText(result.gap).toStdString();
        return result;
    }
    result.drifted = driftAlarms(method, score, result.threshold);
    result.explanation = inWords(method, score, result.threshold, result.drifted);
    return result;
}

bool isMeasured(const ColumnDrift& column)
{
    return !std::isnan(column.statistic) || column.pValue.has_value();
}

double driftSeverity(const ColumnDrift& column)
{
    if (!isMeasured(column))
        return 0;
    const auto p = column.adjustedPValue ? column.adjustedPValue : column.pValue;
    const auto method = driftMethodOf(column.method);
    double beyond = 0; // above 0 where it drifted, in thresholds or powers of ten
    if (p && (!method || usesPValue(*method)))
        beyond = std::log10(std::max(column.threshold, 1e-300) / std::max(*p, 1e-300));
    else if (column.threshold > 0)
        beyond = column.statistic / column.threshold - 1;
    else
        beyond = column.statistic;
    if (std::isnan(beyond))
        return column.drifted ? 1 : 0;
    if (column.drifted)
        return 1 + std::max(0.0, beyond);
    return 1 / (1 + std::max(0.0, -beyond)) * 0.999;
}

DriftReport driftReport(std::vector<ColumnDrift> columns, double driftShare, bool correct)
{
    DriftReport report;
    report.driftShare = driftShare;
    report.corrected = correct;
    if (correct) {
        std::vector<double> pValues;
        for (const auto& column : columns)
            pValues.push_back(column.pValue.value_or(std::numeric_limits<double>::quiet_NaN()));
        const auto adjusted = benjaminiHochberg(pValues);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto method = driftMethodOf(columns[i].method);
            if (std::isnan(adjusted[i]) || !method || !usesPValue(*method))
                continue;
            columns[i].adjustedPValue = adjusted[i];
            columns[i].drifted = driftAlarms(*method, adjusted[i], columns[i].threshold);
            columns[i].explanation =
                inWords(*method, adjusted[i], columns[i].threshold, columns[i].drifted);
        }
    }
    std::size_t compared = 0, drifted = 0;
    for (const auto& column : columns) {
        compared += isMeasured(column) ? 1 : 0;
        drifted += column.drifted ? 1 : 0;
    }
    report.shareDrifted =
        compared > 0 ? static_cast<double>(drifted) / static_cast<double>(compared) : 0;
    report.datasetDrift = compared > 0 && report.shareDrifted >= driftShare;
    report.columns = std::move(columns);
    return report;
}

DriftReport decidedAnew(DriftReport report, double driftShare, bool correct)
{
    for (auto& column : report.columns) {
        column.adjustedPValue.reset();
        const auto method = driftMethodOf(column.method);
        if (!method || !isMeasured(column))
            continue;
        const double score = usesPValue(*method)
                                 ? column.pValue.value_or(std::numeric_limits<double>::quiet_NaN())
                                 : column.statistic;
        if (std::isnan(score))
            continue;
        column.drifted = driftAlarms(*method, score, column.threshold);
        column.explanation = inWords(*method, score, column.threshold, column.drifted);
    }
    return driftReport(std::move(report.columns), driftShare, correct);
}

} // namespace binnacle
