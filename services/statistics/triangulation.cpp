#include "services/statistics/triangulation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace binnacle {

namespace {

// The lattice keeps the greatest product below 2^120.
__extension__ typedef __int128 Wide;
constexpr double latticeSteps = 1 << 28;
constexpr double roundingSteps = 4; // a line may be so wide
constexpr std::size_t infinity = std::numeric_limits<std::size_t>::max();

struct LatticePoint
{
    std::int64_t x = 0, y = 0;
    bool operator==(const LatticePoint&) const = default;
};

std::vector<LatticePoint> onLattice(std::span<const PlanarPoint> points)
{
    double left = std::numeric_limits<double>::infinity(), right = -left, low = left, high = -left;
    for (const auto& point : points) {
        if (!std::isfinite(point.x) || !std::isfinite(point.y))
            return {};
        left = std::min(left, point.x / 2);
        right = std::max(right, point.x / 2);
        low = std::min(low, point.y / 2);
        high = std::max(high, point.y / 2);
    }
    const double extent = std::max(right - left, high - low); // halves: no overflow
    if (!(extent > 0))
        return {};
    std::vector<LatticePoint> lattice;
    for (const auto& point : points)
        lattice.push_back({std::llround((point.x / 2 - left) / extent * latticeSteps),
                           std::llround((point.y / 2 - low) / extent * latticeSteps)});
    return lattice;
}

// Positive: c is to the left of the way from a to b.
Wide turn(const LatticePoint& a, const LatticePoint& b, const LatticePoint& c)
{
    return Wide(b.x - a.x) * (c.y - a.y) - Wide(b.y - a.y) * (c.x - a.x);
}

// Positive: d is inside the circle through the anticlockwise a, b, c.
Wide insideCircle(const LatticePoint& a, const LatticePoint& b, const LatticePoint& c,
                  const LatticePoint& d)
{
    const auto lift = [&d](const LatticePoint& p) {
        return Wide(p.x - d.x) * (p.x - d.x) + Wide(p.y - d.y) * (p.y - d.y);
    };
    return lift(a) * turn(d, b, c) - lift(b) * turn(d, a, c) + lift(c) * turn(d, a, b);
}

class Mesh
{
public:
    explicit Mesh(std::vector<LatticePoint> points) : points_(std::move(points)) {}

    // False: all points are on one line, as far as rounding to the lattice lets that be told.
    bool begin()
    {
        const auto& first = points_.front();
        const auto squared = [&](const LatticePoint& to) {
            return Wide(to.x - first.x) * (to.x - first.x) +
                   Wide(to.y - first.y) * (to.y - first.y);
        };
        const auto far = std::ranges::max_element(points_, {}, squared);
        const auto besides = [&](const LatticePoint& point) {
            const Wide side = turn(first, *far, point);
            return side < 0 ? -side : side;
        };
        const auto aside = std::ranges::max_element(points_, {}, besides);
        // Twice the area over the length is the distance from the line.
        if (const double area = static_cast<double>(besides(*aside));
            !(area > roundingSteps * std::sqrt(static_cast<double>(squared(*far)))))
            return false;
        std::size_t b = static_cast<std::size_t>(far - points_.begin());
        std::size_t c = static_cast<std::size_t>(aside - points_.begin());
        if (turn(first, points_[b], points_[c]) < 0)
            std::swap(b, c);
        triangles_ = {{0, b, c}, {b, 0, infinity}, {c, b, infinity}, {0, c, infinity}};
        return true;
    }

    void insert(std::size_t point)
    {
        hole_.clear();
        for (std::size_t i = triangles_.size(); i-- > 0;) {
            if (!conflicts(triangles_[i], points_[point]))
                continue;
            hole_.push_back(triangles_[i]);
            triangles_[i] = triangles_.back();
            triangles_.pop_back();
        }
        for (const auto& triangle : hole_)
            for (std::size_t side = 0; side < 3; ++side)
                if (const auto from = triangle[side], to = triangle[(side + 1) % 3];
                    !holeHas(to, from))
                    add(from, to, point);
    }

    std::vector<Triangle> finite() const
    {
        std::vector<Triangle> all;
        std::ranges::copy_if(triangles_, std::back_inserter(all),
                             [](const Triangle& each) { return each[2] != infinity; });
        return all;
    }

private:
    // Of a triangle to infinity: the point is beyond its hull edge, or on the edge.
    bool conflicts(const Triangle& triangle, const LatticePoint& point) const
    {
        const auto& a = points_[triangle[0]];
        const auto& b = points_[triangle[1]];
        if (triangle[2] != infinity)
            return insideCircle(a, b, points_[triangle[2]], point) > 0;
        const Wide side = turn(a, b, point);
        if (side != 0)
            return side > 0;
        return Wide(point.x - a.x) * (point.x - b.x) + Wide(point.y - a.y) * (point.y - b.y) < 0;
    }

    bool holeHas(std::size_t from, std::size_t to) const
    {
        return std::ranges::any_of(hole_, [&](const Triangle& each) {
            return (each[0] == from && each[1] == to) || (each[1] == from && each[2] == to) ||
                   (each[2] == from && each[0] == to);
        });
    }

    void add(std::size_t from, std::size_t to, std::size_t point)
    {
        if (from == infinity)
            triangles_.push_back({to, point, infinity});
        else if (to == infinity)
            triangles_.push_back({point, from, infinity});
        else
            triangles_.push_back({from, to, point});
    }

    std::vector<LatticePoint> points_;
    std::vector<Triangle> triangles_; // infinity stands last
    std::vector<Triangle> hole_;
};

} // namespace

std::vector<Triangle> delaunay(std::span<const PlanarPoint> points, const std::stop_token& stop)
{
    if (points.size() < 3)
        return {};
    auto lattice = onLattice(points);
    if (lattice.empty())
        return {};
    Mesh mesh(std::move(lattice));
    if (!mesh.begin())
        return {};
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (stop.stop_requested())
            return {};
        mesh.insert(i); // its own corners and points that coincide conflict with nothing
    }
    return mesh.finite();
}

} // namespace binnacle
