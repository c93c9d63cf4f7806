// Each gate on facts whose verdict is plain by hand.
#include "services/promotion/gates/gates.h"
#include "services/promotion/signature_change.h"
#include "services/promotion/version_files.h"
#include "tests/unit/promotion/scripted_registry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;
using namespace binnacle::test;

namespace {

VersionFacts version(const std::string& number, double rmse, const std::string& digest)
{
    VersionFacts facts;
    facts.detail.version.model = "wine";
    facts.detail.version.version = number;
    facts.detail.version.runId = "run" + number;
    RunDetail run;
    run.run.id = "run" + number;
    run.run.metrics = {{"val_rmse", {0, 0, rmse}}, {"train_loss", {0, 0, 99}}};
    if (!digest.empty())
        run.run.datasets = {{"wine", digest, "local", "{}", "{}", "{}", "eval"}};
    facts.run = run;
    return facts;
}

GateFacts facts(double ours, double theirs, const std::string& ourData = "d1",
                const std::string& theirData = "d1")
{
    GateFacts made;
    made.policy = defaultPolicy();
    made.candidate = version("2", ours, ourData);
    made.champion = version("1", theirs, theirData);
    return made;
}

ModelFile modelFile(const std::string& inputs, const std::string& outputs = "[]")
{
    return parseModelFile("signature:\n  inputs: '" + inputs + "'\n  outputs: '" + outputs + "'\n")
        .value();
}

} // namespace

class TestPromotionGates : public QObject
{
    Q_OBJECT

private slots:
    void theMetricIsHeldAgainstTheChampion_data()
    {
        QTest::addColumn<double>("ours");
        QTest::addColumn<double>("theirs");
        QTest::addColumn<GateState>("state");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double inf = std::numeric_limits<double>::infinity();
        QTest::newRow("better") << 0.5 << 0.6 << GateState::Passed;
        QTest::newRow("equal") << 0.6 << 0.6 << GateState::Passed;
        QTest::newRow("within 1 %") << 0.6059 << 0.6 << GateState::Passed;
        QTest::newRow("beyond 1 %") << 0.6061 << 0.6 << GateState::Blocked;
        QTest::newRow("not a number") << nan << 0.6 << GateState::Blocked;
        QTest::newRow("the champion's is no number") << 0.6 << nan << GateState::Passed;
        QTest::newRow("infinite") << inf << 0.6 << GateState::Blocked;
        QTest::newRow("huge") << 1e300 << 1e-300 << GateState::Blocked;
    }
    void theMetricIsHeldAgainstTheChampion()
    {
        QFETCH(double, ours);
        QFETCH(double, theirs);
        QFETCH(GateState, state);
        const auto report = metricGate(facts(ours, theirs));
        QCOMPARE(report.state, state);
        QCOMPARE(report.blocks, state == GateState::Blocked);
        QVERIFY(!report.evidence.contains(QStringLiteral("train_loss")));
    }

    void aMetricOnOtherDataIsNotCompared()
    {
        auto report = metricGate(facts(0.9, 0.1, "d1", "d2"));
        QCOMPARE(report.state, GateState::Unknown);
        QVERIFY(!report.passed());
        QVERIFY(report.evidence.contains(QStringLiteral("d2")));
        report = metricGate(facts(0.9, 0.1, "", "d2"));
        QCOMPARE(report.state, GateState::Unknown);
        auto strict = facts(0.9, 0.1, "", "d2");
        strict.policy.modes = {{"metric", GateMode::Required}};
        QVERIFY(metricGate(strict).blocks);
        auto alone = facts(0.9, 0.1);
        alone.champion.reset();
        QCOMPARE(metricGate(alone).state, GateState::NotApplicable);
    }

    void rulesOfThePolicyDecide()
    {
        auto held = facts(0.7, 0.6);
        held.policy.metrics = {{"val_rmse", false, 0.1, false}};
        QCOMPARE(metricGate(held).state, GateState::Passed);
        held.policy.metrics = {{"val_rmse", true, 0, false}};
        QCOMPARE(metricGate(held).state, GateState::Passed);
        held.policy.metrics = {{"auc", true, 0, false}};
        QCOMPARE(metricGate(held).state, GateState::Blocked); // never logged
    }

    void thresholdsAreAbsolute()
    {
        auto held = facts(0.5, 0.6);
        QCOMPARE(thresholdGate(held).state, GateState::NotApplicable);
        held.policy.thresholds = {{"val_rmse", std::nullopt, 0.5}};
        QCOMPARE(thresholdGate(held).state, GateState::Passed);
        held.policy.thresholds = {{"val_rmse", std::nullopt, 0.49}};
        QCOMPARE(thresholdGate(held).state, GateState::Blocked);
        held.policy.thresholds = {{"auc", 0.9, std::nullopt}};
        QCOMPARE(thresholdGate(held).state, GateState::Unknown);
        QVERIFY(thresholdGate(held).blocks); // required
        held = facts(std::numeric_limits<double>::quiet_NaN(), 0.6);
        held.policy.thresholds = {{"val_rmse", -1e300, 1e300}};
        QCOMPARE(thresholdGate(held).state, GateState::Blocked);
    }

    void aChangedSignatureBreaksCallers_data()
    {
        QTest::addColumn<QString>("inputs");
        QTest::addColumn<GateState>("state");
        QTest::addColumn<QString>("about");
        const auto row = [](const char* name, const char* inputs, GateState state,
                            const char* about) {
            QTest::newRow(name) << QString::fromUtf8(inputs) << state << QString::fromUtf8(about);
        };
        const char* same = R"([{"type":"double","name":"a","required":true},)"
                           R"({"type":"long","name":"b","required":true}])";
        row("same", same, GateState::Passed, "2");
        row("another order",
            R"([{"type":"long","name":"b","required":true},{"type":"double","name":"a"}])",
            GateState::Passed, "2");
        row("missing", R"([{"type":"double","name":"a"}])", GateState::Blocked, "missing input: b");
        row("retyped", R"([{"type":"string","name":"a"},{"type":"long","name":"b"}])",
            GateState::Blocked, "a: double → string");
        row("demanded",
            R"([{"type":"double","name":"a"},{"type":"long","name":"b"},{"type":"long","name":"c"}])",
            GateState::Blocked, "c");
        row("optional",
            R"([{"type":"double","name":"a"},{"type":"long","name":"b"},)"
            R"({"type":"long","name":"c","required":false}])",
            GateState::PassedWithNote, "c");
        row("a tensor", R"([{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,4]}}])",
            GateState::Blocked, "missing input: a, b");
    }
    void aChangedSignatureBreaksCallers()
    {
        QFETCH(QString, inputs);
        QFETCH(GateState, state);
        QFETCH(QString, about);
        auto held = facts(0.5, 0.5);
        held.champion->file = modelFile(R"([{"type":"double","name":"a","required":true},)"
                                        R"({"type":"long","name":"b","required":true}])");
        held.candidate.file = modelFile(inputs.toStdString());
        const auto report = signatureGate(held);
        QCOMPARE(report.state, state);
        QVERIFY2(report.evidence.contains(about), qPrintable(report.evidence));
        held.candidate.file.reset();
        QCOMPARE(signatureGate(held).state, GateState::Unknown);
    }

    void shapesOfTensorsAreTypes()
    {
        const char* four =
            R"([{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,4]}}])";
        const char* five =
            R"([{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,5]}}])";
        QVERIFY(!signatureChange(*modelFile(four).signature, *modelFile(four).signature).breaks());
        QVERIFY(signatureChange(*modelFile(four).signature, *modelFile(five).signature).breaks());
    }

    void whatARepeatNeedsIsNamed()
    {
        auto held = facts(0.5, 0.5);
        auto report = reproducibleGate(held);
        QCOMPARE(report.state, GateState::Unknown);
        QVERIFY(report.evidence.contains(QStringLiteral("the commit")));
        held.candidate.run->run.tags = {{"mlflow.source.git.commit", "0123456789abcdef"},
                                        {"mlflow.source.name", "train.py"}};
        held.candidate.file = ModelFile();
        held.candidate.file->hasPythonEnvironment = true;
        QCOMPARE(reproducibleGate(held).state, GateState::Passed);
        held.candidate.run.reset();
        QCOMPARE(reproducibleGate(held).state, GateState::Unknown);
    }

    void theNewestReportSpeaks()
    {
        auto held = facts(0.5, 0.5);
        QCOMPARE(qualityGate(held).state, GateState::Unknown);
        Evidence good, bad;
        good.kind = bad.kind = "quality";
        good.passed = true;
        good.summary = "12 of 12 rules hold.";
        bad.summary = "2 of 12 rules are broken.";
        held.candidate.evidence = {good, bad};
        QCOMPARE(qualityGate(held).state, GateState::Passed);
        held.candidate.evidence = {bad, good};
        QCOMPARE(qualityGate(held).state, GateState::Blocked);
        QCOMPARE(driftGate(held).state, GateState::Unknown);
        good.datasetDigest = "another";
        held.candidate.evidence = {good};
        QCOMPARE(qualityGate(held).state, GateState::PassedWithNote);
    }

    void fairnessIsWithinBoundsWhereLogged()
    {
        auto held = facts(0.5, 0.5);
        QVERIFY(!fairnessGate(held).blocks);
        auto& metrics = held.candidate.run->run.metrics;
        metrics.push_back({"demographic_parity_difference", {0, 0, 0.05}});
        QCOMPARE(fairnessGate(held).state, GateState::Passed);
        metrics.push_back({"disparate_impact", {0, 0, 0.79}});
        QCOMPARE(fairnessGate(held).state, GateState::Blocked);
    }

    void anApproverAndAReasonAreNamed()
    {
        auto held = facts(0.5, 0.5);
        QVERIFY(approvalGate(held).blocks);
        held.approver = QStringLiteral("kim");
        QVERIFY(approvalGate(held).blocks);
        held.reason = QStringLiteral("better on wine");
        QCOMPARE(approvalGate(held).state, GateState::Passed);
        held.policy.approvers = {"lee"};
        QVERIFY(approvalGate(held).blocks);
    }

    void changedFilesAreSeen()
    {
        ScriptedRegistry registry;
        registry.add("wine", "2");
        registry.files["wine/2/model.pkl"] = "weights";
        auto held = facts(0.5, 0.5);
        auto found = digestGate(held, &registry, {});
        QCOMPARE(found.report.state, GateState::Unknown);
        QVERIFY(!found.report.passed());
        // printf '%s  model.pkl\n' $(printf weights | sha256sum | cut -c1-64) | sha256sum
        QCOMPARE(found.digest, std::string("925d1820ac4c4c6fc3a31c3b750277db"
                                           "712ca2a4ed74ab5d055494cfa24d5f1a"));
        Evidence kept;
        kept.kind = "digest";
        kept.summary = found.digest;
        held.candidate.evidence = {kept};
        QCOMPARE(digestGate(held, &registry, {}).report.state, GateState::PassedWithNote);
        registry.files["wine/2/model.pkl"] = "other weights";
        QCOMPARE(digestGate(held, &registry, {}).report.state, GateState::Blocked);
        held.candidate.detail.version.tags = {
            {"binnacle.sha256", digestGate(held, &registry, {}).digest}};
        QCOMPARE(digestGate(held, &registry, {}).report.state, GateState::Passed);
        QCOMPARE(digestGate(held, nullptr, {}).report.state, GateState::Unknown);
    }

    void anExplanationIsLookedFor()
    {
        ScriptedRegistry registry;
        registry.add("wine", "2");
        const auto held = facts(0.5, 0.5);
        QCOMPARE(explanationGate(held, &registry, nullptr, {}).state, GateState::Unknown);
        registry.files["wine/2/SHAP_summary.png"] = "picture";
        const auto report = explanationGate(held, &registry, nullptr, {});
        QCOMPARE(report.state, GateState::Passed);
        QCOMPARE(report.file, std::string("SHAP_summary.png"));
    }

    void whatWasNotTriedIsNotServed()
    {
        const auto report = servesGate(facts(0.5, 0.5), nullptr, {}, {});
        QCOMPARE(report.state, GateState::Unknown);
        QVERIFY(!report.passed());
    }
};

QTEST_GUILESS_MAIN(TestPromotionGates)
#include "test_promotion_gates.moc"
