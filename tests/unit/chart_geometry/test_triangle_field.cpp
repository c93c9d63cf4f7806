#include "services/statistics/linear_fit.h"
#include "services/statistics/triangle_field.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;

namespace {

double area(const TriangleField& field)
{
    double sum = 0;
    for (const auto& [i, j, k] : field.triangles) {
        const auto &a = field.points[i], &b = field.points[j], &c = field.points[k];
        const double own = ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
        if (own <= 0)
            return -1; // not anticlockwise
        sum += own;
    }
    return sum;
}

TriangleField grid(int side)
{
    TriangleField field;
    for (int x = 0; x < side; ++x)
        for (int y = 0; y < side; ++y) {
            field.points.push_back({x / (side - 1.0), y / (side - 1.0)});
            field.values.push_back(x + 2.0 * y);
        }
    field.triangles = delaunay(field.points);
    return field;
}

// Five points with the heights 0, 1, 2, 4 and 9, as SciPy was asked about them.
TriangleField tent()
{
    TriangleField field;
    field.points = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.4, 0.55}};
    field.values = {0, 1, 2, 4, 9};
    field.triangles = delaunay(field.points);
    return field;
}

} // namespace

// The geometry below contours, and fitted lines. tests/contract/statistics_geometry compares both
// with SciPy over many points.
class TestTriangleField : public QObject
{
    Q_OBJECT
private slots:
    void gridsOfParamsAreCoveredOnce()
    {
        for (const int side : {2, 3, 7, 20}) {
            const auto field = grid(side);
            const int squares = (side - 1) * (side - 1);
            QCOMPARE(field.triangles.size(), static_cast<std::size_t>(2 * squares));
            QVERIFY(std::abs(area(field) - 1) < 1e-12);
        }
    }

    void noPointIsInACircleThroughATriangle()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> unit(0, 1);
        std::vector<PlanarPoint> points;
        for (int i = 0; i < 150; ++i)
            points.push_back({unit(random), unit(random)});
        const auto triangles = delaunay(points);
        QVERIFY(triangles.size() > 200);
        for (const auto& [i, j, k] : triangles) {
            const auto &a = points[i], &b = points[j], &c = points[k];
            const double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y;
            const double d = 2 * (bx * cy - by * cx);
            const double ux = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
            const double uy = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
            const double radius = std::hypot(ux, uy);
            for (const auto& point : points)
                QVERIFY(std::hypot(point.x - a.x - ux, point.y - a.y - uy) > radius - 1e-6);
        }
    }

    void pointsOnOneLineHaveNoTriangles()
    {
        QVERIFY(delaunay({}).empty());
        const std::array<PlanarPoint, 2> two{{{0, 0}, {1, 1}}};
        QVERIFY(delaunay(two).empty());
        std::vector<PlanarPoint> line;
        for (int i = 0; i < 30; ++i)
            line.push_back({i / 29.0, 0.25 + i / 58.0});
        QVERIFY(delaunay(line).empty());
        const std::vector<PlanarPoint> same(5, PlanarPoint{0.5, 0.5});
        QVERIFY(delaunay(same).empty());
        const std::vector<PlanarPoint> broken{{0, 0}, {1, 0}, {0, std::nan("")}};
        QVERIFY(delaunay(broken).empty());
    }

    void pointsThatCoincideAndPointsOnEdgesAreTaken()
    {
        std::vector<PlanarPoint> points{{0, 0},   {1, 0},     {0, 1},  {0, 0},
                                        {0.5, 0}, {0.5, 0.5}, {0.5, 0}};
        TriangleField field{points, std::vector<double>(points.size(), 1), delaunay(points)};
        QVERIFY(std::abs(area(field) - 0.5) < 1e-12);
        for (const auto& triangle : field.triangles)
            for (const auto corner : triangle)
                QVERIFY(corner != 3 && corner != 6); // the first of those that coincide
        QCOMPARE(delaunay(std::vector<PlanarPoint>{{0, 0}, {1e300, 0}, {0, 1e300}}).size(),
                 std::size_t(1));
    }

    void heightsAreThoseOfScipy()
    {
        const auto field = tent();
        // scipy.interpolate.LinearNDInterpolator of the same points.
        QVERIFY(std::abs(*fieldAt(field, {0.2, 0.2}) - 3.32727273) < 1e-8);
        QVERIFY(std::abs(*fieldAt(field, {0.7, 0.6}) - 5.975) < 1e-8);
        QVERIFY(std::abs(*fieldAt(field, {0.4, 0.9}) - 4.17777778) < 1e-8);
        QVERIFY(std::abs(*fieldAt(field, {0.5, 0.05}) - 1.28181818) < 1e-8);
        QVERIFY(!fieldAt(field, {1.1, 0.5}));
    }

    void rasterHoldsTheSameHeights()
    {
        TriangleField field;
        field.points = {{0.1, 0.1}, {0.9, 0.2}, {0.4, 0.8}, {0.5, 0.4}};
        field.values = {1, 2, 3, 5};
        field.triangles = delaunay(field.points);
        constexpr int width = 40, height = 30;
        const auto raster = fieldRaster(field, width, height);
        QCOMPARE(raster.size(), std::size_t(width * height));
        for (int row = 0; row < height; ++row) {
            for (int column = 0; column < width; ++column) {
                const double own = raster[static_cast<std::size_t>(row * width + column)];
                const auto truth = fieldAt(
                    field, {(column + 0.5) / width, 1 - (row + 0.5) / height}); // from the top
                QCOMPARE(std::isnan(own), !truth.has_value());
                QVERIFY(!truth || std::abs(own - *truth) < 1e-9);
            }
        }
        QVERIFY(fieldRaster(field, 0, 10).empty());
    }

    void levelLinesAreAtTheirHeight()
    {
        const auto field = tent();
        for (const double level : {0.5, 2.0, 4.0, 8.9}) {
            const auto line = levelLine(field, level);
            QVERIFY(!line.empty());
            for (const auto& [from, to] : line) {
                QVERIFY(std::abs(*fieldAt(field, from) - level) < 1e-9);
                QVERIFY(std::abs(*fieldAt(field, to) - level) < 1e-9);
            }
        }
        QVERIFY(levelLine(field, 9.5).empty());
    }

    void fittedLineIsThatOfScipy()
    {
        const std::array x{1e-4, 1e-3, 1e-2, 1e-1}, y{0.91, 0.95, 0.94, 0.80};
        const auto fit = fitLine(x, y); // scipy.stats.linregress
        QVERIFY(fit);
        QVERIFY(std::abs(fit->slope - -1.36118568125034) < 1e-12);
        QVERIFY(std::abs(fit->intercept - 0.9378069322967281) < 1e-12);
        QVERIFY(std::abs(*fit->rSquared - 0.9567389620829555 * 0.9567389620829555) < 1e-12);
        QCOMPARE(fit->count, std::size_t(4));
    }

    void fittedLineOfOddNumbers()
    {
        const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
        const std::array x{1.0, nan, 2.0, 3.0, 4.0}, y{2.0, 7.0, 1.0, infinite, 4.0};
        const auto fit = fitLine(x, y);
        QVERIFY(fit);
        QCOMPARE(fit->count, std::size_t(3));
        const std::array one{1.0};
        const std::array two{1.0, 1.0}, apart{1.0, 2.0}, flat{3.0, 3.0};
        QVERIFY(!fitLine(one, one));
        QVERIFY(!fitLine(two, apart));
        const auto level = fitLine(apart, flat);
        QVERIFY(level && level->slope == 0 && level->intercept == 3 && !level->rSquared);
        const std::array huge{1e300, 2e300, 3e300, 4e300}, tiny{2e-300, 1e-300, 4e-300, 3e-300};
        const auto both = fitLine(huge, tiny);
        QVERIFY(both && std::abs(*both->rSquared - 0.36) < 1e-12);
        QVERIFY(std::abs(both->intercept / 1e-300 - 1) < 1e-12);
        QVERIFY(!fitLine(tiny, huge)); // its slope is no double
    }
};

QTEST_GUILESS_MAIN(TestTriangleField)
#include "test_triangle_field.moc"
