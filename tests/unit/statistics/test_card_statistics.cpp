#include "services/statistics/box_summary.h"
#include "services/statistics/correlation.h"
#include "services/statistics/group_effect.h"
#include "services/statistics/histogram.h"
#include "services/statistics/kernel_density.h"
#include "services/statistics/moments.h"
#include "services/statistics/mutual_information.h"
#include "services/statistics/param_importance.h"
#include "services/statistics/quantile.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

// The statistics of the cards on a sample small enough to read, with values of NumPy, SciPy,
// Matplotlib and scikit-learn; and what they do where there is nothing to compute.
// tests/contract/statistics compares them on many more.

using namespace binnacle;

namespace {

const std::vector<double> sample = {3, 1, 4, 1, 5, 9, 2, 6, 5, 35};
const std::vector<double> other = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8};
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(double ours, double theirs)
{
    return std::abs(ours - theirs) <= 1e-9 * std::max(std::abs(theirs), 1e-300);
}

} // namespace

class TestCardStatistics : public QObject
{
    Q_OBJECT
private slots:
    void momentsOfASample()
    {
        const auto found = moments(sample);
        QVERIFY(near(found.mean, 7.1));
        QVERIFY(near(found.standardDeviation, 10.104454463255301));
        QVERIFY(near(standardError(found), 3.195309061734091));
        QVERIFY(near(intervalHalfWidth(found, 0.95), 7.228291281355785));
    }

    void momentsWhereThereIsLittle()
    {
        QVERIFY(std::isnan(moments({}).mean));
        const std::vector<double> one{2.5};
        QCOMPARE(moments(one).mean, 2.5);
        QVERIFY(std::isnan(moments(one).standardDeviation));
        QVERIFY(std::isnan(intervalHalfWidth(moments(one), 0.95)));
        const std::vector<double> equal{0.1, 0.1, 0.1};
        QCOMPARE(moments(equal).standardDeviation, 0.0);
        const std::vector<double> huge{1.5e308, -1.5e308, 1.5e308};
        QVERIFY(near(moments(huge).mean, 0.5e308));
        QVERIFY(std::isfinite(moments(huge).standardDeviation));
        const std::vector<double> tiny{1e-300, 3e-300};
        QVERIFY(near(moments(tiny).standardDeviation, std::sqrt(2.0) * 1e-300));
    }

    void boxAfterTukey()
    {
        const auto box = boxSummary(sortedFinite(sample));
        QCOMPARE(box.q1, 2.25);
        QCOMPARE(box.median, 4.5);
        QCOMPARE(box.q3, 5.75);
        QCOMPARE(box.lowWhisker, 1.0);
        QCOMPARE(box.highWhisker, 9.0);
        QVERIFY(box.isOutlier(35) && !box.isOutlier(9));
        QCOMPARE(boxSummary({}).count, std::size_t{0});
        QVERIFY(std::isnan(boxSummary({}).median));
    }

    void histogramByNumpysRules()
    {
        const auto sorted = sortedFinite(sample);
        const auto edges = histogramEdges(sorted, 0, false);
        std::vector<int> counts(edges.size() - 1);
        for (const double value : sorted)
            ++counts[binOf(edges, value)];
        QCOMPARE(counts, (std::vector<int>{7, 2, 0, 0, 0, 0, 1}));
        QVERIFY(histogramEdges({}, 0, false).empty());
        const std::vector<double> equal{4, 4};
        QCOMPARE(histogramEdges(equal, 0, false), (std::vector<double>{3.5, 4.5}));
    }

    // More bins than there are doubles between two neighbours, and the widest range there is.
    void histogramEdgesAlwaysAscend()
    {
        const double next = std::nextafter(1.0, 2.0);
        for (const std::vector<double>& sorted :
             {std::vector{1.0, next}, std::vector{-1.7e308, 1.7e308}, std::vector{1e300, 1e300},
              std::vector{0x1p-1074, 1e-320}, std::vector{-0.0, 0.0}}) {
            for (const std::size_t bins : {0, 7, 100}) {
                const auto edges = histogramEdges(sorted, bins, false);
                QVERIFY(edges.size() >= 2);
                QVERIFY(std::ranges::adjacent_find(edges, std::greater_equal<>()) == edges.end());
                QVERIFY(edges.front() <= sorted.front() && edges.back() >= sorted.back());
            }
        }
        const std::vector<double> wide{0x1p-1074, 1, 1.7e308};
        const auto edges = histogramEdges(wide, 30, true);
        QVERIFY(std::ranges::adjacent_find(edges, std::greater_equal<>()) == edges.end());
        QCOMPARE(binOf(edges, 1.7e308), edges.size() - 2);
    }

    void densityByScottsRule()
    {
        QVERIFY(near(scottBandwidth(sample), 6.375479755556602));
        const std::vector<double> at{0, 5, 20};
        const auto density = kernelDensity(sample, at);
        QVERIFY(near(density[0], 0.044590686712979055));
        QVERIFY(near(density[1], 0.05185402467783302));
        QVERIFY(near(density[2], 0.0038639045236827296));
        const std::vector<double> equal{4, 4};
        QVERIFY(kernelDensity(equal, at).empty());
    }

    void correlationOfPairs()
    {
        QCOMPARE(averageRanks(sample),
                 (std::vector<double>{4, 1.5, 5, 1.5, 6.5, 9, 3, 8, 6.5, 10}));
        const auto straight = correlation(sample, other, CorrelationMethod::Pearson);
        QVERIFY(near(straight.r, 0.3773647070296988));
        QVERIFY(near(straight.pValue, 0.2823637837587025));
        const auto ranks = correlation(sample, other, CorrelationMethod::Spearman);
        QVERIFY(near(ranks.r, 0.3677294506498706));
        QVERIFY(near(ranks.pValue, 0.29582648981801396));
    }

    void correlationWhereThereIsNone()
    {
        const std::vector<double> x{1, notANumber, 3, infinity}, y{2, 5, notANumber, 1};
        const auto one = correlation(x, y, CorrelationMethod::Pearson);
        QCOMPARE(one.count, std::size_t{1});
        QVERIFY(std::isnan(one.r) && std::isnan(one.pValue));
        const std::vector<double> flat{7, 7, 7}, rising{1, 2, 3};
        QVERIFY(std::isnan(correlation(flat, rising, CorrelationMethod::Spearman).r));
        const std::vector<double> two{1, 2};
        QCOMPARE(correlation(two, two, CorrelationMethod::Pearson).r, 1.0);
        QVERIFY(std::isnan(correlation(two, two, CorrelationMethod::Pearson).pValue));
        QCOMPARE(correlation(rising, rising, CorrelationMethod::Pearson).pValue, 0.0);
    }

    void groupsByRank()
    {
        const std::vector<int> groups{0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
        const auto effect = groupEffect(sample, groups);
        QVERIFY(near(effect.h, 2.1694785276073594));
        QVERIFY(near(effect.pValue, 0.33798990060794537));
        QVERIFY(near(effect.etaSquared, 0.02421121822962277));
        QVERIFY(std::isnan(groupEffect(sample, std::vector<int>(10, 0)).h));
        QVERIFY(std::isnan(groupEffect({}, {}).h));
    }

    void informationWithItsCorrection()
    {
        const std::vector<int> x{0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, y{0, 0, 0, 1, 1, 1, 1, 1, 1, 0};
        QVERIFY(near(mutualInformation(x, y), 0.12774088384195054));
        QCOMPARE(mutualInformation(x, std::vector<int>(10, 0)), 0.0);
        QCOMPARE(mutualInformation({}, {}), 0.0);
    }

    // A number is given from ten runs on, and only where both sides vary.
    void importanceSaysWhenItCanNotTell()
    {
        using enum ParamImportance::Outcome;
        ParamValues param;
        param.numbers = sample;
        QVERIFY(paramImportance(param, other).outcome == Measured);
        auto fewer = other;
        fewer[3] = notANumber;
        QVERIFY(paramImportance(param, fewer).outcome == TooFew);
        QCOMPARE(paramImportance(param, fewer).runs, std::size_t{9});
        QVERIFY(paramImportance(param, std::vector<double>(10, 1.0)).outcome == DoesNotVary);
        ParamValues words;
        for (int i = 0; i < 10; ++i)
            words.texts.push_back("word " + std::to_string(i));
        QVERIFY(paramImportance(words, other).outcome == AllDifferent);
    }

    // The same for a param and its logarithm, as for learning rates.
    void importanceIsThatOfRanks()
    {
        ParamValues rate, logarithm;
        for (const double value : sample) {
            rate.numbers.push_back(std::pow(10.0, -value));
            logarithm.numbers.push_back(-value);
        }
        const auto a = paramImportance(rate, other), b = paramImportance(logarithm, other);
        QCOMPARE(a.strength, b.strength);
        QCOMPARE(a.information, b.information);
    }
};

QTEST_APPLESS_MAIN(TestCardStatistics)
#include "test_card_statistics.moc"
