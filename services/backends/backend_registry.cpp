#include "services/backends/backend_registry.h"

#include <algorithm>

namespace binnacle {

void BackendRegistry::add(TrackingBackendKind kind)
{
    kinds_.push_back(std::move(kind));
}

Result<Source> BackendRegistry::recognise(const std::string& address) const
{
    for (const auto& kind : kinds_) {
        if (auto uri = kind.recognise(address))
            return Source{{}, {}, kind.kind, *uri};
    }
    return failure(Error::Kind::Invalid,
                   QCoreApplication::translate(
                       "binnacle", "“%1” is no tracking store that Binnacle knows. Give an "
                                   "http(s) address, an mlflow.db file, an mlruns folder or a "
                                   "TensorBoard log folder.")
                       .arg(QString::fromStdString(address)));
}

Result<const TrackingBackendKind*> BackendRegistry::kindOf(const Source& source) const
{
    const auto found = std::ranges::find(kinds_, source.kind, &TrackingBackendKind::kind);
    if (found == kinds_.end())
        return failure(
            Error::Kind::Unsupported,
            QCoreApplication::translate("binnacle",
                                        "The source “%1” is of the kind “%2”, which this version "
                                        "of Binnacle can not open.")
                .arg(QString::fromStdString(source.name), QString::fromStdString(source.kind)));
    return &*found;
}

Result<std::shared_ptr<TrackingBackend>> BackendRegistry::open(const Source& source) const
{
    const auto kind = kindOf(source);
    if (!kind)
        return failure(kind.error());
    return (*kind)->open(source);
}

Result<void> BackendRegistry::prepare(const Source& source) const
{
    const auto kind = kindOf(source);
    if (!kind)
        return failure(kind.error());
    return (*kind)->prepare ? (*kind)->prepare(source) : Result<void>();
}

Result<std::shared_ptr<RegistryBackend>> BackendRegistry::openRegistry(const Source& source) const
{
    const auto kind = kindOf(source);
    if (!kind)
        return failure(kind.error());
    if (!(*kind)->openRegistry)
        return failure(Error::Kind::Unsupported,
                       QCoreApplication::translate("binnacle", "“%1” has no model registry.")
                           .arg(QString::fromStdString(source.name)));
    return (*kind)->openRegistry(source);
}

} // namespace binnacle
