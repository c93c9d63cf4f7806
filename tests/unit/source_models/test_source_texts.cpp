#include "models/relative_time.h"
#include "models/source_text.h"
#include "models/sync_status.h"

#include <QDir>
#include <QTest>

using namespace binnacle;

namespace {
constexpr qint64 minute = 60'000, hour = 60 * minute;

// 2026-11-23 14:00 local time, whatever the zone.
qint64 afternoon()
{
    return QDateTime(QDate(2026, 11, 23), QTime(14, 0)).toMSecsSinceEpoch();
}

SourceState state(SourceState::Reach reach, std::optional<qint64> lastSync)
{
    SourceState made;
    made.reach = reach;
    made.lastSync = lastSync;
    return made;
}
} // namespace

// The words of the status bar.
class TestSourceTexts : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void onlineSourceTellsItsAge()
    {
        Source source;
        source.name = "prod-mlflow";
        QCOMPARE(sourceStatusLine(source,
                                  state(SourceState::Reach::Online, afternoon() - 2 * minute),
                                  afternoon()),
                 QStringLiteral("prod-mlflow, 2 min ago"));
    }

    void offlineSourceTellsSinceWhenAndWhatWaits()
    {
        Source source;
        source.name = "lab-mlflow";
        SourceState offline = state(SourceState::Reach::Offline, afternoon() - 5 * hour);
        offline.offlineSince = QDateTime(QDate(2026, 11, 23), QTime(9, 12)).toMSecsSinceEpoch();
        offline.pendingEdits = 3;
        QCOMPARE(sourceStatusLine(source, offline, afternoon()),
                 QStringLiteral("lab-mlflow, offline since 09:12 · 3 edits waiting"));
    }

    void neverMirroredIsSaid()
    {
        QCOMPARE(sourceStateText(state(SourceState::Reach::Unknown, {}), afternoon()),
                 QStringLiteral("not mirrored yet"));
    }

    void agesInWords_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << qint64(10'000) << QStringLiteral("just now");
        QTest::newRow("a minute") << minute << QStringLiteral("1 min ago");
        QTest::newRow("hours") << 3 * hour << QStringLiteral("3 h ago");
        QTest::newRow("yesterday") << 20 * hour << QStringLiteral("yesterday 18:00");
        QTest::newRow("days") << 3 * 24 * hour << QStringLiteral("3 days ago");
        QTest::newRow("weeks") << 20 * 24 * hour << QStringLiteral("3 Nov");
        QTest::newRow("last year") << 365 * 24 * hour << QStringLiteral("23 Nov 2025");
    }
    void agesInWords()
    {
        QFETCH(qint64, age);
        QFETCH(QString, text);
        QCOMPARE(relativeTime(afternoon() - age, afternoon()), text);
    }

    void durations_data()
    {
        QTest::addColumn<qint64>("duration");
        QTest::addColumn<QString>("text");
        QTest::newRow("ms") << qint64(850) << QStringLiteral("850 ms");
        QTest::newRow("s with tenth") << qint64(4'250) << QStringLiteral("4.2 s");
        QTest::newRow("s") << qint64(52'400) << QStringLiteral("52 s");
        QTest::newRow("min") << 4 * minute << QStringLiteral("4 min");
        QTest::newRow("h") << 80 * minute << QStringLiteral("1 h 20 min");
        QTest::newRow("d") << 76 * hour << QStringLiteral("3 d 4 h");
    }
    void durations()
    {
        QFETCH(qint64, duration);
        QFETCH(QString, text);
        QCOMPARE(durationText(duration), text);
    }

    void namesFromAddresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("name");
        QTest::newRow("host") << QStringLiteral("https://prod-mlflow.example.org/")
                              << QStringLiteral("prod-mlflow");
        QTest::newRow("this machine")
            << QStringLiteral("http://127.0.0.1:5000") << QStringLiteral("127.0.0.1:5000");
        QTest::newRow("home") << QDir::homePath() + QStringLiteral("/mlruns")
                              << QStringLiteral("~/mlruns");
        QTest::newRow("database") << QStringLiteral("sqlite:////srv/team/mlflow.db")
                                  << QStringLiteral("team/mlflow.db");
        QTest::newRow("logs") << QStringLiteral("/data/vision/logs/")
                              << QStringLiteral("vision/logs");
    }
    void namesFromAddresses()
    {
        QFETCH(QString, address);
        QFETCH(QString, name);
        QCOMPARE(suggestedSourceName(address), name);
    }

    void oneJobOfSeveralPasses()
    {
        SyncProgress a;
        a.source = SourceId(1);
        a.phase = SyncProgress::Phase::Histories;
        a.historiesDone = 6000;
        a.historiesTotal = 8000;
        a.secondsLeft = 40;
        SyncProgress b = a;
        b.source = SourceId(2);
        b.historiesDone = 204;
        b.historiesTotal = 2000;
        b.secondsLeft = 12;
        SyncProgress done;
        done.source = SourceId(3);
        done.phase = SyncProgress::Phase::Done;
        const auto name = [](SourceId id) { return QString::number(raw(id)); };
        const JobText job = describeJob({a, b, done}, name);
        QVERIFY(job.active);
        QCOMPARE(job.text, QStringLiteral("Mirroring histories  6,204 of 10,000"));
        QCOMPARE(job.timeLeft, QStringLiteral("40 s left"));
        QCOMPARE(job.fraction, 0.6204);
        QVERIFY(!describeJob({done}, name).active);
    }

    void readingRunsComesBeforeHistories()
    {
        SyncProgress runs;
        runs.phase = SyncProgress::Phase::Runs;
        runs.runsDone = 1200;
        SyncProgress histories;
        histories.phase = SyncProgress::Phase::Histories;
        histories.historiesTotal = 10;
        const JobText job = describeJob({runs, histories}, [](SourceId) { return QString(); });
        QCOMPARE(job.text, QStringLiteral("Reading runs  1,200"));
        QCOMPARE(job.fraction, -1.0);
    }
};

QTEST_GUILESS_MAIN(TestSourceTexts)
#include "test_source_texts.moc"
