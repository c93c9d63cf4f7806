#pragma once

#include <string>

namespace binnacle {

// This process, so that another can tell whether it still runs: its id and when it was started, as
// /proc tells them (ids are used again).
std::string processOwner();
bool isRunning(const std::string& owner);

} // namespace binnacle
