#pragma once

#include "services/drift/domain_classifier.h"
#include "services/drift/pca_reconstruction.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// What the columns say together.
struct MultivariateDrift
{
    std::vector<std::string> columns; // numeric ones that vary in the reference
    std::vector<std::string> leftOut; // numeric ones that do not
    std::uint64_t referenceRows = 0, currentRows = 0;

    // Nothing where no column varies, or a dataset has no row.
    std::optional<ReconstructionDrift> reconstruction;
    std::size_t components = 0;
    double explainedShare = 0; // of the variance, by these

    std::optional<DomainClassifier> classifier;                   // weights by `columns`
    std::uint64_t classifierReference = 0, classifierCurrent = 0; // rows that it saw
};

// {"columns", "left_out", "reference_rows", "current_rows", "reconstruction": {"reference_error",
// "current_error", "low", "high", "blocks", "components", "explained_share", "drifted"} or null,
// "domain_classifier": {"auc", "standard_error", "low", "high", "threshold", "reference_rows",
// "current_rows", "weights": {column: weight}, "drifted"} or null}.
QJsonObject multivariateJson(const MultivariateDrift& drift);
// What is missing in the object is nothing.
MultivariateDrift readMultivariate(const QJsonObject& json);

} // namespace binnacle
