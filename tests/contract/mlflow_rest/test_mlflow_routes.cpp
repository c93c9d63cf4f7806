// The ways to a real server in a company: through a web proxy, with a certificate of one's own, in
// one of the server's workspaces.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/environment_credentials.h"
#include "services/credentials/memory_credential_store.h"
#include "services/http/http_client.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/common/test_certificates.h"

#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

const QString environment = QStringLiteral("mlflow3");
const char* const variables[] = {"http_proxy",
                                 "https_proxy",
                                 "no_proxy",
                                 "MLFLOW_TRACKING_URI",
                                 "MLFLOW_WORKSPACE",
                                 "MLFLOW_TRACKING_CLIENT_CERT_PATH",
                                 "MLFLOW_TRACKING_SERVER_CERT_PATH"};

// A script that listens at a port; ended with the object.
class Listener
{
public:
    Listener(const QString& script, const QStringList& arguments) : port_(freePort())
    {
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start(python(environment),
                       QStringList{script, QString::number(port_)} + arguments);
        listens_ = QTest::qWaitFor(
            [this] {
                QTcpSocket socket;
                socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port_));
                return socket.waitForConnected(1000);
            },
            30'000);
    }
    ~Listener()
    {
        process_.kill();
        process_.waitForFinished();
    }
    bool listens() const { return listens_; }
    int port() const { return port_; }

private:
    QProcess process_;
    int port_;
    bool listens_ = false;
};

template <class T>
QByteArray why(const Result<T>& result)
{
    return result
               ? QByteArray()
               : (result.error().message + QStringLiteral(" | ") + result.error().detail).toUtf8();
}

QByteArray contentOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestMlflowRoutes : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanup();
    void throughAProxyThatKnowsTheName();
    void aProxyThatAsksForALogin();
    void aProxyThatIsNotThere();
    void aCertificateOfOnesOwn();
    void theWorkspaceOfTheEnvironment();

private:
    Result<std::vector<Experiment>> experimentsAt(const std::string& address,
                                                  const Credentials& credentials = {})
    {
        const auto store = std::make_shared<MemoryCredentialStore>();
        (void)store->write(address, credentials);
        MlflowRestBackend backend(address, store, impatient());
        return backend.experiments({});
    }
    static HttpOptions impatient()
    {
        HttpOptions options;
        options.retries = 0;
        return options;
    }

    QTemporaryDir folder_;
    std::unique_ptr<MlflowServer> server_;
    TestCertificates certificates_;
};

void TestMlflowRoutes::initTestCase()
{
    cleanup();
    MlflowServer::Options options;
    options.environment = environment;
    options.folder = folder_.path();
    options.variables = {QStringLiteral("MLFLOW_SERVER_ALLOWED_HOSTS=*")};
    options.arguments = {QStringLiteral("--enable-workspaces")};
    auto server = MlflowServer::start(options);
    QVERIFY2(server, why(server));
    server_ = std::move(*server);
    const auto made =
        makeCertificates(folder_.path(), QStringLiteral("DNS:mlflow.test,IP:127.0.0.1"));
    QVERIFY2(made, why(made));
    certificates_ = *made;
}

void TestMlflowRoutes::cleanup()
{
    for (const char* name : variables)
        qunsetenv(name);
}

// Only the proxy can resolve “mlflow.test”; http is passed on, https tunnelled.
void TestMlflowRoutes::throughAProxyThatKnowsTheName()
{
    const auto log = folder_.filePath(QStringLiteral("proxy.log"));
    const Listener proxy(QStringLiteral(BINNACLE_HTTP_PROXY), {log});
    QVERIFY(proxy.listens());
    const auto plain = "http://mlflow.test:" + std::to_string(server_->port());
    const auto alone = experimentsAt(plain);
    QVERIFY(!alone); // without the proxy nobody knows the name
    QCOMPARE(alone.error().kind, Error::Kind::Network);

    const auto address = QByteArray("http://127.0.0.1:") + QByteArray::number(proxy.port());
    qputenv("http_proxy", address);
    qputenv("https_proxy", address);
    const auto experiments = experimentsAt(plain);
    QVERIFY2(experiments, why(experiments));
    QCOMPARE(experiments->at(0).name, std::string("Default"));
    QVERIFY(contentOf(log).contains("POST http://mlflow.test"));

    const Listener tls(
        QStringLiteral(BINNACLE_TLS_PROXY),
        {QString::number(server_->port()), certificates_.certificateFile, certificates_.keyFile});
    QVERIFY(tls.listens());
    Credentials trust;
    trust.caFile = certificates_.caFile.toStdString();
    const auto tunnelled =
        experimentsAt("https://mlflow.test:" + std::to_string(tls.port()), trust);
    QVERIFY2(tunnelled, why(tunnelled));
    QVERIFY(contentOf(log).contains("CONNECT mlflow.test:"));

    // This machine is never asked for through a proxy, and no_proxy is kept to.
    const auto before = contentOf(log).size();
    QVERIFY(experimentsAt(server_->address()));
    qputenv("no_proxy", "mlflow.test");
    QVERIFY(!experimentsAt(plain));
    QCOMPARE(contentOf(log).size(), before);
}

void TestMlflowRoutes::aProxyThatAsksForALogin()
{
    const auto log = folder_.filePath(QStringLiteral("guarded.log"));
    const Listener proxy(QStringLiteral(BINNACLE_HTTP_PROXY),
                         {log, QStringLiteral("ann:s3cret-of-the-proxy")});
    QVERIFY(proxy.listens());
    const auto plain = "http://mlflow.test:" + std::to_string(server_->port());
    const auto at = ":" + std::to_string(proxy.port());
    for (const auto& variable : {"http://127.0.0.1" + at, "http://ann:wrong@127.0.0.1" + at}) {
        qputenv("http_proxy", QByteArray::fromStdString(variable));
        const auto refused = experimentsAt(plain);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Auth);
        QVERIFY2(refused.error().message.contains(QStringLiteral("proxy")), why(refused));
        QVERIFY(!why(refused).contains("wrong"));
    }
    qputenv("http_proxy",
            QByteArray::fromStdString("http://ann:s3cret-of-the-proxy@127.0.0.1" + at));
    const auto experiments = experimentsAt(plain);
    QVERIFY2(experiments, why(experiments));
}

void TestMlflowRoutes::aProxyThatIsNotThere()
{
    qputenv("http_proxy", "http://127.0.0.1:1");
    const auto refused = experimentsAt("http://mlflow.test:5000");
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Network);
    QVERIFY2(refused.error().message.contains(QStringLiteral("proxy")), why(refused));
    qputenv("http_proxy", "http://no-such-proxy.invalid:3128");
    const auto unknown = experimentsAt("http://mlflow.test:5000");
    QVERIFY(!unknown);
    QVERIFY2(unknown.error().message.contains(QStringLiteral("proxy")), why(unknown));
}

void TestMlflowRoutes::aCertificateOfOnesOwn()
{
    const Listener tls(QStringLiteral(BINNACLE_TLS_PROXY),
                       {QString::number(server_->port()), certificates_.certificateFile,
                        certificates_.keyFile, certificates_.caFile});
    QVERIFY(tls.listens());
    const auto address = "https://127.0.0.1:" + std::to_string(tls.port());
    Credentials trust;
    trust.caFile = certificates_.caFile.toStdString();
    const auto stranger = experimentsAt(address, trust);
    QVERIFY(!stranger);
    QCOMPARE(stranger.error().kind, Error::Kind::Auth);
    QVERIFY2(stranger.error().message.contains(QStringLiteral("certificate")), why(stranger));

    // As MLflow's client takes it: one PEM file with certificate and key.
    const auto own = folder_.filePath(QStringLiteral("client.pem"));
    QFile file(own);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(contentOf(certificates_.certificateFile) + contentOf(certificates_.keyFile));
    file.close();
    qputenv("MLFLOW_TRACKING_URI", QByteArray::fromStdString(address));
    qputenv("MLFLOW_TRACKING_SERVER_CERT_PATH", certificates_.caFile.toUtf8());
    qputenv("MLFLOW_TRACKING_CLIENT_CERT_PATH", own.toUtf8());
    MlflowRestBackend backend(address, std::make_shared<EnvironmentCredentials>(), impatient());
    const auto experiments = backend.experiments({});
    QVERIFY2(experiments, why(experiments));

    trust.clientCertFile = "/no/such/client.pem";
    const auto missing = experimentsAt(address, trust);
    QVERIFY(!missing);
    QVERIFY2(missing.error().message.contains(QStringLiteral("client certificate")), why(missing));
}

// Experiments of two workspaces under one server, told apart by the header of MLFLOW_WORKSPACE.
void TestMlflowRoutes::theWorkspaceOfTheEnvironment()
{
    HttpClient client{HttpOptions()};
    const auto post = [&](const std::string& path, const std::string& body, bool inTeam) {
        auto request = HttpRequest::postJson(server_->address() + path, body, false);
        if (inTeam)
            request.headers.push_back({"X-MLFLOW-WORKSPACE", "team-a"});
        const auto answer = client.send(std::move(request), {});
        return answer && answer->ok();
    };
    QVERIFY(post("/api/3.0/mlflow/workspaces", R"({"name":"team-a"})", false));
    QVERIFY(post("/api/2.0/mlflow/experiments/create", R"({"name":"of team a"})", true));

    const auto names = [this] {
        QStringList list;
        const auto experiments = experimentsAt(server_->address());
        if (experiments) {
            for (const auto& experiment : *experiments)
                list << QString::fromStdString(experiment.name);
        }
        return list;
    };
    QCOMPARE(names(), QStringList{QStringLiteral("Default")});
    qputenv("MLFLOW_WORKSPACE", "team-a");
    QVERIFY(names().contains(QStringLiteral("of team a")));
    MlflowRestBackend backend(server_->address(), std::make_shared<MemoryCredentialStore>());
    const auto probe = backend.probe({});
    QVERIFY2(probe, why(probe));
    QVERIFY2(probe->product.ends_with(", workspace team-a"), probe->product.c_str());
    qputenv("MLFLOW_WORKSPACE", "no-such-team");
    const auto nowhere = experimentsAt(server_->address());
    QVERIFY(!nowhere);
    QVERIFY2(nowhere.error().message.contains(QStringLiteral("no-such-team")), why(nowhere));
}

QTEST_GUILESS_MAIN(TestMlflowRoutes)
#include "test_mlflow_routes.moc"
