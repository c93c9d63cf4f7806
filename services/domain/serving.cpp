#include "services/domain/serving.h"

#include <algorithm>

namespace binnacle {

const char* servedStateName(ServedState state)
{
    switch (state) {
    case ServedState::Absent:
        return "absent";
    case ServedState::Loading:
        return "loading";
    case ServedState::Ready:
        return "ready";
    case ServedState::Failed:
        return "failed";
    case ServedState::Unknown:
        break;
    }
    return "unknown";
}

const ServedVersion* TargetSight::find(const std::string& version) const
{
    const auto found = std::ranges::find(versions, version, &ServedVersion::version);
    return found == versions.end() ? nullptr : &*found;
}

const ServedVersion* TargetSight::serving() const
{
    const ServedVersion* most = nullptr;
    for (const auto& each : versions) {
        if (each.percent.value_or(0) > (most ? *most->percent : 0))
            most = &each;
    }
    return most;
}

} // namespace binnacle
