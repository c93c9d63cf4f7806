// Secrets in a real Secret Service (GNOME Keyring), on a bus that this test starts: what the
// desktop of a person has.
#include "services/credentials/credential_chain.h"
#include "services/credentials/keychain_credential_store.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/contract/cli/cli_process.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using contract::CliProcess;

namespace {

constexpr const char* secretWord = "s3cret-wörd / with ünicode";

Credentials everything()
{
    Credentials all;
    all.kind = Credentials::Kind::Basic;
    all.user = "ann@lab";
    all.secret = secretWord;
    all.caFile = "/etc/ssl/team.pem";
    all.clientCertFile = "/home/ann/client.pem";
    all.insecureTls = true;
    return all;
}

} // namespace

class TestKeychain : public QObject
{
    Q_OBJECT
private slots:
    // The service makes its first keyring after it has said that it is there.
    void initTestCase()
    {
        QTRY_VERIFY_WITH_TIMEOUT(keychain_.write("https://first.example.org", everything()),
                                 30'000);
        QVERIFY(keychain_.remove("https://first.example.org"));
    }
    void aSecretComesBackAsItWas();
    void eachAddressHasItsOwn();
    void anotherProgramOfThePersonFindsIt();
    void aPasswordInAnAddressGoesThereAndNowhereElse();
    void theKeychainGoesBeforeTheEnvironment();

private:
    KeychainCredentialStore keychain_; // one in a program
};

void TestKeychain::aSecretComesBackAsItWas()
{
    QCOMPARE(*keychain_.read("https://a.example.org", {}), Credentials{});
    const auto written = keychain_.write("https://a.example.org", everything());
    QVERIFY2(written, written ? "" : qPrintable(written.error().message + written.error().detail));
    QCOMPARE(*keychain_.read("https://a.example.org", {}), everything());
    Credentials token;
    token.kind = Credentials::Kind::Bearer;
    token.secret = std::string(4000, 't');
    QVERIFY(keychain_.write("https://a.example.org", token)); // replaced, not added
    QCOMPARE(*keychain_.read("https://a.example.org", {}), token);
    QVERIFY(keychain_.remove("https://a.example.org"));
    QCOMPARE(*keychain_.read("https://a.example.org", {}), Credentials{});
    QVERIFY(keychain_.remove("https://a.example.org")); // nothing there is fine
}

void TestKeychain::eachAddressHasItsOwn()
{
    auto one = everything();
    QVERIFY(keychain_.write("https://a.example.org/one", one));
    auto two = everything();
    two.secret = "other";
    QVERIFY(keychain_.write("https://a.example.org/two", two));
    QCOMPARE(*keychain_.read("https://a.example.org/one", {}), one);
    QCOMPARE(*keychain_.read("https://a.example.org/two", {}), two);
    QCOMPARE(*keychain_.read("https://a.example.org", {}), Credentials{});
}

void TestKeychain::anotherProgramOfThePersonFindsIt()
{
    const QTemporaryDir folder;
    const CliProcess cli(folder.filePath(QStringLiteral("w.db")));
    const auto uri = QStringLiteral("http://127.0.0.1:1/added");
    const auto added =
        cli({QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("lab"), uri});
    QVERIFY2(added.exitCode == 0, added.all());
    QVERIFY(keychain_.write(uri.toStdString(), everything()));
    // Removing the source forgets its secret.
    const auto removed =
        cli({QStringLiteral("source"), QStringLiteral("remove"), QStringLiteral("lab")});
    QVERIFY2(removed.exitCode == 0, removed.all());
    QCOMPARE(*keychain_.read(uri.toStdString(), {}), Credentials{});
}

void TestKeychain::aPasswordInAnAddressGoesThereAndNowhereElse()
{
    const QTemporaryDir folder;
    const CliProcess cli(folder.filePath(QStringLiteral("w.db")));
    const auto added =
        cli({QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("prod"),
             QStringLiteral("http://ann:Pa55-in-address@127.0.0.1:1/x"), QStringLiteral("--json")});
    QVERIFY2(added.exitCode == 0, added.all());
    QVERIFY(!added.all().contains("Pa55"));
    QCOMPARE(added.object()[u"uri"].toString(), QStringLiteral("http://127.0.0.1:1/x"));
    QVERIFY(added.object()[u"password_in_keychain"].toBool());
    const auto kept = keychain_.read("http://127.0.0.1:1/x", {});
    QCOMPARE(kept->user, std::string("ann"));
    QCOMPARE(kept->secret, std::string("Pa55-in-address"));

    // Neither the workspace nor any file of the session's home holds it in the clear.
    for (const auto& root : {folder.path(), qEnvironmentVariable("HOME")}) {
        QDirIterator files(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            QVERIFY2(!file.readAll().contains("Pa55-in-address"), qPrintable(file.fileName()));
        }
    }
}

void TestKeychain::theKeychainGoesBeforeTheEnvironment()
{
    const auto environment = std::make_shared<MemoryCredentialStore>();
    auto other = everything();
    other.secret = "of the environment";
    QVERIFY(environment->write("https://c.example.org", other));
    const std::shared_ptr<CredentialStore> here(&keychain_, [](CredentialStore*) {});
    CredentialChain chain(here, environment);
    QCOMPARE(chain.read("https://c.example.org", {})->secret, std::string("of the environment"));
    QVERIFY(chain.write("https://c.example.org", everything()));
    QCOMPARE(*chain.read("https://c.example.org", {}), everything());
}

// Starts itself again inside the session that keychain_session.sh makes.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("BINNACLE_ON_BUS")) {
        const QTemporaryDir home;
        QProcess session;
        session.setProcessChannelMode(QProcess::ForwardedChannels);
        QStringList arguments{home.path()};
        for (int i = 0; i < argc; ++i)
            arguments << QString::fromLocal8Bit(argv[i]);
        session.start(QStringLiteral(BINNACLE_KEYCHAIN_SESSION), arguments);
        session.waitForFinished(110'000);
        return session.exitStatus() == QProcess::NormalExit ? session.exitCode() : 1;
    }
    const QCoreApplication app(argc, argv);
    TestKeychain test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_keychain.moc"
