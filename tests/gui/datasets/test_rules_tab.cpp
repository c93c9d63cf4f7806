#include "datasets_fixture.h"

#include "services/workspace/dataset_store.h"
#include "services/workspace/evidence_store.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "widgets/common/notice_bar.h"
#include "widgets/datasets/rules_editor.h"
#include "widgets/datasets/rules_tab.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>

using namespace binnacle;
using binnacle::fixture::DatasetsFixture;

namespace {

// 1,000 orders; an amount is negative for each hundredth, 10 in all.
constexpr auto orders = "SELECT i::BIGINT AS id, CASE WHEN i % 100 = 3 THEN -1 ELSE i % 50 END AS "
                        "amount, ['open', 'closed'][1 + i % 2] AS state FROM range(1000) t(i)";

DatasetRulesModel* modelOf(const DatasetsFixture& fixture)
{
    return fixture.page->findChild<RulesTab*>()->model();
}

bool openRules(DatasetsFixture& fixture)
{
    fixture.page->openPlace(QString::fromStdString(fixture.files.copy("orders.parquet", orders)));
    fixture.find<QTabBar>("datasetTabs")->setCurrentIndex(DatasetsPage::RulesTabIndex);
    return QTest::qWaitFor([&] { return modelOf(fixture)->hasDataset(); }, 60'000);
}

void write(const DatasetsFixture& fixture, const char* yaml)
{
    auto* editor = fixture.find<RulesEditor>("rulesEditor");
    editor->setFocus();
    editor->selectAll();
    editor->insertPlainText(QString::fromUtf8(yaml));
}

void click(const DatasetsFixture& fixture, const char* button)
{
    QTest::mouseClick(fixture.find<QPushButton>(button), Qt::LeftButton);
}

} // namespace

// Rules of data: learnt, edited, tried, kept with the version and put to a model.
class TestRulesTab : public QObject
{
    Q_OBJECT
private slots:
    void whatIsLearntHoldsAndWhatIsEditedFailsWithItsRows()
    {
        DatasetsFixture fixture;
        QVERIFY(openRules(fixture));
        QAbstractItemModelTester tester(modelOf(fixture));
        click(fixture, "rulesLearn");
        QTRY_VERIFY(modelOf(fixture)->text().contains(QStringLiteral("amount")));
        QTRY_VERIFY(modelOf(fixture)->ruleCount() > 3);
        QTRY_VERIFY(fixture.find<QPushButton>("rulesRun")->isEnabled());
        click(fixture, "rulesRun");
        QTRY_VERIFY(modelOf(fixture)->hasResults());
        QCOMPARE(modelOf(fixture)->failed(), 0);
        QVERIFY(fixture.find<QLabel>("rulesSummary")->text().startsWith(QStringLiteral("All ")));
        write(fixture, "version: 1\ncolumns:\n  amount: {min: 0}\n  state: {in: [open, closed]}\n");
        QTRY_COMPARE(modelOf(fixture)->ruleCount(), 4U);
        click(fixture, "rulesRun");
        QTRY_COMPARE(modelOf(fixture)->failed(), 1);
        QCOMPARE(modelOf(fixture)->results().front().failed, 10);
        QTRY_VERIFY(fixture.find<QTableWidget>("rulesExamples")->isVisible());
        QCOMPARE(fixture.find<QTableWidget>("rulesExamples")->item(0, 0)->text(),
                 QStringLiteral("-1"));
        fixture.look("rules");
        QTRY_COMPARE(modelOf(fixture)->history().size(), 2U);
        // The first of them, which held, as it was.
        auto* history = fixture.find<QComboBox>("rulesHistory");
        QTRY_COMPARE(history->count(), 2);
        history->setFocus();
        QTest::keyClick(history, Qt::Key_Down);
        QTRY_COMPARE(modelOf(fixture)->failed(), 0);
        QVERIFY(modelOf(fixture)->text().contains(QStringLiteral("missing")) ||
                modelOf(fixture)->text().contains(QStringLiteral("type")));
    }

    void aFaultIsSaidWithLineAndColumnAndGoneTo()
    {
        DatasetsFixture fixture;
        QVERIFY(openRules(fixture));
        write(fixture, "version: 1\ncolumns:\n  amount: {min: 0, maximum: 9}\n");
        QTRY_VERIFY(modelOf(fixture)->fault().has_value());
        QCOMPARE(*modelOf(fixture)->fault()->place, (RulesPlace{3, 20}));
        QVERIFY(fixture.find<QLabel>("rulesFault")
                    ->text()
                    .startsWith(QStringLiteral("Line 3, column 20")));
        QVERIFY(!fixture.find<QPushButton>("rulesRun")->isEnabled());
        fixture.look("rules-fault");
        click(fixture, "rulesGoTo");
        const auto cursor = fixture.find<RulesEditor>("rulesEditor")->textCursor();
        QCOMPARE(cursor.blockNumber(), 2);
        QCOMPARE(cursor.positionInBlock(), 19);
        write(fixture, "columns: [a\n");
        QTRY_VERIFY(modelOf(fixture)->fault() && modelOf(fixture)->fault()->place->line >= 1);
        write(fixture, "version: 1\nrows: {min: 1}\n");
        QTRY_VERIFY(!modelOf(fixture)->fault());
        QVERIFY(fixture.find<QPushButton>("rulesRun")->isEnabled());
    }

    void aFileOfRulesIsOpenedSavedAndItsReferencesAreReadFromBesideIt()
    {
        DatasetsFixture fixture;
        QVERIFY(openRules(fixture));
        (void)fixture.files.copy("states.parquet", "SELECT 'open' AS name");
        fixture.prompts->file = QString::fromStdString(fixture.files.write(
            "rules.yaml",
            "version: 1\ncolumns:\n  state: {references: {data: states.parquet, column: name}}\n"));
        click(fixture, "rulesOpen");
        QTRY_COMPARE(modelOf(fixture)->ruleCount(), 2U);
        click(fixture, "rulesRun");
        QTRY_COMPARE(modelOf(fixture)->failed(), 1);
        QCOMPARE(modelOf(fixture)->results().front().failed, 500); // closed
        fixture.prompts->file = QString::fromStdString(fixture.files.path("copy.yaml"));
        click(fixture, "rulesSave");
        QTRY_VERIFY(QFile::exists(fixture.prompts->file));
    }

    void resultsAreKeptAndPutToAModelVersion()
    {
        DatasetsFixture fixture;
        const auto source =
            *SourceStore(fixture.workspace).add({{}, "lab", "mlflow-db", "sqlite:///lab.db"});
        RegisteredModel model;
        model.name = "wine";
        model.aliases = {{"champion", "2"}};
        ModelVersion version;
        version.model = "wine";
        version.version = "2";
        const RegistryWriter writer(fixture.workspace, source);
        QVERIFY(writer.putModels({model}, 1000).has_value());
        QVERIFY(writer.putVersions({version}, 1000).has_value());
        QVERIFY(openRules(fixture));
        write(fixture, "rows: {min: 5000}\n");
        QTRY_COMPARE(modelOf(fixture)->ruleCount(), 1U);
        click(fixture, "rulesRun");
        QTRY_COMPARE(modelOf(fixture)->failed(), 1);
        click(fixture, "rulesAttach");
        QListView* choices = nullptr;
        QTRY_VERIFY(
            (choices = fixture.page->findChild<QListView*>(QStringLiteral("versionChoices"))) &&
            choices->model()->rowCount() == 1);
        QTest::keyClick(fixture.find<QLineEdit>("versionSearch"), Qt::Key_Return);
        QTRY_COMPARE(EvidenceStore(fixture.workspace).of(source, "wine", "2")->size(), 1U);
        const auto evidence = EvidenceStore(fixture.workspace).of(source, "wine", "2")->front();
        QCOMPARE(evidence.kind, std::string("quality"));
        QVERIFY(!evidence.passed);
        const auto versions =
            DatasetStore(fixture.workspace).versions(fixture.files.path("orders.parquet"));
        QCOMPARE(evidence.datasetDigest, versions->front().digest);
        QTRY_VERIFY(
            fixture.page->findChild<NoticeBar*>()->sentence().contains(QStringLiteral("wine v2")));
        // The list says it, and another opening shows what came of it.
        fixture.renew();
        QTRY_COMPARE(fixture.find<QListView>("datasetList")
                         ->model()
                         ->index(1, 0)
                         .data(DatasetListModel::StateRole)
                         .toString(),
                     QStringLiteral("Failed"));
        QVERIFY(openRules(fixture));
        QTRY_COMPARE(modelOf(fixture)->failed(), 1);
        QCOMPARE(modelOf(fixture)->text(), QStringLiteral("rows: {min: 5000}\n"));
    }
};

QTEST_MAIN(TestRulesTab)
#include "test_rules_tab.moc"
