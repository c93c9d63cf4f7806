// Where a server points elsewhere: credentials stay with the server that they were given for.

#include "services/http/http_client.h"
#include "tests/fault/http/fake_server.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::fault;

namespace {

HttpOptions withToken(const FakeServer& server)
{
    HttpOptions options;
    options.server = server.address();
    options.credentials.kind = Credentials::Kind::Bearer;
    options.credentials.secret = "token-of-the-first";
    options.headers = {{"X-MLFLOW-WORKSPACE", "team"}};
    options.retries = 0;
    return options;
}

} // namespace

class TestRedirects : public QObject
{
    Q_OBJECT
private slots:
    void anotherPortGetsNoCredentials();
    void theSameServerKeepsThem();
    void aPostIsNotSentElsewhere();
    void aCircleEnds();
    void otherSchemesAreRefused();
};

void TestRedirects::anotherPortGetsNoCredentials()
{
    FakeServer other([](const FakeRequest&, FakeConnection& c) { c.answer(200, "file"); });
    FakeServer first([&](const FakeRequest&, FakeConnection& c) {
        c.answer(302, "", "Location: " + other.address() + "/elsewhere\r\n");
    });
    HttpClient client(withToken(first));
    const auto answer = client.send(HttpRequest::get(first.address() + "/file"), {});
    QVERIFY(answer);
    QCOMPARE(answer->body, std::string("file"));
    QVERIFY(first.requests().at(0).hasHeader("authorization"));
    QVERIFY(first.requests().at(0).hasHeader("x-mlflow-workspace"));
    QCOMPARE(other.requests().size(), std::size_t(1));
    QVERIFY(!other.requests().at(0).hasHeader("authorization"));
    QVERIFY(!other.requests().at(0).hasHeader("x-mlflow-workspace"));
    QVERIFY(other.requests().at(0).head.find("token-of-the-first") == std::string::npos);
}

void TestRedirects::theSameServerKeepsThem()
{
    FakeServer server([](const FakeRequest& request, FakeConnection& c) {
        if (request.target == "/here")
            c.answer(307, "", "Location: there?x=1\r\n");
        else
            c.answer(200, request.method + ' ' + request.body);
    });
    HttpClient client(withToken(server));
    const auto answer =
        client.send(HttpRequest::postJson(server.address() + "/here", "{}", true), {});
    QVERIFY(answer);
    QCOMPARE(answer->body, std::string("POST {}"));
    QCOMPARE(server.requests().at(1).target, std::string("/there?x=1"));
    QVERIFY(server.requests().at(1).hasHeader("authorization"));
}

void TestRedirects::aPostIsNotSentElsewhere()
{
    FakeServer other([](const FakeRequest&, FakeConnection& c) { c.answer(200, "{}"); });
    FakeServer first([&](const FakeRequest&, FakeConnection& c) {
        c.answer(308, "", "Location: " + other.address() + "/api\r\n");
    });
    HttpClient client(withToken(first));
    const auto answer =
        client.send(HttpRequest::postJson(first.address() + "/api", "{}", true), {});
    QVERIFY(!answer);
    QVERIFY(answer.error().message.contains(QString::fromStdString(other.address())));
    QVERIFY(answer.error().message.contains(u"address as that of the source"));
    QVERIFY(other.requests().empty());
}

void TestRedirects::aCircleEnds()
{
    FakeServer server(
        [](const FakeRequest&, FakeConnection& c) { c.answer(302, "", "Location: /again\r\n"); });
    HttpClient client(withToken(server));
    const auto answer = client.send(HttpRequest::get(server.address() + "/again"), {});
    QVERIFY(!answer);
    QVERIFY(answer.error().message.contains(u"circle"));
    QCOMPARE(server.requests().size(), std::size_t(6));
}

void TestRedirects::otherSchemesAreRefused()
{
    FakeServer server([](const FakeRequest&, FakeConnection& c) {
        c.answer(302, "", "Location: file:///etc/passwd\r\n");
    });
    HttpClient client(withToken(server));
    const auto answer = client.send(HttpRequest::get(server.address() + "/x"), {});
    QVERIFY(!answer);
    QVERIFY(answer.error().message.contains(u"no web address"));
}

QTEST_GUILESS_MAIN(TestRedirects)
#include "test_redirects.moc"
