// How a real server is entered: its basic-auth app, and TLS with a private authority.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/common/test_certificates.h"

#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

Credentials login(const char* user, const char* password)
{
    Credentials credentials;
    credentials.kind = Credentials::Kind::Basic;
    credentials.user = user;
    credentials.secret = password;
    return credentials;
}

void environments()
{
    QTest::addColumn<QString>("environment");
    for (const char* name : {"mlflow3", "mlflow2"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

} // namespace

class TestMlflowAccess : public QObject
{
    Q_OBJECT
private slots:
    void basicAuthLetsInWithALogin_data() { environments(); }
    void basicAuthLetsInWithALogin();
    void tlsWithAPrivateAuthority();
};

void TestMlflowAccess::basicAuthLetsInWithALogin()
{
    QFETCH(QString, environment);
    const QTemporaryDir folder;
    MlflowServer::Options options;
    options.environment = environment;
    options.folder = folder.path();
    options.arguments = {QStringLiteral("--app-name"), QStringLiteral("basic-auth")};
    // 2.22 has the first password of its documentation, which 3.17 refuses: it wants one in a
    // variable.
    const char* password = environment == u"mlflow2" ? "password1234" : "of a test, 17 letters";
    options.variables = {QStringLiteral("MLFLOW_FLASK_SERVER_SECRET_KEY=only for this test"),
                         QStringLiteral("MLFLOW_AUTH_ADMIN_PASSWORD=") + QLatin1String(password)};
    const auto server = MlflowServer::start(options);
    QVERIFY2(server, qPrintable(server ? QString() : server.error().message));

    const auto store = std::make_shared<MemoryCredentialStore>();
    MlflowRestBackend backend((*server)->address(), store);
    const auto refused = backend.experiments({});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Auth);
    QVERIFY2(refused.error().message.contains(u"asks for a login"),
             qPrintable(refused.error().message));

    QVERIFY(store->write((*server)->address(), login("admin", "not the password")));
    QCOMPARE(backend.experiments({}).error().kind, Error::Kind::Auth);

    // The same backend, with the right login from now on.
    QVERIFY(store->write((*server)->address(), login("admin", password)));
    const auto experiments = backend.experiments({});
    QVERIFY2(experiments, qPrintable(experiments ? QString() : experiments.error().message));
    QCOMPARE(experiments->at(0).name, std::string("Default"));
}

void TestMlflowAccess::tlsWithAPrivateAuthority()
{
    const QTemporaryDir folder;
    const auto certificates = makeCertificates(folder.path(), QStringLiteral("IP:127.0.0.1"));
    QVERIFY2(certificates, qPrintable(certificates ? QString() : certificates.error().message));
    MlflowServer::Options options;
    options.folder = folder.path();
    const auto server = MlflowServer::start(options);
    QVERIFY2(server, qPrintable(server ? QString() : server.error().message));
    const int port = freePort();
    QProcess proxy;
    proxy.start(python(options.environment),
                {QStringLiteral(BINNACLE_TLS_PROXY), QString::number(port),
                 QString::number((*server)->port()), certificates->certificateFile,
                 certificates->keyFile});
    QVERIFY(QTest::qWaitFor(
        [&] {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port));
            return socket.waitForConnected(1000);
        },
        30'000));

    const auto address = "https://127.0.0.1:" + std::to_string(port);
    const auto store = std::make_shared<MemoryCredentialStore>();
    MlflowRestBackend stranger(address, store);
    const auto refused = stranger.probe({});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Auth);
    QVERIFY(refused.error().message.contains(u"CA file"));

    Credentials trust;
    trust.caFile = certificates->caFile.toStdString();
    QVERIFY(store->write(address, trust));
    MlflowRestBackend backend(address, store);
    const auto probe = backend.probe({});
    QVERIFY2(probe, qPrintable(probe ? QString() : probe.error().message));
    QVERIFY(probe->product.starts_with("MLflow 3."));
    const auto experiments = backend.experiments({});
    QVERIFY(experiments);
    QCOMPARE(experiments->at(0).name, std::string("Default"));
    proxy.kill();
    proxy.waitForFinished();
}

QTEST_GUILESS_MAIN(TestMlflowAccess)
#include "test_mlflow_access.moc"
