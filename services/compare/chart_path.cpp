#include "services/compare/chart_path.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

// Far outside the plot a line needs no true place, and painters keep their precision.
constexpr double farAway = 20'000;

// Gathers the vertices of one line into pixel columns.
class PathBuilder
{
public:
    PathBuilder(const AxisRange& x, const AxisRange& y, PlotSize size) : x_(x), y_(y), size_(size)
    {
    }

    void vertex(double x, double value)
    {
        const double px = pixelX(x);
        const double py = pixelY(value);
        const double column = std::floor(px);
        if (filled_ == 0 || column != column_)
            startColumn(column, px, py);
        low_ = std::max(low_, py);
        high_ = std::min(high_, py);
        leave_ = py;
        sameX_ = sameX_ && px == enterX_;
        ++filled_;
    }
    void breakLine()
    {
        flushColumn();
        endStroke();
    }
    void mark(PathMark::Kind kind, double x)
    {
        const double px = pixelX(x);
        auto& last = lastMark_.at(static_cast<std::size_t>(kind));
        if (last == std::floor(px))
            return;
        last = std::floor(px);
        path_.marks.push_back({kind, px});
    }
    ChartPath take()
    {
        breakLine();
        return std::move(path_);
    }

private:
    double pixelX(double x) const
    {
        const double at = x_.position(x) * size_.width;
        return std::clamp(at, -farAway, farAway);
    }
    double pixelY(double value) const
    {
        const double at = (1 - y_.position(value)) * size_.height;
        return std::clamp(at, -farAway, farAway);
    }
    void startColumn(double column, double px, double py)
    {
        flushColumn();
        column_ = column;
        enterX_ = px;
        enter_ = low_ = high_ = py;
        sameX_ = true;
    }
    void flushColumn()
    {
        if (filled_ == 0)
            return;
        // A column that stands for several steps is drawn in its middle, where its vertical
        // stroke covers the pixels in full.
        const double px = sameX_ ? enterX_ : column_ + 0.5;
        push(px, enter_);
        push(px, low_);
        push(px, high_);
        push(px, leave_);
        filled_ = 0;
    }
    void push(double px, double py)
    {
        const PathPoint point{px, py};
        if (stroke_.empty() || !(stroke_.back() == point))
            stroke_.push_back(point);
    }
    void endStroke()
    {
        if (stroke_.size() == 1)
            path_.dots.push_back(stroke_.front());
        else if (!stroke_.empty())
            path_.strokes.push_back(std::move(stroke_));
        stroke_.clear();
    }

    AxisRange x_, y_;
    PlotSize size_;
    ChartPath path_;
    std::vector<PathPoint> stroke_;
    double column_ = 0, enterX_ = 0, enter_ = 0, low_ = 0, high_ = 0, leave_ = 0;
    bool sameX_ = true;
    int filled_ = 0;
    std::array<double, 3> lastMark_ = {-1e9, -1e9, -1e9};
};

void addMarks(PathBuilder& builder, const LineBand& band)
{
    if (band.nanCount > 0)
        builder.mark(PathMark::Kind::NaN, band.firstX);
    if (band.infCount == 0)
        return;
    if (std::isinf(band.max) && band.max > 0)
        builder.mark(PathMark::Kind::PlusInfinity, band.maxX);
    if (std::isinf(band.min) && band.min < 0)
        builder.mark(PathMark::Kind::MinusInfinity, band.minX);
}

// First, last and the extremes in the order of their x, the finite ones only.
void addVertices(PathBuilder& builder, const LineBand& band)
{
    struct Vertex
    {
        double x;
        double value;
    };
    std::array<Vertex, 4> vertices = {{{band.firstX, band.first},
                                       {band.minX, band.min},
                                       {band.maxX, band.max},
                                       {band.lastX, band.last}}};
    if (band.minX > band.maxX)
        std::swap(vertices[1], vertices[2]);
    for (const auto& vertex : vertices)
        if (std::isfinite(vertex.value))
            builder.vertex(vertex.x, vertex.value);
}

} // namespace

std::size_t ChartPath::pointCount() const
{
    std::size_t sum = dots.size();
    for (const auto& stroke : strokes)
        sum += stroke.size();
    return sum;
}

ChartPath chartPath(LineSpan bands, const AxisRange& x, const AxisRange& y, PlotSize size)
{
    PathBuilder builder(x, y, size);
    for (const auto& band : bands) {
        if (x.log && band.lastX <= 0)
            continue; // a log axis has no place for it
        addMarks(builder, band);
        if (band.count == 1) {
            if (std::isfinite(band.last))
                builder.vertex(band.lastX, band.last);
            else
                builder.breakLine();
            continue;
        }
        // A band whose end is not a number breaks the line there; what is between is kept.
        if (!std::isfinite(band.first))
            builder.breakLine();
        addVertices(builder, band);
        if (!std::isfinite(band.last))
            builder.breakLine();
    }
    return builder.take();
}

ChartPath chartPath(std::span<const HistoryBand> bands, const AxisRange& x, const AxisRange& y,
                    PlotSize size)
{
    return chartPath(lineBands(bands), x, y, size);
}

} // namespace binnacle
