#include "tests/gui/drift/drift_fixture.h"

#include "services/workspace/evidence_store.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/state_pill.h"
#include "widgets/drift/drift_heat_map.h"
#include "widgets/drift/drift_pictures.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QTabBar>

using namespace binnacle;
using namespace binnacle::test;

namespace binnacle::test {

void DriftFixture::compareByKeyboard() const
{
    for (const auto& [field, file] : {std::pair("driftReference", "reference.csv"),
                                      std::pair("driftCurrent", "current.parquet")}) {
        auto* edit = find<QComboBox>(field)->lineEdit();
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, path(file));
    }
    QTest::keyClick(find<QComboBox>("driftCurrent")->lineEdit(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(page->document().has_value(), 60'000);
}

} // namespace binnacle::test

// The page of drift, driven by mouse and keyboard over real data in CSV and Parquet.
class TestDriftPage : public QObject
{
    Q_OBJECT

    static QString told(const DriftFixture& fixture)
    {
        const auto* bar = fixture.page->findChild<NoticeBar*>();
        return bar->isVisible() ? bar->sentence() : QString();
    }

    static void keepLook(QWidget* widget, const QString& name)
    {
        QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        QVERIFY(folder.mkpath(QStringLiteral("looks")));
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents(); // layouts of what is new
        const QPixmap picture = widget->grab();
        QVERIFY(picture.save(folder.filePath(QStringLiteral("looks/drift-%1.png").arg(name))));
        QSet<QRgb> colours;
        const QImage image = picture.toImage();
        for (int x = 0; x < image.width(); x += 3)
            for (int y = 0; y < image.height(); y += 3)
                colours.insert(image.pixel(x, y));
        QVERIFY(colours.size() > 40);
    }

private slots:
    void columnsStandBySeverity()
    {
        const DriftFixture fixture;
        const QAbstractItemModelTester tester(fixture.table()->model());
        fixture.show();
        QVERIFY(!fixture.find<QPushButton>("driftExport")->isEnabled());
        fixture.compareByKeyboard();
        // 10.4 + 2u + 1.5v has the deviation sqrt((4 + 2.25) / 12); moved by 1.2.
        const auto& alcohol = fixture.column("alcohol");
        QCOMPARE(alcohol.method, std::string("wasserstein"));
        QVERIFY(std::abs(alcohol.statistic - 1.2 / std::sqrt(6.25 / 12)) < 0.01);
        QCOMPARE(fixture.page->model()->at(0).column, std::string("alcohol"));
        QCOMPARE(fixture.page->model()->at(1).column, std::string("region"));
        QVERIFY(!fixture.column("pH").drifted && !fixture.column("색").drifted);
        QCOMPARE(fixture.find<Pill>("driftVerdict")->text(), QStringLiteral("Dataset drift"));
        QVERIFY(fixture.find<QLabel>("driftVerdictText")
                    ->text()
                    .contains(QStringLiteral("2 of 4 columns")));
        QVERIFY(fixture.find<QLabel>("driftVerdictText")
                    ->text()
                    .contains(QStringLiteral("3,000 and 3,000 rows, exact")));
        QVERIFY(fixture.find<QLabel>("driftMethodsText")
                    ->text()
                    .contains(QStringLiteral("as Evidently chooses")));
        // The one in full follows the arrow keys.
        QCOMPARE(fixture.find<QLabel>("driftColumnTitle")->text(), QStringLiteral("alcohol"));
        fixture.table()->setFocus();
        QTest::keyClick(fixture.table(), Qt::Key_Down);
        QCOMPARE(fixture.find<QLabel>("driftColumnTitle")->text(), QStringLiteral("region"));
        const auto& summary = fixture.find<DistributionView>("driftDistribution")->summary();
        QVERIFY(summary && summary->categories.size() == 3);
        QVERIFY(!fixture.find<QuantileView>("driftQuantiles")->isVisible());
        QCOMPARE(fixture.column("region").newCategories, std::vector<std::string>{"새 산지"});
    }

    void searchAndOnlyDriftedNarrow()
    {
        const DriftFixture fixture;
        const QAbstractItemModelTester tester(fixture.table()->model());
        fixture.show();
        fixture.compareByKeyboard();
        fixture.press("driftOnlyDrifted");
        QCOMPARE(fixture.page->model()->rowCount(), 2);
        QTest::keyClicks(fixture.find<QLineEdit>("driftSearch"), QStringLiteral("REG"));
        QCOMPARE(fixture.page->model()->rowCount(), 1);
        QCOMPARE(fixture.page->model()->at(0).column, std::string("region"));
    }

    void thresholdAndShareDecideAnewWithoutTheData()
    {
        const DriftFixture fixture;
        fixture.show();
        fixture.compareByKeyboard();
        QVERIFY(QFile::remove(fixture.path("current.parquet")));
        fixture.choose("alcohol");
        auto* limit = fixture.find<QLineEdit>("driftThreshold");
        limit->setFocus();
        limit->selectAll();
        QTest::keyClicks(limit, QStringLiteral("9"));
        QTest::keyClick(limit, Qt::Key_Return);
        QVERIFY(!fixture.column("alcohol").drifted);
        QCOMPARE(fixture.find<Pill>("driftVerdict")->text(), QStringLiteral("No dataset drift"));
        auto* share = fixture.find<QDoubleSpinBox>("driftShare");
        share->setFocus();
        share->selectAll();
        QTest::keyClicks(share, QStringLiteral("0.2"));
        QTest::keyClick(share, Qt::Key_Return);
        QCOMPARE(fixture.find<Pill>("driftVerdict")->text(), QStringLiteral("Dataset drift"));
    }

    void anotherMethodMeasuresTheColumnAgain()
    {
        const DriftFixture fixture;
        fixture.show();
        fixture.compareByKeyboard();
        fixture.choose("alcohol");
        auto* method = fixture.find<QComboBox>("driftMethod");
        QVERIFY(method->isEnabled());
        const int place = method->findData(QStringLiteral("ks"));
        QVERIFY(place > 0);
        method->setFocus();
        while (method->currentIndex() != place && !QTest::currentTestFailed()) {
            const int before = method->currentIndex();
            QTest::keyClick(method, before < place ? Qt::Key_Down : Qt::Key_Up);
            QVERIFY(method->currentIndex() != before);
        }
        QTRY_COMPARE_WITH_TIMEOUT(fixture.column("alcohol").method, std::string("ks"), 60'000);
        QVERIFY(fixture.column("alcohol").pValue.has_value());
        QVERIFY(fixture.column("alcohol").distribution.has_value());
        QCOMPARE(fixture.page->model()->total(), std::size_t{4});
    }

    void aRunIsCancelledAtOnce()
    {
        const DriftFixture fixture;
        fixture.write("big.csv", 3'000'000, 1);
        fixture.show();
        fixture.find<QComboBox>("driftReference")->setEditText(fixture.path("big.csv"));
        fixture.find<QComboBox>("driftCurrent")->setEditText(fixture.path("big.csv"));
        fixture.press("driftRun");
        QVERIFY(fixture.find<QWidget>("driftCancel")->isVisible());
        auto* progress = fixture.find<QProgressBar>("driftProgress");
        QTRY_VERIFY_WITH_TIMEOUT(progress->value() > 0, 60'000); // it moves
        QElapsedTimer clock;
        clock.start();
        fixture.press("driftCancel");
        QVERIFY(fixture.find<QWidget>("driftRun")->isVisible());
        QVERIFY(clock.elapsed() < 500);
        QVERIFY(told(fixture).startsWith(QStringLiteral("Cancelled")));
        QTRY_COMPARE_WITH_TIMEOUT(const_cast<WorkerPools&>(fixture.pools).jobs.activeThreadCount(),
                                  0, 5000);
        QVERIFY(!fixture.page->document());
    }

    void aReportIsKeptOpenedAndCompared()
    {
        const DriftFixture fixture;
        fixture.show();
        fixture.compareByKeyboard();
        fixture.press("driftKeep");
        QTRY_COMPARE(fixture.find<QPushButton>("driftKeep")->text(), QStringLiteral("Kept"));
        // The next season is as the first.
        fixture.find<QComboBox>("driftCurrent")->setEditText(fixture.path("reference.csv"));
        fixture.press("driftRun");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.page->document().has_value(), 60'000);
        QCOMPARE(fixture.find<Pill>("driftVerdict")->text(), QStringLiteral("No dataset drift"));
        fixture.press("driftKeep");
        auto* tabs = fixture.find<QTabBar>("driftTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(DriftPage::ReportsTab).center());
        auto* reports = fixture.find<QTableView>("driftReports");
        const QAbstractItemModelTester tester(reports->model());
        QTRY_COMPARE(reports->model()->rowCount(), 2);
        const auto place = [&](int row) {
            return reports->visualRect(reports->model()->index(row, 1)).center();
        };
        QTest::mouseClick(reports->viewport(), Qt::LeftButton, {}, place(0));
        QTest::mouseClick(reports->viewport(), Qt::LeftButton, Qt::ControlModifier, place(1));
        fixture.press("driftCompareKept");
        auto* changes = fixture.find<QTableView>("driftChanges");
        QTRY_COMPARE(changes->model()->rowCount(), 4);
        QCOMPARE(changes->model()->index(0, 3).data().toString(), QStringLiteral("Recovered"));
        QVERIFY(fixture.find<QLabel>("driftChangeSummary")
                    ->text()
                    .startsWith(QStringLiteral("0 newly drifted, 2 recovered")));
        keepLook(fixture.page.get(), QStringLiteral("reports"));
        QTest::mouseClick(reports->viewport(), Qt::LeftButton, {}, place(1));
        fixture.press("driftOpenKept");
        QTRY_COMPARE(fixture.find<Pill>("driftVerdict")->text(), QStringLiteral("Dataset drift"));
        QCOMPARE(tabs->currentIndex(), int(DriftPage::ColumnsTab));
        fixture.choose("alcohol");
        QVERIFY(fixture.find<DistributionView>("driftDistribution")->isVisible());
        QVERIFY(!fixture.find<QComboBox>("driftMethod")->isEnabled()); // no data at hand
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(DriftPage::ReportsTab).center());
        QTest::mouseClick(reports->viewport(), Qt::LeftButton, {}, place(0));
        fixture.press("driftRemoveKept");
        QTRY_COMPARE(reports->model()->rowCount(), 1);
        QCOMPARE(fixture.prompts->asked, QStringList{QStringLiteral("Remove this report?")});
    }

    void aReportIsExportedInThreeForms()
    {
        const DriftFixture fixture;
        fixture.show();
        fixture.compareByKeyboard();
        const auto actions = fixture.find<QPushButton>("driftExport")->menu()->actions();
        const auto exported = [&](int form, const char* name) {
            fixture.prompts->file = fixture.path(name);
            actions[form]->trigger();
            QByteArray bytes;
            const auto read = [&] {
                QFile file(fixture.path(name));
                bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
                return !bytes.isEmpty();
            };
            [&] { QTRY_VERIFY(read()); }();
            return bytes;
        };
        const auto html = exported(0, "drift.html");
        QVERIFY(html.contains("<!doctype html>") && html.contains("새 산지"));
        const auto pdf = exported(1, "drift.pdf");
        QVERIFY(pdf.startsWith("%PDF") && pdf.trimmed().endsWith("%%EOF"));
        const auto json = exported(2, "drift.json");
        const auto again = readDriftDocument(json);
        QVERIFY(again);
        QCOMPARE(again->subject, fixture.page->document()->subject);
        QCOMPARE(again->report.columns.size(), std::size_t{4});
    }

    void evidentlysReportIsShown()
    {
        const DriftFixture fixture;
        QFile file(fixture.path("evidently.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"metrics": [{"metric": "DataDriftTable", "result": {
            "share_of_drifted_columns": 0.5, "dataset_drift": true, "drift_by_columns": {
            "age": {"column_name": "age", "column_type": "num", "stattest_name": "K-S p_value",
              "stattest_threshold": 0.05, "drift_score": 0.001, "drift_detected": true,
              "current": {"small_distribution": {"x": [1, 2, 3], "y": [0.2, 0.8]}},
              "reference": {"small_distribution": {"x": [0, 1, 2], "y": [0.5, 0.5]}}},
            "city": {"column_name": "city", "column_type": "cat",
              "stattest_name": "chi-square p_value", "stattest_threshold": 0.05,
              "drift_score": 0.4, "drift_detected": false}}}}], "version": "0.4.40"})");
        file.close();
        fixture.show();
        fixture.prompts->file = file.fileName();
        fixture.press("driftOpen");
        QTRY_VERIFY(fixture.page->document().has_value());
        QCOMPARE(fixture.page->model()->at(0).column, std::string("age"));
        QCOMPARE(fixture.find<QLabel>("driftMethodsText")->text(),
                 QStringLiteral("As Evidently wrote it."));
        fixture.choose("age");
        QVERIFY(fixture.find<DistributionView>("driftDistribution")->isVisible());
        fixture.prompts->file = fixture.path("reference.csv"); // no report at all
        fixture.press("driftOpen");
        QTRY_VERIFY(told(fixture).contains(QStringLiteral("is not a drift report")));
        QVERIFY(fixture.page->document().has_value());
    }

    void windowsStandAsAMap()
    {
        const DriftFixture fixture;
        fixture.show();
        fixture.press("driftOverTime");
        QTest::keyClicks(fixture.find<QLineEdit>("driftTimeColumn"), QStringLiteral("seen"));
        QTest::keyClicks(fixture.find<QLineEdit>("driftWindowSize"), QStringLiteral("1w"));
        fixture.press("driftTogether");
        fixture.compareByKeyboard();
        const auto& document = fixture.page->document();
        QVERIFY(document->overTime && document->overTime->windows.size() >= 9);
        QVERIFY(document->together && document->together->classifier);
        QVERIFY(fixture.find<QLabel>("driftTogetherText")->isVisible());
        fixture.choose("alcohol");
        QVERIFY(fixture.find<WindowLine>("driftWindowLine")->isVisible());
        auto* tabs = fixture.find<QTabBar>("driftTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(DriftPage::TimeTab).center());
        auto* map = fixture.find<DriftHeatMap>("driftHeatMap");
        QVERIFY(map->isVisible());
        QVERIFY(map->cellText(0, 0).contains(QStringLiteral("drifted")));
        QTest::mouseClick(map->viewport(), Qt::LeftButton, {}, map->cellRect(2, 1).center());
        const auto third = fixture.find<QLabel>("driftColumnTitle")->text();
        QTest::keyClick(map, Qt::Key_Up);
        QTest::keyClick(map, Qt::Key_Up);
        const auto first = fixture.find<QLabel>("driftColumnTitle")->text();
        QVERIFY(first != third);
        QVERIFY(first == QStringLiteral("alcohol") || first == QStringLiteral("region"));
        keepLook(fixture.page.get(), QStringLiteral("time"));
    }

    void aReportBecomesEvidenceOfAVersion()
    {
        const DriftFixture fixture;
        RegistryStore store(fixture.workspace);
        store.fill();
        const auto wine = store.model("wine-quality");
        const auto version = RegistryReader(fixture.workspace).version(wine.row, "18").value();
        putArtifact(fixture.path("artifacts"), version.version.runId,
                    "explanations/feature_importance_gain.json",
                    R"({"alcohol": 30, "pH": 9, "year": 1})");
        fixture.show();
        fixture.compareByKeyboard();
        fixture.press("driftAttach");
        auto* model = fixture.find<QComboBox>("driftTargetModel");
        QTRY_VERIFY(model->count() > 0);
        model->setFocus();
        QTest::keyClicks(model, QStringLiteral("wine"));
        QVERIFY(model->currentText().startsWith(QStringLiteral("wine-quality")));
        QVERIFY(fixture.find<QComboBox>("driftTargetVersion")
                    ->currentText()
                    .startsWith(QStringLiteral("v18")));
        fixture.press("driftTargetAccept");
        const auto evidence = [&] {
            return EvidenceStore(fixture.workspace)
                .of(version.source, "wine-quality", "18")
                .value();
        };
        QTRY_COMPARE(evidence().size(), std::size_t{1});
        const auto found = evidence().front();
        QCOMPARE(found.kind, std::string("drift"));
        QVERIFY(!found.passed);
        QVERIFY(!found.datasetDigest.empty());
        const auto body = QJsonDocument::fromJson(QByteArray::fromStdString(found.body)).object();
        const auto kept = body.value(QLatin1String("report")).toInteger();
        QVERIFY(DriftReports(fixture.workspace).find(kept));
        // What the version's run logged stands beside the drift: the important one stands out.
        QTRY_VERIFY(fixture.page->model()->hasImportances());
        QCOMPARE(fixture.page->model()->importance("alcohol"), 0.75);
        QVERIFY(fixture.page->model()->isTop("alcohol"));
        QVERIFY(!fixture.page->model()->isTop("region"));
        QVERIFY(!fixture.table()->isColumnHidden(DriftTableModel::Importance));
    }

    void nothingIsCutOff_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << false << QSize(1240, 820);
        QTest::newRow("dark") << true << QSize(1240, 820);
        QTest::newRow("light-small") << false << QSize(824, 600);
        QTest::newRow("dark-small") << true << QSize(824, 600);
    }
    void nothingIsCutOff()
    {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        const DriftFixture fixture;
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        fixture.page->resize(size);
        fixture.show();
        fixture.compareByKeyboard();
        fixture.choose(dark ? "region" : "alcohol");
        QCOMPARE(fixture.page->size(), size);
        QVERIFY(fixture.find<QWidget>("driftInspector")->width() >= 300);
        QTRY_COMPARE(fixture.table()->horizontalScrollBar()->maximum(), 0); // the verdict is seen
        QCOMPARE(fixture.find<QScrollArea>("driftInspector")->horizontalScrollBar()->maximum(), 0);
        keepLook(fixture.page.get(), QString::fromLatin1(QTest::currentDataTag()));
    }
};

QTEST_MAIN(TestDriftPage)
#include "test_drift_page.moc"
