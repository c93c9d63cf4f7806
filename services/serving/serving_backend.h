#pragma once

#include "services/domain/result.h"
#include "services/domain/serving.h"
#include "services/serving/scoring.h"

#include <QStringList>

#include <stop_token>
#include <string>

namespace binnacle {

// Which share of the traffic goes where. `old` absent: nothing serves besides.
struct TrafficSplit
{
    ModelToServe fresh;
    std::optional<ModelToServe> old;
    int percent = 0; // on `fresh`, 0 … 100
};

// A change of a target before it is tried, so that it can be read.
struct ServingChange
{
    enum class Kind { StandUp, SetPercent, SetMirror, Remove };
    Kind kind = Kind::StandUp;
    TrafficSplit split; // StandUp and Remove: of `fresh`
};

// A place where models are served. All calls block, on worker threads, several at once; a stop
// request ends a call within half a second with Error::Kind::Cancelled; a target out of reach is
// Network. What a target cannot do is Unsupported, and capabilities() says so before.
class ServingBackend
{
public:
    virtual ~ServingBackend() = default;

    virtual ServingCapabilities capabilities() const = 0;

    // All versions of `model` that the target knows of, read from it now.
    virtual Result<TargetSight> look(const std::string& model, std::stop_token stop) = 0;

    // Asks for the version to be served, without traffic where the target has weights. Returns when
    // it is asked for; look() tells when it is ready. Twice is as once.
    virtual Result<void> standUp(const ModelToServe& model, std::stop_token stop);
    // Twice is as once. look() tells what came of it.
    virtual Result<void> setPercent(const TrafficSplit& split, std::stop_token stop);
    // `percent` of the requests are copied to `split.fresh`; no caller sees its answers.
    virtual Result<void> setMirror(const TrafficSplit& split, std::stop_token stop);
    virtual Result<void> scale(const ModelToServe& model, int replicas, std::stop_token stop);
    // The version is served no more. Twice is as once.
    virtual Result<void> remove(const ModelToServe& model, std::stop_token stop);

    // What callers met in `span`. Unknown figures where nobody tells; an Error where it could not
    // be read.
    virtual Result<VersionFigures> figures(const std::string& model, const std::string& version,
                                           TimeSpan span, std::stop_token stop);
    virtual Result<std::string> logs(const std::string& model, const std::string& version,
                                     std::size_t mostBytes, std::stop_token stop);
    // Where one version is asked; empty `version`: where callers ask.
    virtual Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                              std::stop_token stop);
    // Starts again what died. Called once an interval by whoever watches the target.
    virtual Result<void> tend(std::stop_token stop);

    // The requests of a change as a person would make them: curl, commands or YAML. No secrets.
    virtual QStringList requestsOf(const ServingChange& change) const = 0;
};

} // namespace binnacle
