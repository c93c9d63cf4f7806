// Plans, the journal, compare-and-set, undo: against a registry that a test can change at any call.
#include "services/promotion/promoter.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/unit/promotion/scripted_registry.h"
#include "tests/unit/workspace/workspace_fixture.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::test;

namespace {

struct Bench : WorkspaceFixture
{
    Bench()
    {
        registry->add("wine", "1");
        registry->add("wine", "2");
        registry->point("wine", "champion", "1");
        registry->files["wine/2/MLmodel"] = "flavors: {}\n";
        registry->files["wine/2/model.pkl"] = "weights";
        other = SourceStore(workspace).add({{}, "prod", "mlflow-db", "sqlite:///prod.db"}).value();
        mirrorAll();
    }
    void mirrorAll()
    {
        const RegistryWriter writer(workspace, source);
        (void)writer.putModels({registry->models["wine"]}, 1'000);
        std::vector<ModelVersion> versions;
        for (const auto& [number, version] : registry->versions["wine"])
            versions.push_back(version);
        (void)writer.putVersions(versions, 1'000);
    }
    Promoter promoter()
    {
        Promoter::Parts parts;
        parts.workspace = workspace;
        parts.registries = [this](SourceId id) -> Result<std::shared_ptr<RegistryBackend>> {
            if (!reachable)
                return failure(Error::Kind::Network, QStringLiteral("out of reach"));
            return std::static_pointer_cast<RegistryBackend>(id == source ? registry : target);
        };
        return Promoter(std::move(parts));
    }
    RegisteredModelRowId model() const
    {
        return RegistryReader(workspace).find("wine", "lab").value().row;
    }
    PromotionOrder order() const
    {
        PromotionOrder made;
        made.model = model();
        made.version = "2";
        return made;
    }
    Result<ActRecord> promote(const PromotionOrder& wanted)
    {
        auto promoter = this->promoter();
        const auto plan = promoter.prepare(wanted, {});
        if (!plan)
            return failure(plan.error());
        const auto gates = promoter.check(*plan, {{}, approval.approver, approval.reason}, {}, {});
        if (!gates)
            return failure(gates.error());
        return promoter.execute(*plan, *gates, approval, {}, {});
    }
    std::vector<AuditEntry> audit() const { return AuditLog(workspace).find({}).value(); }

    std::shared_ptr<ScriptedRegistry> registry = std::make_shared<ScriptedRegistry>();
    std::shared_ptr<ScriptedRegistry> target = std::make_shared<ScriptedRegistry>();
    SourceId other{};
    bool reachable = true;
    PromotionApproval approval{QStringLiteral("kim"), QStringLiteral("better"), {}};
};

int count(const std::vector<std::string>& calls, const std::string& call)
{
    return static_cast<int>(std::ranges::count(calls, call));
}

} // namespace

class TestActs : public QObject
{
    Q_OBJECT

private slots:
    void aPromotionIsPlannedDoneAndKept()
    {
        Bench bench;
        auto promoter = bench.promoter();
        const auto plan = promoter.prepare(bench.order(), {});
        VERIFY_RESULT(plan);
        QCOMPARE(plan->holderNow, std::optional<std::string>("1"));
        QVERIFY(plan->holderFresh && plan->executable());
        QVERIFY(planFromJson(QJsonDocument(toJson(*plan)).toJson()).value() == *plan);

        const auto gates =
            promoter.check(*plan, {{}, QStringLiteral("kim"), QStringLiteral("better")}, {}, {});
        VERIFY_RESULT(gates);
        QCOMPARE(gates->size(), gateNames().size());
        bench.registry->calls.clear();
        const auto done = promoter.execute(*plan, *gates, bench.approval, {}, {});
        VERIFY_RESULT(done);
        QCOMPARE(done->state, ActState::Done);
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string("2"));
        // Two requests more than the change itself.
        QCOMPARE(bench.registry->calls,
                 (std::vector<std::string>{"holder", "set-alias", "holder"}));

        const auto entries = bench.audit();
        QCOMPARE(entries.size(), std::size_t(1));
        QCOMPARE(entries[0].before, std::string("1"));
        QCOMPARE(entries[0].after, std::string("2"));
        QCOMPARE(entries[0].act, done->id);
        QVERIFY(AuditLog(bench.workspace).verify().value().whole);
        // The mirror and its history follow at once.
        const RegistryReader reader(bench.workspace);
        QCOMPARE(reader.model(bench.model()).value().aliases.at(0).alias.version, std::string("2"));
        QCOMPARE(reader.events(bench.model()).value().at(0).act, done->id);
        QVERIFY(bench.promoter().unfinished().value().empty());
    }

    void aBlockingGateBlocks()
    {
        Bench bench;
        bench.approval.approver.clear();
        const auto refused = bench.promote(bench.order());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Invalid);
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string("1"));
        QVERIFY(bench.audit().empty());
        bench.approval.overridden = {"approval"};
        const auto done = bench.promote(bench.order());
        VERIFY_RESULT(done);
        QVERIFY(bench.audit().at(0).evidence.find("overridden") != std::string::npos);
        bench.approval.reason.clear();
        QVERIFY(!bench.promote(bench.order())); // an override needs a reason
    }

    void aSurpriseJustBeforeStopsTheAct()
    {
        Bench bench;
        auto promoter = bench.promoter();
        const auto plan = promoter.prepare(bench.order(), {});
        const auto gates =
            promoter.check(*plan, {{}, QStringLiteral("kim"), QStringLiteral("x")}, {}, {});
        bench.registry->add("wine", "3");
        bench.registry->point("wine", "champion", "3");
        const auto refused = promoter.execute(*plan, *gates, bench.approval, {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(refused.error().message.contains(QStringLiteral("version 3")));
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string("3"));
        QVERIFY(bench.promoter().unfinished().value().empty());
        QVERIFY(bench.audit().empty());
    }

    void anotherThatWritesAtTheSameTimeIsTold()
    {
        Bench bench;
        bench.registry->add("wine", "3");
        int reads = 0;
        bench.registry->before = [&](const std::string& call) -> Result<void> {
            // Plan, just before, just after.
            if (call == "holder" && ++reads == 3)
                bench.registry->point("wine", "champion", "3");
            return {};
        };
        const auto done = bench.promote(bench.order());
        VERIFY_RESULT(done);
        QCOMPARE(done->state, ActState::Overtaken);
        QVERIFY(done->message.contains(QStringLiteral("version 3")));
        QVERIFY(bench.audit().at(0).evidence.find("\"holder\":\"3\"") != std::string::npos);
        // What another wrote is not undone as if it were ours.
        const auto undone = bench.promoter().undo(done->id, {}, {});
        QVERIFY(!undone);
        QCOMPARE(undone.error().kind, Error::Kind::Conflict);
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string("3"));
    }

    void undoRestoresExactlyWhatWas()
    {
        Bench bench;
        bench.registry->versions["wine"]["2"].tags = {{"team", "vision"}};
        const auto models = bench.registry->models;
        const auto versions = bench.registry->versions;
        auto order = bench.order();
        order.alias = "fresh"; // nobody holds it
        order.stage = "Production";
        order.tags = {{"team", "speech"}, {"new", "1"}};
        const auto done = bench.promote(order);
        VERIFY_RESULT(done);
        QCOMPARE(bench.registry->holder("wine", "fresh"), std::string("2"));
        QCOMPARE(bench.registry->versions["wine"]["2"].stage, std::string("Production"));
        const auto undone = bench.promoter().undo(done->id, {}, {});
        VERIFY_RESULT(undone);
        QVERIFY(bench.registry->models == models);
        QVERIFY(bench.registry->versions == versions);
        QCOMPARE(ActJournal(bench.workspace).find(done->id).value().state, ActState::Undone);
        QVERIFY(!bench.promoter().undo(done->id, {}, {})); // once
        // The undo is an act, and can be undone.
        VERIFY_RESULT(bench.promoter().undo(undone->id, {}, {}));
        QCOMPARE(bench.registry->holder("wine", "fresh"), std::string("2"));
        QVERIFY(AuditLog(bench.workspace).verify().value().whole);
    }

    void aLostNetworkLeavesAnActThatIsResumedOrUndone_data()
    {
        QTest::addColumn<bool>("reached");
        QTest::addColumn<bool>("resume");
        QTest::newRow("the write arrived, resumed") << true << true;
        QTest::newRow("the write arrived, undone") << true << false;
        QTest::newRow("the write was lost, resumed") << false << true;
        QTest::newRow("the write was lost, undone") << false << false;
    }
    void aLostNetworkLeavesAnActThatIsResumedOrUndone()
    {
        QFETCH(bool, reached);
        QFETCH(bool, resume);
        Bench bench;
        bench.registry->before = [&](const std::string& call) -> Result<void> {
            if (call != "set-alias")
                return {};
            if (reached)
                bench.registry->point("wine", "champion", "2");
            return failure(Error::Kind::Network, QStringLiteral("the answer was lost"));
        };
        const auto cut = bench.promote(bench.order());
        QVERIFY(!cut);
        bench.registry->before = nullptr;
        const auto unfinished = bench.promoter().unfinished().value();
        QCOMPARE(unfinished.size(), std::size_t(1));
        // Nothing else is begun on the alias meanwhile.
        QCOMPARE(bench.promote(bench.order()).error().kind, Error::Kind::Conflict);
        const auto& id = unfinished[0].id;
        auto promoter = bench.promoter();
        const auto settled = resume ? promoter.resume(id, {}, {}) : promoter.undo(id, {}, {});
        VERIFY_RESULT(settled);
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string(resume ? "2" : "1"));
        QVERIFY(bench.promoter().unfinished().value().empty());
        QVERIFY(AuditLog(bench.workspace).verify().value().whole);
    }

    void offlineItIsPreparedAndNotDone()
    {
        Bench bench;
        bench.reachable = false;
        auto promoter = bench.promoter();
        const auto plan = promoter.prepare(bench.order(), {});
        VERIFY_RESULT(plan);
        QVERIFY(!plan->executable());
        QVERIFY(plan->whyNot.contains(QStringLiteral("out of reach")));
        QCOMPARE(plan->holderNow, std::optional<std::string>("1")); // as mirrored
        QVERIFY(!plan->holderFresh);
        const auto gates =
            promoter.check(*plan, {{}, QStringLiteral("kim"), QStringLiteral("x")}, {}, {});
        VERIFY_RESULT(gates);
        QVERIFY(!promoter.execute(*plan, *gates, bench.approval, {}, {}));
    }

    void aCopyArrivesWholeAndGoesWithTheUndo()
    {
        Bench bench;
        auto order = bench.order();
        order.to = bench.other;
        const auto done = bench.promote(order);
        VERIFY_RESULT(done);
        QCOMPARE(bench.target->holder("wine", "champion"), std::string("1"));
        QCOMPARE(bench.target->files["wine/1/model.pkl"], std::string("weights"));
        const auto& tags = bench.target->versions["wine"]["1"].tags;
        QVERIFY(findValue(tags, "binnacle.sha256"));
        QCOMPARE(bench.registry->holder("wine", "champion"), std::string("1"));
        VERIFY_RESULT(bench.promoter().undo(done->id, {}, {}));
        QVERIFY(bench.target->models.empty());
        QVERIFY(bench.target->versions["wine"].empty());
        QCOMPARE(count(bench.target->calls, "remove-files"), 1);
        QVERIFY(!bench.target->files.contains("new-folder/model.pkl"));
    }

    // What had arrived when the network went is taken away again.
    void aCopyThatWasCutLeavesNoFilesWhenUndone()
    {
        Bench bench;
        int uploads = 0;
        bench.target->before = [&](const std::string& call) -> Result<void> {
            if (call == "upload" && ++uploads == 2)
                return failure(Error::Kind::Network, QStringLiteral("the line is dead"));
            return {};
        };
        auto order = bench.order();
        order.to = bench.other;
        QVERIFY(!bench.promote(order));
        QCOMPARE(uploads, 2);
        bench.target->before = nullptr;
        const auto arrived = [&] {
            return std::ranges::count_if(bench.target->files, [](const auto& file) {
                return file.first.starts_with("new-folder/");
            });
        };
        QCOMPARE(arrived(), 1);
        const auto unfinished = bench.promoter().unfinished().value();
        QCOMPARE(unfinished.size(), std::size_t(1));
        VERIFY_RESULT(bench.promoter().undo(unfinished[0].id, {}, {}));
        QCOMPARE(arrived(), 0);
        QVERIFY(bench.target->models.empty());
    }

    void aCopyThatArrivesChangedIsNotPromoted()
    {
        Bench bench;
        bench.target->before = [&](const std::string& call) -> Result<void> {
            if (call == "create-version")
                bench.target->files["new-folder/model.pkl"] = "damaged";
            return {};
        };
        auto order = bench.order();
        order.to = bench.other;
        const auto cut = bench.promote(order);
        QVERIFY(!cut);
        QVERIFY(cut.error().message.contains(QStringLiteral("model.pkl")));
        const auto unfinished = bench.promoter().unfinished().value();
        QCOMPARE(unfinished.size(), std::size_t(1));
        bench.target->before = nullptr;
        VERIFY_RESULT(bench.promoter().undo(unfinished[0].id, {}, {}));
        QVERIFY(bench.target->models.empty());
    }

    void backToTheLastGoodVersion()
    {
        Bench bench;
        VERIFY_RESULT(bench.promote(bench.order()));
        const auto back = bench.promoter().lastGood(bench.model(), "champion");
        VERIFY_RESULT(back);
        QCOMPARE(back->version, std::string("1"));
        QVERIFY(!bench.promoter().lastGood(bench.model(), "nobody"));
    }

    void aVersionInUseIsNotDeleted()
    {
        Bench bench;
        auto promoter = bench.promoter();
        const auto refused = promoter.deleteVersion(bench.model(), "1", {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(refused.error().message.contains(QStringLiteral("champion")));
        bench.reachable = false; // the mirror knows enough
        const auto away = promoter.deleteVersion(bench.model(), "1", {});
        QVERIFY(!away && away.error().message.contains(QStringLiteral("champion")));
        bench.reachable = true;
        const auto done = promoter.deleteVersion(bench.model(), "2", {});
        VERIFY_RESULT(done);
        QVERIFY(!bench.registry->versions["wine"].contains("2"));
        QCOMPARE(promoter.undo(done->id, {}, {}).error().kind, Error::Kind::Unsupported);
        QCOMPARE(count(bench.registry->calls, "delete-version"), 1);
    }

    void aVersionThatServesIsNotDeleted()
    {
        Bench bench;
        const auto written =
            bench.workspace->write(+Workspace::Subject::Rollouts, [](auto& db) -> Result<void> {
                db.exec("INSERT INTO serving_target VALUES (1, 'gateway', 'haproxy', '/run/h', "
                        "'{}', 1); INSERT INTO rollout VALUES ('ab', 1, 'wine', '2', '{}', 'done', "
                        "0, 0, 0, 0, 0, '', NULL, '', '', 1, 2)");
                return {};
            });
        VERIFY_RESULT(written);
        const auto refused = bench.promoter().deleteVersion(bench.model(), "2", {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Conflict);
        QVERIFY(refused.error().message.contains(QStringLiteral("gateway")));
        QCOMPARE(count(bench.registry->calls, "delete-version"), 0);
    }
};

QTEST_GUILESS_MAIN(TestActs)
#include "test_acts.moc"
