// The board says what the workspace knows, no more; a person's tick is kept with its note.
#include "services/promotion/readiness.h"
#include "services/workspace/evidence_store.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"
#include "tests/unit/workspace/workspace_fixture.h"

#include <QTest>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::test;

namespace {

ReadinessItem::State stateOf(const Readiness& board, const std::string& key)
{
    return std::ranges::find(board.items, key, &ReadinessItem::key)->state;
}

} // namespace

class TestReadiness : public QObject
{
    Q_OBJECT

private slots:
    void itemsComeFromFactsOrByHand()
    {
        using State = ReadinessItem::State;
        WorkspaceFixture bench;
        Experiment experiment;
        experiment.id = "1";
        experiment.name = "wine";
        VERIFY_RESULT(bench.mirror().putExperiments({experiment}, true));
        auto run = wineRun("r1");
        run.tags.push_back({"mlflow.source.git.commit", "abc"});
        VERIFY_RESULT(bench.mirror().putRuns({run}));
        const RegistryWriter writer(bench.workspace, bench.source);
        RegisteredModel model;
        model.name = "wine";
        model.aliases = {{"champion", "1"}};
        ModelVersion version;
        version.model = "wine";
        version.version = "1";
        version.runId = "r1";
        VERIFY_RESULT(writer.putModels({model}, 1'000));
        VERIFY_RESULT(writer.putVersions({version}, 1'000));
        const auto row = RegistryReader(bench.workspace).find("wine", {}).value().row;
        const ReadinessReader reader(bench.workspace);
        auto board = reader.of(row).value();
        QCOMPARE(board.items.size(), std::size_t(13));
        QCOMPARE(stateOf(board, "data-versioned"), State::Met);
        QCOMPARE(stateOf(board, "lineage-traceable"), State::Met);
        QCOMPARE(stateOf(board, "experiment-tracked"), State::Met);
        QCOMPARE(stateOf(board, "code-versioned"), State::Met);
        QCOMPARE(stateOf(board, "benchmark-set"), State::Met);
        QCOMPARE(stateOf(board, "rollback-plan"), State::NotMet);
        QCOMPARE(stateOf(board, "quality-checked"), State::NotKnown);
        QCOMPARE(stateOf(board, "alerts"), State::NotKnown);
        QCOMPARE(board.score, 5.0 / 13.0);
        QVERIFY(board.next.startsWith(QStringLiteral("Rollback")));

        Evidence report;
        report.source = bench.source;
        report.model = "wine";
        report.version = "1";
        report.kind = "quality";
        report.passed = true;
        report.summary = "All rules hold.";
        VERIFY_RESULT(EvidenceStore(bench.workspace).add(report));
        VERIFY_RESULT(reader.tick(row, "alerts", true, "pager"));
        VERIFY_RESULT(reader.tick(row, "code-versioned", false, "the commit is gone"));
        board = reader.of(row).value();
        QCOMPARE(stateOf(board, "quality-checked"), State::Met);
        QCOMPARE(stateOf(board, "alerts"), State::Met);
        QCOMPARE(stateOf(board, "code-versioned"), State::NotMet);
        QCOMPARE(board.score, 6.0 / 13.0);
        VERIFY_RESULT(reader.tick(row, "code-versioned", std::nullopt, {}));
        QCOMPARE(stateOf(reader.of(row).value(), "code-versioned"), State::Met);
        QVERIFY(!reader.tick(row, "sings", true, {}));
        QCOMPARE(reader.all({}).value().size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestReadiness)
#include "test_readiness.moc"
