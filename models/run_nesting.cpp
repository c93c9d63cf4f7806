#include "models/run_nesting.h"

#include "services/domain/run.h"

#include <map>
#include <unordered_set>

namespace binnacle {

namespace {

using Parents = std::unordered_map<std::int64_t, std::int64_t>; // child → parent

struct Named
{
    RunRowId row;
    SourceId source;
};

// The same run may be mirrored from two sources: a child belongs to the parent of its own source.
Result<void> linkAmbiguous(RunQueryEngine& engine, const std::vector<RunRowId>& children,
                           const std::vector<Named>& candidates, Parents& parents,
                           const std::stop_token& stop)
{
    const auto heads = engine.cells(children, {}, stop);
    if (!heads)
        return failure(heads.error());
    for (const auto& child : *heads) {
        for (const Named& candidate : candidates) {
            if (candidate.source == child.head.source)
                parents[raw(child.head.row)] = raw(candidate.row);
        }
    }
    return {};
}

Result<Parents> findParents(RunQueryEngine& engine, const std::vector<RunRowId>& runs,
                            const std::stop_token& stop)
{
    const RunColumn tag{RunColumn::Kind::Tag, std::string(tags::parentRunId),
                        RunColumn::Stat::Last};
    const auto groups = engine.group(runs, tag, {}, stop);
    if (!groups)
        return failure(groups.error());

    std::string wanted;
    for (const auto& group : *groups) {
        if (group.missing || group.value.find('\'') != std::string::npos)
            continue;
        wanted += wanted.empty() ? "attributes.run_id IN ('" : ", '";
        wanted += group.value + '\'';
    }
    Parents parents;
    if (wanted.empty())
        return parents;
    RunQuery query;
    query.filter = wanted + ")";
    query.lifecycle = LifecycleView::All;
    const auto rows = engine.run(query, stop);
    if (!rows)
        return failure(rows.error());
    const auto heads = engine.cells(rows->rows, {}, stop);
    if (!heads)
        return failure(heads.error());

    std::unordered_map<std::string, std::vector<Named>> byId;
    for (const auto& row : *heads)
        byId[row.head.runId].push_back({row.head.row, row.head.source});
    for (const auto& group : *groups) {
        const auto found = group.missing ? byId.end() : byId.find(group.value);
        if (found == byId.end())
            continue;
        if (found->second.size() > 1) {
            if (auto done = linkAmbiguous(engine, group.rows, found->second, parents, stop); !done)
                return failure(done.error());
            continue;
        }
        for (const RunRowId child : group.rows)
            parents[raw(child)] = raw(found->second.front().row);
    }
    return parents;
}

// A store may hold any text in a tag, circles included: then the run stands at the top.
bool reachesTop(const Parents& parents, std::int64_t run)
{
    std::unordered_set<std::int64_t> seen;
    for (auto at = parents.find(run); at != parents.end(); at = parents.find(at->second)) {
        if (!seen.insert(at->first).second)
            return false;
    }
    return true;
}

} // namespace

Result<RunNesting> nestRuns(RunQueryEngine& engine, const std::vector<RunRowId>& runs,
                            std::stop_token stop)
{
    auto parents = findParents(engine, runs, stop);
    if (!parents)
        return failure(parents.error());
    std::unordered_set<std::int64_t> shown;
    if (!parents->empty()) {
        shown.reserve(runs.size());
        for (const RunRowId run : runs)
            shown.insert(raw(run));
    }
    RunNesting nesting;
    for (const RunRowId run : runs) {
        const auto parent = parents->find(raw(run));
        if (parent != parents->end() && shown.contains(parent->second) &&
            reachesTop(*parents, raw(run)))
            nesting.children[parent->second].push_back(run);
        else
            nesting.top.push_back(run);
    }
    return nesting;
}

} // namespace binnacle
