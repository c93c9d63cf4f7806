#pragma once

#include "services/domain/result.h"
#include "services/rollout/guard.h"

#include <string_view>

namespace binnacle {

// A guard as a person writes it:
//   error_rate<=0.02     a share; p50, p95, p99: milliseconds; throughput>=5: requests a second
//   p95<=1.2x            times the old version's
//   error_rate<=old+0.01 over the old version's
//   promql:EXPRESSION<=5 the last comparison is the bound's
// Errors: Invalid, with what is wrong.
Result<Guard> guardFromText(std::string_view text, double minRequests);
QString guardText(const Guard& guard); // the same form

} // namespace binnacle
