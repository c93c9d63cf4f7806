#include "tests/unit/workspace/workspace_fixture.h"

#include <cmath>
#include <limits>

using namespace binnacle;
using namespace binnacle::test;

// What a source delivers, written to the workspace: once, whole, and only when it changed.
class TestRunMirror : public QObject
{
    Q_OBJECT
private slots:
    void writesARunWithAllItHas();
    void leavesAnUnchangedRunAlone();
    void replacesWhatChanged();
    void removesWhatIsGone();
    void keepsNotANumberAndInfinities();
    void findsRunsByIdPrefixAndName();
    void linksChildrenToTheirParent();
    void removesASourceWithAllItsRuns();
    void keepsLoggedModels();
};

void TestRunMirror::writesARunWithAllItHas()
{
    WorkspaceFixture fixture;
    Experiment experiment;
    experiment.id = "1";
    experiment.name = "wine-quality";
    VERIFY_RESULT(fixture.mirror().putExperiments({experiment}, true));
    const Run run = wineRun("aaa1");
    const auto outcome = fixture.mirror().putRuns({run});
    VERIFY_RESULT(outcome);
    QCOMPARE(outcome->added, 1);
    const auto detail = RunReader(fixture.workspace).detail(fixture.row("aaa1"));
    VERIFY_RESULT(detail);
    QCOMPARE(detail->experimentName, std::string("wine-quality"));
    QCOMPARE(detail->run.params, run.params);
    QCOMPARE(detail->run.tags, run.tags);
    QCOMPARE(detail->run.datasets, run.datasets);
    QCOMPARE(detail->run.metrics.at(0).point.value, 0.07);
    QCOMPARE(detail->run.metrics.at(0).point.step, 200);
    QCOMPARE(detail->run.startTime, run.startTime);
}

void TestRunMirror::leavesAnUnchangedRunAlone()
{
    WorkspaceFixture fixture;
    Run run = wineRun("aaa1");
    VERIFY_RESULT(fixture.mirror().putRuns({run}));
    std::swap(run.params[0], run.params[1]); // the order means nothing
    QCOMPARE(fixture.mirror().putRuns({run})->unchanged, 1);
}

void TestRunMirror::replacesWhatChanged()
{
    WorkspaceFixture fixture;
    Run run = wineRun("aaa1");
    VERIFY_RESULT(fixture.mirror().putRuns({run}));
    run.params = {{"lr", "0.1"}};
    run.tags.clear();
    run.status = RunStatus::Failed;
    QCOMPARE(fixture.mirror().putRuns({run})->changed, 1);
    const auto detail = RunReader(fixture.workspace).detail(fixture.row("aaa1"));
    VERIFY_RESULT(detail);
    QCOMPARE(detail->run.params, run.params);
    QVERIFY(detail->run.tags.empty());
    QCOMPARE(detail->run.status, RunStatus::Failed);
}

void TestRunMirror::removesWhatIsGone()
{
    WorkspaceFixture fixture;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1"), wineRun("bbb2"), wineRun("ccc3")}));
    QCOMPARE(fixture.mirror().removeRuns({"aaa1", "never-there"}).value(), 1);
    QCOMPARE(fixture.mirror().removeRunsExcept({"bbb2"}).value(), 1);
    const RunReader reader(fixture.workspace);
    QVERIFY(!reader.find("aaa1"));
    QVERIFY(!reader.find("ccc3"));
    QVERIFY(reader.find("bbb2").has_value());
    VERIFY_RESULT(fixture.mirror().putExperiments({}, true));
    QVERIFY(!reader.find("bbb2"));
}

void TestRunMirror::keepsNotANumberAndInfinities()
{
    WorkspaceFixture fixture;
    Run run = wineRun("aaa1");
    run.metrics = {{"a", {1, 1, std::numeric_limits<double>::quiet_NaN()}},
                   {"b", {1, 1, std::numeric_limits<double>::infinity()}},
                   {"c", {1, 1, -std::numeric_limits<double>::infinity()}}};
    VERIFY_RESULT(fixture.mirror().putRuns({run}));
    const auto metrics = RunReader(fixture.workspace).detail(fixture.row("aaa1"))->run.metrics;
    QVERIFY(std::isnan(metrics.at(0).point.value));
    QCOMPARE(metrics.at(1).point.value, std::numeric_limits<double>::infinity());
    QCOMPARE(metrics.at(2).point.value, -std::numeric_limits<double>::infinity());
    QCOMPARE(fixture.mirror().putRuns({run})->unchanged, 1);
}

void TestRunMirror::findsRunsByIdPrefixAndName()
{
    WorkspaceFixture fixture;
    Run deleted = wineRun("abc999");
    deleted.lifecycle = Lifecycle::Deleted;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("abc123"), wineRun("abd456"), deleted}));
    const RunReader reader(fixture.workspace);
    QCOMPARE(reader.find("abd").value(), fixture.row("abd456"));
    QCOMPARE(reader.find("wine-abc123").value(), fixture.row("abc123"));
    QCOMPARE(reader.find("abc").error().kind, Error::Kind::Conflict);
    QVERIFY(reader.find("abc").error().message.contains(u"abc123"));
    QCOMPARE(reader.find("zzz").error().kind, Error::Kind::NotFound);
    QVERIFY(reader.find("abc999").has_value());
    QVERIFY(!reader.find("wine-abc999"));
}

void TestRunMirror::linksChildrenToTheirParent()
{
    WorkspaceFixture fixture;
    Run child = wineRun("bbb2");
    child.tags.push_back({"mlflow.parentRunId", "aaa1"});
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1"), child}));
    QCOMPARE(RunReader(fixture.workspace).detail(fixture.row("aaa1"))->childRuns, 1);
}

void TestRunMirror::removesASourceWithAllItsRuns()
{
    WorkspaceFixture fixture;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    const SourceStore sources(fixture.workspace);
    QCOMPARE(sources.add({{}, "lab", "x", "y"}).error().kind, Error::Kind::Conflict);
    VERIFY_RESULT(sources.remove(fixture.source));
    QVERIFY(sources.list()->empty());
    const auto left = fixture.workspace->read([](auto& db) -> Result<int> {
        return db
            .execAndGet("SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM metric) + "
                        "(SELECT count(*) FROM tag) + (SELECT count(*) FROM dataset)")
            .getInt();
    });
    QCOMPARE(left.value(), 0);
}

void TestRunMirror::keepsLoggedModels()
{
    WorkspaceFixture fixture;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    LoggedModel model;
    model.id = "m-1";
    model.sourceRunId = "aaa1";
    model.name = "classifier";
    model.status = "READY";
    model.creationTime = 1'700'000'000'000;
    model.params = {{"depth", "6"}};
    model.metrics = {{"acc", {3, 5, std::numeric_limits<double>::infinity()}}};
    VERIFY_RESULT(fixture.mirror().putLoggedModels({model}));
    const auto models = RunReader(fixture.workspace).loggedModels(fixture.row("aaa1"));
    VERIFY_RESULT(models);
    QCOMPARE(models->size(), 1U);
    QCOMPARE(models->front().status, model.status);
    QCOMPARE(models->front().creationTime, model.creationTime);
    QCOMPARE(models->front().params, model.params);
    QCOMPARE(models->front().metrics.at(0).point.value, std::numeric_limits<double>::infinity());
}

QTEST_GUILESS_MAIN(TestRunMirror)
#include "test_run_mirror.moc"
