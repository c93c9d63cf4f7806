// Runs deleted for good: at the source and here, or not at all.
#include "services/sync/run_purge.h"
#include "tests/unit/sync/sync_fixture.h"

using namespace binnacle;
using namespace binnacle::testing;

namespace {

struct Lab : SyncFixture
{
    Lab()
    {
        for (const char* id : {"a", "b", "c"})
            backend->addRun(id, {"loss"});
        for (const char* id : {"a", "b"})
            backend->edit(id, [](Run& run) { run.lifecycle = Lifecycle::Deleted; });
        (void)pass(true);
    }
    Result<std::int64_t> purge(const std::vector<RunRowId>& runs)
    {
        return purgeRuns(
            workspace,
            [this](SourceId) -> Result<std::shared_ptr<TrackingBackend>> { return backend; }, runs,
            {});
    }
};

} // namespace

class TestRunPurge : public QObject
{
    Q_OBJECT
private slots:
    void goneAtTheSourceAndHere()
    {
        Lab lab;
        const auto purged = lab.purge({lab.row("a"), lab.row("b")});
        QVERIFY(succeeded(purged));
        QCOMPARE(*purged, 2);
        QVERIFY(!lab.backend->stored("a"));
        QCOMPARE(lab.runCount(), std::size_t{1});
        QVERIFY(succeeded(lab.pass(true)));
        QCOMPARE(lab.runCount(), std::size_t{1});
    }

    void anActiveRunIsKept()
    {
        Lab lab;
        const auto refused = lab.purge({lab.row("a"), lab.row("c"), lab.row("b")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(lab.backend->stored("c") && lab.backend->stored("b"));
        QCOMPARE(lab.runCount(), std::size_t{2}); // what was purged before the refusal stays so
    }

    // Deleted here, while the source was out of reach: its trash does not hold the run yet.
    void aDeletionThatWaitsIsNoDeletionYet()
    {
        Lab lab;
        Edit edit;
        edit.run = lab.row("c");
        edit.kind = Edit::Kind::Delete;
        QVERIFY(succeeded(OutboxStore(lab.workspace).add(edit)));
        QCOMPARE(lab.purge({lab.row("c")}).error().kind, Error::Kind::Conflict);
        QCOMPARE(OutboxStore(lab.workspace).list()->size(), std::size_t{1});
        QVERIFY(succeeded(lab.pass(false)));
        QVERIFY(succeeded(lab.purge({lab.row("c")})));
    }

    void editsOfTheRunGoWithIt()
    {
        Lab lab;
        Edit edit;
        edit.run = lab.row("a");
        edit.kind = Edit::Kind::SetTag;
        edit.key = "review";
        edit.value = "good";
        QVERIFY(succeeded(OutboxStore(lab.workspace).add(edit)));
        QVERIFY(succeeded(lab.purge({lab.row("a")})));
        QVERIFY(OutboxStore(lab.workspace).list()->empty());
        QVERIFY(succeeded(lab.pass(false)));
    }

    void whatTheSourceNoLongerHasGoesHereToo()
    {
        Lab lab;
        lab.backend->purge("a"); // by somebody else
        QVERIFY(succeeded(lab.purge({lab.row("a")})));
        QCOMPARE(lab.runCount(), std::size_t{2});
    }

    void aSourceOutOfReachKeepsAll()
    {
        Lab lab;
        lab.backend->offline = true;
        QCOMPARE(lab.purge({lab.row("a")}).error().kind, Error::Kind::Network);
        QCOMPARE(lab.runCount(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(TestRunPurge)
#include "test_run_purge.moc"
