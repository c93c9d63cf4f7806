#pragma once

#include "services/domain/run.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow_files {

// One line of a metric file: "timestamp value", "timestamp value step" or, with the dataset that
// it was measured on, five fields. Nothing where it is malformed.
std::optional<MetricPoint> parseMetricLine(std::string_view line);
// The same for a logged model: "timestamp value step run_id", or six fields.
std::optional<MetricPoint> parseModelMetricLine(std::string_view line);

struct MetricFileRead
{
    std::uint64_t end = 0; // bytes up to the last whole line
    std::int64_t malformed = 0;
    bool readable = true;
};

// Calls `point` for each whole line from byte `from` on. A last line without its end is being
// written: it is left for the next time.
MetricFileRead readMetricFile(const std::filesystem::path& file, std::uint64_t from,
                              const std::function<void(const MetricPoint&)>& point,
                              const std::stop_token& stop);

// A place in a file, with enough of what stands before it to see that it is still the same file.
std::string cursorAt(const std::filesystem::path& file, std::uint64_t offset);
// The place of a cursor, or nothing where the file is another one or was cut.
std::optional<std::uint64_t> offsetOf(const std::filesystem::path& file, const std::string& cursor);

// Takes `point` where it is later, by (step, timestamp, value) as MLflow compares.
void takeLatest(std::optional<MetricPoint>& latest, const MetricPoint& point);

} // namespace binnacle::mlflow_files
