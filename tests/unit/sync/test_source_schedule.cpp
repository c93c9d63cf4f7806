#include "services/sync/source_schedule.h"

#include <QTest>

using namespace binnacle;

// When passes are due; times in milliseconds of a clock that the test moves.
class TestSourceSchedule : public QObject
{
    Q_OBJECT

private slots:
    void aSourceNeverSeenStartsWithAFullPass()
    {
        SourceSchedule schedule(false, {});
        schedule.start(100, std::nullopt);
        QVERIFY(schedule.due(100).has_value());
        QVERIFY(schedule.due(100)->full);
    }

    void aRecentFullPassIsNotRepeatedAtStart()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, 9 * 60'000);
        QVERIFY(!schedule.due(0)->full);
        schedule.started(0);
        schedule.ended(1'000, {});
        QVERIFY(!schedule.due(29'999));
        QVERIFY(!schedule.due(30'000)->full);
        QVERIFY(schedule.due(60'000)->full); // the ten minutes are over

        SourceSchedule older(false, {});
        older.start(0, 10 * 60'000);
        QVERIFY(older.due(0)->full);
    }

    void aRunInTrainingIsLookedAtEveryFiveSeconds()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, 0);
        std::int64_t now = 0;
        schedule.started(now);
        schedule.ended(now + 200, {.changed = true, .unfinished = true});
        QCOMPARE(schedule.nextAt(), 5'000);

        // silent for a quarter of an hour: the training crashed
        now = 200 + 15 * 60'000;
        schedule.started(now);
        schedule.ended(now, {.unfinished = true});
        QCOMPARE(schedule.nextAt(), now + 30'000);
        schedule.started(now);
        schedule.ended(now, {.changed = true, .unfinished = true});
        QCOMPARE(schedule.nextAt(), now + 5'000);
    }

    void filesThatTellOfAChangeAreOnlyLookedAt()
    {
        SourceSchedule schedule(true, {});
        schedule.start(0, 0);
        schedule.started(0);
        schedule.ended(0, {.changed = true, .unfinished = true});
        QCOMPARE(schedule.nextAt(), 30'000);
        QVERIFY(schedule.due(30'000)->onlyIfChanged);
        schedule.look();
        QVERIFY(schedule.due(1)->onlyIfChanged);
        schedule.ask(false);
        QVERIFY(!schedule.due(1)->onlyIfChanged);
    }

    void outOfReachItWaitsLongerEachTime()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, 0);
        std::int64_t now = 0;
        std::vector<std::int64_t> waits;
        for (int i = 0; i < 7; ++i) {
            schedule.started(now);
            schedule.ended(now, {.error = Error::Kind::Network});
            waits.push_back(schedule.nextAt() - now);
            QVERIFY(!schedule.due(schedule.nextAt() - 1));
            now = schedule.nextAt();
        }
        QCOMPARE(waits,
                 (std::vector<std::int64_t>{5000, 10'000, 20'000, 40'000, 60'000, 60'000, 60'000}));
        schedule.ask(false); // a person does not wait
        QVERIFY(schedule.due(now - 1).has_value());
        schedule.started(now);
        schedule.ended(now, {});
        QCOMPARE(schedule.nextAt(), now + 30'000);
    }

    void aCancelledPassGoesOnAtItsRegularTime()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, std::nullopt);
        schedule.started(0);
        schedule.ended(1'000, {.error = Error::Kind::Cancelled});
        QVERIFY(!schedule.due(29'000));
        QVERIFY(schedule.due(30'000)->full); // it was not seen whole
    }

    void whatWasLeftGoesOnAtOnce()
    {
        SourceSchedule schedule(true, {});
        schedule.start(0, 0);
        schedule.started(0);
        schedule.ended(9'000, {.more = true});
        QVERIFY(schedule.due(9'000).has_value());
        QVERIFY(!schedule.due(9'000)->onlyIfChanged);
    }

    void aLongHistoryMakesRoom()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, 0);
        schedule.started(0);
        QVERIFY(!schedule.wantsTurn(29'000));
        QVERIFY(schedule.wantsTurn(30'000));
        schedule.started(30'000);
        schedule.look();
        QVERIFY(!schedule.wantsTurn(34'999));
        QVERIFY(schedule.wantsTurn(35'000));
        schedule.started(35'000);
        schedule.ask(true);
        QVERIFY(schedule.wantsTurn(35'000)); // asked for by a person
    }

    void aBigServerIsReadWholeLessOften()
    {
        SourceSchedule schedule(false, {});
        schedule.start(0, std::nullopt);
        schedule.started(0);
        schedule.ended(120'000, {.full = true}); // two minutes
        schedule.started(200'000);
        schedule.ended(200'000, {});
        QVERIFY(!schedule.due(120'000 + 20 * 120'000 - 1)->full);
        QVERIFY(schedule.due(120'000 + 20 * 120'000)->full);
    }
};

QTEST_GUILESS_MAIN(TestSourceSchedule)
#include "test_source_schedule.moc"
