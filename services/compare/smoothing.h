#pragma once

#include <span>
#include <vector>

namespace binnacle {

// Exponential moving average without the pull towards zero at its start, as TensorBoard's scalar
// charts compute it: each finite value goes into the average, which is divided by
// 1 - weight^(values so far). Values that are not finite pass through and do not count; a series
// whose values are all equal stays as it is. `weight` in [0, 1): 0 changes nothing.
// Source of the formula: TensorBoard, tensorboard/components/vz_line_chart2 (resmoothDataset) and
// tensorboard/webapp/widgets/line_chart_v2/data_transformer.ts (classicSmoothing).
std::vector<double> debiasedAverage(std::span<const double> values, double weight);

} // namespace binnacle
