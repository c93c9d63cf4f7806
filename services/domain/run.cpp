#include "services/domain/run.h"

#include <algorithm>
#include <array>

namespace binnacle {

namespace {
constexpr std::array<std::string_view, 5> statusNames = {"RUNNING", "SCHEDULED", "FINISHED",
                                                         "FAILED", "KILLED"};
} // namespace

std::string_view statusName(RunStatus status)
{
    return statusNames.at(static_cast<std::size_t>(status));
}

RunStatus statusFromName(std::string_view name)
{
    const auto found = std::ranges::find(statusNames, name);
    return found == statusNames.end() ? RunStatus::Running
                                      : static_cast<RunStatus>(found - statusNames.begin());
}

std::string_view lifecycleName(Lifecycle lifecycle)
{
    return lifecycle == Lifecycle::Active ? "active" : "deleted";
}

const std::string* findValue(const std::vector<KeyValue>& list, std::string_view key)
{
    const auto found = std::ranges::find(list, key, &KeyValue::key);
    return found == list.end() ? nullptr : &found->value;
}

} // namespace binnacle
