#include "services/drift/drift_defaults.h"

#include <array>
#include <charconv>

namespace binnacle {

namespace {

constexpr std::uint64_t smallSample = 1'000;
constexpr std::uint64_t fewValues = 5;
constexpr std::size_t fewIntegers = 10;

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

DriftColumnType wantedType(const ColumnSample& current, const DriftChoice& choice)
{
    if (choice.type)
        return *choice.type;
    if (choice.method) {
        const auto& facts = factsOf(*choice.method);
        if (facts.text)
            return DriftColumnType::Text;
        const bool numeric = current.type == DriftColumnType::Numeric && facts.numeric;
        return numeric ? DriftColumnType::Numeric : DriftColumnType::Categorical;
    }
    if (current.type == DriftColumnType::Numeric)
        return current.integers && current.numbers.values.size() <= fewIntegers
                   ? DriftColumnType::Categorical
                   : DriftColumnType::Numeric;
    return !current.booleans && 2 * current.categories.size() > current.size()
               ? DriftColumnType::Text
               : DriftColumnType::Categorical;
}

void takeType(ColumnSample& sample, DriftColumnType type)
{
    if (sample.type == type || type == DriftColumnType::Numeric)
        return;
    if (sample.type == DriftColumnType::Numeric) {
        for (std::size_t i = 0; i < sample.numbers.values.size(); ++i) {
            std::array<char, 32> text{};
            const auto end =
                std::to_chars(text.data(), text.data() + text.size(), sample.numbers.values[i]);
            sample.addCategory({text.data(), static_cast<std::size_t>(end.ptr - text.data())},
                               sample.numbers.counts[i]);
        }
        sample.numbers = {};
    }
    sample.type = type;
}

} // namespace

void takeDriftType(ColumnSample& reference, ColumnSample& current, const DriftChoice& choice)
{
    const auto type = wantedType(current, choice);
    takeType(reference, type);
    takeType(current, type);
}

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
