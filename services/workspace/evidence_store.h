#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

// A report that speaks for or against a model version. Gates read the newest of each kind.
struct Evidence
{
    std::int64_t id = 0;
    SourceId source{};
    std::string model, version;
    std::string kind; // quality, drift, performance, fairness, smoke, explanation, digest, …
    bool passed = false;
    std::string summary;        // one sentence
    std::string body;           // JSON: the report
    std::string datasetDigest;  // of the data it is about; empty: not known
    std::int64_t createdAt = 0; // UTC milliseconds; 0: now
    bool operator==(const Evidence&) const = default;
};

// Blocks; any worker thread.
class EvidenceStore
{
public:
    explicit EvidenceStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    Result<std::int64_t> add(const Evidence& evidence) const; // the id
    Result<std::vector<Evidence>> of(SourceId source, const std::string& model,
                                     const std::string& version) const; // newest first

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
