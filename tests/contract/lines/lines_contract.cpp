#include "services/compare/line_curve.h"
#include "services/compare/smoothing.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

// Smoothed lines and lines of groups, beside what TensorBoard's rule, pandas and SciPy make of the
// same histories.

using namespace binnacle;
using contract::numberOf;
using contract::numbersOf;

namespace {

constexpr int seed = 20261125;
constexpr double tolerance = 1e-9;

// `size`: of the numbers that went in.
bool near(double ours, double theirs, double size)
{
    if (!std::isfinite(ours) || !std::isfinite(theirs))
        return ours == theirs || (std::isnan(ours) && std::isnan(theirs));
    return std::abs(ours - theirs) <= tolerance * size;
}

double sizeOf(const std::vector<double>& values)
{
    double size = 0;
    for (const double value : values)
        if (std::isfinite(value))
            size = std::max(size, std::abs(value));
    return size;
}

} // namespace

class LinesContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("mlflow3"),
            {QStringLiteral(LINES_SCRIPTS "/compute_lines.py"), QString::number(seed)});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QCOMPARE(answers_.value(QLatin1String("groups")).toArray().size(), 30);
    }

    void smoothingIsTensorBoards() { compareSmoothing("smoothed", 90); }
    // A debiased moving average is pandas' exponentially weighted mean.
    void smoothingIsAWeightedMean() { compareSmoothing("ewm", 60); }

    void groupsAreAsPandasGroups()
    {
        for (const auto& each : answers_.value(QLatin1String("groups")).toArray())
            compareGroup(each.toObject());
    }

private:
    void sameNumbers(const std::vector<double>& ours, const std::vector<double>& theirs,
                     double size)
    {
        QCOMPARE(ours.size(), theirs.size());
        for (std::size_t i = 0; i < ours.size(); ++i)
            if (!near(ours[i], theirs[i], size))
                QFAIL(qPrintable(QStringLiteral("%1: %2 here, %3 there")
                                     .arg(i)
                                     .arg(ours[i], 0, 'g', 17)
                                     .arg(theirs[i], 0, 'g', 17)));
    }

    void compareSmoothing(const char* key, int atLeast)
    {
        int compared = 0;
        for (const auto& each : answers_.value(QLatin1String("series")).toArray()) {
            const auto values = numbersOf(each.toObject().value(QLatin1String("values")));
            const auto answers = each.toObject().value(QLatin1String(key)).toObject();
            for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
                const auto ours = debiasedAverage(values, answer.key().toDouble());
                const auto theirs = numbersOf(*answer);
                sameNumbers(ours, theirs, sizeOf(values));
                ++compared;
            }
        }
        QVERIFY2(compared >= atLeast, qPrintable(QString::number(compared)));
    }

    void compareGroup(const QJsonObject& group)
    {
        std::vector<std::vector<MetricPoint>> runs;
        double size = 0;
        for (const auto& run : group.value(QLatin1String("runs")).toArray()) {
            auto& points = runs.emplace_back();
            for (const auto& point : run.toArray()) {
                const auto pair = point.toArray();
                points.push_back({pair[0].toInteger(), 0, numberOf(pair[1])});
                if (!std::isnan(points.back().value))
                    size = std::max(size, std::abs(points.back().value));
            }
        }
        const auto theirs = [&](const char* key) {
            return numbersOf(group.value(QLatin1String(key)));
        };
        const auto same = [&](const std::vector<double>& ours,
                              const std::vector<double>& expected) {
            sameNumbers(ours, expected, size);
        };
        const auto curve = [&](LineSpread spread) {
            return groupCurve(runs, XAxis::Step, LineAggregate::Mean, spread);
        };
        const auto range = curve(LineSpread::MinMax);
        same(range.x, theirs("steps"));
        same(range.y, theirs("mean"));
        same(range.low, theirs("min"));
        same(range.high, theirs("max"));
        same(std::vector<double>(range.runs.begin(), range.runs.end()), theirs("count"));
        same(groupCurve(runs, XAxis::Step, LineAggregate::Median, LineSpread::None).y,
             theirs("median"));
        const auto half = [](const LineCurve& of) {
            std::vector<double> widths;
            for (std::size_t i = 0; i < of.y.size(); ++i)
                widths.push_back(of.high[i] - of.y[i]);
            return widths;
        };
        same(half(curve(LineSpread::StandardDeviation)), theirs("std"));
        same(half(curve(LineSpread::StandardError)), theirs("sem"));
        same(half(curve(LineSpread::Confidence95)), theirs("half"));
    }

    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(LinesContract)
#include "lines_contract.moc"
