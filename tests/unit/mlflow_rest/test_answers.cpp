// What servers of different versions really send, and how it is read. The bodies follow answers
// of MLflow 2.22 and 3.17.

#include "services/backends/mlflow_rest/answer_json.h"
#include "services/backends/mlflow_rest/answers.h"
#include "services/backends/mlflow_rest/mlflow_rest_kind.h"
#include "services/backends/mlflow_rest/scan_cursor.h"
#include "services/credentials/memory_credential_store.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;
using namespace binnacle::mlflow;

class TestAnswers : public QObject
{
    Q_OBJECT
private slots:
    void bareWordsOfTheBulkEndpoint();
    void quotedWordsLeaveTextsAlone();
    void numbersAsStrings();
    void anUnfinishedRunHasNoEnd();
    void theNameFromTheTagOfOldServers();
    void everyPointOfAModelMetricBecomesTheLatest();
    void missingListsAreEmpty();
    void deepNestingIsNoCrash();
    void cursorsSurviveTheirText();
    void foreignCursorsAreRefused();
    void addressesOfServersAreRecognised();
};

void TestAnswers::bareWordsOfTheBulkEndpoint()
{
    const auto points = bulkHistory(
        R"({"metrics":[{"key":"l","run_id":"a","step":0,"timestamp":5,"value":NaN},
            {"key":"l","run_id":"a","step":1,"timestamp":6,"value":Infinity},
            {"key":"l","run_id":"b","step":2,"timestamp":7,"value":-Infinity},
            {"key":"l","run_id":"b","step":3,"timestamp":8,"value":1.7976931348623157e+308}]})");
    QVERIFY(points);
    QCOMPARE(points->size(), std::size_t(4));
    QVERIFY(std::isnan(points->at(0).point.value));
    QCOMPARE(points->at(1).point.value, std::numeric_limits<double>::infinity());
    QCOMPARE(points->at(2).point.value, -std::numeric_limits<double>::infinity());
    QCOMPARE(points->at(3).point.value, std::numeric_limits<double>::max());
    QCOMPARE(points->at(3).runId, std::string("b"));
    QCOMPARE(points->at(3).point.step, 3);
    QCOMPARE(points->at(3).point.timestamp, 8);
}

void TestAnswers::quotedWordsLeaveTextsAlone()
{
    // Plain literals: moc loses its way in raw ones inside of a macro.
    const std::string body =
        "{\"NaN, \\\"x\\\" \\\\\":NaN,\"b\":[true,null,-Infinity,12],\"c\":\"NaN\"}";
    const std::string quoted =
        "{\"NaN, \\\"x\\\" \\\\\":\"NaN\",\"b\":[true,null,\"-Infinity\",\"12\"],\"c\":\"NaN\"}";
    QCOMPARE(withQuotedWords(body), quoted);
    QCOMPARE(withQuotedWords("{nonsense}"), std::string("{nonsense}"));
    QCOMPARE(withQuotedWords("\"cut"), std::string("\"cut"));
    QCOMPARE(withQuotedWords("\"cut\\"), std::string("\"cut\\"));
}

void TestAnswers::numbersAsStrings()
{
    const auto page = historyPage(
        R"({"metrics":[{"key":"l","value":"0.1","timestamp":"1735689600000","step":"7"},
            {"key":"l","value":"NaN","timestamp":1735689600001.0},
            {"key":"l","value":3,"timestamp":2,"step":-5}]})");
    QVERIFY(page);
    QCOMPARE(page->items.at(0).value, 0.1);
    QCOMPARE(page->items.at(0).timestamp, 1735689600000);
    QCOMPARE(page->items.at(0).step, 7);
    QVERIFY(std::isnan(page->items.at(1).value));
    QCOMPARE(page->items.at(1).timestamp, 1735689600001);
    QCOMPARE(page->items.at(1).step, 0);
    QCOMPARE(page->items.at(2).value, 3.0);
    QCOMPARE(page->items.at(2).step, -5);
}

void TestAnswers::anUnfinishedRunHasNoEnd()
{
    for (const char* end : {"", R"(,"end_time":0)", R"(,"end_time":null)"}) {
        const auto run = singleRun(std::string(R"({"run":{"info":{"run_id":"a","start_time":5)") +
                                   end + R"(,"status":"RUNNING"}}})");
        QVERIFY(run);
        QVERIFY(!run->endTime);
        QCOMPARE(run->startTime, std::optional<std::int64_t>(5));
        QVERIFY(run->status == RunStatus::Running);
    }
}

void TestAnswers::theNameFromTheTagOfOldServers()
{
    const auto run = singleRun(R"({"run":{"info":{"run_uuid":"a"},
        "data":{"tags":[{"key":"mlflow.runName","value":"old"}]}}})");
    QVERIFY(run);
    QCOMPARE(run->id, std::string("a"));
    QCOMPARE(run->name, std::string("old"));
}

void TestAnswers::everyPointOfAModelMetricBecomesTheLatest()
{
    const auto page = modelPage(R"({"models":[{"info":{"model_id":"m-1",
        "status":"LOGGED_MODEL_READY"},"data":{"metrics":[
        {"key":"acc","value":0.9,"timestamp":3,"step":0},
        {"key":"acc","value":0.94,"timestamp":1,"step":2},
        {"key":"acc","value":0.95,"timestamp":2,"step":1}]}}]})");
    QVERIFY(page);
    const auto& model = page->items.at(0);
    QCOMPARE(model.status, std::string("READY"));
    QCOMPARE(model.metrics.size(), std::size_t(1));
    QCOMPARE(model.metrics[0].point.value, 0.94);
    QCOMPARE(model.metrics[0].point.step, 2);
}

void TestAnswers::missingListsAreEmpty()
{
    QVERIFY(runPage("{}")->items.empty());
    QVERIFY(runPage("{}")->nextToken.empty());
    QVERIFY(experimentPage(R"({"experiments":null})")->items.empty());
    QVERIFY(artifactPage(R"({"root_uri":"x"})")->items.empty());
    QVERIFY(bulkHistory(R"({"metrics":[]})")->empty());
    QVERIFY(!refusal("<html>"));
    QCOMPARE(refusal(R"({"error_code":404})")->code, std::string("404"));
}

void TestAnswers::deepNestingIsNoCrash()
{
    const auto run = singleRun(std::string(2'000'000, '['));
    QVERIFY(!run);
    QCOMPARE(run.error().kind, Error::Kind::Invalid);
}

void TestAnswers::cursorsSurviveTheirText()
{
    ScanCursor cursor;
    cursor.start = 1735689600123;
    cursor.end = 1735689600456;
    cursor.deleted = {"a", "b"};
    cursor.allDeleted = false;
    QCOMPARE(ScanCursor::fromText(cursor.toText()), std::optional(cursor));
}

void TestAnswers::foreignCursorsAreRefused()
{
    for (const char* text : {"", "{}", "[]", "nonsense", R"({"v":2,"start":1})"})
        QVERIFY(!ScanCursor::fromText(text));
}

void TestAnswers::addressesOfServersAreRecognised()
{
    const auto kind = mlflowRestKind(std::make_shared<MemoryCredentialStore>());
    QCOMPARE(kind.recognise("https://ada:pw@mlflow.example.org/team/#/experiments/1"),
             std::optional<std::string>("https://mlflow.example.org/team"));
    QVERIFY(!kind.recognise("/home/ada/mlruns"));
    QVERIFY(!kind.recognise("sqlite:////data/mlflow.db"));
    Source source;
    source.uri = "https://mlflow.example.org/team";
    QVERIFY(kind.open(source)); // touches no network
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "test_answers.moc"
