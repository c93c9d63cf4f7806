#pragma once

namespace binnacle {

// What a line chart counts on its horizontal axis.
enum class XAxis {
    Step,
    RelativeTime, // milliseconds since the first point of the run's series
    WallTime,     // UTC milliseconds
    Metric,       // the values of another metric at the same steps
};

} // namespace binnacle
