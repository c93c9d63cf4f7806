#include "services/backends/tracking_backend.h"

namespace binnacle {

namespace {
tl::unexpected<Error> unsupported()
{
    return failure(Error::Kind::Unsupported,
                   QCoreApplication::translate("binnacle", "This source can not do that."));
}
} // namespace

Result<void> TrackingBackend::loggedModels(std::span<const std::string>, const ModelSink&,
                                           std::stop_token)
{
    return unsupported();
}

Result<std::vector<ArtifactEntry>>
TrackingBackend::listArtifacts(const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::downloadArtifact(const std::string&, const std::string&,
                                               const std::filesystem::path&, const TransferSink&,
                                               std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::renameRun(const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::setTag(const std::string&, const std::string&, const std::string&,
                                     std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::deleteTag(const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::deleteRun(const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::restoreRun(const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> TrackingBackend::purgeRun(const std::string&, std::stop_token)
{
    return unsupported();
}

} // namespace binnacle
