#include "services/serving/serving_kinds.h"

#include <algorithm>

namespace binnacle {

Result<std::shared_ptr<ServingBackend>> ServingKinds::open(const ServingTarget& target) const
{
    const auto found = std::ranges::find(kinds_, target.kind, &ServingKind::kind);
    if (found == kinds_.end())
        return failure(Error::Kind::Unsupported,
                       QCoreApplication::translate("ServingKinds",
                                                   "There is no kind of target “%1” in this "
                                                   "version of Binnacle.")
                           .arg(QString::fromStdString(target.kind)));
    return found->open(target);
}

} // namespace binnacle
