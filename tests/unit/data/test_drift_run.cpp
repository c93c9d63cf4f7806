#include "tests/unit/data/data_files.h"

#include "services/data/drift_run.h"

#include <QTest>

#include <cmath>

using namespace binnacle;

// Drift of two datasets over all their rows; the statistics themselves have tests of their own.
class TestDriftRun : public QObject
{
    Q_OBJECT
private slots:
    void whatMovedIsFound()
    {
        const DataFiles files;
        files.copy("r.parquet", "SELECT i::DOUBLE AS x, i::DOUBLE AS y, 'c' || (i % 4) AS s FROM "
                                "range(20000) t(i)");
        files.copy("c.parquet", "SELECT i + 3000.0 AS x, i::DOUBLE AS y, 'c' || (i % 4) AS s FROM "
                                "range(20000) t(i)");
        const auto reference = files.open("r.parquet");
        const auto current = files.open("c.parquet");
        QVERIFY(reference && current);
        DriftRunOptions options;
        options.driftShare = 0.3;
        const auto report = runDrift(*reference, *current, options);
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
        QCOMPARE(report->columns.size(), 3U);
        // All moved by 3000; the population deviation of 0 … n - 1 is sqrt((n² - 1) / 12).
        const double expected = 3000 / std::sqrt((20000.0 * 20000.0 - 1) / 12);
        QCOMPARE(report->columns[0].method, std::string("wasserstein"));
        QVERIFY(std::abs(report->columns[0].statistic - expected) < 1e-9 * expected);
        QVERIFY(report->columns[0].drifted);
        QVERIFY(!report->columns[1].drifted && !report->columns[2].drifted);
        QVERIFY(report->datasetDrift);
        options.columns = {"y"};
        QVERIFY(!runDrift(*reference, *current, options)->datasetDrift);
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        QCOMPARE(runDrift(*reference, *current, options).error().kind, Error::Kind::Cancelled);
    }

    void choicesAreReadWithLineAndColumn()
    {
        const auto options =
            readDriftChoices("drift_share: 0.2\ncolumns:\n  age: {method: ks, threshold: 0.01}\n");
        QVERIFY2(options, options ? "" : qPrintable(options.error().message));
        QCOMPARE(options->driftShare, 0.2);
        QCOMPARE(*options->choices.at("age").method, DriftMethod::KolmogorovSmirnov);
        QCOMPARE(*options->choices.at("age").threshold, 0.01);
        const auto wrong = readDriftChoices("columns:\n  age: {method: magic}\n");
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.contains(QLatin1String("Line 2, column 17")),
                 qPrintable(wrong.error().message));
        QVERIFY(!readDriftChoices("drift_share: much\n"));
        QVERIFY(!readDriftChoices("- a\n"));
    }
};

QTEST_GUILESS_MAIN(TestDriftRun)
#include "test_drift_run.moc"
