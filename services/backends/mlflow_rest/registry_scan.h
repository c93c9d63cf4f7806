#pragma once

#include "services/backends/mlflow_rest/registry_answers.h"
#include "services/backends/mlflow_rest/rest_session.h"
#include "services/backends/registry_backend.h"

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>

namespace binnacle::mlflow {

// One look at a server's registry.
//
// What servers tell (mlflow/store/model_registry/sqlalchemy_store.py of 2.22.5 and 3.17.2): a
// change of an alias or a tag moves no time of last update; a new version, a description, a stage
// moves that of the version; a deleted version moves that of its model only. So every scan reads
// all models, which carry their aliases and the newest version of each stage, tags included; a
// quick one reads of the versions those whose last update is not older than the cursor, newest
// first. What only a full scan sees: tags changed on versions that are not the newest of their
// stage, and deleted versions.
class RegistryScanner
{
public:
    RegistryScanner(const Server& server, const RegistrySink& sink, std::stop_token stop)
        : server_(server), sink_(sink), stop_(std::move(stop))
    {
    }

    Result<RegistryScanResult> scan(const RegistryScan& scan);

private:
    Result<void> models();
    // Versions by the time of their last update, newest first, until one is older than `since`;
    // absent: all, oldest first.
    Result<void> versions(std::optional<std::int64_t> since);
    Result<void> deliver(std::vector<ModelVersion> versions);

    const Server& server_;
    const RegistrySink& sink_;
    std::stop_token stop_;
    std::map<std::string, RegisteredModel> models_;
    std::int64_t newest_ = 0; // time of the last update that was seen
};

} // namespace binnacle::mlflow
