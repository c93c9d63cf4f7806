#pragma once

#include <cstdint>
#include <string>

namespace binnacle {

// Milliseconds since this machine was started, sleep included: no change of the time of day touches
// it (CLOCK_BOOTTIME).
std::int64_t bootTimeMs();
// Which start of the machine that is.
std::string bootId();

} // namespace binnacle
