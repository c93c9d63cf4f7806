#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// What a server says of itself at /metrics: the Prometheus text exposition format 0.0.4 (and
// OpenMetrics 1.0, whose exemplars are passed over).
// https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md
enum class MetricType { Untyped, Counter, Gauge, Histogram, Summary };

struct MetricSample
{
    std::string name; // as written, "_bucket", "_sum", "_count", "_total" included
    std::map<std::string, std::string> labels;
    double value = 0;                      // may be NaN or infinite
    std::optional<std::int64_t> timestamp; // UTC milliseconds
    bool operator==(const MetricSample&) const = default;
};

struct Exposition
{
    std::map<std::string, MetricType> types; // by the family's name
    std::vector<MetricSample> samples;       // in order
};

// The text comes from outside: at most `maxSamples` samples are taken, and a line that is none is
// an Error (Invalid) that names it.
inline constexpr std::size_t maxExpositionSamples = 200'000;
Result<Exposition> parseExposition(std::string_view text,
                                   std::size_t maxSamples = maxExpositionSamples);

// Cumulative counts of a histogram: `bound` is the label `le`, the last one +Inf.
struct HistogramBucket
{
    double bound = 0;
    double count = 0;
};

// Prometheus' histogram_quantile: linear inside the bucket, the lower bound of the first one being
// 0; in the bucket of +Inf the highest finite bound. NaN: no bucket of +Inf, or nothing counted.
// `q` in [0, 1]; the buckets need no order.
double histogramQuantile(double q, std::vector<HistogramBucket> buckets);

} // namespace binnacle
