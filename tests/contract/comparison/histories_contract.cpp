#include "services/compare/line_curve.h"
#include "services/compare/line_reader.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"
#include "tests/unit/compare/compare_fixture.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

// What a chart of lines is made of, from a real workspace: points in their order and the bands of
// the pyramid, beside what pandas and NumPy make of the points as they were logged.

using namespace binnacle;
using contract::numberOf;
using contract::numbersOf;
using contract::same;

namespace {

std::vector<MetricPoint> pointsOf(const QJsonValue& value)
{
    std::vector<MetricPoint> points;
    for (const auto& each : value.toArray()) {
        const auto triple = each.toArray();
        points.push_back({triple[0].toInteger(), triple[1].toInteger(), numberOf(triple[2])});
    }
    return points;
}

// The bands of steps from `first` up to `end`, as one.
struct Whole
{
    std::int64_t count = 0, nans = 0;
    double min = std::numeric_limits<double>::quiet_NaN(), max = min;
};

Whole between(const std::vector<LineBand>& bands, double first, double end)
{
    Whole whole;
    for (const auto& band : bands) {
        if (band.firstX < first || band.lastX >= end)
            continue;
        whole.count += band.count;
        whole.nans += band.nanCount;
        whole.min = std::fmin(whole.min, band.min);
        whole.max = std::fmax(whole.max, band.max);
    }
    return whole;
}

} // namespace

class HistoriesContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("mlflow3"), {QStringLiteral(COMPARISON_SCRIPTS "/compute_histories.py"),
                                        QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QVERIFY(!answers_.isEmpty());
    }

    void pointsAndBandsAreThoseOfPandas()
    {
        for (const auto& each : answers_.value(u"histories").toArray())
            compareHistory(each.toObject());
    }

    void anotherMetricAsXIsAMerge()
    {
        for (const auto& each : answers_.value(u"partners").toArray()) {
            const auto given = each.toObject();
            const auto curve =
                curveOf(pointsOf(given.value(u"y")), XAxis::Metric, pointsOf(given.value(u"x")));
            const auto joined = given.value(u"joined").toArray();
            QCOMPARE(static_cast<qsizetype>(curve.x.size()), joined.size());
            for (std::size_t i = 0; i < curve.x.size(); ++i) {
                const auto pair = joined[static_cast<qsizetype>(i)].toArray();
                QCOMPARE(curve.x[i], pair[0].toDouble());
                QCOMPARE(curve.y[i], pair[1].toDouble());
            }
        }
    }

private:
    static void compareHistory(const QJsonObject& given)
    {
        fixture::CompareWorkspace store;
        const auto run = store.add(fixture::makeRun("run", "run"));
        store.writeHistory(run, "loss", pointsOf(given.value(u"points")));
        const auto ours = HistoryStore(store.workspace).points(run, "loss");
        QVERIFY(ours);
        const auto theirs = pointsOf(given.value(u"sorted"));
        QCOMPARE(ours->size(), theirs.size());
        for (std::size_t i = 0; i < theirs.size(); ++i) {
            QCOMPARE((*ours)[i].step, theirs[i].step);
            QCOMPARE((*ours)[i].timestamp, theirs[i].timestamp);
            QVERIFY(same((*ours)[i].value, theirs[i].value));
        }
        const auto ends = numbersOf(given.value(u"ends"));
        LineReader reader(store.workspace);
        for (std::size_t part = 0; part + 1 < ends.size(); ++part)
            compareBands(reader, run, given, part, ends);
        for (const bool draft : {true, false})
            if (!ends.empty())
                comparePicture(reader, run, theirs, draft);
    }

    // A window over the part, near enough for single points.
    static void compareBands(LineReader& reader, RunRowId run, const QJsonObject& given,
                             std::size_t part, const std::vector<double>& ends)
    {
        LineRequest request;
        request.lines = {{{run}, false}};
        request.metric = "loss";
        request.pixels = 8'192;
        const double from = ends[part], to = ends[part + 1];
        if (!(to > from))
            return;
        request.window = AxisRange{from, to, false};
        const auto data = reader.read(request, {});
        QVERIFY(data);
        const auto whole = between(data->lines[0].bands, from, to);
        const auto at = static_cast<qsizetype>(part);
        QCOMPARE(whole.count, given.value(u"count").toArray()[at].toInteger());
        QCOMPARE(whole.nans, given.value(u"nans").toArray()[at].toInteger());
        QVERIFY(same(whole.min, numberOf(given.value(u"min").toArray()[at])));
        QVERIFY(same(whole.max, numberOf(given.value(u"max").toArray()[at])));
    }

    // All of it in bands, coarse (as a first picture) or a pixel wide: nothing is lost in them.
    static void comparePicture(LineReader& reader, RunRowId run,
                               const std::vector<MetricPoint>& all, bool draft)
    {
        LineRequest request;
        request.lines = {{{run}, false}};
        request.metric = "loss";
        request.pixels = 100;
        request.draft = draft;
        const auto data = reader.read(request, {});
        QVERIFY(data);
        const auto whole = between(data->lines[0].bands, -1e18, 1e18);
        Whole theirs;
        for (const auto& point : all) {
            ++theirs.count;
            theirs.nans += std::isnan(point.value) ? 1 : 0;
            theirs.min = std::fmin(theirs.min, point.value);
            theirs.max = std::fmax(theirs.max, point.value);
        }
        QCOMPARE(whole.count, theirs.count);
        QCOMPARE(whole.nans, theirs.nans);
        QVERIFY(same(whole.min, theirs.min));
        QVERIFY(same(whole.max, theirs.max));
    }

    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(HistoriesContract)
#include "histories_contract.moc"
