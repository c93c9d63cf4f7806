#include "services/statistics/box_summary.h"
#include "services/statistics/correlation.h"
#include "services/statistics/group_effect.h"
#include "services/statistics/histogram.h"
#include "services/statistics/kernel_density.h"
#include "services/statistics/moments.h"
#include "services/statistics/mutual_information.h"
#include "services/statistics/param_importance.h"
#include "services/statistics/quantile.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

// Every statistic of the comparison's cards over seeded samples, beside what NumPy, pandas, SciPy,
// Matplotlib and scikit-learn compute from the same numbers.

using namespace binnacle;

namespace {

constexpr int seed = 20260703;
constexpr double tolerance = 1e-9;

double numberOf(const QJsonValue& value)
{
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> numbers;
    for (const auto& each : value.toArray())
        numbers.push_back(numberOf(each));
    return numbers;
}

std::vector<int> codesOf(const QJsonValue& value)
{
    std::vector<int> codes;
    for (const auto& each : value.toArray())
        codes.push_back(each.toInt());
    return codes;
}

// Equal to within 1e-9 of the greater; `unit` is the size of the numbers that went in, so that a
// difference of two of them may be zero here and 1e-17 there.
bool near(double ours, double theirs, double unit = 0)
{
    if (std::isnan(ours) || std::isnan(theirs))
        return std::isnan(ours) && std::isnan(theirs);
    const double size = std::max(std::abs(ours), std::abs(theirs));
    return std::abs(ours - theirs) <= tolerance * size + 1e-14 * unit;
}

} // namespace

#define COMPARE_NEAR(ours, theirs, unit)                                                           \
    QVERIFY2(near(ours, theirs, unit), qPrintable(QStringLiteral("%1 here, %2 there (%3, %4)")     \
                                                      .arg(ours, 0, 'g', 17)                       \
                                                      .arg(theirs, 0, 'g', 17)                     \
                                                      .arg(QStringLiteral(#ours), where_)))

class StatisticsContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = contract::runPython(
            QStringLiteral("mlflow3"),
            {QStringLiteral(STATISTICS_SCRIPTS "/compute_statistics.py"), QString::number(seed)});
        QVERIFY2(output, output ? "" : qPrintable(output.error().detail));
        answers_ = QJsonDocument::fromJson(*output).object();
        QVERIFY(answers_.value(QLatin1String("samples")).toArray().size() >= 60);
    }

    void momentsAndIntervals()
    {
        forEach("samples", [this](const QJsonObject& sample) {
            const auto values = numbersOf(sample.value(QLatin1String("values")));
            const double unit = std::abs(*std::ranges::max_element(
                values, {}, [](double value) { return std::abs(value); }));
            const auto ours = moments(values);
            COMPARE_NEAR(ours.mean, field(sample, "mean"), unit);
            COMPARE_NEAR(ours.standardDeviation, field(sample, "deviation"), unit);
            COMPARE_NEAR(standardError(ours), field(sample, "error"), unit);
            COMPARE_NEAR(intervalHalfWidth(ours, 0.95), field(sample, "interval"), 10 * unit);
        });
    }

    // The same at the ends of what a double holds: scaling is exact, so are the expectations.
    void momentsOfHugeAndTinyNumbers()
    {
        forEach("samples", [this](const QJsonObject& sample) {
            auto values = numbersOf(sample.value(QLatin1String("values")));
            for (const int power : {1000, -990}) {
                auto scaled = values;
                for (double& value : scaled)
                    value = std::ldexp(value, power);
                const auto ours = moments(scaled);
                const auto plain = moments(values);
                COMPARE_NEAR(std::ldexp(ours.mean, -power), plain.mean, 1e-6);
                COMPARE_NEAR(std::ldexp(ours.standardDeviation, -power), plain.standardDeviation,
                             1e-6);
            }
        });
    }

    void quantilesAndBoxes()
    {
        constexpr std::array shares = {0.0, 0.25, 0.5, 0.75, 0.9, 1.0};
        forEach("samples", [&](const QJsonObject& sample) {
            const auto sorted = sortedFinite(numbersOf(sample.value(QLatin1String("values"))));
            const auto theirs = numbersOf(sample.value(QLatin1String("quantiles")));
            for (std::size_t i = 0; i < shares.size(); ++i)
                COMPARE_NEAR(quantile(sorted, shares[i]), theirs[i], 0);
            const auto box = boxSummary(sorted);
            const auto drawn = numbersOf(sample.value(QLatin1String("box")));
            COMPARE_NEAR(box.q1, drawn[0], 0);
            COMPARE_NEAR(box.median, drawn[1], 0);
            COMPARE_NEAR(box.q3, drawn[2], 0);
            COMPARE_NEAR(box.lowWhisker, drawn[3], 0);
            COMPARE_NEAR(box.highWhisker, drawn[4], 0);
            QCOMPARE(
                std::ranges::count_if(sorted, [&](double value) { return box.isOutlier(value); }),
                sample.value(QLatin1String("outliers")).toInteger());
        });
    }

    void histograms()
    {
        int compared = 0;
        forEach("samples", [&](const QJsonObject& sample) {
            const auto sorted = sortedFinite(numbersOf(sample.value(QLatin1String("values"))));
            for (const bool log : {false, true}) {
                const auto key = log ? "logHistograms" : "histograms";
                for (const auto& each : sample.value(QLatin1String(key)).toArray()) {
                    compareHistogram(sorted, each.toObject(), log);
                    ++compared;
                }
            }
        });
        QVERIFY(compared > 200);
    }

    void densities()
    {
        forEach("samples", [this](const QJsonObject& sample) {
            if (!sample.contains(QLatin1String("density")))
                return;
            const auto values = numbersOf(sample.value(QLatin1String("values")));
            COMPARE_NEAR(scottBandwidth(values), field(sample, "bandwidth"), 0);
            const auto ours = kernelDensity(values, numbersOf(sample.value(QLatin1String("at"))));
            const auto theirs = numbersOf(sample.value(QLatin1String("density")));
            QCOMPARE(ours.size(), theirs.size());
            const double peak = *std::ranges::max_element(theirs);
            for (std::size_t i = 0; i < ours.size(); ++i)
                COMPARE_NEAR(ours[i], theirs[i], peak);
        });
    }

    void correlations()
    {
        forEach("pairs", [this](const QJsonObject& pair) {
            const auto x = numbersOf(pair.value(QLatin1String("x")));
            const auto y = numbersOf(pair.value(QLatin1String("y")));
            for (const auto method : {CorrelationMethod::Pearson, CorrelationMethod::Spearman}) {
                const auto ours = correlation(x, y, method);
                const auto key = method == CorrelationMethod::Pearson ? "pearson" : "spearman";
                const auto theirs = numbersOf(pair.value(QLatin1String(key)));
                QCOMPARE(static_cast<int>(ours.count), pair.value(QLatin1String("count")).toInt());
                COMPARE_NEAR(ours.r, theirs[0], 0.1);
                // A correlation of one up to rounding: SciPy's p-value is that of the rounding.
                if (std::abs(ours.r) < 1 - 1e-12)
                    COMPARE_NEAR(ours.pValue, theirs[1], 0);
                else
                    QVERIFY(theirs[1] < 1e-6 && ours.pValue < 1e-6);
            }
        });
        forEach("samples", [this](const QJsonObject& sample) {
            const auto ours = averageRanks(numbersOf(sample.value(QLatin1String("values"))));
            QCOMPARE(ours, numbersOf(sample.value(QLatin1String("ranks"))));
        });
    }

    void groupEffects()
    {
        forEach("grouped", [this](const QJsonObject& grouped) {
            const auto ours = groupEffect(numbersOf(grouped.value(QLatin1String("values"))),
                                          codesOf(grouped.value(QLatin1String("codes"))));
            COMPARE_NEAR(ours.h, field(grouped, "h"), 1);
            COMPARE_NEAR(ours.pValue, field(grouped, "p"), 0);
            COMPARE_NEAR(ours.etaSquared, field(grouped, "share"), 1);
        });
    }

    void mutualInformationOfParams()
    {
        forEach("params", [this](const QJsonObject& param) {
            const auto values = numbersOf(param.value(QLatin1String("values")));
            const auto metric = numbersOf(param.value(QLatin1String("metric")));
            ParamValues given;
            if (param.value(QLatin1String("categorical")).toBool()) {
                for (const double value : values)
                    given.texts.push_back("word " + std::to_string(static_cast<int>(value)));
            } else {
                given.numbers = values;
                QCOMPARE(quantileCodes(values, classCount(values.size())),
                         codesOf(param.value(QLatin1String("codes"))));
            }
            const auto ours = paramImportance(given, metric);
            QVERIFY(ours.outcome == ParamImportance::Outcome::Measured);
            COMPARE_NEAR(ours.information, field(param, "information"), 0.1);
        });
    }

private:
    static double field(const QJsonObject& object, const char* name)
    {
        return numberOf(object.value(QLatin1String(name)));
    }

    template <class Check>
    void forEach(const char* list, Check check)
    {
        const auto entries = answers_.value(QLatin1String(list)).toArray();
        QVERIFY(!entries.isEmpty());
        for (qsizetype i = 0; i < entries.size() && !QTest::currentTestFailed(); ++i) {
            where_ = QStringLiteral("%1 %2").arg(QLatin1String(list)).arg(i);
            check(entries[i].toObject());
        }
    }

    void compareHistogram(const std::vector<double>& sorted, const QJsonObject& theirs, bool log)
    {
        const auto bins = theirs.value(QLatin1String("bins")).toInt();
        const auto edges = histogramEdges(sorted, static_cast<std::size_t>(bins), log);
        const auto drawn = numbersOf(theirs.value(QLatin1String("edges")));
        QCOMPARE(edges.size(), drawn.size());
        for (std::size_t i = 0; i < edges.size(); ++i)
            COMPARE_NEAR(edges[i], drawn[i], log ? 0 : std::abs(drawn.back() - drawn.front()));
        std::vector<int> counts(edges.size() - 1);
        for (const double value : sorted)
            ++counts[binOf(edges, value)];
        QCOMPARE(counts, codesOf(theirs.value(QLatin1String("counts"))));
    }

    QJsonObject answers_;
    QString where_;
};

QTEST_GUILESS_MAIN(StatisticsContract)
#include "statistics_contract.moc"
