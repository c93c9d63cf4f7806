#pragma once

#include "services/domain/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// What explanations that a run logged say of its features.

// Whether a path is such a file: feature_importance*.json, *importance*.csv (MLflow's autologging,
// people's own), shap_values.npy (mlflow.shap.log_explanation).
bool isImportanceFile(std::string_view path);

// Importances by feature, absolute, as shares of their sum. JSON: {"feature": number}, a table of
// mlflow.log_table, or a list of objects; CSV: a column of names and one of numbers. NumPy arrays
// of SHAP values: mean |value| over the rows (and classes); `features` names their columns in
// order, as the model's signature has them. Errors: Invalid (not understood, names that do not
// fit).
Result<std::map<std::string, double>> readImportances(std::string_view path, std::string_view bytes,
                                                      const std::vector<std::string>& features);

} // namespace binnacle
