#include "services/drift/drift_defaults.h"

namespace binnacle {

namespace {

constexpr std::uint64_t smallSample = 1'000;
constexpr std::uint64_t fewValues = 5;

std::uint64_t distinctValues(const ColumnSample& reference, const ColumnSample& current)
{
    std::uint64_t distinct = 0;
    if (reference.type == DriftColumnType::Numeric) {
        walkSteps(reference.numbers, current.numbers, [&](const Step&) { ++distinct; });
        return distinct;
    }
    distinct = reference.categories.size();
    for (const auto& each : current.categories)
        distinct += reference.categories.contains(each.first) ? 0 : 1;
    return distinct;
}

} // namespace

DriftMethod defaultDriftMethod(DriftColumnType type, std::uint64_t referenceSize,
                               std::uint64_t distinct)
{
    if (type == DriftColumnType::Text)
        return DriftMethod::CharacterNGrams;
    const bool manyNumbers = type == DriftColumnType::Numeric && distinct > fewValues;
    if (referenceSize > smallSample)
        return manyNumbers ? DriftMethod::Wasserstein : DriftMethod::JensenShannon;
    if (manyNumbers)
        return DriftMethod::KolmogorovSmirnov;
    return distinct > 2 ? DriftMethod::ChiSquare : DriftMethod::ProportionZ;
}

DriftMethod defaultDriftMethod(const ColumnSample& reference, const ColumnSample& current)
{
    return defaultDriftMethod(reference.type, reference.size(), distinctValues(reference, current));
}

} // namespace binnacle
