#include "tests/unit/data/data_files.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

using namespace binnacle;

// The engine in the process: types, streams, cancel, memory, and what it may touch.
class TestDuckDbEngine : public QObject
{
    Q_OBJECT
private slots:
    void typesArriveAsIntegersNumbersAndTexts()
    {
        const DataFiles files;
        const auto row = rowOf(
            *files.engine(),
            "SELECT true, 200::UTINYINT, -5::TINYINT, 70000::INTEGER, 9007199254740993, "
            "18446744073709551615::UBIGINT, 0.25::FLOAT, 1.5::DOUBLE, 12.34::DECIMAL(9,2), "
            "'한글', DATE '2024-02-29', TIMESTAMP '2024-01-01 10:00:00', [1, 2], {'a': 1}, NULL");
        QVERIFY2(row, row ? "" : qPrintable(row.error().detail));
        QCOMPARE(row->at(0).toInteger(), 1);
        QCOMPARE(row->at(1).toInteger(), 200);
        QCOMPARE(row->at(2).toInteger(), -5);
        QCOMPARE(row->at(3).toInteger(), 70000);
        QCOMPARE(row->at(4).toInteger(), 9007199254740993);
        QCOMPARE(row->at(5).toNumber(), 18446744073709551615.0);
        QCOMPARE(row->at(6).toNumber(), 0.25);
        QCOMPARE(row->at(7).toNumber(), 1.5);
        QCOMPARE(row->at(8).toNumber(), 12.34);
        QCOMPARE(row->at(9).toText(), std::string("한글"));
        QCOMPARE(row->at(10).toText(), std::string("2024-02-29"));
        QCOMPARE(row->at(11).toText(), std::string("2024-01-01 10:00:00"));
        QCOMPARE(row->at(12).toText(), std::string("[1, 2]"));
        QCOMPARE(row->at(13).toText(), std::string("{'a': 1}"));
        QVERIFY(row->at(14).isNull());
    }

    void columnsAreDescribedWithoutRunningTheQuery()
    {
        const DataFiles files;
        const auto columns = files.engine()->describe(
            "SELECT 1 AS a, 1.5::DECIMAL(18,3) AS \"b c\", ['x'] AS d, DATE '2024-01-01' AS e "
            "FROM range(1000000000000)");
        QVERIFY(columns.has_value());
        QCOMPARE(columns->at(0), (DataColumn{"a", "INTEGER", ColumnKind::Integer}));
        QCOMPARE(columns->at(1), (DataColumn{"b c", "DECIMAL(18,3)", ColumnKind::Number}));
        QCOMPARE(columns->at(2), (DataColumn{"d", "VARCHAR[]", ColumnKind::Nested}));
        QCOMPARE(columns->at(3), (DataColumn{"e", "DATE", ColumnKind::Date}));
    }

    void aStreamKeepsTheOrderAndEndsWhereItsReaderHasEnough()
    {
        const DataFiles files;
        std::int64_t next = 0;
        const auto done = files.engine()->stream(
            "SELECT i FROM range(300000) t(i) ORDER BY i", [&](const DataChunk& chunk) {
                for (const auto value : chunk.columns[0].integers)
                    if (value == next)
                        ++next;
                return next < 100000;
            });
        QVERIFY(done.has_value());
        QVERIFY(next >= 100000 && next < 300000);
        QCOMPARE(rowOf(*files.engine(), "SELECT 7")->at(0).toInteger(), 7);
    }

    void aStopRequestEndsALongQueryWithinHalfASecond()
    {
        const DataFiles files;
        std::stop_source source;
        QElapsedTimer timer;
        std::jthread asker([&] {
            std::this_thread::yield();
            timer.start();
            source.request_stop();
        });
        const auto row = rowOf(*files.engine(),
                               "SELECT sum(hash(a.range + b.range)) FROM range(1000000) a, "
                               "range(1000000) b",
                               {source.get_token(), {}});
        QVERIFY(!row);
        QCOMPARE(row.error().kind, Error::Kind::Cancelled);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(rowOf(*files.engine(), "SELECT 7")->at(0).toInteger(), 7);
    }

    void errorsSayWhatIsWrongInOneLine()
    {
        const DataFiles files;
        const auto missing = rowOf(*files.engine(), "SELECT no_such FROM range(1)");
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, Error::Kind::Invalid);
        QVERIFY(missing.error().message.contains(QLatin1String("no_such")));
        QVERIFY(!missing.error().message.contains(QLatin1Char('\n')));
        QVERIFY(!files.engine()->execute("THIS IS NO SQL"));
        QCOMPARE(files.engine()->describe("SELECT * FROM '/nowhere/x.csv'").error().kind,
                 Error::Kind::NotFound);
    }

    void moreThanTheMemoryGoesToTheScratchFolder()
    {
        const auto engine =
            DuckDbEngine::open({.memoryLimit = 150'000'000, .threads = 2, .scratch = {}});
        QVERIFY(engine.has_value());
        const auto row = rowOf(**engine, "SELECT count(*), min(a), max(a) FROM (SELECT DISTINCT "
                                         "md5(i::VARCHAR) AS a FROM range(4000000) t(i))");
        QVERIFY2(row, row ? "" : qPrintable(row.error().detail));
        QCOMPARE(row->at(0).toInteger(), 4000000);
    }

    void aSealedEngineReadsOnlyWhatItMay()
    {
        const DataFiles files;
        const auto open = files.write("open.csv", "a\n1\n");
        const auto closed = files.write("closed.csv", "a\n2\n");
        QVERIFY(files.engine()->seal(std::vector{open}, {}));
        QCOMPARE(rowOf(*files.engine(), "SELECT a FROM '" + open + "'")->at(0).toInteger(), 1);
        QVERIFY(!rowOf(*files.engine(), "SELECT a FROM '" + closed + "'"));
        QVERIFY(!files.engine()->execute("COPY (SELECT 1) TO '" + files.path("new.csv") + "'"));
        QVERIFY(!files.engine()->execute("SET enable_external_access = true"));
        QVERIFY(rowOf(*files.engine(), "SELECT count(*) FROM (SELECT md5(i::VARCHAR) m FROM "
                                       "range(200000) t(i) ORDER BY m)"));
    }
};

QTEST_GUILESS_MAIN(TestDuckDbEngine)
#include "test_duckdb_engine.moc"
