#pragma once

#include "services/domain/identifiers.h"

#include <cstdint>
#include <optional>
#include <string>

namespace binnacle {

// A tracking store that is mirrored into the workspace.
struct Source
{
    SourceId id{};
    std::string name; // unique in the workspace
    std::string
        kind; // key of the backend: "mlflow-rest", "mlflow-db", "mlflow-files", "tensorboard"
    std::string uri; // http(s)://…, sqlite:///…, or an absolute folder; never with credentials
    bool operator==(const Source&) const = default;
};

// What the last contact with a source told. Absent times: never.
struct SourceState
{
    enum class Reach { Unknown, Online, Offline, Failed };
    Reach reach = Reach::Unknown;
    std::optional<std::int64_t> lastSync; // the last complete pass
    std::optional<std::int64_t> lastAttempt;
    std::optional<std::int64_t> offlineSince;
    std::string product;   // "MLflow 3.17.2", "mlflow.db, schema 1bd49d398cd23 (MLflow 3.1)"
    std::string message;   // sentence of the last failure, or a warning; empty when all is well
    std::int64_t runs = 0; // runs mirrored (active)
    std::int64_t pendingEdits = 0; // edits waiting in the outbox
};

} // namespace binnacle
