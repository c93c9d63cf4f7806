#pragma once

#include "services/domain/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Plain values of a model registry, in MLflow's terms. All text is UTF-8, all times are UTC
// milliseconds since 1970.

namespace binnacle {

// A name that points at one version: champion, challenger, …
struct ModelAlias
{
    std::string name;
    std::string version;
    bool operator==(const ModelAlias&) const = default;
};

// One version of a registered model. `version` is a number as text, "1" and up.
struct ModelVersion
{
    std::string model; // the registered model's name
    std::string version;
    std::string userId;
    std::string stage; // legacy: None, Staging, Production, Archived; empty where there are none
    std::string description;
    std::string source; // where its files are: runs:/…, models:/…, a folder, a URL
    std::string runId;
    std::string runLink;
    std::string loggedModelId; // MLflow 3.x: "m-" + 32 hex digits
    std::string status;        // PENDING_REGISTRATION, FAILED_REGISTRATION, READY
    std::string statusMessage;
    std::optional<std::int64_t> creationTime;
    std::optional<std::int64_t> lastUpdateTime;
    std::vector<KeyValue> tags;
    bool operator==(const ModelVersion&) const = default;
};

struct RegisteredModel
{
    std::string name;
    std::string description;
    std::optional<std::int64_t> creationTime;
    std::optional<std::int64_t> lastUpdateTime;
    std::vector<KeyValue> tags;
    std::vector<ModelAlias> aliases;
    bool operator==(const RegisteredModel&) const = default;
};

} // namespace binnacle
