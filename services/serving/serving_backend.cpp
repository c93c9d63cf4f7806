#include "services/serving/serving_backend.h"

namespace binnacle {

namespace {

Error unsupported(const char* what)
{
    return {Error::Kind::Unsupported, QCoreApplication::translate("ServingBackend", what), {}};
}

} // namespace

Result<void> ServingBackend::standUp(const ModelToServe&, std::stop_token)
{
    return failure(unsupported("This target can not be told to serve a version."));
}

Result<void> ServingBackend::setPercent(const TrafficSplit&, std::stop_token)
{
    return failure(unsupported("This target can not split its traffic."));
}

Result<void> ServingBackend::setMirror(const TrafficSplit&, std::stop_token)
{
    return failure(unsupported("This target can not copy its traffic."));
}

Result<void> ServingBackend::scale(const ModelToServe&, int, std::stop_token)
{
    return failure(unsupported("This target can not be scaled from here."));
}

Result<void> ServingBackend::remove(const ModelToServe&, std::stop_token)
{
    return failure(unsupported("This target can not be told to drop a version."));
}

Result<VersionFigures> ServingBackend::figures(const std::string&, const std::string&, TimeSpan,
                                               std::stop_token)
{
    return unknownFigures();
}

Result<std::string> ServingBackend::logs(const std::string&, const std::string&, std::size_t,
                                         std::stop_token)
{
    return failure(unsupported("The logs of this target are not to be had from here."));
}

Result<ScoringPlace> ServingBackend::scoringPlace(const std::string&, const std::string&,
                                                  std::stop_token)
{
    return failure(unsupported("It is not known where this target answers."));
}

Result<void> ServingBackend::tend(std::stop_token)
{
    return {};
}

} // namespace binnacle
