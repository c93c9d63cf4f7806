// An MLflow server that answers badly, late, too much or not at all: each fault ends in a sentence
// for a person, in time, and what was delivered before stays.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/fault/http/fake_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace binnacle;
using namespace binnacle::fault;
using namespace std::chrono_literals;

namespace {

HttpOptions quickOptions()
{
    HttpOptions options;
    options.connectTimeout = 2s;
    options.stallTimeout = 1s;
    options.totalTimeout = 3s;
    options.retries = 2;
    options.firstPause = 20ms;
    options.longestPause = 2s;
    options.maxResponseBytes = 16 << 20;
    return options;
}

MlflowRestBackend backendAt(const FakeServer& server, HttpOptions options = quickOptions())
{
    return {server.address(), std::make_shared<MemoryCredentialStore>(), options};
}

std::string runJson(const std::string& id)
{
    return R"({"info":{"run_id":")" + id +
           R"(","experiment_id":"1","status":"FINISHED","start_time":1,"lifecycle_stage":"active"}})";
}

RunSink ignoreRuns()
{
    return [](std::vector<Run>) -> Result<void> { return {}; };
}

} // namespace

class TestHttpFaults : public QObject
{
    Q_OBJECT
private slots:
    void retryAfterIsWaitedFor();
    void aLongRetryAfterIsToldInstead();
    void serverErrorsAreTriedAgain_data();
    void serverErrorsAreTriedAgain();
    void aWriteIsNotSentTwice();
    void aSlowAnswerEndsInTime();
    void aDrippingAnswerEndsInTime();
    void aStopEndsAWaitingCall_data();
    void aStopEndsAWaitingCall();
    void aTruncatedBodyIsNoAnswer();
    void aHugeAnswerIsRefused();
    void wrongTypesAreNamed_data();
    void wrongTypesAreNamed();
    void aWebPageIsNoMlflow();
    void statusesHaveSentences_data();
    void statusesHaveSentences();
    void aServerThatDiesWhilePaging();
    void anUnknownHostAndAClosedPort();
    void aDownloadGoesOnWhereItWasCut();
    void aDownloadOfAnotherFileStartsAnew();
    void secretsAreInNoError();
};

void TestHttpFaults::retryAfterIsWaitedFor()
{
    std::atomic<int> calls = 0;
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        if (++calls == 1)
            connection.answer(429, "slow down", "Retry-After: 1\r\n");
        else
            connection.json(R"({"experiments":[{"experiment_id":"7","name":"seven"}]})");
    }));
    auto backend = backendAt(server);
    QElapsedTimer timer;
    timer.start();
    const auto experiments = backend.experiments({});
    QVERIFY2(experiments, qPrintable(experiments ? QString() : experiments.error().message));
    QCOMPARE(experiments->at(0).name, std::string("seven"));
    QVERIFY(timer.elapsed() >= 1000);
    QCOMPARE(calls.load(), 2);
}

void TestHttpFaults::aLongRetryAfterIsToldInstead()
{
    std::atomic<int> calls = 0;
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        ++calls;
        connection.answer(429, "slow down", "Retry-After: 3600\r\n");
    }));
    auto backend = backendAt(server);
    const auto experiments = backend.experiments({});
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Network);
    QVERIFY(experiments.error().message.contains(u"3600 s"));
    QVERIFY(experiments.error().message.contains(QString::fromStdString(server.address())));
    QCOMPARE(calls.load(), 1);
}

void TestHttpFaults::serverErrorsAreTriedAgain_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {500, 502, 503, 504})
        QTest::newRow(QByteArray::number(status)) << status;
}

void TestHttpFaults::serverErrorsAreTriedAgain()
{
    QFETCH(int, status);
    std::atomic<int> calls = 0;
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        ++calls;
        connection.answer(status, "<html>Gateway</html>", "Content-Type: text/html\r\n");
    }));
    auto backend = backendAt(server);
    const auto experiments = backend.experiments({});
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Network);
    QVERIFY(experiments.error().message.contains(QString::number(status)));
    QVERIFY(experiments.error().message.contains(u"on the server"));
    QCOMPARE(calls.load(), 3);
}

void TestHttpFaults::aWriteIsNotSentTwice()
{
    std::atomic<int> calls = 0;
    FakeServer server(afterContact([&](const FakeRequest& request, FakeConnection& connection) {
        calls += request.calls("runs/delete") ? 1 : 0;
        connection.answer(503, "", "Retry-After: 0\r\n");
    }));
    auto backend = backendAt(server);
    QVERIFY(!backend.deleteRun("abc", {}));
    QCOMPARE(calls.load(), 1);
}

void TestHttpFaults::aSlowAnswerEndsInTime()
{
    FakeServer server(afterContact(
        [](const FakeRequest&, FakeConnection& connection) { connection.stall(30'000); }));
    auto options = quickOptions();
    options.retries = 0;
    auto backend = backendAt(server, options);
    QElapsedTimer timer;
    timer.start();
    const auto experiments = backend.experiments({});
    QVERIFY(timer.elapsed() < 6000);
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Network);
    QVERIFY(experiments.error().message.contains(u"did not answer within"));
}

void TestHttpFaults::aDrippingAnswerEndsInTime()
{
    FakeServer server(afterContact([](const FakeRequest&, FakeConnection& connection) {
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        while (connection.write("  "))
            connection.stall(200);
    }));
    auto options = quickOptions();
    options.retries = 0;
    auto backend = backendAt(server, options);
    QElapsedTimer timer;
    timer.start();
    const auto experiments = backend.experiments({});
    QVERIFY(timer.elapsed() < 6000);
    QVERIFY(!experiments);
    QVERIFY(experiments.error().message.contains(u"did not answer within"));
}

void TestHttpFaults::aStopEndsAWaitingCall_data()
{
    QTest::addColumn<bool>("pausing");
    QTest::newRow("while the server is silent") << false;
    QTest::newRow("between two tries") << true;
}

void TestHttpFaults::aStopEndsAWaitingCall()
{
    QFETCH(bool, pausing);
    std::stop_source stop;
    std::atomic<bool> asked = false;
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        if (pausing)
            connection.answer(503, "", "Retry-After: 2\r\n");
        asked = true;
        if (!pausing)
            connection.stall(30'000);
    }));
    auto options = quickOptions();
    options.totalTimeout = options.stallTimeout = 60s;
    auto backend = backendAt(server, options);
    QElapsedTimer sinceStop;
    std::jthread stopper([&] {
        while (!asked)
            std::this_thread::yield();
        sinceStop.start();
        stop.request_stop();
    });
    const auto experiments = backend.experiments(stop.get_token());
    stopper.join();
    QVERIFY2(sinceStop.elapsed() < 500, qPrintable(QString::number(sinceStop.elapsed())));
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Cancelled);
}

void TestHttpFaults::aTruncatedBodyIsNoAnswer()
{
    std::atomic<int> calls = 0;
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        ++calls;
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "Content-Length: 5000\r\n\r\n{\"experiments\":[");
    }));
    auto backend = backendAt(server);
    const auto experiments = backend.experiments({});
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Network);
    QVERIFY(experiments.error().message.contains(u"ended in the middle of an answer"));
    QCOMPARE(calls.load(), 3);
}

void TestHttpFaults::aHugeAnswerIsRefused()
{
    FakeServer server(afterContact([](const FakeRequest&, FakeConnection& connection) {
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        const std::string megabyte(1 << 20, ' ');
        for (int i = 0; i < 100 && connection.write(megabyte); ++i) {
        }
    }));
    auto options = quickOptions();
    options.totalTimeout = 60s;
    auto backend = backendAt(server, options);
    const auto experiments = backend.experiments({});
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Invalid);
    QVERIFY(experiments.error().message.contains(u"more than 16 MB"));
    QVERIFY(experiments.error().message.contains(QString::fromStdString(server.address())));
}

void TestHttpFaults::wrongTypesAreNamed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const char* body, const char* where) {
        QTest::newRow(name) << QByteArray(body) << QString::fromLatin1(where);
    };
    row("a list is an object", R"({"experiments":{"a":1}})", "experiments");
    row("an entry is a number", R"({"experiments":[{"experiment_id":"1"},5]})", "experiments[1]");
    row("an id is a list", R"({"experiments":[{"experiment_id":[]}]})",
        "experiments[0].experiment_id");
    row("a time is a word", R"({"experiments":[{"experiment_id":"1","creation_time":"soon"}]})",
        "experiments[0].creation_time");
    row("a tag has no key", R"({"experiments":[{"experiment_id":"1","tags":[{"value":"x"}]}]})",
        "experiments[0].tags[0].key");
    row("the answer is a list", "[1,2]", "the answer");
    row("half of an answer", R"({"experiments":[{"experiment_id":"1")", "not JSON");
    row("not JSON", "Welcome!", "not JSON");
    row("nothing", "", "not JSON");
}

void TestHttpFaults::wrongTypesAreNamed()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, where);
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        connection.json(body.toStdString());
    }));
    auto backend = backendAt(server);
    const auto experiments = backend.experiments({});
    QVERIFY(!experiments);
    QCOMPARE(experiments.error().kind, Error::Kind::Invalid);
    QVERIFY2(experiments.error().message.contains(where), qPrintable(experiments.error().message));
    QVERIFY(experiments.error().message.contains(u"experiments/search"));
}

void TestHttpFaults::aWebPageIsNoMlflow()
{
    FakeServer server([](const FakeRequest&, FakeConnection& connection) {
        connection.answer(200, "<!doctype html><title>Sign in</title>",
                          "Content-Type: text/html\r\n");
    });
    auto backend = backendAt(server);
    const auto probe = backend.probe({});
    QVERIFY(!probe);
    QCOMPARE(probe.error().kind, Error::Kind::Invalid);
    QVERIFY(probe.error().message.contains(u"web page instead of JSON"));
    QVERIFY(probe.error().message.contains(u"login page"));
}

void TestHttpFaults::statusesHaveSentences_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, int status, const char* body, Error::Kind kind,
                        const char* says) {
        QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind)
                            << QString::fromLatin1(says);
    };
    row("login missing", 401, "You are not authenticated.", Error::Kind::Auth, "asks for a login");
    row("no right", 403, "Permission denied", Error::Kind::Auth, "has not the right");
    row("host check", 403, "Invalid Host header - possible DNS rebinding attack detected",
        Error::Kind::Invalid, "MLFLOW_SERVER_ALLOWED_HOSTS");
    row("no such route", 404, "<html>Not Found</html>", Error::Kind::Unsupported,
        "address is that of an MLflow server");
    row("no such thing", 404,
        R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Run with id=abc not found"})",
        Error::Kind::NotFound, "Run with id=abc not found");
    row("refused", 400, R"({"error_code":"INVALID_PARAMETER_VALUE","message":"Bad filter"})",
        Error::Kind::Invalid, "Bad filter");
    row("code as a number", 400, R"({"error_code":400,"message":"Bad filter"})",
        Error::Kind::Invalid, "Bad filter");
    row("changed meanwhile", 409, R"({"error_code":"RESOURCE_CONFLICT","message":"changed"})",
        Error::Kind::Conflict, "changed");
    row("not implemented", 501, R"({"error_code":"NOT_IMPLEMENTED","message":"no"})",
        Error::Kind::Unsupported, "no");
}

void TestHttpFaults::statusesHaveSentences()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QString, says);
    FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        connection.answer(status, body.toStdString());
    }));
    auto backend = backendAt(server);
    const auto run = backend.run("abc", {});
    QVERIFY(!run);
    QCOMPARE(static_cast<int>(run.error().kind), kind);
    QVERIFY2(run.error().message.contains(says), qPrintable(run.error().message));
    QVERIFY(run.error().message.contains(QString::fromStdString(server.address())));
}

void TestHttpFaults::aServerThatDiesWhilePaging()
{
    std::unique_ptr<FakeServer> server;
    std::atomic<bool> dead = false;
    server = std::make_unique<FakeServer>(
        afterContact([&](const FakeRequest& request, FakeConnection& connection) {
            if (dead)
                return;
            if (request.calls("experiments/search"))
                connection.json(R"({"experiments":[{"experiment_id":"1"}]})");
            else if (request.body.find("page_token") == std::string::npos)
                connection.json(R"({"runs":[)" + runJson("a") + ',' + runJson("b") +
                                R"(],"next_page_token":"more"})");
            else
                dead = true;
        }));
    auto backend = backendAt(*server);
    std::vector<std::string> seen;
    const auto scanned = backend.scanRuns({},
                                          [&](std::vector<Run> runs) -> Result<void> {
                                              for (const auto& run : runs)
                                                  seen.push_back(run.id);
                                              return {};
                                          },
                                          {});
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Network);
    QVERIFY(scanned.error().message.contains(QString::fromStdString(server->address())));
    QCOMPARE(seen, (std::vector<std::string>{"a", "b"}));

    server->stop();
    const auto again = backend.scanRuns({}, ignoreRuns(), {});
    QVERIFY(!again);
    QCOMPARE(again.error().kind, Error::Kind::Network);
    QVERIFY(again.error().message.contains(u"refused the connection"));
}

void TestHttpFaults::anUnknownHostAndAClosedPort()
{
    MlflowRestBackend unknown("http://no-such-host.invalid",
                              std::make_shared<MemoryCredentialStore>(), quickOptions());
    const auto probe = unknown.probe({});
    QVERIFY(!probe);
    QCOMPARE(probe.error().kind, Error::Kind::Network);
    QVERIFY(probe.error().message.contains(u"http://no-such-host.invalid"));
    QVERIFY(probe.error().message.contains(u"is not known"));
}

void TestHttpFaults::aDownloadGoesOnWhereItWasCut()
{
    std::string content;
    for (int i = 0; i < 40'000; ++i)
        content += std::to_string(i) + '\n';
    FakeServer server(afterContact([&](const FakeRequest& request, FakeConnection& connection) {
        const auto range = request.head.find("Range: bytes=");
        const auto from =
            range == std::string::npos ? 0 : std::strtoull(&request.head[range + 13], nullptr, 10);
        std::string head =
            range == std::string::npos ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n";
        if (range != std::string::npos)
            head += "Content-Range: bytes " + std::to_string(from) + '-' +
                    std::to_string(content.size() - 1) + '/' + std::to_string(content.size()) +
                    "\r\n";
        head += "Content-Length: " + std::to_string(content.size() - from) + "\r\n\r\n";
        // 100,000 bytes at a time, then the connection breaks.
        connection.write(head + content.substr(from, 100'000));
    }));
    auto backend = backendAt(server);
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("numbers.txt"));
    QFile begun(path); // a download that was cut by an earlier end of the program
    QVERIFY(begun.open(QIODevice::WriteOnly));
    begun.write(content.data(), 1234);
    begun.close();

    std::int64_t last = 0, total = 0;
    const auto done = backend.downloadArtifact("run", "numbers.txt", path.toStdString(),
                                               [&](TransferProgress progress) {
                                                   QVERIFY(progress.bytesDone >= last);
                                                   last = progress.bytesDone;
                                                   total = progress.bytesTotal;
                                               },
                                               {});
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().toStdString(), content);
    QCOMPARE(last, std::int64_t(content.size()));
    QCOMPARE(total, std::int64_t(content.size()));
    for (const auto& request : server.requests()) {
        if (request.calls("get-artifact"))
            QVERIFY(request.head.find("Range: bytes=") != std::string::npos);
    }

    // The file is complete now: nothing is fetched a second time.
    FakeServer complete(afterContact([&](const FakeRequest&, FakeConnection& connection) {
        connection.answer(416, "",
                          "Content-Range: bytes */" + std::to_string(content.size()) + "\r\n");
    }));
    QVERIFY(backendAt(complete).downloadArtifact("run", "numbers.txt", path.toStdString(), {}, {}));
    QCOMPARE(file.size(), qint64(content.size()));
}

void TestHttpFaults::aDownloadOfAnotherFileStartsAnew()
{
    FakeServer server(afterContact([&](const FakeRequest& request, FakeConnection& connection) {
        if (request.hasHeader("range"))
            connection.answer(416, "", "Content-Range: bytes */3\r\n");
        else
            connection.answer(200, "new");
    }));
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("file"));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("what was there before");
    old.close();
    const auto done = backendAt(server).downloadArtifact("run", "f", path.toStdString(), {}, {});
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("new"));
}

void TestHttpFaults::secretsAreInNoError()
{
    for (const int status : {400, 401, 403, 500}) {
        FakeServer server(afterContact([&](const FakeRequest&, FakeConnection& connection) {
            connection.answer(status, "no");
        }));
        const auto store = std::make_shared<MemoryCredentialStore>();
        Credentials login;
        login.kind = Credentials::Kind::Basic;
        login.user = "ada";
        login.secret = "s3cret-word";
        QVERIFY(store->write(server.address(), login));
        MlflowRestBackend backend(server.address(), store, quickOptions());
        const auto experiments = backend.experiments({});
        QVERIFY(!experiments);
        const auto all = experiments.error().message + experiments.error().detail;
        QVERIFY(!all.contains(u"s3cret-word"));
        QVERIFY(!all.contains(u"YWRhOnMzY3JldC13b3Jk"));
        QVERIFY(server.requests().back().head.find("Authorization: Basic YWRhOnMzY3JldC13b3Jk") !=
                std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestHttpFaults)
#include "test_http_faults.moc"
