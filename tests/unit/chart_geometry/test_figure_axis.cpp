#include "services/compare/axis_brush.h"
#include "services/compare/axis_fit.h"
#include "services/compare/contour_field.h"
#include "services/compare/figure_axis.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;

namespace {

const double notANumber = std::numeric_limits<double>::quiet_NaN();
const double infinite = std::numeric_limits<double>::infinity();

RunCell number(double value)
{
    RunCell cell;
    cell.state = RunCell::State::Number;
    cell.number = value;
    return cell;
}

RunCell text(const char* value)
{
    RunCell cell;
    cell.state = RunCell::State::Text;
    cell.text = value;
    return cell;
}

template <class... Values>
std::vector<RunCell> numbers(Values... values)
{
    return {number(values)...};
}

template <class... Values>
std::vector<RunCell> texts(Values... values)
{
    return {text(values)...};
}

QStringList labels(const FigureAxis& axis, int wanted)
{
    QStringList all;
    for (const auto& tick : figureTicks(axis, wanted))
        all << QString::fromStdString(tick.label);
    return all;
}

} // namespace

// Axes over what columns of runs hold, brushes on them, fitted lines and surfaces between them.
class TestFigureAxis : public QObject
{
    Q_OBJECT
private slots:
    void paramsThatReadAsNumbersAreNumbers()
    {
        const auto axis = figureAxis(texts("0.1", "1e-3", "0.01"), FigureScale::Log);
        QCOMPARE(axis.kind, FigureAxis::Kind::Number);
        QVERIFY(axis.range.log);
        QCOMPARE(axis.least, 0.001);
        QCOMPARE(axis.greatest, 0.1);
        QVERIFY(std::abs(axis.position(2) - 0.5) < 1e-9); // the middle of two decades
        QCOMPARE(axis.share(1), 0.0);
        QCOMPARE(axis.share(0), 1.0);
    }

    void noneAmongNumbersIsMissing()
    {
        // scikit-learn logs max_depth=None where trees grow freely.
        const auto axis = figureAxis(texts("6", "None", "12"), FigureScale::Linear);
        QCOMPARE(axis.kind, FigureAxis::Kind::Number);
        QCOMPARE(axis.missing, std::size_t(1));
        QVERIFY(std::isnan(axis.position(1)));
        const auto only = figureAxis(texts("None", "None"), FigureScale::Linear);
        QCOMPARE(only.kind, FigureAxis::Kind::Category);
        QCOMPARE(only.placed, std::size_t(2));
    }

    void textsMakeCategoriesInOrder()
    {
        auto cells = texts("rf", "GBM", "mlp", "10", "9", "GBM", "와인");
        cells.push_back({});
        const auto axis = figureAxis(cells, FigureScale::Linear);
        QCOMPARE(axis.kind, FigureAxis::Kind::Category);
        QCOMPARE(axis.categories,
                 (std::vector<std::string>{"9", "10", "GBM", "mlp", "rf", "와인"}));
        QCOMPARE(axis.values[0], 4.0);
        QCOMPARE(axis.values[1], axis.values[5]);
        QVERIFY(std::isnan(axis.values[7]));
        QCOMPARE(axis.missing, std::size_t(1));
        QCOMPARE(labels(axis, 20).size(), 6);
        QCOMPARE(labels(axis, 3), (QStringList{QStringLiteral("9"), QStringLiteral("GBM"),
                                               QStringLiteral("rf")})); // each second
        const auto sizes = figureAxis(texts("64", "16", "128"), FigureScale::Category);
        QCOMPARE(sizes.categories, (std::vector<std::string>{"16", "64", "128"}));
    }

    void oddNumbersAreCounted()
    {
        auto cells = numbers(notANumber, infinite, -infinite, -1.0, 0.0, 5.0);
        cells.push_back({});
        const auto linear = figureAxis(cells, FigureScale::Linear);
        QCOMPARE(linear.placed, std::size_t(3));
        QCOMPARE(linear.notFinite, std::size_t(3));
        QCOMPARE(linear.missing, std::size_t(1));
        const auto log = figureAxis(cells, FigureScale::Log);
        QCOMPARE(log.placed, std::size_t(1));
        QCOMPARE(log.beyondLog, std::size_t(2));
        const auto negative = figureAxis(numbers(-1.0, -2.0), FigureScale::Log);
        QVERIFY(!negative.range.log);
        QCOMPARE(negative.placed, std::size_t(2));
        const auto none = figureAxis(numbers(notANumber, notANumber), FigureScale::Linear);
        QVERIFY(none.isEmpty() && figureTicks(none, 5).empty());
        QVERIFY(figureAxis({}, FigureScale::Linear).isEmpty());
    }

    void extremesHaveAPlace()
    {
        for (const double size : {1e300, 1e-300}) {
            const auto axis = figureAxis(numbers(size, 2 * size, -size), FigureScale::Linear);
            for (std::size_t i = 0; i < 3; ++i)
                QVERIFY(axis.position(i) >= 0 && axis.position(i) <= 1);
            QVERIFY(axis.position(0) < axis.position(1));
            QVERIFY(axis.position(2) < axis.position(0));
        }
        const auto same = figureAxis(numbers(3.0, 3.0), FigureScale::Linear);
        QCOMPARE(same.position(0), 0.5);
        QCOMPARE(same.share(0), 0.5);
        const auto wide = figureAxis(numbers(1e-300, 1e300), FigureScale::Log);
        QVERIFY(wide.position(0) > 0 && wide.position(1) < 1);
    }

    void timesAreReadByTheClock()
    {
        auto cells = numbers(1.7e12, 1.7e12 + 3 * 3600e3);
        for (auto& cell : cells)
            cell.state = RunCell::State::Time;
        const auto axis = figureAxis(cells, FigureScale::Log);
        QCOMPARE(axis.kind, FigureAxis::Kind::Time);
        QVERIFY(!axis.range.log);
        const auto ticks = figureTicks(axis, 4);
        QVERIFY(ticks.size() >= 2 && ticks.size() <= 6);
        for (const auto& tick : ticks) {
            const auto at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(tick.value));
            QCOMPARE(at.time().minute(), 0);
            QVERIFY(
                QString::fromStdString(tick.label).endsWith(at.toString(QStringLiteral("HH:mm"))));
        }
    }

    void brushesNarrowTogether()
    {
        const auto loss = figureAxis(numbers(0.1, 0.2, 0.3, notANumber), FigureScale::Linear);
        const auto model = figureAxis(texts("a", "b", "b", "b"), FigureScale::Linear);
        const FigureAxis* axes[] = {&loss, &model};
        std::vector<std::optional<AxisBrush>> brushes(2);
        QVERIFY(!withinBrushes(axes, brushes, 4));
        brushes[0] = AxisBrush{0.15, 0.35};
        QCOMPARE(*withinBrushes(axes, brushes, 4), (std::vector{false, true, true, false}));
        brushes[1] = brushBetween(model.range, 1.0, 0.5); // the upper half: "b"
        QCOMPARE(*withinBrushes(axes, brushes, 4), (std::vector{false, true, true, false}));
        brushes[0] = AxisBrush{0.0, 0.25};
        QCOMPARE(*withinBrushes(axes, brushes, 4), (std::vector{false, true, false, false}));
    }

    void brushesStopAtTheEnds()
    {
        const AxisRange range{1, 100, true};
        const auto brush = brushBetween(range, 0.25, 0.75);
        QVERIFY(std::abs(brush.from - std::pow(10, 0.5)) < 1e-9);
        const auto moved = movedBrush(range, brush, 2);
        QVERIFY(std::abs(moved.to - 100) < 1e-9);
        QVERIFY(std::abs(range.position(moved.from) - 0.5) < 1e-9); // as long as before
        QCOMPARE(movedBrush(range, brush, -2).from, 1.0);
        QCOMPARE(brushBetween(range, 7, -7), (AxisBrush{1, 100}));
    }

    void fittedLineFollowsLogAxes()
    {
        const auto x = figureAxis(numbers(1e-4, 1e-3, 1e-2, 1e-1), FigureScale::Log);
        const auto y = figureAxis(numbers(0.91, 0.95, 0.94, 0.80), FigureScale::Linear);
        const auto fit = fitOnAxes(x, y);
        QVERIFY(fit && fit->logX && !fit->logY);
        QVERIFY(std::abs(fit->fit.slope - -0.034) < 1e-12); // numpy.polyfit over log10 x
        QVERIFY(std::abs(fit->fit.intercept - 0.815) < 1e-12);
        QCOMPARE(QString::fromStdString(fit->equation()),
                 QStringLiteral("y = 0.815 − 0.034 · log10 x"));
        QVERIFY(std::abs(fit->fromX - x.position(0)) < 1e-9);
        QVERIFY(std::abs(fit->toY - y.range.position(0.815 + 0.034)) < 1e-9);
        QVERIFY(!fitOnAxes(x, figureAxis(texts("a", "b", "c", "d"), FigureScale::Linear)));
    }

    void runsAtOnePlaceAreAveraged()
    {
        const auto x =
            figureAxis(numbers(1.0, 1.0, 2.0, 1.0, 3.0, notANumber), FigureScale::Linear);
        const auto y = figureAxis(texts("4", "4", "4", "8", "9", "9"), FigureScale::Linear);
        const std::vector<double> accuracy{0.9, 0.8, 0.7, 0.6, notANumber, 0.5};
        const auto contour = contourField(x, y, accuracy, false);
        QCOMPARE(contour.nodes.size(), std::size_t(3));
        QCOMPARE(contour.nodes[0].runs, (std::vector<std::size_t>{0, 1}));
        QVERIFY(std::abs(contour.nodes[0].value - 0.85) < 1e-12);
        QCOMPARE(contour.field.triangles.size(), std::size_t(1));
        QCOMPARE(contour.values.from, 0.6);
        QVERIFY(!contour.levels.empty());
        for (const auto& level : contour.levels)
            QVERIFY(level.value > 0.6 && level.value < 0.85);
    }

    void surfacesOfOddRuns()
    {
        const auto line = figureAxis(numbers(1.0, 2.0, 3.0), FigureScale::Linear);
        const auto none =
            figureAxis(numbers(notANumber, notANumber, notANumber), FigureScale::Linear);
        const auto apart = figureAxis(numbers(1.0, 5.0, 2.0), FigureScale::Linear);
        QVERIFY(contourField(none, line, std::vector{1.0, 2.0, 3.0}, false).nodes.empty());
        const auto straight = contourField(line, line, std::vector{1.0, 2.0, 3.0}, false);
        QCOMPARE(straight.nodes.size(), std::size_t(3));
        QVERIFY(straight.field.triangles.empty());
        const auto flat = contourField(line, apart, std::vector{7.0, 7.0, 7.0}, false);
        QCOMPARE(flat.field.triangles.size(), std::size_t(1));
        QVERIFY(flat.levels.empty());
        QCOMPARE(flat.field.values.front(), 0.5);
        const auto huge = contourField(line, apart, std::vector{1e300, -1e300, 1e-300}, false);
        for (const double position : huge.field.values)
            QVERIFY(position >= 0 && position <= 1);
        const auto log = contourField(line, apart, std::vector{1e-6, 1e-4, 1e-2}, true);
        QVERIFY(std::abs(log.field.values[1] - 0.5) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestFigureAxis)
#include "test_figure_axis.moc"
