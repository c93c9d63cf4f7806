#pragma once

#include "services/domain/identifiers.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Plain values of served models. All text is UTF-8, all times are UTC milliseconds, shares of the
// traffic are percent. What was not seen is Unknown, nullopt or NaN: never zero and never healthy.

namespace binnacle {

// Where models are served, as the person named it. `settings` never holds a secret.
struct ServingTarget
{
    TargetId id{};
    std::string name;    // unique in the workspace
    std::string kind;    // key of the backend: "mlflow", "haproxy", "open-inference", "kserve", …
    std::string address; // URL, socket or folder: what the kind says
    QJsonObject settings;
    bool operator==(const ServingTarget&) const = default;
};

// What a target can do. A page offers only what is true here.
struct ServingCapabilities
{
    bool deploy = false;  // standUp, remove
    bool weights = false; // two versions at once, with a share of the traffic each
    bool shadow = false;  // requests can be copied to a version whose answers nobody sees
    bool scale = false;
    bool health = false;
    bool metrics = false; // figures()
    bool logs = false;
    bool operator==(const ServingCapabilities&) const = default;
};

// A version to be served and where its files are, in the target's terms: a folder, s3://…
struct ModelToServe
{
    std::string model;
    std::string version;
    std::string source;
    bool operator==(const ModelToServe&) const = default;
};

enum class ServedState {
    Unknown,
    Absent,
    Loading,
    Ready,
    Failed, // it was to be served and is not
};
const char* servedStateName(ServedState state); // "unknown", "absent", …

// One version as its target shows it.
struct ServedVersion
{
    std::string version;
    std::string source; // where its files came from; empty: not known
    std::string slot;   // server, revision or process
    ServedState state = ServedState::Unknown;
    QString message;                // in the target's words
    std::optional<double> percent;  // of the traffic
    std::optional<double> mirrored; // of the requests that are copied to it
    std::optional<int> replicas;    // that are ready
    std::string address;            // where it alone is asked; empty: nowhere
    bool operator==(const ServedVersion&) const = default;
};

struct TargetSight
{
    std::int64_t readAt = 0;
    std::vector<ServedVersion> versions;
    bool whole = true; // false: a part could not be read; what is missing here may yet be there
    const ServedVersion* find(const std::string& version) const;
    // The one with the greatest share of the traffic; nullptr: no version is known to have any.
    const ServedVersion* serving() const;
};

// What was measured of one served version over one interval. NaN: not known.
struct VersionFigures
{
    double requests = 0; // answered in the interval, errors included; NaN: nobody tells
    double errors = 0;   // of them, answered with an error
    double p50 = 0;      // latency in milliseconds
    double p95 = 0;
    double p99 = 0;
    double perSecond = 0;                      // requests a second
    std::map<std::string, double> expressions; // value of each guard's PromQL expression
};
inline VersionFigures unknownFigures()
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {none, none, none, none, none, none, {}};
}

struct TimeSpan
{
    std::int64_t from = 0;
    std::int64_t to = 0;
    double seconds() const { return static_cast<double>(to - from) / 1000; }
};

} // namespace binnacle
