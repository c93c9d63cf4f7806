#include "tests/unit/workspace/workspace_fixture.h"

#include "services/workspace/model_file_cache.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::test;

// What a registry forgets the workspace keeps: who held which alias, and since when.
class TestModelRegistry : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void knowsModelsVersionsAndAliases();
    void keepsEachChangeOfAnAliasWithItsUncertainty();
    void tellsWhoHeldAnAliasThen();
    void tellsWhichStageAVersionHadThen();
    void ownChangesAreExact();
    void aScanOlderThanAnOwnChangeDoesNotUndoIt();
    void whatACompleteScanDidNotDeliverIsGone();
    void confirmingChangesNothing();
    void findsVersionsOfARunAndItsLoggedModel();
    void keepsModelFiles();
    void leavesWithItsSource();
    void tenThousandVersionsAreQuick();
    void thousandModelsAreQuick();

private:
    RegistryWriter writer() const { return {fixture_->workspace, fixture_->source}; }
    RegistryReader reader() const { return RegistryReader(fixture_->workspace); }
    ModelSummary wine() const { return reader().find("wine", std::nullopt).value(); }
    std::vector<AliasThen> then(std::int64_t time) const
    {
        return reader().holdersAt(wine().row, time).value();
    }
    void see(std::vector<ModelAlias> aliases, std::int64_t at) const
    {
        RegisteredModel model;
        model.name = "wine";
        model.creationTime = 100;
        model.aliases = std::move(aliases);
        VERIFY_RESULT(writer().putModels({model}, at));
    }
    void seeVersion(const std::string& number, const std::string& stage, std::int64_t changed,
                    std::int64_t at) const
    {
        ModelVersion version;
        version.model = "wine";
        version.version = number;
        version.stage = stage;
        version.creationTime = 110;
        version.lastUpdateTime = changed;
        VERIFY_RESULT(writer().putVersions({version}, at));
    }

    std::unique_ptr<WorkspaceFixture> fixture_;
};

void TestModelRegistry::init()
{
    fixture_ = std::make_unique<WorkspaceFixture>();
}

void TestModelRegistry::knowsModelsVersionsAndAliases()
{
    see({{"champion", "2"}, {"challenger", "10"}}, 1000);
    for (const auto* number : {"2", "10", "9"})
        seeVersion(number, "None", 120, 1000);
    const auto models = reader().models();
    VERIFY_RESULT(models);
    QCOMPARE(models->size(), std::size_t(1));
    const auto& model = models->front();
    QCOMPARE(model.versions, std::int64_t(3));
    QCOMPARE(model.latestVersion, std::string("10")); // as a number, not as a text
    QCOMPARE(model.aliases.size(), std::size_t(2));
    QCOMPARE(model.aliases[0].alias.name, std::string("challenger"));
    QCOMPARE(model.model.aliases.size(), std::size_t(2));

    const auto versions = reader().versions(model.row, 0, 2);
    VERIFY_RESULT(versions);
    QCOMPARE(versions->at(0).version.version, std::string("10"));
    QCOMPARE(versions->at(0).aliases.at(0).alias.name, std::string("challenger"));
    QCOMPARE(versions->at(1).version.version, std::string("9"));
    QVERIFY(versions->at(1).aliases.empty());
    QCOMPARE(reader().version(model.row, "@champion")->version.version, std::string("2"));
    QCOMPARE(reader().version(model.row, "champion")->version.version, std::string("2"));
    QCOMPARE(reader().version(model.row, "9")->version.version, std::string("9"));
    QCOMPARE(reader().version(model.row, "11").error().kind, Error::Kind::NotFound);
    QCOMPARE(reader().find("beer", std::nullopt).error().kind, Error::Kind::NotFound);

    const auto other =
        SourceStore(fixture_->workspace).add({{}, "prod", "mlflow-rest", "http://prod"}).value();
    RegisteredModel twin;
    twin.name = "wine";
    VERIFY_RESULT(RegistryWriter(fixture_->workspace, other).putModels({twin}, 1000));
    QCOMPARE(reader().find("wine", std::nullopt).error().kind, Error::Kind::Conflict);
    QCOMPARE(reader().find("wine", "prod")->source, other);
}

void TestModelRegistry::keepsEachChangeOfAnAliasWithItsUncertainty()
{
    see({{"champion", "1"}}, 1000);
    see({{"champion", "1"}}, 2000); // nothing changed, but it was so until then
    see({{"champion", "2"}}, 3000);
    see({}, 4000);
    auto events = reader().events(wine().row).value();
    std::erase_if(events, [](const auto& event) { return event.kind != ModelEvent::Kind::Alias; });
    QCOMPARE(events.size(), std::size_t(3));
    QCOMPARE(events[2].after, std::optional<std::string>("1"));
    QCOMPARE(events[2].notBefore, std::optional<std::int64_t>(100)); // the model's creation
    QCOMPARE(events[1].before, std::optional<std::string>("1"));
    QCOMPARE(events[1].after, std::optional<std::string>("2"));
    QCOMPARE(events[1].at, std::int64_t(3000));
    QCOMPARE(events[1].notBefore, std::optional<std::int64_t>(2000));
    QCOMPARE(events[0].after, std::optional<std::string>());
    QCOMPARE(events[0].version, std::string("2"));
    QVERIFY(wine().aliases.empty());
}

void TestModelRegistry::tellsWhoHeldAnAliasThen()
{
    see({{"champion", "1"}}, 1000);
    see({{"champion", "1"}}, 2000);
    see({{"champion", "2"}}, 3000);
    see({{"champion", "2"}}, 4000);
    QVERIFY(then(50).empty()); // before the model was made
    QCOMPARE(then(500).at(0).version, std::string("1"));
    QVERIFY(!then(500).at(0).certain); // set some time before the first mirror
    QCOMPARE(then(1500).at(0).version, std::string("1"));
    QVERIFY(then(1500).at(0).certain);
    QCOMPARE(then(2500).at(0).version, std::string("1"));
    QVERIFY(!then(2500).at(0).certain); // moved between two mirrors
    QCOMPARE(then(3500).at(0).version, std::string("2"));
    QVERIFY(then(3500).at(0).certain);
    QVERIFY(!then(5000).at(0).certain); // after the last mirror
}

void TestModelRegistry::tellsWhichStageAVersionHadThen()
{
    see({}, 1000);
    seeVersion("1", "Production", 400, 1000); // the server says: changed at 400, not since
    seeVersion("2", "None", 120, 1000);
    see({}, 2000);
    seeVersion("1", "Archived", 1700, 2000);
    seeVersion("2", "Production", 1600, 2000);
    const auto at900 = then(900);
    QCOMPARE(at900.size(), std::size_t(1));
    QCOMPARE(at900[0].alias, std::string("stage:Production"));
    QCOMPARE(at900[0].version, std::string("1"));
    QVERIFY(at900[0].certain);
    const auto at1900 = then(1900);
    QCOMPARE(at1900.size(), std::size_t(2)); // 1 is archived, 2 in production
    QCOMPARE(at1900[0].alias, std::string("stage:Archived"));
    QCOMPARE(at1900[1].version, std::string("2"));
    QVERIFY(at1900[1].certain);
}

void TestModelRegistry::ownChangesAreExact()
{
    see({{"champion", "1"}}, 1000);
    VERIFY_RESULT(writer().aliasMoved("wine", "champion", "1", "2", {"ann", "act-7", 1500}));
    const auto state = wine().aliases.at(0);
    QCOMPARE(state.alias.version, std::string("2"));
    QCOMPARE(state.since, std::int64_t(1500));
    QVERIFY(state.sinceExact);
    QCOMPARE(state.actor, std::string("ann"));
    QVERIFY(then(1499).at(0).certain);
    QCOMPARE(then(1499).at(0).version, std::string("1"));
    QCOMPARE(then(1500).at(0).version, std::string("2"));
    QVERIFY(then(1500).at(0).certain);
    const auto events = reader().events(wine().row).value();
    QCOMPARE(events[0].act, std::string("act-7"));
    QVERIFY(!events[0].notBefore);
    see({{"champion", "2"}}, 2000); // the mirror finds what is known already
    QCOMPARE(reader().events(wine().row)->size(), events.size());
    // Moved back by somebody else to what the mirror had seen before the own change.
    see({{"champion", "1"}}, 3000);
    QCOMPARE(wine().aliases.at(0).alias.version, std::string("1"));
}

void TestModelRegistry::aScanOlderThanAnOwnChangeDoesNotUndoIt()
{
    see({{"champion", "1"}}, 1000);
    seeVersion("1", "None", 120, 1000);
    VERIFY_RESULT(writer().aliasMoved("wine", "champion", "1", "2", {"ann", "act-7", 1500}));
    VERIFY_RESULT(writer().stageSet("wine", "1", "None", "Staging", {"ann", "act-8", 1500}));
    see({{"champion", "1"}}, 1400); // read before, written after
    seeVersion("1", "None", 120, 1400);
    QCOMPARE(wine().aliases.at(0).alias.version, std::string("2"));
    QCOMPARE(reader().version(wine().row, "1")->version.stage, std::string("Staging"));
    see({{"champion", "2"}}, 2000);
    QCOMPARE(wine().aliases.at(0).since, std::int64_t(1500));
}

void TestModelRegistry::whatACompleteScanDidNotDeliverIsGone()
{
    see({{"champion", "1"}}, 1000);
    seeVersion("1", "None", 120, 1000);
    seeVersion("2", "None", 120, 1000);
    const auto row = wine().row;
    RegisteredModel beer;
    beer.name = "beer";
    VERIFY_RESULT(writer().putModels({beer}, 2000));
    see({{"champion", "1"}}, 2000);
    seeVersion("1", "None", 120, 2000);
    VERIFY_RESULT(writer().removeUnseen(2000, 2100));
    QCOMPARE(wine().versions, std::int64_t(1));
    const auto events = reader().events(row).value();
    QCOMPARE(events[0].kind, ModelEvent::Kind::VersionDeleted);
    QCOMPARE(events[0].version, std::string("2"));
    QCOMPARE(events[0].notBefore, std::optional<std::int64_t>(1000));

    VERIFY_RESULT(writer().putModels({beer}, 3000));
    VERIFY_RESULT(writer().removeUnseen(3000));
    QCOMPARE(reader().models()->size(), std::size_t(1));
    // Its history stays, and goes on where a model of that name comes back.
    see({}, 4000);
    const auto again = reader().events(wine().row).value();
    QVERIFY(std::ranges::any_of(
        again, [](const auto& e) { return e.kind == ModelEvent::Kind::ModelDeleted; }));
    QVERIFY(then(3500).empty());
    QCOMPARE(then(1500).at(0).version, std::string("1"));
}

void TestModelRegistry::confirmingChangesNothing()
{
    see({{"champion", "1"}}, 1000);
    seeVersion("1", "None", 120, 1000);
    int told = 0;
    const auto watch = QObject::connect(&fixture_->workspace->events(),
                                        &WorkspaceEvents::registryChanged, [&] { ++told; });
    see({{"champion", "1"}}, 2000);
    seeVersion("1", "None", 120, 2000);
    QCOMPARE(told, 0);
    QCOMPARE(wine().confirmedAt, std::int64_t(2000));
    see({{"champion", "2"}}, 3000);
    QCOMPARE(told, 1);
    QObject::disconnect(watch);
}

void TestModelRegistry::findsVersionsOfARunAndItsLoggedModel()
{
    VERIFY_RESULT(fixture_->mirror().putRuns({wineRun("aaa1")}));
    LoggedModel logged;
    logged.id = "m-1";
    logged.sourceRunId = "aaa1";
    logged.name = "model";
    logged.metrics = {{"val_loss", {1, 2, 0.5}}};
    VERIFY_RESULT(fixture_->mirror().putLoggedModels({logged}));
    ModelVersion version;
    version.model = "wine";
    version.version = "3";
    version.runId = "aaa1";
    version.loggedModelId = "m-1";
    version.tags = {{"ünï", "코드"}};
    VERIFY_RESULT(writer().putVersions({version}, 1000));
    const auto found = reader().versionsOfRun(fixture_->row("aaa1"));
    VERIFY_RESULT(found);
    QCOMPARE(found->size(), std::size_t(1));
    QCOMPARE(found->front().version, version);
    QCOMPARE(found->front().run, std::optional(fixture_->row("aaa1")));
    QVERIFY(found->front().loggedModel.has_value());
    QCOMPARE(found->front().loggedModel->metrics.at(0).point.value, 0.5);
}

void TestModelRegistry::keepsModelFiles()
{
    see({{"champion", "1"}}, 1000);
    for (int number = 1; number <= 6; ++number)
        seeVersion(std::to_string(number), "None", 120, 1000);
    const ModelFileCache files(fixture_->workspace);
    const auto wanted = files.wanted(fixture_->source, 0, 100).value();
    QCOMPARE(wanted.size(), std::size_t(4)); // the champion and the newest three
    const auto row = reader().version(wine().row, "1")->row;
    VERIFY_RESULT(files.put(row, "flavors: {}", 1000));
    QCOMPARE(*files.text(row), std::optional<std::string>("flavors: {}"));
    VERIFY_RESULT(files.put(reader().version(wine().row, "6")->row, std::nullopt, 1000));
    QCOMPARE(files.wanted(fixture_->source, 0, 100)->size(), std::size_t(2));
    QCOMPARE(files.wanted(fixture_->source, 2000, 100)->size(), std::size_t(3)); // looked for again
}

void TestModelRegistry::leavesWithItsSource()
{
    see({{"champion", "1"}}, 1000);
    seeVersion("1", "None", 120, 1000);
    VERIFY_RESULT(ModelFileCache(fixture_->workspace)
                      .put(reader().version(wine().row, "1")->row, "flavors: {}", 1000));
    VERIFY_RESULT(writer().finishScan("cursor", true, 1000));
    QCOMPARE(*writer().cursor(), std::string("cursor"));
    VERIFY_RESULT(SourceStore(fixture_->workspace).remove(fixture_->source));
    QVERIFY(reader().models()->empty());
}

void TestModelRegistry::tenThousandVersionsAreQuick()
{
    see({{"champion", "9000"}}, 1000);
    std::vector<ModelVersion> versions(10'000);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        versions[i].model = "wine";
        versions[i].version = std::to_string(i + 1);
        versions[i].tags = {{"stage", "candidate"}};
    }
    VERIFY_RESULT(writer().putVersions(versions, 1000));
    QElapsedTimer clock;
    clock.start();
    const auto page = reader().versions(wine().row, 5000, 100);
    VERIFY_RESULT(page);
    QCOMPARE(page->front().version.version, std::string("5000"));
    QCOMPARE(reader().version(wine().row, "@champion")->version.version, std::string("9000"));
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
}

void TestModelRegistry::thousandModelsAreQuick()
{
    std::vector<RegisteredModel> models(1000);
    std::vector<ModelVersion> versions;
    for (std::size_t i = 0; i < models.size(); ++i) {
        models[i].name = "model-" + std::to_string(i);
        models[i].aliases = {{"champion", "100"}, {"challenger", "99"}};
        models[i].tags = {{"team", "vision"}};
        for (int v = 1; v <= 100; ++v) {
            versions.emplace_back().model = models[i].name;
            versions.back().version = std::to_string(v);
        }
    }
    VERIFY_RESULT(writer().putModels(models, 1000));
    VERIFY_RESULT(writer().putVersions(versions, 1000));
    QElapsedTimer clock;
    clock.start();
    const auto read = reader().models();
    const auto spent = clock.elapsed();
    VERIFY_RESULT(read);
    QCOMPARE(read->size(), std::size_t(1000));
    QCOMPARE(read->at(0).versions, std::int64_t(100));
    QVERIFY2(spent < 500, qPrintable(QString::number(spent))); // the bench holds it to 50 ms
    qInfo("models(): %lld ms", spent);
}

QTEST_GUILESS_MAIN(TestModelRegistry)
#include "test_model_registry.moc"
