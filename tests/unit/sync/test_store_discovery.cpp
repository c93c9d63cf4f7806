#include "services/sync/store_discovery.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

// A home folder with what engineers leave in theirs.
class Home
{
public:
    QString path(const QString& relative) const { return folder_.filePath(relative); }
    std::string address(const QString& relative) const { return path(relative).toStdString(); }

    void write(const QString& relative, const QByteArray& content) const
    {
        QDir().mkpath(QFileInfo(path(relative)).path());
        QFile file(path(relative));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void database(const QString& relative) const
    {
        write(relative, QByteArray("SQLite format 3\0", 16) + QByteArray(4080, '\0'));
    }
    std::vector<StoreCandidate> discover(const std::string& uri = {},
                                         DiscoveryLimits limits = {}) const
    {
        return discoverStores({{folder_.path().toStdString()}, uri}, limits, {});
    }

private:
    QTemporaryDir folder_;
};

bool has(const std::vector<StoreCandidate>& found, StoreCandidate::Kind kind,
         const std::string& address)
{
    return std::ranges::any_of(found, [&](const StoreCandidate& candidate) {
        return candidate.kind == kind && candidate.address == address;
    });
}

using Kind = StoreCandidate::Kind;

} // namespace

// What the first start offers.
class TestStoreDiscovery : public QObject
{
    Q_OBJECT

private slots:
    void everyKindOfStoreIsFound()
    {
        const Home home;
        home.database(QStringLiteral("mlflow.db"));
        home.database(QStringLiteral("thesis/vision/mlflow.db"));
        home.write(QStringLiteral("thesis/mlruns/0/meta.yaml"), "name: Default\n");
        home.write(QStringLiteral("tf/logs/train/events.out.tfevents.1700000000.host"), "x");
        home.write(QStringLiteral("tf/logs/validation/events.out.tfevents.1700000001.host"), "x");
        const auto found = home.discover({}, {.depth = 3});
        QVERIFY(has(found, Kind::MlflowDatabase,
                    "sqlite:///" + home.address(QStringLiteral("mlflow.db"))));
        QVERIFY(has(found, Kind::MlflowDatabase,
                    "sqlite:///" + home.address(QStringLiteral("thesis/vision/mlflow.db"))));
        QVERIFY(has(found, Kind::MlflowFolder, home.address(QStringLiteral("thesis/mlruns"))));
        QVERIFY(has(found, Kind::TensorBoardFolder, home.address(QStringLiteral("tf/logs"))));
        QCOMPARE(found.size(), std::size_t{4});
        const auto database = std::ranges::find(found, Kind::MlflowDatabase, &StoreCandidate::kind);
        QCOMPARE(database->bytes, 4096);
        QVERIFY(database->lastModified.has_value());
    }

    void whatIsNoStoreIsNotOffered()
    {
        const Home home;
        home.write(QStringLiteral("a/mlflow.db"), "not a database");
        home.write(QStringLiteral("b/mlruns/readme.txt"), "empty");
        home.database(QStringLiteral(".cache/mlflow.db"));
        home.database(QStringLiteral("c/venv/mlflow.db"));
        home.database(QStringLiteral("one/two/three/mlflow.db")); // too deep
        QVERIFY(QFile::link(home.path(QStringLiteral("a")), home.path(QStringLiteral("loop"))));
        QVERIFY(home.discover().empty());
    }

    void theTrackingVariableComesFirst_data()
    {
        QTest::addColumn<QString>("uri");
        QTest::addColumn<int>("kind");
        QTest::newRow("server") << QStringLiteral("http://127.0.0.1:5000")
                                << static_cast<int>(Kind::MlflowServer);
        QTest::newRow("database") << QStringLiteral("sqlite:////data/mlflow.db")
                                  << static_cast<int>(Kind::MlflowDatabase);
        QTest::newRow("folder") << QStringLiteral("file:///data/mlruns")
                                << static_cast<int>(Kind::MlflowFolder);
    }
    void theTrackingVariableComesFirst()
    {
        QFETCH(QString, uri);
        QFETCH(int, kind);
        const Home home;
        home.database(QStringLiteral("mlflow.db"));
        const auto found = home.discover(uri.toStdString());
        QCOMPARE(found.size(), std::size_t{2});
        QVERIFY(found[0].fromEnvironment);
        QCOMPARE(static_cast<int>(found[0].kind), kind);
        QCOMPARE(found[0].address, uri.toStdString());
        QVERIFY(home.discover("postgresql://db/mlflow").size() == 1); // not opened by Binnacle
    }

    void aBigHomeIsLeftAtItsBounds()
    {
        const Home home;
        for (int i = 0; i < 300; ++i)
            QDir().mkpath(home.path(QStringLiteral("d%1/e%1").arg(i)));
        QElapsedTimer clock;
        clock.start();
        (void)home.discover({}, {.folders = 20, .time = std::chrono::milliseconds(100)});
        QVERIFY(clock.elapsed() < 1000);
        std::stop_source stop;
        stop.request_stop();
        home.database(QStringLiteral("mlflow.db"));
        QVERIFY(discoverStores({{home.address(QStringLiteral("."))}, {}}, {}, stop.get_token())
                    .empty());
    }
};

QTEST_GUILESS_MAIN(TestStoreDiscovery)
#include "test_store_discovery.moc"
