#include "services/workspace/process_owner.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include <unistd.h>

namespace binnacle {

namespace {

// Field 22 of /proc/PID/stat: ticks between the boot and the start. The name, field 2, may hold
// blanks and brackets.
std::string startOf(const std::string& pid)
{
    std::ifstream file("/proc/" + pid + "/stat");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto bracket = text.rfind(')');
    if (bracket == std::string::npos)
        return {};
    std::istringstream fields(text.substr(bracket + 1));
    std::string field, state;
    for (int number = 3; number <= 22 && fields >> field; ++number) {
        if (number == 3)
            state = field;
    }
    return state == "Z" || state == "X" ? std::string() : field;
}

} // namespace

std::string processOwner()
{
    const auto pid = std::to_string(::getpid());
    return pid + ':' + startOf(pid);
}

bool isRunning(const std::string& owner)
{
    const auto colon = owner.find(':');
    if (colon == std::string::npos || colon == 0)
        return false;
    const auto start = startOf(owner.substr(0, colon));
    return !start.empty() && start == owner.substr(colon + 1);
}

} // namespace binnacle
