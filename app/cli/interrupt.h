#pragma once

#include <stop_token>

namespace binnacle::cli {

// Turns Ctrl+C (SIGINT) and SIGTERM into a stop request; a second one ends the process at once.
// To be made before the first thread, which then inherit that these signals are blocked.
class Interrupt
{
public:
    Interrupt();
    std::stop_token token() const { return stop_.get_token(); }

private:
    std::stop_source stop_;
};

} // namespace binnacle::cli
