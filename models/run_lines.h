#pragma once

#include "services/domain/identifiers.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace binnacle {

// The lines of the run table from top to bottom, nested and grouped ones already unfolded: a view
// of a million lines then needs no layout of its own. A line is a run (id > 0) or the head of a
// group (id < 0, the same for the same value in every refresh). Immutable once shared.
class RunLines
{
public:
    struct Shape
    {
        std::uint8_t level = 0;
        bool expandable = false;
        bool expanded = false;
    };

    RunLines() = default;
    // `shapes`: one for each id, or empty where all are plain.
    explicit RunLines(std::vector<RunRowId> ids, std::vector<Shape> shapes = {});

    const std::vector<RunRowId>& ids() const { return ids_; }
    std::size_t size() const { return ids_.size(); }
    Shape shape(std::size_t line) const { return line < shapes_.size() ? shapes_[line] : Shape{}; }
    std::optional<std::size_t> find(RunRowId id) const;

private:
    std::vector<RunRowId> ids_;
    std::vector<Shape> shapes_;
    // Run ids are small and dense: a table over their range finds a line without a search.
    std::int64_t lowest_ = 0;
    std::vector<std::uint32_t> positions_;
    std::unordered_map<std::int64_t, std::uint32_t> groups_;
};

using SharedLines = std::shared_ptr<const RunLines>;

// The way from the lines shown to the next ones in three steps that item views understand: new
// lines appended, all put in order, lines that are gone cut off. Made on a worker thread.
struct LinesChange
{
    SharedLines base, next;
    std::vector<RunRowId> withAdded; // base, then what is new
    SharedLines withGone;            // next, then what is gone
    bool same = false;               // equal ids in equal order
    bool moved = false;              // the middle step is needed
    std::size_t added() const { return withAdded.size() - base->size(); }
    std::size_t gone() const { return withGone->size() - next->size(); }
};

LinesChange changeOfLines(SharedLines base, SharedLines next);

} // namespace binnacle
