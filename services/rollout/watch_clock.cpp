#include "services/rollout/watch_clock.h"

#include <ctime>
#include <fstream>

namespace binnacle {

std::int64_t bootTimeMs()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t(now.tv_sec) * 1'000 + now.tv_nsec / 1'000'000;
}

std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

} // namespace binnacle
