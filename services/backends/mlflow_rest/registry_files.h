#pragma once

#include "services/backends/mlflow_rest/rest_session.h"
#include "services/domain/registry.h"
#include "services/domain/run.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

// The files of a model version on a server.

namespace binnacle::mlflow {

std::string versionQuery(const std::string& name, const std::string& version);

// One level. No call of MLflow lists the files of a version: they are found where its download
// address leads, by the files of a logged model, of a run, or of the server's artifact proxy.
// Unsupported where that is none of these (a bucket that this server does not serve).
Result<std::vector<ArtifactEntry>> listVersionFiles(const Server& server,
                                                    const ModelVersion& version,
                                                    const std::string& path, std::stop_token stop);

// The address of one file. Not /model-versions/get-artifact where another is known: servers answer
// it with 500 for versions whose source is runs:/… (3.17.2: the server asks its own database as if
// that were a server).
Result<std::string> versionFileUrl(const Server& server, const std::string& name,
                                   const std::string& version, const std::string& path,
                                   std::stop_token stop);

// A place for the files of a version that is to be registered: the artifacts of a run made for it,
// because servers since 3.10 take no source that belongs to no run or logged model. The run goes
// into the experiment “Binnacle copies”. Unsupported where the server does not take files itself
// (--no-serve-artifacts).
Result<std::string> newUploadFolder(const Server& server, const std::string& name,
                                    std::stop_token stop);
// The id of the run that newUploadFolder made for it; empty: `source` is none of its.
std::string uploadRunOf(const std::string& source);
// Takes the files and the run (into the server's trash) away again; gone already is no error.
Result<void> removeUploadFolder(const Server& server, const std::string& folder,
                                std::stop_token stop);
// After the version was registered.
Result<void> finishUpload(const Server& server, const std::string& runId, std::stop_token stop);

Result<void> uploadFile(const Server& server, const std::string& folder, const std::string& path,
                        const std::filesystem::path& file,
                        const std::function<void(std::int64_t)>& sent, std::stop_token stop);

} // namespace binnacle::mlflow
