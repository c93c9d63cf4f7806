#pragma once

#include "services/backends/registry_backend.h"
#include "services/backends/tracking_backend.h"
#include "services/domain/identifiers.h"
#include "services/domain/source.h"
#include "services/registry/register_version.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/workspace.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What a version is to be made of, and where.
struct RegistrationOrder
{
    std::optional<RunRowId> run;  // else `folder`
    std::string path = "model";   // the model's folder in the run, or the name of a logged model
    std::string loggedModelId;    // "m-…"; empty: the newest that is called `path`, if any
    std::filesystem::path folder; // of this machine, with an MLmodel
    std::optional<SourceId> registry; // nullopt: the registry beside the workspace, made if needed
    std::string model;                // made where there is none of that name
    std::string description;          // of the version
    bool operator==(const RegistrationOrder&) const = default;
};

// What will be done, readable before anything is.
struct RegistrationPlan
{
    RegistrationOrder order;
    Source registry;         // without an id where it is yet to be made
    std::string runId, from; // `from`: the run's name, or the folder
    std::optional<SourceId> runSource;
    std::string source; // the version's source where its files stay; empty: copied
    std::string loggedModelId;
    bool modelIsNew = false;
    std::int64_t files = 0, bytes = 0; // to be copied; bytes -1: not known
    QStringList steps;                 // sentences
    QStringList requests;              // as they will be sent, or what is written where
    QString whyNot;                    // why it can not be done now; empty: it can

    bool copies() const { return source.empty(); }
};

struct RegisteredVersion
{
    RegisteredModelRowId row{}; // of its model in the workspace
    Source registry;
    ModelVersion version;
};

// Makes versions of what runs logged, or of folders. A run's model is registered where it lies if
// its own source is the registry, as MLflow's client does it (mlflow.register_model); else its
// files are copied. What was done stands in the audit log and in the mirror at once. All calls
// block; any worker thread.
class Registrar
{
public:
    struct Parts
    {
        std::shared_ptr<Workspace> workspace;
        std::function<Result<std::shared_ptr<RegistryBackend>>(SourceId)> registries;
        std::function<Result<std::shared_ptr<TrackingBackend>>(SourceId)> tracking;
        // The registry beside the workspace; `make`: with its folder, where there is none. Empty,
        // or a source without an id: there is none yet.
        std::function<Result<Source>(bool make)> ownRegistry;
    };
    explicit Registrar(Parts parts) : parts_(std::move(parts)) {}

    // The registries where a version can be made, the one beside the workspace last; it may have
    // no id yet. Nobody is asked.
    Result<std::vector<Source>> registries() const;
    // Reads the registry and the run's source; one that is out of reach is no error: see
    // RegistrationPlan::whyNot. Errors: Invalid (no name, no MLmodel), NotFound.
    Result<RegistrationPlan> plan(const RegistrationOrder& order, std::stop_token stop) const;
    Result<RegisteredVersion> carryOut(const RegistrationPlan& plan, const RegisterSink& progress,
                                       std::stop_token stop) const;

private:
    Result<Source> registryOf(const RegistrationOrder& order, bool make) const;
    Result<void> readOrigin(RegistrationPlan& plan, const std::stop_token& stop) const;
    Result<void> readRun(RegistrationPlan& plan, const std::stop_token& stop) const;
    Result<void> readRegistry(RegistrationPlan& plan, const std::stop_token& stop) const;
    Result<ModelVersion> make(const RegistrationPlan& plan, RegistryBackend& registry,
                              const RegisterSink& progress, const std::stop_token& stop) const;
    Result<RegisteredVersion> keep(const RegistrationPlan& plan, const Source& source,
                                   RegistryBackend& registry, ModelVersion made,
                                   const std::stop_token& stop) const;

    Parts parts_;
};

} // namespace binnacle
