// Certificates that are not to be trusted, and servers that lead from https to http.

#include "services/http/http_client.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/common/test_certificates.h"
#include "tests/fault/http/fake_server.h"

#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::contract;
using namespace binnacle::fault;

namespace {

// openssl's own server: each file of its folder is a whole HTTP answer.
class TlsServer
{
public:
    explicit TlsServer(const QString& names, int days = 2)
    {
        certificates_ = makeCertificates(folder_.path(), names, days);
        if (!certificates_)
            return;
        port_ = freePort();
        process_.setWorkingDirectory(folder_.path());
        process_.start(QStringLiteral("openssl"),
                       {QStringLiteral("s_server"), QStringLiteral("-quiet"),
                        QStringLiteral("-HTTP"), QStringLiteral("-accept"),
                        QStringLiteral("127.0.0.1:%1").arg(port_), QStringLiteral("-cert"),
                        certificates_->certificateFile, QStringLiteral("-key"),
                        certificates_->keyFile});
        put(QStringLiteral("hello"), "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }
    ~TlsServer()
    {
        process_.kill();
        process_.waitForFinished();
    }
    bool answers()
    {
        return QTest::qWaitFor(
            [this] {
                QTcpSocket socket;
                socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port_));
                return socket.waitForConnected(1000);
            },
            20'000);
    }
    void put(const QString& name, const QByteArray& answer)
    {
        QFile file(folder_.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(answer);
    }
    std::string address() const { return "https://127.0.0.1:" + std::to_string(port_); }
    std::string ca() const { return certificates_->caFile.toStdString(); }

    Result<HttpResponse> get(const std::string& path, const std::string& caFile,
                             bool insecure = false) const
    {
        HttpOptions options;
        options.server = address();
        options.credentials.kind = Credentials::Kind::Bearer;
        options.credentials.secret = "token";
        options.credentials.caFile = caFile;
        options.credentials.insecureTls = insecure;
        options.retries = 0;
        HttpClient client(options);
        return client.send(HttpRequest::get(address() + path), {});
    }

private:
    QTemporaryDir folder_;
    Result<TestCertificates> certificates_ = failure(Error::Kind::Invalid, {});
    QProcess process_;
    int port_ = 0;
};

} // namespace

class TestTlsFaults : public QObject
{
    Q_OBJECT
private slots:
    void aPrivateAuthorityIsTrustedByItsFile();
    void anUnknownAuthorityIsNot();
    void theInsecureSwitchTakesAny();
    void anExpiredCertificate();
    void aCertificateOfAnotherHost();
    void aMissingCaFile();
    void httpInPlaceOfHttps();
    void fromHttpsToHttpIsNotFollowed();
};

void TestTlsFaults::aPrivateAuthorityIsTrustedByItsFile()
{
    TlsServer server(QStringLiteral("IP:127.0.0.1"));
    QVERIFY(server.answers());
    const auto answer = server.get("/hello", server.ca());
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
    QCOMPARE(answer->body, std::string("hello"));
}

void TestTlsFaults::anUnknownAuthorityIsNot()
{
    TlsServer server(QStringLiteral("IP:127.0.0.1"));
    QVERIFY(server.answers());
    const auto answer = server.get("/hello", {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Auth);
    QVERIFY2(answer.error().message.contains(u"authority that this machine does not know"),
             qPrintable(answer.error().message + answer.error().detail));
    QVERIFY(answer.error().message.contains(QString::fromStdString(server.address())));
    QVERIFY(answer.error().message.contains(u"CA file"));
}

void TestTlsFaults::theInsecureSwitchTakesAny()
{
    TlsServer server(QStringLiteral("DNS:elsewhere.example"), -1);
    QVERIFY(server.answers());
    QVERIFY(server.get("/hello", {}, true));
}

void TestTlsFaults::anExpiredCertificate()
{
    TlsServer server(QStringLiteral("IP:127.0.0.1"), -1);
    QVERIFY(server.answers());
    const auto answer = server.get("/hello", server.ca());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::Auth);
    QVERIFY2(answer.error().message.contains(u"has expired"),
             qPrintable(answer.error().message + answer.error().detail));
}

void TestTlsFaults::aCertificateOfAnotherHost()
{
    TlsServer server(QStringLiteral("DNS:elsewhere.example"));
    QVERIFY(server.answers());
    const auto answer = server.get("/hello", server.ca());
    QVERIFY(!answer);
    QVERIFY2(answer.error().message.contains(u"another host name"),
             qPrintable(answer.error().message + answer.error().detail));
}

void TestTlsFaults::aMissingCaFile()
{
    TlsServer server(QStringLiteral("IP:127.0.0.1"));
    QVERIFY(server.answers());
    const auto answer = server.get("/hello", "/nowhere/ca.pem");
    QVERIFY(!answer);
    QVERIFY2(answer.error().message.contains(u"CA file"), qPrintable(answer.error().message));
}

void TestTlsFaults::httpInPlaceOfHttps()
{
    FakeServer plain([](const FakeRequest&, FakeConnection& c) { c.answer(200, "{}"); });
    HttpOptions options;
    options.retries = 0;
    HttpClient client(options);
    const auto answer =
        client.send(HttpRequest::get("https" + plain.address().substr(4) + "/x"), {});
    QVERIFY(!answer);
    QVERIFY2(answer.error().message.contains(u"http://"), qPrintable(answer.error().message));
}

void TestTlsFaults::fromHttpsToHttpIsNotFollowed()
{
    FakeServer plain([](const FakeRequest&, FakeConnection& c) { c.answer(200, "{}"); });
    TlsServer server(QStringLiteral("IP:127.0.0.1"));
    server.put(QStringLiteral("move"), "HTTP/1.0 302 Found\r\nContent-Length: 0\r\nLocation: " +
                                           QByteArray::fromStdString(plain.address()) +
                                           "/\r\n\r\n");
    QVERIFY(server.answers());
    const auto answer = server.get("/move", server.ca());
    QVERIFY(!answer);
    QVERIFY2(answer.error().message.contains(u"not encrypted"), qPrintable(answer.error().message));
    QVERIFY(plain.requests().empty());
}

QTEST_GUILESS_MAIN(TestTlsFaults)
#include "test_tls_faults.moc"
