#include "tests/unit/data/data_files.h"

#include "services/data/drift_run.h"
#include "services/data/multivariate_run.h"
#include "services/data/window_run.h"

#include <QJsonDocument>
#include <QTest>

#include <cmath>

using namespace binnacle;

// Drift of windows against a reference, and of all numeric columns together; the statistics have
// contracts of their own.
class TestWindowRun : public QObject
{
    Q_OBJECT
private slots:
    void windowsAreThoseOfTheirRows()
    {
        const DataFiles files;
        prepare(files);
        const auto reference = files.open("r.parquet");
        const auto current = files.open("c.parquet");
        QVERIFY(reference && current);
        WindowRunOptions options;
        options.window = {"t", "1 day"};
        const auto found = runDriftOverTime(*reference, *current, options);
        QVERIFY2(found, found ? "" : qPrintable(found.error().message + found.error().detail));
        QCOMPARE(found->windows.size(), 20U);
        QCOMPARE(found->windows[0].name, std::string("2024-03-01"));
        QCOMPARE(found->windows[0].from, 1709251200000.0);
        QCOMPARE(found->windows[0].to - found->windows[0].from, 86400000.0);
        QCOMPARE(found->windows[0].rows, 1440U);
        QCOMPARE(found->outside, 3U);
        QCOMPARE(found->columns.size(), 3U); // not the column that cuts
        // Each window is what a run on its rows alone says.
        files.copy("day.parquet", "SELECT * FROM '" + files.path("c.parquet") +
                                      "' WHERE t >= '2024-03-15' AND t < '2024-03-16'");
        const auto day = files.open("day.parquet");
        const auto alone =
            runDrift(*reference, *day, {{}, choices(*found), 0.5, false, {}, {}, {}, {}});
        QVERIFY(alone);
        for (std::size_t c = 0; c < 3; ++c) {
            const auto& column = found->columns[c];
            QCOMPARE(column.column, alone->columns[c].column);
            QCOMPARE(column.windows[14].statistic, alone->columns[c].statistic);
            QCOMPARE(column.windows[14].drifted, alone->columns[c].drifted);
        }
        // x moves on the eleventh day, in the middle of nothing else.
        QCOMPARE(found->columns[0].method, std::string("wasserstein"));
        QCOMPARE(found->columns[0].changes, std::vector<std::size_t>{10});
        QVERIFY(!found->columns[0].windows[9].drifted && found->columns[0].windows[10].drifted);
        QVERIFY(found->columns[1].changes.empty());
        QCOMPARE(found->columns[2].windows[19].newCategories, std::vector<std::string>{"new"});
    }

    void rowsAndNumbersCutAsWell()
    {
        const DataFiles files;
        prepare(files);
        const auto reference = files.open("r.parquet");
        const auto current = files.open("c.parquet");
        WindowRunOptions options;
        options.columns = {"x"};
        options.window.size = "5000";
        const auto blocks = runDriftOverTime(*reference, *current, options);
        QVERIFY2(blocks, blocks ? "" : qPrintable(blocks.error().detail));
        QCOMPARE(blocks->windows.size(), 6U);
        QCOMPARE(blocks->windows[1].name, std::string("5001 – 10000"));
        QCOMPARE(blocks->windows[5].rows, 28803U - 25000U);
        options.window = {"y", "7200"};
        const auto numbers = runDriftOverTime(*reference, *current, options);
        QVERIFY(numbers);
        QCOMPARE(numbers->windows.size(), 4U);
        QCOMPARE(numbers->windows[3].from, 21600.0);
        options.window = {"t", ""};
        QCOMPARE(runDriftOverTime(*reference, *current, options)->windows.size(), 20U);
        options.window = {"t", "soon"};
        QCOMPARE(runDriftOverTime(*reference, *current, options).error().kind,
                 Error::Kind::Invalid);
        options.window = {"t", "1 s"};
        QCOMPARE(runDriftOverTime(*reference, *current, options).error().kind,
                 Error::Kind::Invalid);
        options.window = {"nowhen", "1d"};
        QCOMPARE(runDriftOverTime(*reference, *current, options).error().kind,
                 Error::Kind::NotFound);
        options.window = {"k", "1d"}; // texts that are no times
        QCOMPARE(runDriftOverTime(*reference, *current, options).error().kind,
                 Error::Kind::Invalid);
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        options.window = {};
        QCOMPARE(runDriftOverTime(*reference, *current, options).error().kind,
                 Error::Kind::Cancelled);
    }

    void theReportIsReadAgain()
    {
        const DataFiles files;
        prepare(files);
        WindowRunOptions options;
        options.window = {"t", "1 week"};
        const auto found =
            runDriftOverTime(*files.open("r.parquet"), *files.open("c.parquet"), options);
        QVERIFY(found);
        const auto json = QJsonDocument(overTimeJson(*found)).toJson();
        const auto again = readOverTime(QJsonDocument::fromJson(json).object());
        QVERIFY(again);
        QCOMPARE(QJsonDocument(overTimeJson(*again)).toJson(), json);
        QVERIFY(again->windows == found->windows);
        auto damaged = overTimeJson(*found);
        damaged.insert(QStringLiteral("windows"), QJsonArray());
        QVERIFY(!readOverTime(damaged));
    }

    // Two columns that keep their distributions and lose their bond.
    void columnsThatPartAreFoundTogether()
    {
        const DataFiles files;
        const std::string noise = "sqrt(-2 * ln(1 - hash(i) % 9973 / 9973.0)) * cos(hash(i + 7) % "
                                  "9967 / 1586.3)";
        files.copy("r.parquet", "SELECT i * 1.0 AS a, i + 50 * " + noise +
                                    " AS b, 5 AS same, CASE WHEN i % 9 = 0 THEN NULL ELSE " +
                                    noise +
                                    " END AS c FROM (SELECT (hash(j) % 4001)::BIGINT AS i "
                                    "FROM range(6000) t(j))");
        files.copy("c.parquet", "SELECT i * 1.0 AS a, 4000 - i + 50 * " + noise +
                                    " AS b, 5 AS same, " + noise +
                                    " AS c FROM (SELECT (hash(j + 9999) % 4001)::BIGINT AS i FROM "
                                    "range(4000) t(j))");
        const auto reference = files.open("r.parquet");
        const auto current = files.open("c.parquet");
        std::vector<double> shares;
        MultivariateOptions options;
        options.progress = [&](double share) { shares.push_back(share); };
        options.classifierRows = 1000;
        const auto found = runMultivariate(*reference, *current, options);
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
        QCOMPARE(found->columns, (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(found->leftOut, std::vector<std::string>{"same"});
        QCOMPARE(found->referenceRows, 6000U);
        QVERIFY(found->reconstruction && found->reconstruction->drifted);
        QVERIFY(found->reconstruction->currentError > 2 * found->reconstruction->referenceError);
        QCOMPARE(found->classifierReference, 1000U);
        QVERIFY(found->classifier);
        QCOMPARE(shares.back(), 1.0);
        const auto same = runMultivariate(*reference, *reference, options);
        QVERIFY(!same->reconstruction->drifted && !same->classifier->drifted);
        const auto json = multivariateJson(*found);
        QCOMPARE(multivariateJson(readMultivariate(json)), json);
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        QCOMPARE(runMultivariate(*reference, *current, options).error().kind,
                 Error::Kind::Cancelled);
        MultivariateOptions wrong;
        wrong.columns = {"d"};
        QCOMPARE(runMultivariate(*reference, *current, wrong).error().kind, Error::Kind::NotFound);
    }

    void emptyAndSingleRowsEnd()
    {
        const DataFiles files;
        files.copy("none.parquet", "SELECT 1.0 AS x, 'a' AS s WHERE false");
        files.copy("one.parquet", "SELECT 1.0 AS x, 'a' AS s");
        const auto none = files.open("none.parquet");
        const auto one = files.open("one.parquet");
        QVERIFY(none && one);
        QVERIFY(!runMultivariate(*none, *one)->reconstruction);
        QVERIFY(!runMultivariate(*one, *one)->reconstruction);
        QVERIFY(!runDriftOverTime(*one, *none, {}));
        const auto windows = runDriftOverTime(*none, *one, {});
        QVERIFY(windows);
        QCOMPARE(windows->columns[0].windows[0].gap, DriftGap::ReferenceEmpty);
        QVERIFY(std::isnan(windows->sharesDrifted[0]));
    }

private:
    static void prepare(const DataFiles& files)
    {
        files.copy("r.parquet",
                   "SELECT TIMESTAMP '2024-01-01' + to_minutes(i) AS t, (hash(i) % 1000) / 10.0 AS "
                   "x, i % 28800 AS y, 'k' || (hash(i) % 4) AS k FROM range(28800) t(i)");
        files.copy("c.parquet",
                   "SELECT TIMESTAMP '2024-03-01' + to_minutes(i) AS t, (hash(i + 5) % 1000) / "
                   "10.0 + CASE WHEN i >= 14400 THEN 40 ELSE 0 END AS x, (hash(i) % 28800)::BIGINT "
                   "AS y, CASE WHEN i > 28700 THEN 'new' ELSE 'k' || (hash(i) % 4) END AS k FROM "
                   "range(28800) t(i) UNION ALL SELECT NULL, 1.0, 1, 'k1' FROM range(3)");
    }

    static std::map<std::string, DriftChoice> choices(const DriftOverTime& found)
    {
        std::map<std::string, DriftChoice> all;
        for (const auto& column : found.columns)
            all[column.column] = {driftMethodOf(column.method), column.threshold, column.type};
        return all;
    }
};

QTEST_GUILESS_MAIN(TestWindowRun)
#include "test_window_run.moc"
