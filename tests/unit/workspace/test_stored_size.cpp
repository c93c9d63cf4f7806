#include "services/workspace/history_store.h"
#include "services/workspace/stored_size.h"
#include "tests/unit/workspace/workspace_fixture.h"

using namespace binnacle;
using namespace binnacle::test;

// What a trash full of runs says it takes up.
class TestStoredSize : public QObject
{
    Q_OBJECT

private slots:
    void countsTextInBytesAndMetricsByTheirFortyBytes()
    {
        WorkspaceFixture fixture;
        Run run = wineRun("aaa1");
        run.params = {{"lr", "0.05"}, {"이름", "와인"}}; // 4 and 6 bytes, and 16 for each row
        run.tags = {{"team", "vision"}};                 // 6 bytes and 16
        run.metrics = {{"loss", {1, 2, 0.5}}, {"acc", {1, 2, 0.9}}};
        QVERIFY(fixture.mirror().putRuns(std::vector<Run>{run, wineRun("bbb2")}));
        const std::array rows = {fixture.row("aaa1")};
        const auto size = storedSize(*fixture.workspace, rows, {});
        VERIFY_RESULT(size);
        QCOMPARE(size->runs, 1);
        QCOMPARE(size->points, 0);
        QCOMPARE(size->bytes, 4 + 16 + 6 + 16 + 6 + 16 + 2 * 40);
    }

    void addsUpRunsAndPassesOverWhatIsGone()
    {
        WorkspaceFixture fixture;
        QVERIFY(fixture.mirror().putRuns(std::vector<Run>{wineRun("aaa1"), wineRun("bbb2")}));
        const std::array one = {fixture.row("aaa1")};
        const std::array both = {fixture.row("aaa1"), fixture.row("bbb2"), RunRowId{4711}};
        const auto single = storedSize(*fixture.workspace, one, {});
        const auto all = storedSize(*fixture.workspace, both, {});
        VERIFY_RESULT(single);
        VERIFY_RESULT(all);
        QCOMPARE(all->runs, 2);
        QCOMPARE(all->bytes, 2 * single->bytes);
    }

    void countsEachPointOfAHistory()
    {
        WorkspaceFixture fixture;
        QVERIFY(fixture.mirror().putRuns(std::vector<Run>{wineRun("aaa1")}));
        const std::array rows = {fixture.row("aaa1")};
        const auto before = storedSize(*fixture.workspace, rows, {});
        const std::array wanted = {SeriesToFetch{rows[0], {"aaa1", "loss", {}}, true}};
        std::array<SeriesData, 1> fetched;
        for (int step = 0; step < 10'000; ++step)
            fetched[0].points.push_back({step, step, 1.0 / (1 + step)});
        VERIFY_RESULT(HistoryStore(fixture.workspace).write(wanted, fetched));
        const auto after = storedSize(*fixture.workspace, rows, {});
        VERIFY_RESULT(after);
        QCOMPARE(after->points, 10'000);
        QVERIFY(after->bytes > before->bytes);
    }

    void stopsWhenAsked()
    {
        WorkspaceFixture fixture;
        QVERIFY(fixture.mirror().putRuns(std::vector<Run>{wineRun("aaa1")}));
        const std::array rows = {fixture.row("aaa1")};
        std::stop_source stop;
        stop.request_stop();
        const auto size = storedSize(*fixture.workspace, rows, stop.get_token());
        QVERIFY(!size);
        QCOMPARE(size.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStoredSize)
#include "test_stored_size.moc"
