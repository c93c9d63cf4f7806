#include "services/sync/sync_service.h"
#include "tests/unit/sync/sync_fixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::testing;

namespace {

// A window's share of the service: the registry, the pools and the service over one lab.
struct Office : SyncFixture
{
    BackendRegistry registry;
    WorkerPools pools;
    std::unique_ptr<SyncService> service;
    std::unique_ptr<QSignalSpy> finished;
    int opened = 0;

    Office()
    {
        registry.add({"scripted", "Scripted", [](const std::string&) { return std::nullopt; },
                      [this](const Source&) -> Result<std::shared_ptr<TrackingBackend>> {
                          ++opened;
                          return std::shared_ptr<TrackingBackend>(backend);
                      }});
    }
    void start()
    {
        service = std::make_unique<SyncService>(workspace, registry, pools);
        finished = std::make_unique<QSignalSpy>(service.get(), &SyncService::passFinished);
        service->start();
    }
    qsizetype passes() const { return finished->count(); }
    bool lastWentWell() const { return finished->last().at(1).toBool(); }
    int callsOf(const std::string& name) const
    {
        const auto calls = backend->calls();
        return static_cast<int>(std::ranges::count_if(
            calls, [&](const std::string& call) { return call.starts_with(name); }));
    }
};

} // namespace

// Sources kept mirrored while a window is open.
class TestSyncService : public QObject
{
    Q_OBJECT

private slots:
    void itMirrorsAtStart()
    {
        Office office;
        office.backend->addRun("a", {"loss"});
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        QVERIFY(office.lastWentWell());
        QCOMPARE(office.values("a", "loss").size(), std::size_t{3});
        QCOMPARE(office.callsOf("scan full"), 1);
        const auto progress = office.service->progress();
        QCOMPARE(progress.size(), std::size_t{1});
        QCOMPARE(progress[0].phase, SyncProgress::Phase::Done);
        QCOMPARE(progress[0].points, 3);
    }

    void aStartSoonAfterIsQuick()
    {
        Office office;
        office.backend->addRun("a");
        QVERIFY(succeeded(office.pass(true)));
        office.backend->forgetCalls();
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        QCOMPARE(office.callsOf("scan full"), 0);
        QCOMPARE(office.callsOf("scan since"), 1);
        office.service->syncNow();
        QTRY_COMPARE(office.callsOf("scan full"), 1);
    }

    void aSourceThatIsAddedIsMirroredAndARemovedOneIsLeftAlone()
    {
        Office office;
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        const auto other =
            SourceStore(office.workspace).add({{}, "other", "scripted", "scripted://other"});
        QVERIFY(succeeded(other));
        QTRY_COMPARE(office.passes(), 2);
        QCOMPARE(office.service->progress().size(), std::size_t{2});
        QVERIFY(succeeded(SourceStore(office.workspace).remove(*other)));
        QTRY_COMPARE(office.service->progress().size(), std::size_t{1});
    }

    void anEditIsSentAtOnce()
    {
        Office office;
        office.backend->addRun("a");
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        Edit edit;
        edit.run = office.row("a");
        edit.kind = Edit::Kind::Rename;
        edit.value = "renamed";
        QVERIFY(succeeded(OutboxStore(office.workspace).add(edit)));
        QTRY_COMPARE(office.backend->stored("a")->name, std::string("renamed"));
        QTRY_VERIFY(OutboxStore(office.workspace).list().value().empty());
    }

    void editsMadeOfflineGoWhenTheSourceIsBack()
    {
        Office office;
        office.backend->addRun("a");
        QVERIFY(succeeded(office.pass(true)));
        office.backend->offline = true;
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        QVERIFY(!office.lastWentWell());
        QCOMPARE(office.finished->last().at(2).toString(),
                 QStringLiteral("The server does not answer."));
        QElapsedTimer sinceFailure;
        sinceFailure.start();
        Edit edit;
        edit.run = office.row("a");
        edit.kind = Edit::Kind::Rename;
        edit.value = "renamed";
        QVERIFY(succeeded(OutboxStore(office.workspace).add(edit)));
        office.backend->offline = false;
        // Found out by the service itself, after its first back-off of 5 s: an edit is no reason to
        // knock at a door that was shut.
        QTRY_COMPARE_WITH_TIMEOUT(office.backend->stored("a")->name, std::string("renamed"),
                                  10'000);
        QVERIFY(sinceFailure.elapsed() > 3000);
    }

    void aChangedFileIsNoticed()
    {
        Office office;
        const QString path = office.folder.filePath(QStringLiteral("store"));
        const auto touch = [&](const char* text) {
            QFile file(path);
            return file.open(QIODevice::Append) && file.write(text) > 0;
        };
        QVERIFY(touch("one"));
        office.backend->watched = {path.toStdString()};
        office.backend->addRun("a");
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        office.backend->forgetCalls();
        office.backend->addRun("b");
        QVERIFY(touch("two"));
        QTRY_COMPARE(office.passes(), 2);
        QCOMPARE(office.callsOf("scan since"), 1);
        QCOMPARE(office.runCount(), std::size_t{2});
    }

    void signalsComeAtMostTenTimesASecond()
    {
        Office office;
        for (int i = 0; i < 3000; ++i)
            office.backend->addRun("run" + std::to_string(i), {"loss"}, 20);
        office.backend->scanBatch = 10;
        office.service =
            std::make_unique<SyncService>(office.workspace, office.registry, office.pools);
        QSignalSpy progress(office.service.get(), &SyncService::progressChanged);
        office.finished =
            std::make_unique<QSignalSpy>(office.service.get(), &SyncService::passFinished);
        QElapsedTimer clock;
        clock.start();
        office.service->start();
        QTRY_COMPARE_WITH_TIMEOUT(office.passes(), 1, 30'000);
        QVERIFY(progress.count() >= 1);
        QVERIFY(progress.count() <= clock.elapsed() / 100 + 1);
        QCOMPARE(progress.last().at(0).value<SyncProgress>().points, 60'000);
    }

    void cancelEndsThePassUnderWay()
    {
        Office office;
        office.backend->addRun("a", {"loss"});
        office.backend->hangInHistories = true;
        office.start();
        QTRY_VERIFY(office.callsOf("histories") == 1);
        QElapsedTimer clock;
        clock.start();
        office.service->cancel();
        QTRY_COMPARE(office.passes(), 1);
        QVERIFY(clock.elapsed() < 500);
        QCOMPARE(office.service->progress().at(0).phase, SyncProgress::Phase::Cancelled);
        office.backend->hangInHistories = false;
        office.service->syncNow(office.source.id);
        QTRY_COMPARE(office.passes(), 2);
        QVERIFY(office.lastWentWell());
    }

    void destructionCancelsAndWaits()
    {
        Office office;
        office.backend->addRun("a", {"loss"});
        office.backend->hangInScan = true;
        office.start();
        QTRY_VERIFY(office.callsOf("scan") == 1);
        QElapsedTimer clock;
        clock.start();
        office.finished.reset();
        office.service.reset();
        QVERIFY(clock.elapsed() < 500);
    }

    void syncNowMakesRoomInALongHistory()
    {
        Office office;
        for (int i = 0; i < 2000; ++i)
            office.backend->addRun("run" + std::to_string(i), {"loss"}, 1);
        std::mutex mutex;
        std::condition_variable goOn;
        bool held = true;
        office.backend->onSeries = [&](const SeriesRequest&) {
            std::unique_lock lock(mutex);
            goOn.wait(lock, [&] { return !held; });
        };
        office.start();
        QTRY_VERIFY(office.callsOf("histories") == 1);
        office.service->syncNow(office.source.id);
        {
            const std::scoped_lock lock(mutex);
            held = false;
        }
        goOn.notify_all();
        QTRY_COMPARE(office.callsOf("scan full"), 2);
        QTRY_COMPARE(office.passes(), 1); // one pass to the person who watches
        const auto progress = office.service->progress().at(0);
        QCOMPARE(progress.historiesDone, 2000);
        QCOMPARE(progress.points, 2000);
    }

    void prioritisedRunsComeFirst()
    {
        Office office;
        for (int i = 0; i < 50; ++i)
            office.backend->addRun("run" + std::to_string(i), {"loss"}, 1);
        QVERIFY(succeeded(office.pass(true, HistoryMode::None)));
        office.service =
            std::make_unique<SyncService>(office.workspace, office.registry, office.pools);
        office.service->prioritise({office.row("run3")});
        office.service->start();
        QTRY_COMPARE(office.backend->fetched().size(), std::size_t{50});
        QCOMPARE(office.backend->fetched().front(), std::string("run3/loss"));
    }

    void theOpenedBackendIsShared()
    {
        Office office;
        office.start();
        QTRY_COMPARE(office.passes(), 1);
        const auto backend = office.service->backend(office.source.id);
        QVERIFY(succeeded(backend));
        QCOMPARE(backend->get(), office.backend.get());
        QCOMPARE(office.opened, 1);
        QCOMPARE(office.service->backend(SourceId{99}).error().kind, Error::Kind::NotFound);
    }

    void aKindThatCanNotBeOpenedIsSaidSo()
    {
        Office office;
        QVERIFY(succeeded(SourceStore(office.workspace).add({{}, "odd", "unheard", "odd://"})));
        office.start();
        QTRY_COMPARE(office.passes(), 2);
        const auto progress = office.service->progress();
        const auto failed =
            std::ranges::find(progress, SyncProgress::Phase::Failed, &SyncProgress::phase);
        QVERIFY(failed != progress.end());
        QVERIFY(failed->message.contains(QStringLiteral("unheard")));
    }
};

QTEST_GUILESS_MAIN(TestSyncService)
#include "test_sync_service.moc"
