#pragma once

#include "services/compare/chart_axis.h"
#include "services/workspace/history_store.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace binnacle {

// A stretch of a line as a chart draws it: HistoryBand over any horizontal axis. Steps beyond 2^53
// are rounded as doubles are. min and max leave NaN out and take infinities in; NaN where
// `count` = `nanCount`.
struct LineBand
{
    double firstX = 0, lastX = 0;
    double minX = 0, maxX = 0; // where min and max are
    double min = 0, max = 0;
    double first = 0, last = 0; // values at the ends, NaN included
    std::uint32_t count = 0, nanCount = 0, infCount = 0;
    bool operator==(const LineBand&) const = default;
};
using LineSpan = std::span<const LineBand>;

LineBand linePoint(double x, double value);
LineBand lineBand(const HistoryBand& band); // over its steps
std::vector<LineBand> lineBands(std::span<const HistoryBand> bands);

// Gathers what lies in a stretch of an axis into about one band for each of `buckets` equal parts
// of it. Pieces come in the order of x; the nearest point on either side of the stretch is kept, so
// that the line runs on to the edge.
class LineReducer
{
public:
    // `exact`: points stay single, however many they are.
    LineReducer(const AxisRange& stretch, std::size_t buckets, bool exact);

    // Whether a piece with these ends is fine enough to be added as it is.
    bool fits(double firstX, double lastX) const;
    double bucketOf(double x) const; // a whole number; pieces of one bucket are gathered
    void add(const LineBand& piece);
    bool inOrder() const { return inOrder_; } // of all pieces added
    std::vector<LineBand> take();

private:
    double share(double x) const;

    AxisRange stretch_;
    double buckets_;
    bool exact_;
    bool inOrder_ = true;
    double lastX_, lastBucket_ = 0;
    bool after_ = false;
    std::optional<LineBand> before_;
    std::vector<LineBand> bands_;
};

// All finite values of the lines between the ends of `x`. On a log axis only positive values count;
// nullopt where none is there.
std::optional<AxisRange> valueRange(std::span<const LineSpan> lines, const AxisRange& x, bool log);
// The same from the 1st to the 99th percentile of the points, each band counting with its last
// value for all of its points: a few outliers do not squeeze the rest.
std::optional<AxisRange> middleRange(std::span<const LineSpan> lines, const AxisRange& x, bool log);

} // namespace binnacle
