#include "tests/unit/sync/sync_fixture.h"

#include <QElapsedTimer>

#include <algorithm>
#include <thread>

using namespace binnacle;
using namespace binnacle::testing;

// One pass over a source that does what the test says.
class TestMirrorPass : public QObject
{
    Q_OBJECT

private slots:
    void theFirstPassMirrorsEverything()
    {
        SyncFixture lab;
        lab.backend->addRun("a", {"loss", "acc"}, 5);
        lab.backend->addRun("b", {"loss"}, 7);
        const auto done = lab.pass(true);
        QVERIFY(succeeded(done));
        QCOMPARE(done->runsDone, 2);
        QCOMPARE(done->runsChanged, 2);
        QCOMPARE(done->historiesDone, 3);
        QCOMPARE(done->historiesTotal, 3);
        QCOMPARE(done->points, 17);
        QCOMPARE(done->phase, SyncProgress::Phase::Done);
        QCOMPARE(lab.values("b", "loss"), (std::vector<double>{0, 1, 2, 3, 4, 5, 6}));
        QCOMPARE(lab.detail("a").experimentName, std::string("digits"));
        QCOMPARE(lab.state().reach, SourceState::Reach::Online);
        QCOMPARE(lab.state().product, std::string("Scripted 1.0"));
        QVERIFY(SourceStore(lab.workspace).lastFullPass(lab.source.id).value().has_value());
    }

    void aSecondPassWritesNothing()
    {
        SyncFixture lab;
        for (int i = 0; i < 30; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss"});
        QVERIFY(succeeded(lab.pass(true)));
        const auto generation = lab.workspace->generation();
        lab.backend->forgetCalls();
        const auto full = lab.pass(true);
        QVERIFY(succeeded(full));
        QCOMPARE(full->runsChanged, 0);
        QVERIFY(succeeded(lab.pass(false)));
        QCOMPARE(lab.workspace->generation(), generation);
        QVERIFY(lab.backend->fetched().empty());
    }

    void aQuickPassAsksFromTheCursorOn()
    {
        SyncFixture lab;
        lab.backend->addRun("a", {"loss"});
        lab.backend->addRun("b", {"loss"});
        QVERIFY(succeeded(lab.pass(true)));
        lab.backend->addRun("c", {"loss"});
        lab.backend->forgetCalls();
        const auto quick = lab.pass(false);
        QVERIFY(succeeded(quick));
        QCOMPARE(quick->runsDone, 1);
        QCOMPARE(lab.backend->calls(),
                 (std::vector<std::string>{"experiments", "scan since 2", "histories"}));
        QCOMPARE(lab.backend->fetched(), (std::vector<std::string>{"c/loss"}));
    }

    void theCursorIsKeptOnlyAfterItsRuns()
    {
        SyncFixture lab;
        for (int i = 0; i < 9; ++i)
            lab.backend->addRun("run" + std::to_string(i));
        QVERIFY(succeeded(lab.pass(true)));
        const auto cursor = SourceStore(lab.workspace).cursor(lab.source.id).value();
        for (int i = 10; i < 20; ++i)
            lab.backend->addRun("run" + std::to_string(i));
        lab.backend->scanBatch = 4;
        lab.backend->failScanAfter = 1;
        const auto cut = lab.pass(false);
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, Error::Kind::Network);
        QCOMPARE(lab.runCount(), std::size_t{13}); // what had arrived stays
        QCOMPARE(SourceStore(lab.workspace).cursor(lab.source.id).value(), cursor);
        QCOMPARE(lab.state().reach, SourceState::Reach::Offline);
        QCOMPARE(lab.state().message, std::string("The server hung up."));

        lab.backend->failScanAfter = -1;
        QVERIFY(succeeded(lab.pass(false)));
        QCOMPARE(lab.runCount(), std::size_t{19});
        QCOMPARE(lab.state().reach, SourceState::Reach::Online);
    }

    void runsThatAreGoneGoOnlyAfterACompleteScan()
    {
        SyncFixture lab;
        for (const char* id : {"a", "b", "c"})
            lab.backend->addRun(id, {"loss"});
        QVERIFY(succeeded(lab.pass(true)));
        lab.backend->purge("b");
        lab.backend->incomplete = true;
        lab.backend->scanBatch = 1;
        QVERIFY(succeeded(lab.pass(true)));
        QCOMPARE(lab.runCount(), std::size_t{2}); // named by the source as removed
        QCOMPARE(lab.row("b"), RunRowId{});

        lab.backend->failScanAfter = 1; // c is not delivered
        QVERIFY(!lab.pass(true));
        QCOMPARE(lab.runCount(), std::size_t{2});

        lab.backend->failScanAfter = -1;
        lab.backend->incomplete = false;
        lab.backend->purge("a");
        const auto full = lab.pass(true);
        QVERIFY(succeeded(full));
        QCOMPARE(full->runsChanged, 1);
        QCOMPARE(lab.runCount(), std::size_t{1});
    }

    void aRunInTrainingIsFollowedPointByPoint()
    {
        SyncFixture lab;
        lab.backend->addRun("live", {"loss"}, 3, RunStatus::Running);
        QVERIFY(succeeded(lab.pass(true)));
        QCOMPARE(lab.values("live", "loss").size(), std::size_t{3});
        for (int round = 0; round < 5; ++round) {
            lab.backend->log("live", "loss", 10.0 + round);
            const auto pass = lab.pass(false);
            QVERIFY(succeeded(pass));
            QCOMPARE(pass->points, 1); // only what is new
        }
        QCOMPARE(lab.values("live", "loss"), (std::vector<double>{0, 1, 2, 10, 11, 12, 13, 14}));
        lab.backend->finish("live");
        QVERIFY(succeeded(lab.pass(false)));
        lab.backend->forgetCalls();
        QVERIFY(succeeded(lab.pass(false)));
        QVERIFY(lab.backend->fetched().empty());
    }

    // A sync on the command line while the window is open.
    void twoPassesAtOnceDoubleNothing()
    {
        SyncFixture lab;
        lab.backend->addRun("live", {"loss"}, 3, RunStatus::Running);
        QVERIFY(succeeded(lab.pass(true)));
        lab.backend->log("live", "loss", 10);
        bool other = false;
        lab.backend->onSeries = [&](const SeriesRequest&) {
            if (!std::exchange(other, true))
                QVERIFY(succeeded(lab.pass(false))); // reads and writes the same point first
        };
        QVERIFY(succeeded(lab.pass(false)));
        QCOMPARE(lab.values("live", "loss"), (std::vector<double>{0, 1, 2, 10}));
        QCOMPARE(HistoryStore(lab.workspace).countMissing(lab.source.id).value(), 0);
    }

    // A source may log faster than it is read.
    void aHistoryThatGrowsWhileItIsReadDoesNotHoldUpThePass()
    {
        SyncFixture lab;
        for (int i = 0; i < 40; ++i)
            lab.backend->addRun("old" + std::to_string(i), {"loss"});
        lab.backend->addRun("live", {"loss"}, 3, RunStatus::Running);
        QVERIFY(succeeded(lab.pass(true, HistoryMode::None)));
        int looks = 0;
        lab.backend->onSeries = [&](const SeriesRequest& request) {
            if (request.runId == "live" && ++looks < 50) {
                lab.backend->log("live", "loss", looks);
                // the summary is mirrored by another process meanwhile
                (void)MirrorWriter(lab.workspace, lab.source.id)
                    .putRuns({*lab.backend->stored("live")});
            }
        };
        QVERIFY(succeeded(lab.pass(false)));
        QVERIFY(looks <= 2);
        QCOMPARE(lab.values("old0", "loss").size(), std::size_t{3});
    }

    // Whatever the source tells of changes: the run that a person has open is up to date.
    void aRunThatIsLookedAtIsReadByEveryPass()
    {
        SyncFixture lab;
        lab.backend->addRun("open");
        lab.backend->addRun("closed");
        QVERIFY(succeeded(lab.pass(true)));
        for (const char* id : {"open", "closed"})
            lab.backend->editUnseen(id, [](Run& run) { run.tags = {{"review", "good"}}; });
        QVERIFY(succeeded(lab.pass(false)));
        QVERIFY(lab.detail("open").run.tags.empty());
        const auto row = lab.row("open");
        QVERIFY(succeeded(
            lab.pass(false, HistoryMode::All, {}, [&] { return std::vector{row, RunRowId{99}}; })));
        QCOMPARE(lab.detail("open").run.tags, (std::vector<KeyValue>{{"review", "good"}}));
        QVERIFY(lab.detail("closed").run.tags.empty());
        QVERIFY(succeeded(lab.pass(true)));
        QCOMPARE(lab.detail("closed").run.tags.size(), std::size_t{1});
    }

    void historiesOfUrgentRunsComeFirst()
    {
        SyncFixture lab;
        for (int i = 0; i < 3000; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss"}, 2);
        QVERIFY(succeeded(lab.pass(true, HistoryMode::None)));
        const auto first = lab.row("run5");
        const auto second = lab.row("run7");
        std::atomic<bool> opened = false; // a person opens a second run while histories arrive
        lab.backend->onSeries = [&](const SeriesRequest&) {
            if (lab.backend->fetched().size() == 600)
                opened = true;
        };
        QVERIFY(succeeded(lab.pass(false, HistoryMode::All, {}, [&] {
            return opened ? std::vector{second} : std::vector{first};
        })));
        const auto order = lab.backend->fetched();
        QCOMPARE(order.size(), std::size_t{3000}); // each once
        QCOMPARE(order.front(), std::string("run5/loss"));
        const auto at = std::ranges::find(order, "run7/loss") - order.begin();
        QVERIFY2(at > 600 && at < 1200, qPrintable(QString::number(at)));
        QCOMPARE(HistoryStore(lab.workspace).countMissing(lab.source.id).value(), 0);
    }

    void aSeriesThatFailsAloneIsAWarning()
    {
        SyncFixture lab;
        for (int i = 0; i < 100; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss", "acc"});
        lab.backend->brokenSeries = {"run3/loss", "run70/acc", "run71/acc"};
        const auto done = lab.pass(true);
        QVERIFY(succeeded(done));
        QCOMPARE(done->historiesDone, 197);
        QVERIFY(done->message.contains(QStringLiteral("could not be read")));
        QVERIFY(done->message.contains(QStringLiteral("2 more")));
        QCOMPARE(lab.state().message, done->message.toStdString());
        QCOMPARE(lab.state().reach, SourceState::Reach::Online);
        QCOMPARE(HistoryStore(lab.workspace).countMissing(lab.source.id).value(), 3);

        lab.backend->brokenSeries.clear();
        QCOMPARE(lab.pass(false).value().historiesDone, 3);
    }

    void whatArrivedBeforeAFailureStays()
    {
        SyncFixture lab;
        for (int i = 0; i < 900; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss"}, 2);
        lab.backend->onSeries = [&](const SeriesRequest&) {
            if (lab.backend->fetched().size() == 700)
                lab.backend->offline = true;
        };
        const auto cut = lab.pass(true);
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, Error::Kind::Network);
        QCOMPARE(HistoryStore(lab.workspace).countMissing(lab.source.id).value(), 200);
        lab.backend->onSeries = {};
        lab.backend->offline = false;
        lab.backend->forgetCalls();
        QVERIFY(succeeded(lab.pass(false)));
        QCOMPARE(lab.backend->fetched().size(), std::size_t{200});
    }

    void aPauseLeavesTheRestToTheNextPass()
    {
        SyncFixture lab;
        for (int i = 0; i < 1500; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss"}, 1);
        MirrorPass pass(lab.workspace, lab.backend, lab.source);
        pass.setPause([] { return true; });
        const auto first = pass.run(true, HistoryMode::All, {}, {}, {});
        QVERIFY(succeeded(first));
        QVERIFY(first->historiesLeft);
        QVERIFY(first->historiesDone > 0 && first->historiesDone < 1500);
        QCOMPARE(first->historiesTotal, 1500);
        const auto rest = lab.pass(false);
        QVERIFY(succeeded(rest));
        QVERIFY(!rest->historiesLeft);
        QCOMPARE(rest->historiesDone + first->historiesDone, 1500);
    }

    void aStopRequestEndsThePassWithinHalfASecond_data()
    {
        QTest::addColumn<bool>("inScan");
        QTest::newRow("among the run summaries") << true;
        QTest::newRow("among the histories") << false;
    }
    void aStopRequestEndsThePassWithinHalfASecond()
    {
        QFETCH(bool, inScan);
        SyncFixture lab;
        lab.backend->addRun("a", {"loss"});
        (inScan ? lab.backend->hangInScan : lab.backend->hangInHistories) = true;
        std::stop_source stop;
        std::atomic<bool> hanging = false;
        std::vector<SyncProgress::Phase> phases;
        std::optional<Result<SyncProgress>> ended;
        std::thread worker([&] {
            ended = lab.pass(
                true, HistoryMode::All,
                [&](const SyncProgress& progress) {
                    phases.push_back(progress.phase);
                    hanging = true;
                },
                {}, stop.get_token());
        });
        QTRY_VERIFY(hanging);
        QElapsedTimer clock;
        clock.start();
        stop.request_stop();
        worker.join();
        QVERIFY(clock.elapsed() < 500);
        QVERIFY(!*ended);
        QCOMPARE(ended->error().kind, Error::Kind::Cancelled);
        QCOMPARE(phases.back(), SyncProgress::Phase::Cancelled);
        QVERIFY(lab.state().reach != SourceState::Reach::Failed); // nobody's fault
        lab.backend->hangInScan = lab.backend->hangInHistories = false;
        QVERIFY(succeeded(lab.pass(true)));
        QCOMPARE(lab.values("a", "loss").size(), std::size_t{3});
    }

    void progressIsReportedAtMostTenTimesASecond()
    {
        SyncFixture lab;
        for (int i = 0; i < 2000; ++i)
            lab.backend->addRun("run" + std::to_string(i), {"loss"}, 20);
        lab.backend->scanBatch = 10;
        std::vector<SyncProgress> reports;
        QElapsedTimer clock;
        clock.start();
        QVERIFY(succeeded(lab.pass(true, HistoryMode::All, [&](const SyncProgress& progress) {
            reports.push_back(progress);
        })));
        const auto most = clock.elapsed() / 100 + 2; // the first and the last are always told
        QVERIFY2(static_cast<qint64>(reports.size()) <= most,
                 qPrintable(QStringLiteral("%1 > %2").arg(reports.size()).arg(most)));
        QCOMPARE(reports.back().phase, SyncProgress::Phase::Done);
        QCOMPARE(reports.back().points, 40'000);
        QVERIFY(reports.back().bytes >= 40'000 * 24);
        QCOMPARE(reports.back().secondsLeft, 0.0);
        QVERIFY(std::ranges::is_sorted(reports, {}, &SyncProgress::points));
    }

    void withoutHistoriesOnlySummariesAreRead()
    {
        SyncFixture lab;
        lab.backend->addRun("a", {"loss"});
        const auto done = lab.pass(true, HistoryMode::None);
        QVERIFY(succeeded(done));
        QCOMPARE(done->historiesDone, 0);
        QVERIFY(lab.backend->fetched().empty());
    }

    void aSourceOutOfReachIsSaidSo()
    {
        SyncFixture lab;
        lab.backend->addRun("a");
        QVERIFY(succeeded(lab.pass(true)));
        lab.backend->offline = true;
        std::vector<SyncProgress> reports;
        const auto pass = lab.pass(true, HistoryMode::All, [&](const SyncProgress& progress) {
            reports.push_back(progress);
        });
        QVERIFY(!pass);
        QCOMPARE(reports.back().phase, SyncProgress::Phase::Failed);
        QCOMPARE(reports.back().message, QStringLiteral("The server does not answer."));
        QVERIFY(lab.state().offlineSince.has_value());
        QCOMPARE(lab.runCount(), std::size_t{1}); // what was mirrored is still there
    }
};

QTEST_GUILESS_MAIN(TestMirrorPass)
#include "test_mirror_pass.moc"
