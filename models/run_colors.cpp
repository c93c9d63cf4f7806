#include "models/run_colors.h"

namespace binnacle {

int RunColors::slot(RunRowId run)
{
    const auto found = slots_.constFind(raw(run));
    if (found != slots_.constEnd())
        return *found;
    const int next = static_cast<int>(slots_.size());
    slots_.insert(raw(run), next);
    return next;
}

} // namespace binnacle
