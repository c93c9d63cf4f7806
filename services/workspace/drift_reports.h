#pragma once

#include "services/domain/drift_subject.h"
#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// What is told of a kept report without reading it.
struct DriftReportRow
{
    std::int64_t id = 0;
    DriftSubject subject; // createdAt 0: now
    std::int64_t columns = 0, drifted = 0;
    double share = 0;      // of the columns that drifted
    double driftShare = 0; // from which the dataset has drifted
    bool datasetDrift = false;

    bool operator==(const DriftReportRow&) const = default;
};

struct KeptDriftReport
{
    DriftReportRow row;
    std::string options; // JSON: what was chosen; empty: not known
    std::string body;    // JSON: the report

    bool operator==(const KeptDriftReport&) const = default;
};

// Drift reports in the workspace. Blocks; any worker thread.
class DriftReports
{
public:
    static constexpr std::size_t largestBody = std::size_t{256} << 20; // bytes

    explicit DriftReports(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    // The id. Bodies of more than some kilobytes are compressed. Errors: Invalid (too large).
    Result<std::int64_t> add(const KeptDriftReport& report) const;
    Result<std::vector<DriftReportRow>> all(std::size_t limit = 1'000) const; // newest first
    // Errors: NotFound; Storage, where the body is damaged.
    Result<KeptDriftReport> find(std::int64_t id) const;
    Result<void> remove(std::int64_t id) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
