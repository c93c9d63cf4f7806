#pragma once

#include "services/serving/serving_backend.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// One kind of target. `open` touches no network.
struct ServingKind
{
    std::string kind; // stable key, kept in the workspace
    QString title;    // "HAProxy before local servers"
    QString usage;    // which address and settings it takes, in a line each
    std::function<Result<std::shared_ptr<ServingBackend>>(const ServingTarget&)> open;
};

// The kinds this program was built with. Filled by the composition root before anything runs,
// read from any thread afterwards.
class ServingKinds
{
public:
    void add(ServingKind kind) { kinds_.push_back(std::move(kind)); }
    const std::vector<ServingKind>& all() const { return kinds_; }
    // Unsupported where there is no such kind.
    Result<std::shared_ptr<ServingBackend>> open(const ServingTarget& target) const;

private:
    std::vector<ServingKind> kinds_;
};

} // namespace binnacle
