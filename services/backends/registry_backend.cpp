#include "services/backends/registry_backend.h"

namespace binnacle {

namespace {
tl::unexpected<Error> unsupported()
{
    return failure(Error::Kind::Unsupported,
                   QCoreApplication::translate("binnacle", "This registry can not do that."));
}
} // namespace

Result<void> RegistryBackend::setAlias(const std::string&, const std::string&, const std::string&,
                                       std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::deleteAlias(const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::setModelTag(const std::string&, const std::string&,
                                          const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::deleteModelTag(const std::string&, const std::string&,
                                             const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::describe(const std::string&, const std::string&, const std::string&,
                                       std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::setStage(const std::string&, const std::string&, const std::string&,
                                       std::stop_token)
{
    return unsupported();
}

Result<RegisteredModel> RegistryBackend::createModel(const std::string&, const std::string&,
                                                     std::stop_token)
{
    return unsupported();
}

Result<ModelVersion> RegistryBackend::createVersion(const NewModelVersion&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::deleteVersion(const std::string&, const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::deleteModel(const std::string&, std::stop_token)
{
    return unsupported();
}

Result<std::vector<ArtifactEntry>> RegistryBackend::listVersionFiles(const std::string&,
                                                                     const std::string&,
                                                                     const std::string&,
                                                                     std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::downloadVersionFile(const std::string&, const std::string&,
                                                  const std::string&, const std::filesystem::path&,
                                                  const TransferSink&, std::stop_token)
{
    return unsupported();
}

Result<std::string> RegistryBackend::newVersionFolder(const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::removeVersionFolder(const std::string&, std::stop_token)
{
    return unsupported();
}

Result<void> RegistryBackend::uploadFile(const std::string&, const std::string&,
                                         const std::filesystem::path&, const TransferSink&,
                                         std::stop_token)
{
    return unsupported();
}

} // namespace binnacle
