#pragma once

#include "services/artifacts/structured_value.h"

#include <string>
#include <vector>

namespace binnacle {

// One place at which two documents differ. `path` as in "optimizer.betas[1]"; names with other
// characters than letters, digits, _ and - stand in brackets and quotes: params["l r"].
struct PathChange
{
    enum class Kind { Added, Removed, Changed };
    Kind kind = Kind::Changed;
    std::string path;          // empty: the document as a whole
    std::string before, after; // as JSON on one line, cut where it is long
    bool operator==(const PathChange&) const = default;
};

// What has to be done to `before` to have `after`. Maps are compared by key, lists place by place,
// numbers by value. In the order of `before`, what is new behind its neighbours.
std::vector<PathChange> diffStructures(const StructuredValue& before, const StructuredValue& after);

std::string pathOf(const std::string& parent, const std::string& key);

} // namespace binnacle
