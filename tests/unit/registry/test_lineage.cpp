#include "services/registry/lineage.h"
#include "services/workspace/registry_writer.h"
#include "tests/unit/workspace/workspace_fixture.h"

#include <algorithm>

using namespace binnacle;
using namespace binnacle::test;

// From the data to where the model serves, as far as the workspace knows.
class TestLineage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void goesFromTheDatasetToTheAlias();
    void goesThroughTheLoggedModel();
    void aCopyComesFromItsOriginal();
    void aCopyFromAnotherRegistryComesFromThere();
    void whatIsNotMirroredIsNamed();
    void aCircleOfCopiesEnds();
    void anAliasIsTakenForItsVersion();
    void dotIsQuoted();

private:
    void addVersion(const std::string& model, const std::string& number, const std::string& source,
                    const std::string& run, const std::string& logged = {}) const
    {
        ModelVersion version;
        version.model = model;
        version.version = number;
        version.source = source;
        version.runId = run;
        version.loggedModelId = logged;
        VERIFY_RESULT(
            RegistryWriter(fixture_->workspace, fixture_->source).putVersions({version}, 1000));
    }
    Lineage of(const std::string& model, const std::string& version,
               std::span<const LineageDeployment> deployments = {}) const
    {
        const auto found = RegistryReader(fixture_->workspace).find(model, std::nullopt);
        return lineageOf(fixture_->workspace, found->row, version, deployments).value();
    }
    // "dataset wine -> run wine-aaa1", …, sorted.
    static QStringList edges(const Lineage& lineage)
    {
        QStringList list;
        const auto name = [&](std::size_t place) {
            const auto& node = lineage.nodes[place];
            return std::string(kindName(node.kind)) + ' ' + node.title;
        };
        for (const auto& edge : lineage.edges)
            list << QString::fromStdString(name(edge.from) + " -> " + name(edge.to) +
                                           (edge.label.empty() ? "" : ": " + edge.label));
        list.sort();
        return list;
    }

    std::unique_ptr<WorkspaceFixture> fixture_;
};

void TestLineage::init()
{
    fixture_ = std::make_unique<WorkspaceFixture>();
    VERIFY_RESULT(fixture_->mirror().putRuns({wineRun("aaa1")}));
    RegisteredModel model;
    model.name = "wine";
    model.aliases = {{"champion", "1"}};
    VERIFY_RESULT(RegistryWriter(fixture_->workspace, fixture_->source).putModels({model}, 1000));
}

void TestLineage::goesFromTheDatasetToTheAlias()
{
    addVersion("wine", "1", "runs:/aaa1/model", "aaa1");
    const LineageDeployment serving{"shop", "http://shop:8080", "champion"};
    const auto lineage = of("wine", "1", std::span(&serving, 1));
    const QStringList expected{
        QStringLiteral("alias @champion -> deployment shop"),
        QStringLiteral("dataset wine -> run wine-aaa1: training"),
        QStringLiteral("run wine-aaa1 -> version wine v1"),
        QStringLiteral("version wine v1 -> alias @champion"),
    };
    QCOMPARE(edges(lineage), expected);
    const auto run = std::ranges::find(lineage.nodes, LineageNode::Kind::Run, &LineageNode::kind);
    QCOMPARE(run->run, std::optional(fixture_->row("aaa1")));
    const auto version =
        std::ranges::find(lineage.nodes, LineageNode::Kind::Version, &LineageNode::kind);
    QVERIFY(version->focus);
    QVERIFY(version->version.has_value());
}

void TestLineage::goesThroughTheLoggedModel()
{
    LoggedModel logged;
    logged.id = "m-1";
    logged.name = "gbm";
    logged.sourceRunId = "aaa1";
    VERIFY_RESULT(fixture_->mirror().putLoggedModels({logged}));
    addVersion("wine", "1", "models:/m-1", "aaa1", "m-1");
    const auto list = edges(of("wine", "1"));
    QVERIFY(list.contains(QStringLiteral("run wine-aaa1 -> logged_model gbm")));
    QVERIFY(list.contains(QStringLiteral("logged_model gbm -> version wine v1")));
}

void TestLineage::aCopyComesFromItsOriginal()
{
    addVersion("wine", "1", "runs:/aaa1/model", "aaa1");
    addVersion("shop wine", "7", "models:/wine/1", "aaa1");
    const auto list = edges(of("shop wine", "7"));
    QVERIFY(list.contains(QStringLiteral("version wine v1 -> version shop wine v7: copied")));
    QVERIFY(list.contains(QStringLiteral("run wine-aaa1 -> version wine v1")));
    QVERIFY(!list.contains(QStringLiteral("version wine v1 -> alias @champion"))); // not this one's
}

void TestLineage::aCopyFromAnotherRegistryComesFromThere()
{
    addVersion("wine", "1", "runs:/aaa1/model", "aaa1");
    const auto other =
        SourceStore(fixture_->workspace).add({{}, "prod", "mlflow-rest", "http://prod"}).value();
    ModelVersion copy;
    copy.model = "good wine";
    copy.version = "4";
    copy.source = "mlflow-artifacts:/1/2/artifacts/registered-copy";
    copy.runId = "of the upload";
    copy.tags = {{"binnacle.copied_from", "sqlite:///lab.db wine 1"}};
    VERIFY_RESULT(RegistryWriter(fixture_->workspace, other).putVersions({copy}, 1000));
    const auto list = edges(of("good wine", "4"));
    QVERIFY(list.contains(QStringLiteral("version wine v1 -> version good wine v4: copied")));
    QVERIFY(list.contains(QStringLiteral("dataset wine -> run wine-aaa1: training")));
    copy.version = "5";
    copy.tags = {{"binnacle.copied_from", "http://elsewhere my wine 7"}};
    VERIFY_RESULT(RegistryWriter(fixture_->workspace, other).putVersions({copy}, 1000));
    QVERIFY(edges(of("good wine", "5"))
                .contains(QStringLiteral("version my wine v7 -> version good wine v5: copied")));
}

void TestLineage::whatIsNotMirroredIsNamed()
{
    addVersion("wine", "1", "runs:/ffff/model", "ffff");
    const auto lineage = of("wine", "1");
    const auto run = std::ranges::find(lineage.nodes, LineageNode::Kind::Run, &LineageNode::kind);
    QVERIFY(!run->mirrored);
    QCOMPARE(run->title, std::string("ffff"));
    addVersion("wine", "2", "models:/gone/4", "");
    const auto copy = of("wine", "2");
    QVERIFY(edges(copy).contains(QStringLiteral("version gone v4 -> version wine v2: copied")));
}

void TestLineage::aCircleOfCopiesEnds()
{
    addVersion("wine", "1", "models:/wine/2", "");
    addVersion("wine", "2", "models:/wine/1", "");
    QCOMPARE(of("wine", "1").nodes.size(), std::size_t(3));
}

void TestLineage::anAliasIsTakenForItsVersion()
{
    addVersion("wine", "1", "runs:/aaa1/model", "aaa1");
    QCOMPARE(edges(of("wine", "@champion")), edges(of("wine", "1")));
    const auto model = RegistryReader(fixture_->workspace).find("wine", std::nullopt);
    const auto missing = lineageOf(fixture_->workspace, model->row, "99");
    QCOMPARE(missing.error().kind, Error::Kind::NotFound);
}

void TestLineage::dotIsQuoted()
{
    Lineage lineage;
    LineageNode node;
    node.title = "a \"quoted\" \\ name";
    node.subtitle = "x";
    lineage.nodes = {node, node};
    lineage.edges = {{0, 1, "l"}};
    const auto dot = lineageDot(lineage);
    QVERIFY(dot.find("label=\"a \\\"quoted\\\" \\\\ name\\nx\"") != std::string::npos);
    QVERIFY(dot.find("n0 -> n1 [label=\"l\"];") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestLineage)
#include "test_lineage.moc"
