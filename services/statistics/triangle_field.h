#pragma once

#include "services/statistics/triangulation.h"

#include <optional>

namespace binnacle {

// A surface over the plane: a value at each point, linear within each triangle, nothing outside of
// them (as scipy.interpolate.LinearNDInterpolator). Pure functions, any thread.
struct TriangleField
{
    std::vector<PlanarPoint> points;
    std::vector<double> values; // one for each point, finite
    std::vector<Triangle> triangles;
};

// nullopt outside of the triangles.
std::optional<double> fieldAt(const TriangleField& field, PlanarPoint at);

// The field at the centres of width × height cells of the unit square, row by row from the top
// (y = 1) down; NaN outside of the triangles.
std::vector<double> fieldRaster(const TriangleField& field, int width, int height);

struct FieldSegment
{
    PlanarPoint from, to;
};
// Where the surface has the height `level`: one stretch for each triangle that it crosses.
std::vector<FieldSegment> levelLine(const TriangleField& field, double level);

} // namespace binnacle
