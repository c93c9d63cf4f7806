#pragma once

#include "services/artifacts/artifact_table.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// values[actual][predicted], as scikit-learn's confusion_matrix: counts, or shares of one.
struct ConfusionMatrix
{
    std::vector<std::string> labels; // as many as there are rows and columns
    std::vector<std::vector<double>> values;

    double greatest() const; // of all values; 0 where it is empty
    // Share of the diagonal; NaN where everything is 0.
    double accuracy() const;
    bool operator==(const ConfusionMatrix&) const = default;
};

inline constexpr std::size_t mostClasses = 200;

// A square list of lists; {"confusion_matrix" | "matrix" | "data" | "values": such a list,
// "labels" | "classes": names}; {actual: {predicted: count}}. nullopt: it is none. `named`: the
// name of the file says that it is one; else a bare square is not taken for one.
std::optional<ConfusionMatrix> confusionMatrixOf(const StructuredValue& document, bool named);
// A square table of numbers, with or without a first column of names (pandas' index).
std::optional<ConfusionMatrix> confusionMatrixOf(const ArtifactTable& table, bool named);

// Whether a path says that its file is a confusion matrix.
bool namesConfusionMatrix(const std::string& path);

} // namespace binnacle
