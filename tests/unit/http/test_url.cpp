#include "services/http/url.h"

#include "services/http/http_error.h"

#include <QTest>

#include <ctime>

using namespace binnacle;

class TestUrl : public QObject
{
    Q_OBJECT
private slots:
    void plainAddresses_data();
    void plainAddresses();
    void originsAreSchemeHostAndPort();
    void locationsAreResolved();
    void encodingLeavesOnlyUnreserved();
    void retryAfterTakesSecondsAndDates();
};

void TestUrl::plainAddresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("plain"); // empty: refused
    const auto row = [](const char* address, const char* plain) {
        QTest::newRow(address) << QByteArray(address) << QByteArray(plain);
    };
    row("http://localhost:5000", "http://localhost:5000");
    row("http://localhost:5000/", "http://localhost:5000");
    row("https://MLflow.Example.org:443/team/", "https://mlflow.example.org/team");
    row("http://ada:secret@host:80/x", "http://host/x");
    row("http://host:5000/#/experiments/3/runs/abc", "http://host:5000");
    row("http://host/?token=secret", "http://host");
    row("http://[::1]:5000", "http://[::1]:5000");
    row("sqlite:///mlflow.db", "");
    row("/home/ada/mlruns", "");
    row("ftp://host/x", "");
    row("localhost:5000", "");
    row("http://", "");
    row("", "");
}

void TestUrl::plainAddresses()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, plain);
    const auto found = plainAddress(address.toStdString());
    QCOMPARE(QByteArray::fromStdString(found.value_or("")), plain);
    QCOMPARE(found.has_value(), !plain.isEmpty());
}

void TestUrl::originsAreSchemeHostAndPort()
{
    QCOMPARE(originOf("https://Host/a"), originOf("https://host:443/b?c"));
    QVERIFY(originOf("https://host") != originOf("http://host"));
    QVERIFY(originOf("https://host") != originOf("https://host:8443"));
    QVERIFY(originOf("https://host") != originOf("https://host.example"));
    QVERIFY(originOf("https://host@elsewhere") == originOf("https://elsewhere"));
    QVERIFY(!originOf("file:///etc/passwd"));
}

void TestUrl::locationsAreResolved()
{
    const std::string base = "https://host/a/b?c";
    QCOMPARE(resolveLocation(base, "/x").value(), std::string("https://host/x"));
    QCOMPARE(resolveLocation(base, "x?y").value(), std::string("https://host/a/x?y"));
    QCOMPARE(resolveLocation(base, "//other/x").value(), std::string("https://other/x"));
    QCOMPARE(resolveLocation(base, "http://other/x").value(), std::string("http://other/x"));
    QVERIFY(!resolveLocation(base, "javascript:alert(1)"));
    QVERIFY(!resolveLocation(base, "file:///etc/passwd"));
}

void TestUrl::encodingLeavesOnlyUnreserved()
{
    QCOMPARE(percentEncoded("val/top 5 &=?#%+é"),
             std::string("val%2Ftop%205%20%26%3D%3F%23%25%2B%C3%A9"));
    QCOMPARE(percentEncoded("aZ09-._~"), std::string("aZ09-._~"));
}

void TestUrl::retryAfterTakesSecondsAndDates()
{
    HttpResponse response;
    QVERIFY(!retryAfter(response));
    response.headers = {{"retry-after", "7"}};
    QCOMPARE(retryAfter(response)->count(), 7000);
    response.headers = {{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}};
    QCOMPARE(retryAfter(response)->count(), 0);
    response.headers = {{"retry-after", "Fri, 31 Dec 2100 23:59:59 GMT"}};
    QVERIFY(retryAfter(response)->count() > 0);
    response.headers = {{"retry-after", "soon"}};
    QVERIFY(!retryAfter(response));
}

QTEST_GUILESS_MAIN(TestUrl)
#include "test_url.moc"
