#pragma once

#include "services/domain/serving.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// What must hold for a new version while its share of the traffic grows.
struct Guard
{
    enum class Figure { ErrorRate, P50, P95, P99, Throughput, Expression };
    // How the bound is meant. Throughput is bounded from below, all others from above.
    enum class Bound {
        Absolute, // the figure itself: a share for ErrorRate, ms, requests a second
        OverOld,  // old version's figure plus `bound`
        TimesOld, // old version's figure times `bound`
    };
    Figure figure = Figure::ErrorRate;
    Bound kind = Bound::Absolute;
    double bound = 0;
    double minRequests = 50; // fewer in the interval are no ground for a verdict
    std::string expression;  // PromQL, where figure is Expression
    bool operator==(const Guard&) const = default;
};

struct GuardVerdict
{
    enum class Outcome {
        Holds,
        Broken,
        TooFew,  // not enough requests yet
        Unknown, // no data: never healthy
    };
    Outcome outcome = Outcome::Unknown;
    double value = 0; // of the new version
    double limit = 0; // what it was held against
    QString sentence; // "p95 latency 141 ms, at most 120 ms"
};

// Pure. `old` is absent where nothing served before: a bound relative to it is then Unknown.
GuardVerdict judge(const Guard& guard, const VersionFigures& fresh,
                   const std::optional<VersionFigures>& old);

// The worst of several: Broken, then Unknown, then TooFew, then Holds. Holds where there are none.
GuardVerdict::Outcome worst(const std::vector<GuardVerdict>& verdicts);

} // namespace binnacle
