#include "services/compare/axis_fit.h"
#include "services/statistics/triangle_field.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

// Fitted lines, triangulations and surfaces between points beside what NumPy and SciPy compute
// from the same numbers.

using namespace binnacle;

namespace {

constexpr int seed = 20261125;

FigureAxis axisOf(const QJsonArray& numbers, bool log)
{
    std::vector<RunCell> cells;
    for (const auto& number : numbers) {
        RunCell cell;
        cell.state = RunCell::State::Number;
        cell.number = number.toDouble();
        cells.push_back(cell);
    }
    return figureAxis(cells, log ? FigureScale::Log : FigureScale::Linear);
}

bool near(double ours, double theirs, double tolerance)
{
    return std::abs(ours - theirs) <=
           tolerance * std::max({std::abs(ours), std::abs(theirs), 1e-300});
}

PlanarPoint pointOf(const QJsonValue& value)
{
    return {value[0].toDouble(), value[1].toDouble()};
}

TriangleField fieldOf(const QJsonObject& cloud)
{
    TriangleField field;
    for (const auto& point : cloud.value(u"points").toArray())
        field.points.push_back(pointOf(point));
    for (const auto& value : cloud.value(u"values").toArray())
        field.values.push_back(value.toDouble());
    field.triangles = delaunay(field.points);
    return field;
}

double area(const TriangleField& field)
{
    double sum = 0;
    for (const auto& [i, j, k] : field.triangles) {
        const auto &a = field.points[i], &b = field.points[j], &c = field.points[k];
        sum += ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
    }
    return sum;
}

} // namespace

class GeometryContract : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("mlflow3"),
            {QStringLiteral(GEOMETRY_SCRIPTS "/compute_geometry.py"), QString::number(seed)});
        QVERIFY2(output, output ? "" : qPrintable(output.error().message + output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
    }

    void linesAreThoseOfNumpyAndScipy()
    {
        const auto lines = answers_.value(u"lines").toArray();
        QCOMPARE(lines.size(), 20);
        for (const auto& each : lines) {
            const auto line = each.toObject();
            const auto x = axisOf(line.value(u"x").toArray(), line.value(u"logX").toBool());
            const auto y = axisOf(line.value(u"y").toArray(), line.value(u"logY").toBool());
            const auto fit = fitOnAxes(x, y);
            QVERIFY(fit);
            QCOMPARE(fit->fit.count, x.values.size());
            QVERIFY(near(fit->fit.slope, line.value(u"slope").toDouble(), 1e-8));
            QVERIFY(near(fit->fit.intercept, line.value(u"intercept").toDouble(), 1e-8));
            QVERIFY(fit->fit.rSquared);
            QVERIFY(near(*fit->fit.rSquared, line.value(u"rSquared").toDouble(), 1e-8));
        }
    }

    void trianglesAreThoseOfScipy()
    {
        for (const auto& each : answers_.value(u"clouds").toArray()) {
            const auto cloud = each.toObject();
            const auto field = fieldOf(cloud);
            std::set<std::vector<int>> ours, theirs;
            for (auto triangle : field.triangles) {
                std::ranges::sort(triangle);
                ours.insert({static_cast<int>(triangle[0]), static_cast<int>(triangle[1]),
                             static_cast<int>(triangle[2])});
            }
            for (const auto& triangle : cloud.value(u"triangles").toArray())
                theirs.insert({triangle[0].toInt(), triangle[1].toInt(), triangle[2].toInt()});
            QCOMPARE(ours.size(), field.triangles.size());
            QVERIFY(ours == theirs);
            QVERIFY(near(area(field), cloud.value(u"hullArea").toDouble(), 1e-7));
        }
    }

    void surfacesAreThoseOfScipy()
    {
        int inside = 0, outside = 0;
        for (const auto& each : answers_.value(u"clouds").toArray()) {
            const auto cloud = each.toObject();
            const auto field = fieldOf(cloud);
            const auto at = cloud.value(u"at").toArray();
            const auto heights = cloud.value(u"heights").toArray();
            QCOMPARE(at.size(), heights.size());
            for (qsizetype i = 0; i < at.size(); ++i) {
                const auto height = fieldAt(field, pointOf(at[i]));
                QCOMPARE(height.has_value(), heights[i].isDouble());
                ++(height ? inside : outside);
                if (height)
                    QVERIFY(std::abs(*height - heights[i].toDouble()) < 1e-9);
            }
        }
        QVERIFY(inside > 2000);
        QVERIFY(outside > 500);
    }

private:
    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(GeometryContract)
#include "geometry_contract.moc"
