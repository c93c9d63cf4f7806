#include "tests/unit/data/data_files.h"

#include "services/data/profile/profile_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace binnacle;

namespace {

Dataset of(const DataFiles& files, const std::string& query)
{
    files.copy("p.parquet", query);
    auto data = files.open("p.parquet");
    if (!data)
        qFatal("%s", qPrintable(data.error().detail));
    return *data;
}

ColumnProfile first(const Dataset& data)
{
    auto profile = profileDataset(data);
    if (!profile)
        qFatal("%s", qPrintable(profile.error().detail));
    return profile->columns.at(0);
}

bool close(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

// Edge cases of a column's profile; that the numbers are pandas' is a contract test.
class TestDatasetProfile : public QObject
{
    Q_OBJECT
private slots:
    void aLargeColumnsQuantilesAreExact()
    {
        const DataFiles files;
        // 0, 1, 2, … 99,999 times a constant, out of order: numpy.quantile is known by hand.
        const auto profile = first(of(files, "SELECT ((i * 7919) % 100000) * 0.5 AS x FROM "
                                             "range(100000) t(i)"));
        QCOMPARE(profile.distinct, 100000);
        QVERIFY(profile.distinctExact);
        for (const auto& [share, value] : profile.quantiles)
            QVERIFY2(close(value, share * 99999 * 0.5),
                     qPrintable(QString::number(value, 'g', 17)));
        QCOMPARE(profile.histogram.size(), profileHistogramBins);
        QVERIFY(close(*profile.mean, 24999.75));
        QCOMPARE(profile.outliers->low + profile.outliers->high, 0);
    }

    void aBinThatHoldsNearlyAllIsResolved()
    {
        const DataFiles files;
        // 100,000 values in 0 … 1 and one at 1e12: all of them fall into one narrow bin.
        const auto profile = first(of(files, "SELECT CASE WHEN i = 5 THEN 1e12 ELSE i / 1e5 END AS "
                                             "x FROM range(100001) t(i)"));
        QVERIFY(close(profile.quantiles.at(0.5), 0.50001 - 0.0 + 0.0) ||
                close(profile.quantiles.at(0.5), 0.50001));
        QCOMPARE(profile.outliers->high, 1);
    }

    void numbersThatAreNone()
    {
        const DataFiles files;
        const auto profile = first(of(files, "SELECT unnest([1.0, 2.0, NULL, 'NaN'::DOUBLE, "
                                             "'Infinity'::DOUBLE, '-Infinity'::DOUBLE]) AS x"));
        QCOMPARE(profile.rows, 6);
        QCOMPARE(profile.missing, 2);
        QCOMPARE(profile.nan, 1);
        QCOMPARE(profile.infinite, 2);
        QCOMPARE(*profile.min, 1.0);
        QCOMPARE(*profile.max, 2.0);
        QCOMPARE(*profile.mean, 1.5);
        QCOMPARE(profile.quantiles.at(0.5), 1.5);
    }

    void constantsEmptinessAndOneRow()
    {
        const DataFiles files;
        const auto constant = first(of(files, "SELECT 3.5 AS x FROM range(10)"));
        QVERIFY(constant.isConstant());
        QCOMPARE(*constant.std, 0.0);
        const auto empty = first(of(files, "SELECT 1.5 AS x FROM range(0)"));
        QCOMPARE(empty.rows, 0);
        QVERIFY(!empty.min && !empty.mean && empty.quantiles.empty());
        const auto missing = first(of(files, "SELECT NULL::DOUBLE AS x FROM range(10)"));
        QCOMPARE(missing.missing, 10);
        QCOMPARE(missing.distinct, 0);
        const auto one = first(of(files, "SELECT 7 AS x"));
        QVERIFY(!one.std && *one.mean == 7.0);
        const auto untyped = first(of(files, "SELECT NULL AS x FROM range(3)"));
        QCOMPARE(untyped.missing, 3);
    }

    void hugeAndTinyNumbers()
    {
        const DataFiles files;
        const auto huge = first(of(files, "SELECT unnest([1e308, -1e308, 1e-300]) AS x"));
        QCOMPARE(*huge.min, -1e308);
        QCOMPARE(*huge.max, 1e308);
        QCOMPARE(huge.quantiles.at(0.5), 1e-300);
        const auto tiny = first(of(files, "SELECT i * 1e-300 AS x FROM range(10000) t(i)"));
        QVERIFY(close(tiny.quantiles.at(0.5) * 1e300, 4999.5));
        const auto many =
            first(of(files, "SELECT CASE WHEN i = 7 THEN 1e308 WHEN i = 8 THEN -1e308 "
                            "ELSE i::DOUBLE END AS x FROM range(20000) t(i)"));
        QCOMPARE(*many.max, 1e308);
        QVERIFY(std::abs(many.quantiles.at(0.5) - 10000) < 2);
    }

    void largeWholeNumbersKeepTheirDigits()
    {
        const DataFiles files;
        const auto data = of(files, "SELECT unnest([9007199254740993, 4]) AS id");
        const auto json = profileJson(*profileDataset(data));
        QCOMPARE(json[u"columns"][0][u"max"].toString(), QStringLiteral("9007199254740993"));
        QCOMPARE(json[u"columns"][0][u"min"].toDouble(), 4.0);
    }

    void textsDatesBooleansDecimalsAndNestedTypes()
    {
        const DataFiles files;
        const auto data = of(
            files, "SELECT unnest(['b', '한글', '', NULL, 'b']) AS s, "
                   "unnest([true, false, NULL, true, true]) AS f, "
                   "unnest([DATE '2024-01-01', DATE '2024-01-03', NULL, DATE '2024-01-02', DATE "
                   "'2024-01-02']) AS d, unnest([1.10, 2.20, 3.30, NULL, 4.40])::DECIMAL(9,2) AS "
                   "m, unnest([[1], [1], [2, 3], NULL, []]) AS l");
        const auto profile = profileDataset(data);
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
        const auto& text = profile->columns[0];
        QCOMPARE(text.distinct, 3);
        QCOMPARE(text.empty, 1);
        QCOMPARE(text.missing, 1);
        QCOMPARE(text.topValues[0], (ValueCount{"b", 2}));
        QCOMPARE(*text.lengths, (TextLengths{0, 2, 1.0}));
        const auto& flag = profile->columns[1];
        QCOMPARE(flag.distinct, 2);
        QCOMPARE(*flag.mean, 0.75);
        const auto& date = profile->columns[2];
        QCOMPARE(date.minText, std::string("2024-01-01"));
        QCOMPARE(timeText(date.quantiles.at(0.5), ColumnKind::Date), std::string("2024-01-02"));
        QVERIFY(close(*profile->columns[3].mean, 2.75));
        QCOMPARE(profile->columns[4].distinct, 3);
        const auto table = profileTable(data);
        QVERIFY2(table, table ? "" : qPrintable(table.error().detail));
        QCOMPARE(table->duplicateRows, std::optional<std::int64_t>(0));
    }

    void duplicatesAndCorrelations()
    {
        const DataFiles files;
        const auto data = of(files, "SELECT i % 100 AS a, (i % 100) * -2 AS b, 1 AS c FROM "
                                    "range(1000) t(i)");
        const auto table = profileTable(data);
        QVERIFY(table.has_value());
        QCOMPARE(table->duplicateRows, std::optional<std::int64_t>(900));
        QCOMPARE(table->correlated, (std::vector<std::string>{"a", "b", "c"}));
        QVERIFY(close(table->correlation[1], -1.0));
        QVERIFY(std::isnan(table->correlation[2]));
    }

    void visibleColumnsComeFirstAndAStopEndsIt()
    {
        const DataFiles files;
        const auto data = of(files, "SELECT i AS a, i AS b, i AS c FROM range(1000) t(i)");
        std::vector<std::string> order;
        ProfileOptions options;
        options.columns = {"c", "a"};
        options.column = [&](const ColumnProfile& profile) {
            order.push_back(profile.column.name);
        };
        QVERIFY(profileDataset(data, options).has_value());
        QCOMPARE(order, (std::vector<std::string>{"c", "a"}));
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        QCOMPARE(profileDataset(data, options).error().kind, Error::Kind::Cancelled);
    }

    void aProfileIsReadBackAsItWasWritten()
    {
        const DataFiles files;
        const auto data = of(
            files, "SELECT i AS id, i / 3.0 AS x, 9007199254740993 + i AS big, ['a', '한', "
                   "''][1 + i % 3] AS s, TIMESTAMP '2024-01-31 14:05:00.25' + to_days(i::INTEGER) "
                   "AS t, DATE '1969-12-30' + i::INTEGER AS d, i % 2 = 0 AS b, NULL::INTEGER AS "
                   "n, 1 AS c, [i] AS l FROM range(100) t(i)");
        auto profile = *profileDataset(data);
        profile.table = *profileTable(data);
        const auto written = QJsonDocument(profileJson(profile)).toJson(QJsonDocument::Compact);
        const auto read = readProfileJson(written.toStdString());
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(QJsonDocument(profileJson(*read)).toJson(QJsonDocument::Compact), written);
        for (std::size_t i = 0; i < profile.columns.size(); ++i) {
            QCOMPARE(read->columns[i].column, profile.columns[i].column);
            QCOMPARE(read->columns[i].min, profile.columns[i].min);
            QCOMPARE(read->columns[i].quantiles, profile.columns[i].quantiles);
            QCOMPARE(read->columns[i].topValues, profile.columns[i].topValues);
        }
        QVERIFY(!readProfileJson("[]") && !readProfileJson("{\"columns\": [{}]}"));
    }
};

QTEST_GUILESS_MAIN(TestDatasetProfile)
#include "test_dataset_profile.moc"
