#include "services/statistics/triangle_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr double edgeTolerance = 1e-10;

// Weights of the corners at a point; all within [0, 1] inside of the triangle.
struct Weights
{
    double a = 0, b = 0, c = 0;
    bool inside() const
    {
        return a >= -edgeTolerance && b >= -edgeTolerance && c >= -edgeTolerance;
    }
};

struct Corners
{
    PlanarPoint a, b, c;
    double area = 0; // twice

    Corners(const TriangleField& field, const Triangle& triangle)
        : a(field.points[triangle[0]]), b(field.points[triangle[1]]), c(field.points[triangle[2]])
    {
        area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }
    Weights at(PlanarPoint p) const
    {
        Weights w;
        w.b = ((p.x - a.x) * (c.y - a.y) - (p.y - a.y) * (c.x - a.x)) / area;
        w.c = ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / area;
        w.a = 1 - w.b - w.c;
        return w;
    }
};

double mixed(const TriangleField& field, const Triangle& triangle, const Weights& w)
{
    return w.a * field.values[triangle[0]] + w.b * field.values[triangle[1]] +
           w.c * field.values[triangle[2]];
}

// First and last cell of `count` whose centre may be within [low, high] of the unit.
std::pair<int, int> cells(double low, double high, int count)
{
    const int first = static_cast<int>(std::floor(std::clamp(low, 0.0, 1.0) * count - 0.5));
    const int last = static_cast<int>(std::ceil(std::clamp(high, 0.0, 1.0) * count - 0.5));
    return {std::max(first, 0), std::min(last, count - 1)};
}

} // namespace

std::optional<double> fieldAt(const TriangleField& field, PlanarPoint at)
{
    for (const auto& triangle : field.triangles) {
        const auto weights = Corners(field, triangle).at(at);
        if (weights.inside())
            return mixed(field, triangle, weights);
    }
    return std::nullopt;
}

std::vector<double> fieldRaster(const TriangleField& field, int width, int height)
{
    if (width <= 0 || height <= 0)
        return {};
    std::vector<double> raster(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                               std::numeric_limits<double>::quiet_NaN());
    for (const auto& triangle : field.triangles) {
        const Corners corners(field, triangle);
        const auto& [a, b, c, area] = corners;
        const auto [left, right] =
            cells(std::min({a.x, b.x, c.x}), std::max({a.x, b.x, c.x}), width);
        const auto [bottom, top] =
            cells(std::min({a.y, b.y, c.y}), std::max({a.y, b.y, c.y}), height);
        for (int row = bottom; row <= top; ++row) {
            for (int column = left; column <= right; ++column) {
                const auto weights = corners.at({(column + 0.5) / width, (row + 0.5) / height});
                if (weights.inside())
                    raster[static_cast<std::size_t>(height - 1 - row) *
                               static_cast<std::size_t>(width) +
                           static_cast<std::size_t>(column)] = mixed(field, triangle, weights);
            }
        }
    }
    return raster;
}

std::vector<FieldSegment> levelLine(const TriangleField& field, double level)
{
    std::vector<FieldSegment> line;
    for (const auto& triangle : field.triangles) {
        std::vector<PlanarPoint> crossings;
        for (std::size_t side = 0; side < 3; ++side) {
            const auto from = triangle[side], to = triangle[(side + 1) % 3];
            const double low = field.values[from], high = field.values[to];
            if ((low < level) == (high < level))
                continue;
            const double share = (level - low) / (high - low);
            const auto &p = field.points[from], &q = field.points[to];
            crossings.push_back({p.x + share * (q.x - p.x), p.y + share * (q.y - p.y)});
        }
        if (crossings.size() == 2)
            line.push_back({crossings[0], crossings[1]});
    }
    return line;
}

} // namespace binnacle
