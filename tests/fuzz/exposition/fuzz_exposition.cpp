#include "services/monitoring/exposition.h"

#include <cstdint>
#include <string_view>

// What a server says at /metrics.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    const auto read =
        parseExposition({reinterpret_cast<const char*>(data), size}, maxExpositionSamples);
    if (!read)
        return 0;
    std::vector<HistogramBucket> buckets;
    for (const auto& sample : read->samples)
        buckets.push_back({sample.value, sample.value});
    (void)histogramQuantile(0.95, buckets);
    return 0;
}
