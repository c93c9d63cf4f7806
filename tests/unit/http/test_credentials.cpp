#include "services/credentials/address_credentials.h"
#include "services/credentials/credential_chain.h"
#include "services/credentials/environment_credentials.h"
#include "services/credentials/keychain_credential_store.h"
#include "services/credentials/memory_credential_store.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace binnacle;

namespace {

using Variables = std::map<std::string, std::string>;

EnvironmentCredentials environment(Variables variables)
{
    return EnvironmentCredentials(
        [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        });
}

// A keychain that fails in one way.
class BrokenKeychain : public CredentialStore
{
public:
    explicit BrokenKeychain(Error::Kind kind) : kind_(kind) {}
    Result<Credentials> read(const std::string&, std::stop_token) override
    {
        return failure(kind_, QStringLiteral("broken"));
    }
    Result<void> write(const std::string&, const Credentials&) override
    {
        return failure(kind_, QStringLiteral("broken"));
    }
    Result<void> remove(const std::string&) override { return {}; }

private:
    Error::Kind kind_;
};

} // namespace

class TestCredentials : public QObject
{
    Q_OBJECT
private slots:
    void memoryKeepsEachAddressApart();
    void theEnvironmentIsForItsOwnServerOnly();
    void userAndPasswordWinOverAToken();
    void anAddressMayHoldTheLogin();
    void theCredentialsFileIsRead();
    void tlsVariables();
    void theChainFallsBackToTheEnvironment();
    void aSessionWithoutAKeychainSaysSo();
};

void TestCredentials::memoryKeepsEachAddressApart()
{
    MemoryCredentialStore store;
    Credentials login;
    login.kind = Credentials::Kind::Bearer;
    login.secret = "t";
    QVERIFY(store.write("http://a", login));
    QCOMPARE(*store.read("http://a", {}), login);
    QCOMPARE(*store.read("http://b", {}), Credentials{});
    QVERIFY(store.remove("http://a"));
    QCOMPARE(*store.read("http://a", {}), Credentials{});
}

void TestCredentials::theEnvironmentIsForItsOwnServerOnly()
{
    auto store = environment({{"MLFLOW_TRACKING_URI", "https://MLflow.example.org:443/team/"},
                              {"MLFLOW_TRACKING_TOKEN", "t0ken"}});
    const auto own = store.read("https://mlflow.example.org/team", {});
    QVERIFY(own->kind == Credentials::Kind::Bearer);
    QCOMPARE(own->secret, std::string("t0ken"));
    for (const char* other :
         {"http://mlflow.example.org/team", "https://mlflow.example.org:8443/team",
          "https://mlflow.example.org/other", "https://mlflow.example.org.evil/team",
          "https://evil/team", ""})
        QCOMPARE(*store.read(other, {}), Credentials{});
    QCOMPARE(*environment({{"MLFLOW_TRACKING_TOKEN", "t"}}).read("http://a", {}), Credentials{});
    QCOMPARE(store.write("x", {}).error().kind, Error::Kind::Unsupported);
}

void TestCredentials::userAndPasswordWinOverAToken()
{
    auto store = environment({{"MLFLOW_TRACKING_URI", "http://a"},
                              {"MLFLOW_TRACKING_USERNAME", "ada"},
                              {"MLFLOW_TRACKING_PASSWORD", "p"},
                              {"MLFLOW_TRACKING_TOKEN", "t"}});
    const auto found = store.read("http://a", {});
    QVERIFY(found->kind == Credentials::Kind::Basic);
    QCOMPARE(found->user, std::string("ada"));
    QCOMPARE(found->secret, std::string("p"));

    auto half = environment({{"MLFLOW_TRACKING_URI", "http://a"},
                             {"MLFLOW_TRACKING_USERNAME", "ada"},
                             {"MLFLOW_TRACKING_TOKEN", "t"}});
    QVERIFY(half.read("http://a", {})->kind == Credentials::Kind::Bearer);
}

void TestCredentials::anAddressMayHoldTheLogin()
{
    const auto found =
        credentialsInAddress("https://ann%40lab:p%3Aw%2Fd@mlflow.example.org:8443/x");
    QVERIFY(found);
    QVERIFY(found->kind == Credentials::Kind::Basic);
    QCOMPARE(found->user, std::string("ann@lab"));
    QCOMPARE(found->secret, std::string("p:w/d"));
    // Written without escapes, as people do.
    QCOMPARE(credentialsInAddress("http://me:p@ss@host")->secret, std::string("p@ss"));
    QCOMPARE(credentialsInAddress("http://token@host/")->user, std::string("token"));
    for (const char* none : {"http://host", "https://host/a@b", "/home/me@here", "sqlite:///a@b.db",
                             "ftp://me:pw@host", ""})
        QVERIFY2(!credentialsInAddress(none), none);
    QCOMPARE(withoutCredentials("https://ann:pw@mlflow.example.org:8443/x?y=1"),
             std::string("https://mlflow.example.org:8443/x?y=1"));

    // As with MLflow's client, those of the address go before the variables.
    auto store = environment({{"MLFLOW_TRACKING_URI", "http://bob:inside@a:5000/"},
                              {"MLFLOW_TRACKING_USERNAME", "ada"},
                              {"MLFLOW_TRACKING_PASSWORD", "p"}});
    const auto login = store.read("http://a:5000", {});
    QCOMPARE(login->user, std::string("bob"));
    QCOMPARE(login->secret, std::string("inside"));
}

void TestCredentials::theCredentialsFileIsRead()
{
    const QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkdir(QStringLiteral(".mlflow")));
    QFile file(home.filePath(QStringLiteral(".mlflow/credentials")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[other]\nmlflow_tracking_username = no\n\n# a comment\n[mlflow]\n"
               "MLFLOW_TRACKING_USERNAME = grace\nmlflow_tracking_password: p=w:d\n");
    file.close();
    auto store =
        environment({{"MLFLOW_TRACKING_URI", "http://a"}, {"HOME", home.path().toStdString()}});
    const auto found = store.read("http://a", {});
    QVERIFY(found->kind == Credentials::Kind::Basic);
    QCOMPARE(found->user, std::string("grace"));
    QCOMPARE(found->secret, std::string("p=w:d"));
}

void TestCredentials::tlsVariables()
{
    auto store = environment({{"MLFLOW_TRACKING_URI", "https://a"},
                              {"MLFLOW_TRACKING_SERVER_CERT_PATH", "/ca.pem"},
                              {"MLFLOW_TRACKING_CLIENT_CERT_PATH", "/client.pem"},
                              {"MLFLOW_TRACKING_INSECURE_TLS", "True"}});
    const auto found = store.read("https://a", {});
    QVERIFY(found->kind == Credentials::Kind::None);
    QCOMPARE(found->caFile, std::string("/ca.pem"));
    QCOMPARE(found->clientCertFile, std::string("/client.pem"));
    QVERIFY(found->insecureTls);
}

void TestCredentials::theChainFallsBackToTheEnvironment()
{
    const auto fallback = std::make_shared<MemoryCredentialStore>();
    Credentials token;
    token.kind = Credentials::Kind::Bearer;
    token.secret = "from the environment";
    QVERIFY(fallback->write("http://a", token));
    const auto keychain = std::make_shared<MemoryCredentialStore>();
    CredentialChain chain(keychain, fallback);
    QCOMPARE(*chain.read("http://a", {}), token);
    Credentials kept = token;
    kept.secret = "from the keychain";
    QVERIFY(chain.write("http://a", kept));
    QCOMPARE(*chain.read("http://a", {}), kept);

    CredentialChain none(std::make_shared<BrokenKeychain>(Error::Kind::Unsupported), fallback);
    QCOMPARE(*none.read("http://a", {}), token);
    CredentialChain locked(std::make_shared<BrokenKeychain>(Error::Kind::Auth), fallback);
    QCOMPARE(locked.read("http://a", {}).error().kind, Error::Kind::Auth);
}

void TestCredentials::aSessionWithoutAKeychainSaysSo()
{
    // No bus to ask on: what a server or a container looks like.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    KeychainCredentialStore store;
    QElapsedTimer timer;
    timer.start();
    Credentials login;
    login.kind = Credentials::Kind::Bearer;
    login.secret = "s3cret-word";
    for (int i = 0; i < 2; ++i) { // the job after a failed one runs as well
        const auto written = store.write("http://a", login);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, Error::Kind::Unsupported);
        QVERIFY(written.error().message.contains(u"no keychain"));
        QVERIFY(written.error().message.contains(u"MLFLOW_TRACKING_TOKEN"));
        QVERIFY(!(written.error().message + written.error().detail).contains(u"s3cret-word"));
        QVERIFY(!store.read("http://a", {}));
    }
    QVERIFY(timer.elapsed() < 30'000);
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "test_credentials.moc"
