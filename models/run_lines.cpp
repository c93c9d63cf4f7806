#include "models/run_lines.h"

#include <algorithm>
#include <limits>

namespace binnacle {

namespace {
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
}

RunLines::RunLines(std::vector<RunRowId> ids, std::vector<Shape> shapes)
    : ids_(std::move(ids)), shapes_(std::move(shapes))
{
    std::int64_t highest = 0;
    lowest_ = std::numeric_limits<std::int64_t>::max();
    for (const RunRowId id : ids_) {
        if (raw(id) <= 0)
            continue;
        lowest_ = std::min(lowest_, raw(id));
        highest = std::max(highest, raw(id));
    }
    if (highest > 0)
        positions_.assign(static_cast<std::size_t>(highest - lowest_ + 1), nowhere);
    for (std::size_t line = 0; line < ids_.size(); ++line) {
        const std::int64_t id = raw(ids_[line]);
        if (id > 0)
            positions_[static_cast<std::size_t>(id - lowest_)] = static_cast<std::uint32_t>(line);
        else
            groups_.emplace(id, static_cast<std::uint32_t>(line));
    }
}

std::optional<std::size_t> RunLines::find(RunRowId id) const
{
    if (raw(id) <= 0) {
        const auto found = groups_.find(raw(id));
        return found == groups_.end() ? std::nullopt : std::optional<std::size_t>(found->second);
    }
    if (positions_.empty() || raw(id) < lowest_)
        return std::nullopt;
    const auto offset = static_cast<std::size_t>(raw(id) - lowest_);
    if (offset >= positions_.size() || positions_[offset] == nowhere)
        return std::nullopt;
    return positions_[offset];
}

LinesChange changeOfLines(SharedLines base, SharedLines next)
{
    LinesChange change;
    change.withAdded = base->ids();
    for (const RunRowId id : next->ids()) {
        if (!base->find(id))
            change.withAdded.push_back(id);
    }
    auto withGone = next->ids();
    for (const RunRowId id : base->ids()) {
        if (!next->find(id))
            withGone.push_back(id);
    }
    change.moved = change.withAdded != withGone;
    change.withGone =
        withGone.size() == next->size() ? next : std::make_shared<RunLines>(std::move(withGone));
    change.same = base->ids() == next->ids();
    change.base = std::move(base);
    change.next = std::move(next);
    return change;
}

} // namespace binnacle
