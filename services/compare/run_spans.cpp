#include "services/compare/run_spans.h"

#include <algorithm>

namespace binnacle {

namespace {
// Skipping over so many rows costs no more than seeking again.
constexpr std::int64_t widestGap = 8;
} // namespace

RunSpans::RunSpans(std::span<const RunRowId> runs)
{
    for (std::size_t i = 0; i < runs.size(); ++i)
        runs_.emplace_back(raw(runs[i]), i);
    std::ranges::sort(runs_);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const bool near = i > 0 && runs_[i].first - runs_[i - 1].first <= widestGap;
        if (near)
            stretches_.back().second = i + 1;
        else
            stretches_.emplace_back(i, i + 1);
    }
}

} // namespace binnacle
