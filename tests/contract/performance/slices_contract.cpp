#include "services/performance/fairness_intervals.h"
#include "services/performance/multiclass.h"
#include "services/performance/worst_slices.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/json_numbers.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

// Intervals of fairness beside statsmodels, the worst slices beside a search by pandas and SciPy,
// classifiers of many classes beside scikit-learn.

using namespace binnacle;
using contract::numbersOf;

namespace {

std::vector<double> rowsOf(const QJsonValue& value)
{
    std::vector<double> rows;
    for (const auto& each : value.toArray())
        rows.push_back(each.isDouble() ? each.toDouble() : std::nan(""));
    return rows;
}

SliceColumn textSlices(const QJsonValue& value)
{
    std::map<std::string, std::int32_t> places;
    std::vector<std::string> texts;
    std::vector<std::int32_t> codes;
    for (const auto& each : value.toArray()) {
        const auto [place, isNew] =
            places.emplace(each.toString().toStdString(), static_cast<std::int32_t>(texts.size()));
        if (isNew)
            texts.push_back(place->first);
        codes.push_back(place->second);
    }
    return slicesOfTexts("city", texts, codes);
}

bool all(const std::vector<double>& ours, const std::vector<double>& theirs)
{
    return std::ranges::equal(ours, theirs, [](double a, double b) {
        return contract::near(a, b) || std::abs(a - b) < 1e-14;
    });
}

} // namespace

class SlicesContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("drift"), {QStringLiteral(PERFORMANCE_SCRIPTS "/compute_performance.py"),
                                      QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
    }

    void intervalsAreThoseOfStatsmodels()
    {
        const auto entries = answers_.value(u"intervals").toArray();
        QCOMPARE(entries.size(), 4);
        for (const auto& entry : entries) {
            const auto counts = numbersOf(entry[u"counts"]);
            const auto at = [&](std::size_t i) { return static_cast<std::uint64_t>(counts[i]); };
            const Proportion a{at(0), at(1)}, b{at(2), at(3)};
            const auto difference = proportionDifference(a, b);
            QVERIFY(all({difference.value, difference.low, difference.high},
                        numbersOf(entry[u"difference"])));
            const auto ratio = proportionRatio(a, b);
            QVERIFY(all({ratio.value, ratio.low, ratio.high}, numbersOf(entry[u"ratio"])));
        }
    }

    void fourFifthsAreJudgedByTheInterval()
    {
        QCOMPARE(fourFifths({0.5, 0.4, 0.7}), FourFifths::Below);
        QCOMPARE(fourFifths({0.75, 0.6, 0.9}), FourFifths::Unclear);
        QCOMPARE(fourFifths({0.95, 0.85, 1.1}), FourFifths::Holds);
        QCOMPARE(fourFifths(proportionRatio({1, 2}, {0, 0})), FourFifths::Unknown);
        QVERIFY(std::isnan(proportionRatio({1, 2}, {0, 5}).value));
    }

    // The values of the two groups at the ends are those of Fairness, which is fairlearn's.
    void intervalsHoldTheFiguresOfFairness()
    {
        for (const auto& entry : answers_.value(u"cases").toArray()) {
            std::vector<int> labels, predictions;
            std::vector<std::string> groups;
            for (qsizetype i = 0; i < entry[u"labels"].toArray().size(); ++i) {
                labels.push_back(entry[u"labels"][i].toInt());
                predictions.push_back(entry[u"predicted"][i].toInt());
                groups.push_back(entry[u"groups"][i].toString().toStdString());
            }
            const auto figures = fairness(labels, predictions, groups);
            const auto ours = fairnessIntervals(figures);
            const std::vector<Estimate> estimates = {
                ours.demographicParityDifference, ours.demographicParityRatio,
                ours.equalizedOddsDifference,     ours.equalizedOddsRatio,
                ours.equalOpportunityDifference,  ours.equalOpportunityRatio};
            const auto theirs = numbersOf(entry[u"fairness"]);
            for (std::size_t i = 0; i < theirs.size(); ++i) {
                QVERIFY(contract::near(estimates[i].value, theirs[i]));
                QVERIFY(estimates[i].low <= theirs[i] && theirs[i] <= estimates[i].high);
            }
            QCOMPARE(ours.contrasts.size(), figures.groups.size() - 1);
        }
        QVERIFY(fairnessIntervals({}).favoured.empty());
    }

    void worstSlicesAreThoseOfPandas()
    {
        const auto entries = answers_.value(u"slices").toArray();
        QCOMPARE(entries.size(), 2);
        for (const auto& entry : entries) {
            const std::vector<SliceColumn> columns = {
                slicesOfNumbers("age", rowsOf(entry[u"age"])), textSlices(entry[u"city"]),
                slicesOfNumbers("few", rowsOf(entry[u"few"]))};
            const auto found = worstSlices(columns, numbersOf(entry[u"loss"]));
            QCOMPARE(static_cast<int>(found.tested), entry[u"tested"].toInt());
            const auto worst = entry[u"worst"].toArray();
            QVERIFY(!worst.isEmpty());
            QCOMPARE(static_cast<qsizetype>(found.slices.size()), worst.size());
            for (qsizetype i = 0; i < worst.size(); ++i) {
                const auto& ours = found.slices[static_cast<std::size_t>(i)];
                auto names = ours.columns[0];
                if (ours.columns.size() == 2)
                    names += "," + ours.columns[1];
                QCOMPARE(QString::fromStdString(names), worst[i][0].toString());
                QCOMPARE(static_cast<int>(ours.rows), worst[i][1].toInt());
                QVERIFY(all({ours.loss, ours.others, ours.pValue, ours.adjustedPValue},
                            {worst[i][2].toDouble(), worst[i][3].toDouble(), worst[i][4].toDouble(),
                             worst[i][5].toDouble()}));
            }
        }
    }

    void slicesOfNothingAndOfMissingEnd()
    {
        QCOMPARE(worstSlices({}, {}).tested, 0U);
        const std::vector<double> odd = {std::nan(""), INFINITY, 1e300, -1e300, 1e-300};
        const auto column = slicesOfNumbers("x", odd);
        QCOMPARE(column.ofRows.size(), odd.size());
        const std::vector<SliceColumn> columns = {column, slicesOfTexts("t", {}, {})};
        QVERIFY(worstSlices(std::span(columns).first(1), odd).slices.empty());
        QCOMPARE(slicesOfNumbers("one", std::vector{2.5, 2.5}).parts.front(), std::string("2.5"));
        SliceOptions stopped;
        std::stop_source source;
        source.request_stop();
        stopped.stop = source.get_token();
        QCOMPARE(worstSlices(std::span(columns).first(1), odd, stopped).tested, 0U);
    }

    void manyClassesAreScikitLearns()
    {
        for (const auto& entry : answers_.value(u"classes").toArray()) {
            std::vector<int> labels;
            ClassCounts counts(4);
            for (qsizetype i = 0; i < entry[u"labels"].toArray().size(); ++i) {
                labels.push_back(entry[u"labels"][i].toInt());
                counts.add(static_cast<std::size_t>(labels.back()),
                           static_cast<std::size_t>(entry[u"predicted"][i].toInt()));
            }
            const auto scores = numbersOf(entry[u"scores"]);
            QVERIFY(all({counts.accuracy(), counts.meanPrecision(), counts.meanRecall(),
                         counts.meanF1(), logLossOfClasses(labels, scores, 4),
                         rocAucOfClasses(labels, scores, 4)},
                        numbersOf(entry[u"figures"])));
        }
    }

private:
    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(SlicesContract)
#include "slices_contract.moc"
