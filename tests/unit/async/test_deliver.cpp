#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/result.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

using namespace binnacle;

// Results of blocking work reach the thread that asked, and only those that it still wants.
class TestDeliver : public QObject
{
    Q_OBJECT
private slots:
    void deliversOnTheAskingThread();
    void dropsTheResultWhenTheGuardIsGone();
    void keepsOnlyTheLatest();
    void cancelsWhenDestroyed();
    void carriesErrorsAsValues();
};

void TestDeliver::deliversOnTheAskingThread()
{
    WorkerPools pools;
    const QThread* asking = QThread::currentThread();
    const QThread* worked = nullptr;
    const QThread* received = nullptr;
    deliver(onPool(&pools.readers, [] { return QThread::currentThread(); }), this,
            [&](QThread* thread) {
                worked = thread;
                received = QThread::currentThread();
            });
    QTRY_VERIFY(received != nullptr);
    QCOMPARE(received, asking);
    QVERIFY(worked != asking);
}

void TestDeliver::dropsTheResultWhenTheGuardIsGone()
{
    WorkerPools pools;
    bool received = false;
    bool later = false;
    QSemaphore gate;
    auto guard = std::make_unique<QObject>();
    deliver(onPool(&pools.readers,
                   [&gate] {
                       gate.acquire();
                       return 1;
                   }),
            guard.get(), [&](int) { received = true; });
    guard.reset();
    gate.release();
    deliver(onPool(&pools.readers, [&pools] { return pools.readers.activeThreadCount(); }), this,
            [&](int) { later = true; });
    QTRY_VERIFY(later);
    pools.readers.waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!received);
}

void TestDeliver::keepsOnlyTheLatest()
{
    WorkerPools pools;
    LatestOnly latest;
    QSemaphore gate;
    std::vector<int> received;
    bool firstWasStopped = false;
    latest.run(
        &pools.readers, this,
        [&](std::stop_token stop) {
            gate.acquire();
            firstWasStopped = stop.stop_requested();
            return 1;
        },
        [&](int value) { received.push_back(value); });
    latest.run(
        &pools.readers, this, [](std::stop_token) { return 2; },
        [&](int value) { received.push_back(value); });
    gate.release();
    QTRY_COMPARE(received.size(), 1U);
    pools.readers.waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(received, std::vector<int>{2});
    QVERIFY(firstWasStopped);
    QVERIFY(!latest.busy());
}

void TestDeliver::cancelsWhenDestroyed()
{
    WorkerPools pools;
    QSemaphore started;
    bool stopped = false;
    bool received = false;
    {
        LatestOnly latest;
        latest.run(
            &pools.readers, this,
            [&](std::stop_token stop) {
                started.release();
                while (!stop.stop_requested())
                    QThread::yieldCurrentThread();
                stopped = true;
                return 1;
            },
            [&](int) { received = true; });
        started.acquire();
    }
    pools.readers.waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(stopped);
    QVERIFY(!received);
}

void TestDeliver::carriesErrorsAsValues()
{
    WorkerPools pools;
    std::optional<Error::Kind> kind;
    deliver(onPool(&pools.jobs,
                   []() -> Result<int> { return failure(Error::Kind::Network, QString()); }),
            this, [&](Result<int> result) { kind = result.error().kind; });
    QTRY_VERIFY(kind.has_value());
    QCOMPARE(*kind, Error::Kind::Network);
}

QTEST_GUILESS_MAIN(TestDeliver)
#include "test_deliver.moc"
