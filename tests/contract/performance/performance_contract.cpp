#include "services/performance/cbpe.h"
#include "services/performance/classification.h"
#include "services/performance/fairness.h"
#include "services/performance/regression_figures.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>

// Figures of classifiers and regressions, fairness and calibration over seeded rows, beside what
// scikit-learn and fairlearn compute from the same rows.

using namespace binnacle;

namespace {

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> numbers;
    for (const auto& each : value.toArray())
        numbers.push_back(each.toDouble());
    return numbers;
}

std::vector<int> codesOf(const QJsonValue& value)
{
    std::vector<int> codes;
    for (const auto& each : value.toArray())
        codes.push_back(each.toInt());
    return codes;
}

QString difference(const std::vector<double>& ours, const std::vector<double>& theirs)
{
    if (ours.size() != theirs.size())
        return QStringLiteral("%1 here, %2 there").arg(ours.size()).arg(theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (!(std::abs(ours[i] - theirs[i]) <= 1e-9 * std::abs(theirs[i]) + 1e-13))
            return QStringLiteral("number %1: %2 here, %3 there")
                .arg(i)
                .arg(ours[i], 0, 'g', 17)
                .arg(theirs[i], 0, 'g', 17);
    return {};
}

} // namespace

#define COMPARE_ALL(ours, name)                                                                    \
    do {                                                                                           \
        const auto apart = difference(ours, numbersOf(entry.value(QLatin1String(name))));          \
        QVERIFY2(apart.isEmpty(), qPrintable(apart));                                              \
    } while (false)

class PerformanceContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("drift"), {QStringLiteral(PERFORMANCE_SCRIPTS "/compute_performance.py"),
                                      QStringLiteral("20261125")});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        cases_ = QJsonDocument::fromJson(*output).object().value(QLatin1String("cases")).toArray();
        QCOMPARE(cases_.size(), 4);
    }

    void classificationIsScikitLearns()
    {
        for (const auto& each : std::as_const(cases_)) {
            const auto entry = each.toObject();
            const auto labels = codesOf(entry.value(QLatin1String("labels")));
            const auto scores = numbersOf(entry.value(QLatin1String("scores")));
            const auto counts = confusion(labels, codesOf(entry.value(QLatin1String("predicted"))));
            const std::vector<double> ours = {
                counts.accuracy(),       counts.precision(),
                counts.recall(),         counts.f1(),
                logLoss(labels, scores), brierScore(labels, scores),
                rocAuc(labels, scores),  averagePrecision(labels, scores)};
            COMPARE_ALL(ours, "classification");
        }
    }

    void calibrationIsScikitLearns()
    {
        for (const auto& each : std::as_const(cases_)) {
            const auto entry = each.toObject();
            const auto labels = codesOf(entry.value(QLatin1String("labels")));
            const auto scores = numbersOf(entry.value(QLatin1String("scores")));
            std::vector<double> predicted, actual;
            for (const auto& bin : calibration(labels, scores)) {
                predicted.push_back(bin.predicted);
                actual.push_back(bin.actual);
            }
            const auto theirs = entry.value(QLatin1String("calibration")).toArray();
            QCOMPARE(difference(predicted, numbersOf(theirs[0])), QString());
            QCOMPARE(difference(actual, numbersOf(theirs[1])), QString());
            const auto fit = isotonicFit(scores, labels);
            std::vector<double> calibrated;
            for (const double place : numbersOf(entry.value(QLatin1String("places"))))
                calibrated.push_back(fit.at(place));
            COMPARE_ALL(calibrated, "isotonic");
        }
    }

    // Of certain probabilities the estimate is the truth.
    void estimateOfCertainProbabilitiesIsTheTruth()
    {
        const std::vector<double> certain = {1, 0, 1, 0, 1};
        const auto estimated = estimatedPerformance(certain, std::vector<int>{1, 0, 0, 1, 1});
        const auto counted =
            confusion(std::vector<int>{1, 0, 1, 0, 1}, std::vector<int>{1, 0, 0, 1, 1});
        QCOMPARE(estimated.accuracy(), counted.accuracy());
        QCOMPARE(estimated.f1(), counted.f1());
        QCOMPARE(estimated.precision(), counted.precision());
        QCOMPARE(estimated.recall(), counted.recall());
    }

    void fairnessIsFairlearns()
    {
        for (const auto& each : std::as_const(cases_)) {
            const auto entry = each.toObject();
            std::vector<std::string> groups;
            for (const auto& group : entry.value(QLatin1String("groups")).toArray())
                groups.push_back(group.toString().toStdString());
            const auto ours = fairness(codesOf(entry.value(QLatin1String("labels"))),
                                       codesOf(entry.value(QLatin1String("predicted"))), groups);
            const std::vector<double> figures = {
                ours.demographicParityDifference, ours.demographicParityRatio,
                ours.equalizedOddsDifference,     ours.equalizedOddsRatio,
                ours.equalOpportunityDifference,  ours.equalOpportunityRatio};
            COMPARE_ALL(figures, "fairness");
            QCOMPARE(ours.groups.size(), std::size_t{3});
            for (const auto& group : ours.groups)
                QVERIFY(group.selection.low <= group.selection.share &&
                        group.selection.share <= group.selection.high);
        }
    }

    void regressionIsScikitLearns()
    {
        for (const auto& each : std::as_const(cases_)) {
            const auto entry = each.toObject();
            const auto ours = regressionFigures(numbersOf(entry.value(QLatin1String("targets"))),
                                                numbersOf(entry.value(QLatin1String("estimates"))));
            const std::vector<double> figures = {ours.meanError, ours.meanAbsoluteError,
                                                 ours.rootMeanSquaredError,
                                                 ours.meanAbsolutePercentageError, ours.rSquared};
            COMPARE_ALL(figures, "regression");
        }
    }

    void rowsOfOneClassHaveNoCurve()
    {
        const std::vector<int> labels = {1, 1};
        const std::vector<double> scores = {0.2, 0.7};
        QVERIFY(rocCurve(labels, scores).empty());
        QVERIFY(std::isnan(rocAuc(labels, scores)));
        QVERIFY(std::isnan(confusion({}, {}).accuracy()));
        QVERIFY(std::isnan(regressionFigures({}, {}).meanAbsoluteError));
        QVERIFY(fairness({}, {}, {}).groups.empty());
    }

private:
    QJsonArray cases_;
};

QTEST_GUILESS_MAIN(PerformanceContract)
#include "performance_contract.moc"
