#pragma once

#include "services/workspace/registry_reader.h"

#include <vector>

namespace binnacle {

// Who held which alias or stage ("stage:Production") at `time`, from the history of one model.
// `oldestFirst`: all its events, by time. `knownUntil`: the last moment that the history covers;
// what is asked of later moments is not certain.
std::vector<AliasThen> holdersAt(const std::vector<ModelEvent>& oldestFirst, std::int64_t time,
                                 std::int64_t knownUntil);

} // namespace binnacle
