#include "tests/unit/data/data_files.h"

#include "services/data/column_pairs.h"
#include "services/data/sorted_numbers.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <random>

using namespace binnacle;

// Two datasets column by column, as drift needs them: all values, in order.
class TestColumnPairs : public QObject
{
    Q_OBJECT
private slots:
    void numbersAreSortedAsTheStandardLibraryDoes()
    {
        std::mt19937_64 source(7);
        std::normal_distribution<double> normal(0, 1e3);
        std::vector<double> scratch;
        for (const std::size_t size : {0U, 1U, 100U, 5000U, 200000U}) {
            std::vector<double> values(size);
            for (auto& value : values)
                value = source() % 10 == 0 ? static_cast<double>(source() % 5) : normal(source);
            if (size > 100) {
                values[3] = std::numeric_limits<double>::max();
                values[7] = -std::numeric_limits<double>::max();
                values[9] = std::numeric_limits<double>::denorm_min();
                values[11] = -1e-300;
            }
            auto expected = values;
            std::ranges::sort(expected);
            sortNumbers(values, scratch);
            QVERIFY(values == expected);
        }
        std::vector<double> equal(100000, 4.5);
        sortNumbers(equal, scratch);
        QCOMPARE(std::ranges::count(equal, 4.5), 100000);
    }

    void everyValueOfBothSidesArrives()
    {
        const DataFiles files;
        files.copy("r.parquet", "SELECT CASE WHEN i % 10 = 0 THEN NULL WHEN i % 10 = 1 THEN "
                                "'NaN'::DOUBLE ELSE (i * 7919) % 50000 END AS x, i::INTEGER AS k, "
                                "'c' || (i % 3) AS s, i % 2 = 0 AS f, [i] AS l, i AS only_here "
                                "FROM range(50000) t(i)");
        files.copy("c.parquet", "SELECT i * 0.5 AS x, (i % 7)::BIGINT AS k, CASE WHEN i % 4 > 0 "
                                "THEN 'c' || (i % 4) END AS s, true AS f, [i] AS l FROM "
                                "range(1000) t(i)");
        const auto reference = files.open("r.parquet");
        const auto current = files.open("c.parquet");
        QVERIFY(reference && current);
        for (const std::uint64_t memory : {1ULL, 1'000'000'000ULL}) {
            PairOptions options;
            options.memory = memory;
            std::vector<ColumnPair> pairs;
            double progress = 0;
            options.progress = [&](double share) { progress = share; };
            const auto read = readColumnPairs(
                *reference, *current, options, [&](std::span<ColumnPair> batch) -> Result<void> {
                    std::ranges::move(batch, std::back_inserter(pairs));
                    return {};
                });
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(progress, 1.0);
            QCOMPARE(pairs.size(), 4U);
            QCOMPARE(pairs[0].reference.size(), 40000U);
            QCOMPARE(pairs[0].referenceMissing, 10000);
            QVERIFY(std::ranges::is_sorted(pairs[0].reference));
            QCOMPARE(pairs[0].current.back(), 499.5);
            QCOMPARE(pairs[1].reference.back(), 49999.0);
            QCOMPARE(
                pairs[2].categories,
                (std::vector<CategoryCount>{
                    {"c0", 16667, 0}, {"c1", 16667, 250}, {"c2", 16666, 250}, {"c3", 0, 250}}));
            QCOMPARE(pairs[2].currentMissing, 250);
            QCOMPARE(pairs[3].categories,
                     (std::vector<CategoryCount>{{"false", 25000, 0}, {"true", 25000, 1000}}));
        }
        PairOptions one;
        one.columns = {"only_here"};
        const auto none = [](std::span<ColumnPair>) -> Result<void> { return {}; };
        QCOMPARE(readColumnPairs(*reference, *current, one, none).error().kind,
                 Error::Kind::NotFound);
        std::stop_source source;
        source.request_stop();
        PairOptions stopped;
        stopped.stop = source.get_token();
        QCOMPARE(readColumnPairs(*reference, *current, stopped, none).error().kind,
                 Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestColumnPairs)
#include "test_column_pairs.moc"
