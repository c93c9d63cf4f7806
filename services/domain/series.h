#pragma once

#include "services/domain/run.h"

#include <cstddef>
#include <string>
#include <vector>

namespace binnacle {

// One metric of one run. `cursor` is what the last fetch of this series returned (empty: never).
struct SeriesRequest
{
    std::string runId;
    std::string metricKey;
    std::string cursor;
};

struct SeriesData
{
    std::size_t request = 0;         // index into the requests
    bool append = false;             // true: `points` follow what was delivered up to the cursor
    std::vector<MetricPoint> points; // any order; NaN and infinities included
    std::string cursor;
};

} // namespace binnacle
