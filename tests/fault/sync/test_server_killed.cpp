#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/environment_credentials.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/fault/sync/fault_stores.h"
#include "tests/fault/sync/store_truth.h"

#include <QElapsedTimer>
#include <QTest>

using namespace binnacle;
using namespace binnacle::testing;

// A real MLflow server is killed while it is mirrored, and started again.
class TestServerKilled : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCOMPARE(store_.make(700, 2, 20), QString());
        options_.folder = store_.path(QString());
        startServer();
    }

    void amongTheHistories()
    {
        const QString file = store_.path(QStringLiteral("histories.db"));
        const auto cut =
            pass(file, [](const SyncProgress& progress) { return progress.historiesDone > 0; });
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, Error::Kind::Network);
        QVERIFY2(cut.error().message.contains(QString::number(options_.port)),
                 qPrintable(cut.error().message)); // names the server
        resume(file);
    }

    void amongTheRuns()
    {
        startServer();
        const QString file = store_.path(QStringLiteral("runs.db"));
        const auto cut = pass(file, [](const SyncProgress& progress) {
            return progress.phase == SyncProgress::Phase::Runs;
        });
        QVERIFY(!cut);
        QCOMPARE(cut.error().kind, Error::Kind::Network);
        resume(file);
    }

private:
    void startServer()
    {
        if (server_)
            return;
        auto started = contract::MlflowServer::start(options_);
        QVERIFY2(started.has_value(), started ? "" : qPrintable(started.error().message));
        server_ = std::move(*started);
        options_.port = server_->port();
    }

    // Kills the server at the first report that `when` is true for.
    Result<SyncProgress> pass(const QString& file,
                              const std::function<bool(const SyncProgress&)>& when)
    {
        const auto workspace = Workspace::open(file.toStdString()).value();
        const SourceStore sources(workspace);
        Source source{{}, "server", "mlflow-rest", server_ ? server_->address() : std::string()};
        if (const auto known = sources.find("server"))
            source = *known;
        else
            source.id = sources.add(source).value();
        auto backend = std::make_shared<MlflowRestBackend>(
            source.uri, std::make_shared<EnvironmentCredentials>());
        return MirrorPass(workspace, backend, source)
            .run(true, HistoryMode::All,
                 [&](const SyncProgress& progress) {
                     if (server_ && when && when(progress))
                         server_.reset();
                 },
                 {}, {});
    }

    void resume(const QString& file)
    {
        QVERIFY(!server_);
        startServer();
        const auto done = pass(file, {});
        QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().message));
        QCOMPARE(differenceFromTruth(file.toStdString(), store_.file().toStdString()), QString());
    }

    FaultStore store_;
    contract::MlflowServer::Options options_;
    std::unique_ptr<contract::MlflowServer> server_;
};

QTEST_GUILESS_MAIN(TestServerKilled)
#include "test_server_killed.moc"
