#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/result.h"
#include "services/query/run_mask.h"
#include "services/query/run_query.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle {

// All runs of the workspace in the order that every answer has where nothing else decides:
// start time descending (without one: last), then run_id. A run is its position in this order, so
// that a set in ascending order of positions is sorted already. Immutable; about 30 bytes a run.
class RunBase
{
public:
    static constexpr std::int64_t noTime = std::numeric_limits<std::int64_t>::min();

    struct ExperimentInfo
    {
        ExperimentRowId row{};
        SourceId source{};
        std::string id;
        std::string name;
        std::string sourceName;
        bool operator==(const ExperimentInfo&) const = default;
    };
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

    static Result<std::shared_ptr<const RunBase>> load(Workspace& workspace, std::stop_token stop);

    // How one base follows from an older one.
    struct Step
    {
        std::shared_ptr<const RunBase> base;
        std::vector<std::uint32_t> from;    // by new position: the old one, or nowhere
        std::vector<std::uint32_t> written; // positions of the runs that were read anew
    };
    // `old` after the rows `changed` were written or removed: only those are read. nullopt: load()
    // is called for. Defined in run_base_step.cpp.
    static Result<std::optional<Step>> follow(const std::shared_ptr<const RunBase>& old,
                                              const std::vector<std::int64_t>& changed,
                                              Workspace& workspace, std::stop_token stop);

    std::size_t size() const { return rows_.size(); }
    RunRowId row(std::size_t at) const { return RunRowId{rows_[at]}; }
    std::optional<std::uint32_t> positionOf(std::int64_t row) const;

    const std::vector<ExperimentInfo>& experiments() const { return experiments_; }
    const std::vector<std::uint32_t>& experimentOf() const { return experimentOf_; }
    const std::vector<std::int64_t>& startTimes() const { return startTimes_; }
    const std::vector<std::int64_t>& endTimes() const { return endTimes_; }
    const std::vector<std::uint8_t>& statuses() const { return statuses_; }
    const std::vector<std::uint8_t>& lifecycles() const { return lifecycles_; }

    // Sources, experiments and life cycle of the query.
    RunMask scope(const RunQuery& query) const;

private:
    struct Draft;
    class Follower;
    std::unordered_map<std::int64_t, std::uint32_t> readExperiments(SQLite::Database& db);
    void takeOrdered(Draft& draft);
    void indexRows();

    std::vector<std::int64_t> rows_;
    std::vector<std::uint32_t> positions_; // by row id where row ids are dense enough
    std::vector<std::pair<std::int64_t, std::uint32_t>> sortedRows_; // otherwise
    std::vector<ExperimentInfo> experiments_;
    std::vector<std::uint32_t> experimentOf_;
    std::vector<std::int64_t> startTimes_;
    std::vector<std::int64_t> endTimes_;
    std::vector<std::uint8_t> statuses_;
    std::vector<std::uint8_t> lifecycles_;
};

} // namespace binnacle
