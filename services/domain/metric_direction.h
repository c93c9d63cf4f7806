#pragma once

#include <string_view>

namespace binnacle {

// Whether a greater value of a metric is better.
enum class MetricDirection { Unknown, HigherIsBetter, LowerIsBetter };

// A guess from the words in a metric's name: "val_accuracy" is higher-is-better, "train/loss" and
// "rmse" are lower-is-better, "lr" is unknown. Case is ignored.
MetricDirection guessDirection(std::string_view metricKey);

} // namespace binnacle
