#pragma once

#include "services/reproduce/environment_files.h"
#include "services/workspace/run_reader.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One thing that repeating a run needs.
struct ReproductionPart
{
    enum class State { Present, Partial, Missing };
    State state = State::Missing;
    std::string key; // "repository", "commit", "changes", "entry", "params", "environment",
                     // "python", "datasets", "seeds"
    QString title;   // "Commit"
    QString value;   // what is known; may be empty
    QString advice;  // what is missing for a faithful repeat and what to do; empty: nothing
    bool operator==(const ReproductionPart&) const = default;
};

// All that is known of how a run came to be.
struct Reproduction
{
    enum class Entry { None, Script, Project, Notebook };

    std::string runId, runName, experiment, source;
    std::string repository; // an address that git takes; without credentials
    std::string commit;     // hex digits, empty: unknown
    std::string branch;
    bool dirty = false;  // there were changes that the commit has not
    std::string changes; // as git diff wrote them; empty: not kept
    Entry entry = Entry::None;
    std::string script;     // Script, Notebook: its path as it was started
    std::string subfolder;  // Project: below the repository
    std::string entryPoint; // Project
    std::vector<KeyValue> params;
    std::vector<KeyValue> seeds; // params and tags that look like one
    std::vector<DatasetInput> datasets;
    std::vector<EnvironmentFile> environment;
    std::string environmentProblem; // why its files could not be looked at
    std::string pythonVersion;
    std::vector<ReproductionPart> parts;

    const ReproductionPart* part(std::string_view key) const;
    std::size_t missing() const; // parts that are not Present
    // The environment file that is installed: requirements.txt before conda.yaml; nullptr: none.
    const EnvironmentFile* requirements() const;
};

// From MLflow's own tags (mlflow.source.*, mlflow.project.*). What could be an option, a transport
// that runs a command, or is no commit is not taken over: it is reported as missing. `repository`:
// an address given by a person, used in place of the run's. `problem`: why the environment files
// could not be looked at.
Reproduction reproductionOf(const RunDetail& detail, std::vector<EnvironmentFile> environment,
                            const std::string& repository = {}, const std::string& problem = {});

bool looksLikeSeed(const std::string& key); // seed, random_state, model.seed, SEED_DATA, …
// Whether git may be given this address: http(s), ssh, git, file, user@host:path, absolute path.
bool isSafeRepository(const std::string& address);
std::string withoutUserInfo(const std::string& address);

} // namespace binnacle
