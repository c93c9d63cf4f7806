#pragma once

#include "services/domain/identifiers.h"
#include "services/query/scan.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace binnacle {

// Runs as stretches of row ids: tables that are clustered by key and run are read a stretch at a
// time, so that runs of one training sweep cost one seek and scattered ones a seek each.
class RunSpans
{
public:
    explicit RunSpans(std::span<const RunRowId> runs);

    // `scan`: a statement that gives "run, …" in the order of runs for the key ?1 and the runs from
    // ?2 to ?3. Calls `visit(i)` on each row of the i-th run.
    template <class Visit>
    void forEach(Scan& scan, std::int64_t key, Visit visit) const
    {
        scan.bind(1, key);
        for (const auto& [begin, end] : stretches_) {
            scan.bind(2, runs_[begin].first);
            scan.bind(3, runs_[end - 1].first);
            auto at = begin;
            while (scan.next()) {
                const auto run = scan.integer(0);
                while (runs_[at].first < run)
                    ++at;
                if (runs_[at].first == run)
                    visit(runs_[at].second);
            }
        }
    }

private:
    std::vector<std::pair<std::int64_t, std::size_t>> runs_; // by id, with their place
    std::vector<std::pair<std::size_t, std::size_t>> stretches_;
};

} // namespace binnacle
