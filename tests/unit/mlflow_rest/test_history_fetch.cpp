// Histories from a scripted server that keeps MLflow's limits: 25,000 points in a bulk answer,
// ordered by run and cut; pages of get-history counted from the start.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/fault/http/fake_server.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <map>

using namespace binnacle;
using namespace binnacle::fault;

namespace {

constexpr std::size_t cap = 25'000;

std::vector<std::string> values(const std::string& target, const std::string& name)
{
    std::vector<std::string> result;
    for (auto at = target.find(name + '='); at != std::string::npos;
         at = target.find(name + '=', at + 1)) {
        if (target[at - 1] != '?' && target[at - 1] != '&')
            continue;
        const auto begin = at + name.size() + 1;
        result.push_back(target.substr(begin, target.find('&', begin) - begin));
    }
    return result;
}

std::string point(std::size_t step, const std::string& runId)
{
    return R"({"key":"k","value":)" + std::to_string(step) + R"(.5,"timestamp":)" +
           std::to_string(step) + R"(,"step":)" + std::to_string(step) + R"(,"run_id":")" + runId +
           "\"}";
}

std::string list(const std::vector<std::string>& points, const std::string& more = {})
{
    std::string text = R"({"metrics":[)";
    for (const auto& entry : points)
        text += (text.back() == '[' ? "" : ",") + entry;
    return text + ']' + (more.empty() ? "" : R"(,"next_page_token":")" + more + '"') + '}';
}

struct Store
{
    std::map<std::string, std::size_t> lengths; // of the only metric of each run
    bool bulk = true;
    std::atomic<int> bulkCalls = 0;
    std::atomic<int> pageCalls = 0;
    std::atomic<std::size_t> longestTarget = 0;

    FakeServer::Handler handler()
    {
        return afterContact([this](const FakeRequest& request, FakeConnection& connection) {
            longestTarget = std::max(longestTarget.load(), request.target.size());
            if (request.calls("get-history-bulk"))
                bulkAnswer(request, connection);
            else if (request.calls("get-history"))
                page(request, connection);
        });
    }
    void bulkAnswer(const FakeRequest& request, FakeConnection& connection)
    {
        ++bulkCalls;
        if (!bulk)
            return connection.answer(404, "<html>", "Content-Type: text/html\r\n");
        auto ids = values(request.target, "run_id");
        std::ranges::sort(ids);
        std::vector<std::string> points;
        for (const auto& id : ids) {
            for (std::size_t step = 0; step < lengths[id] && points.size() < cap; ++step)
                points.push_back(point(step, id));
        }
        connection.json(list(points));
    }
    void page(const FakeRequest& request, FakeConnection& connection)
    {
        ++pageCalls;
        const auto id = values(request.target, "run_id").at(0);
        if (!lengths.contains(id))
            return connection.answer(
                404, R"({"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no run"})");
        const auto token = values(request.target, "page_token");
        const auto begin = token.empty() ? 0 : std::stoul(token[0]);
        const auto most = values(request.target, "max_results");
        const auto end =
            std::min(lengths[id], most.empty() ? lengths[id] : begin + std::stoul(most[0]));
        std::vector<std::string> points;
        for (auto step = begin; step < end; ++step)
            points.push_back(point(step, id));
        connection.json(list(points, end < lengths[id] ? std::to_string(end) : ""));
    }
};

std::string runId(int number)
{
    auto id = std::to_string(number);
    return std::string(32 - id.size(), '0') + id;
}

// Every series was delivered once, whole and in order.
void fetchAndCompare(Store& store, const std::vector<SeriesRequest>& requests)
{
    FakeServer server(store.handler());
    MlflowRestBackend backend(server.address(), std::make_shared<MemoryCredentialStore>());
    std::vector<int> delivered(requests.size());
    const auto done = backend.fetchHistories(
        requests,
        [&](SeriesData data) -> Result<void> {
            ++delivered[data.request];
            const auto length = store.lengths[requests[data.request].runId];
            if (data.points.size() != length || data.append)
                return failure(
                    Error::Kind::Invalid,
                    QStringLiteral("%1 points of %2").arg(data.points.size()).arg(length));
            std::ranges::sort(data.points, {}, &MetricPoint::step);
            for (std::size_t i = 0; i < length; ++i) {
                if (data.points[i].step != std::int64_t(i) ||
                    data.points[i].value != double(i) + 0.5)
                    return failure(Error::Kind::Invalid, QStringLiteral("point %1").arg(i));
            }
            return {};
        },
        {});
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    QCOMPARE(std::ranges::count(delivered, 1), std::ptrdiff_t(requests.size()));
}

std::vector<SeriesRequest> requestsOf(const Store& store)
{
    std::vector<SeriesRequest> requests;
    for (const auto& [id, length] : store.lengths)
        requests.push_back({id, "k", {}});
    return requests;
}

} // namespace

class TestHistoryFetch : public QObject
{
    Q_OBJECT
private slots:
    void manyShortSeriesComeInFewCalls();
    void anAnswerThatIsCutIsCompleted();
    void exactlyAsManyPointsAsTheCap();
    void aLongSeriesComesInPages();
    void aServerWithoutBulk();
    void emptyAndMissingSeries();
    void theSameSeriesTwice();
    void aPointLoggedBetweenTwoPages();
};

void TestHistoryFetch::manyShortSeriesComeInFewCalls()
{
    Store store;
    for (int i = 0; i < 1000; ++i)
        store.lengths[runId(i)] = 20;
    fetchAndCompare(store, requestsOf(store));
    QVERIFY2(store.bulkCalls <= 12, qPrintable(QString::number(store.bulkCalls)));
    QCOMPARE(store.pageCalls.load(), 0);
    QVERIFY(store.longestTarget < 4000); // gunicorn takes 4094
}

void TestHistoryFetch::anAnswerThatIsCutIsCompleted()
{
    Store store;
    for (int i = 0; i < 150; ++i)
        store.lengths[runId(i)] = static_cast<std::size_t>((i * 7919) % 3000);
    fetchAndCompare(store, requestsOf(store));
    QVERIFY2(store.bulkCalls + store.pageCalls < 60, qPrintable(QString::number(store.bulkCalls)));
}

void TestHistoryFetch::exactlyAsManyPointsAsTheCap()
{
    Store store;
    for (int i = 0; i < 10; ++i)
        store.lengths[runId(i)] = 2500;
    fetchAndCompare(store, requestsOf(store));
}

void TestHistoryFetch::aLongSeriesComesInPages()
{
    Store store;
    store.lengths = {{runId(1), 60'000}, {runId(2), 5}, {runId(3), 25'000}, {runId(4), 25'001}};
    fetchAndCompare(store, requestsOf(store));
    QVERIFY(store.pageCalls >= 3);
}

void TestHistoryFetch::aServerWithoutBulk()
{
    Store store;
    store.bulk = false;
    for (int i = 0; i < 30; ++i)
        store.lengths[runId(i)] = 10;
    fetchAndCompare(store, requestsOf(store));
    QCOMPARE(store.bulkCalls.load(), 1);
    QCOMPARE(store.pageCalls.load(), 30);
}

void TestHistoryFetch::emptyAndMissingSeries()
{
    Store store;
    store.lengths = {{runId(1), 0}, {runId(2), 3}};
    auto requests = requestsOf(store);
    requests.push_back({runId(77), "k", {}}); // no such run
    fetchAndCompare(store, requests);
    store.bulk = false;
    store.lengths.erase(runId(77));
    fetchAndCompare(store, requests);
}

void TestHistoryFetch::theSameSeriesTwice()
{
    Store store;
    store.lengths = {{runId(1), 4}, {runId(2), 3}};
    auto requests = requestsOf(store);
    requests.push_back({runId(1), "k", {}});
    fetchAndCompare(store, requests);
}

void TestHistoryFetch::aPointLoggedBetweenTwoPages()
{
    // The second page begins with the last point of the first, as it does when a point with an
    // earlier time arrives between the two: the series is read again in one answer.
    std::atomic<int> whole = 0;
    FakeServer server(afterContact([&](const FakeRequest& request, FakeConnection& connection) {
        const auto id = runId(1);
        if (request.calls("bulk"))
            connection.answer(404, "<html>");
        else if (request.calls("page_token"))
            connection.json(list({point(1, id), point(2, id)}));
        else if (request.calls("max_results"))
            connection.json(list({point(0, id), point(1, id)}, "2"));
        else {
            ++whole;
            connection.json(list({point(0, id), point(1, id), point(2, id), point(3, id)}));
        }
    }));
    MlflowRestBackend backend(server.address(), std::make_shared<MemoryCredentialStore>());
    const std::vector<SeriesRequest> requests{{runId(1), "k", {}}};
    std::size_t points = 0;
    QVERIFY(backend.fetchHistories(requests,
                                   [&](SeriesData data) -> Result<void> {
                                       points = data.points.size();
                                       return {};
                                   },
                                   {}));
    QCOMPARE(points, std::size_t(4));
    QCOMPARE(whole.load(), 1);
}

QTEST_GUILESS_MAIN(TestHistoryFetch)
#include "test_history_fetch.moc"
