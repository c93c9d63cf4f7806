#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

struct PlanarPoint
{
    double x = 0, y = 0;
    bool operator==(const PlanarPoint&) const = default;
};

// Three places in the list of points, anticlockwise.
using Triangle = std::array<std::size_t, 3>;

// The Delaunay triangulation of the points' convex hull: no point lies inside the circle through
// the corners of a triangle. Incremental insertion after Bowyer (1981) and Watson (1981), with
// hull edges closed by triangles to infinity. Points are first rounded to a lattice of 2^28 steps
// of the greater extent, on which all decisions are exact; of points that coincide there only the
// first is used. Empty: fewer than three points that are not on one line, or a point that is not
// finite, or stopped. Both coordinates count alike: scale them first. Quadratic in the points
// (1,000: about 0.1 s). A pure function, any thread.
std::vector<Triangle> delaunay(std::span<const PlanarPoint> points,
                               const std::stop_token& stop = {});

} // namespace binnacle
