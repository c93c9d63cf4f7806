#include "datasets_fixture.h"

#include "models/dataset_link.h"
#include "services/workspace/dataset_store.h"
#include "widgets/charts/item_chart.h"
#include "widgets/common/completion_popup.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/notice_bar.h"
#include "widgets/datasets/data_tab.h"
#include "widgets/datasets/dataset_filter_edit.h"
#include "widgets/datasets/dataset_grid.h"
#include "widgets/datasets/faults_panel.h"
#include "widgets/datasets/profile_pane.h"

#include <SQLiteCpp/Database.h>

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>

using namespace binnacle;
using binnacle::fixture::DatasetsFixture;

namespace {

// 100,000 rows: i, half of them (NULL for each seventh), and one of three words.
constexpr auto manyRows = "SELECT i::BIGINT AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE i / 2.0 END "
                          "AS half, ['open', 'closed', '와인'][1 + i % 3] AS state FROM "
                          "range(100000) t(i)";

DatasetTableModel* tableOf(const DatasetsFixture& fixture)
{
    return fixture.page->findChild<DataTab*>()->model();
}

QString cell(const DatasetsFixture& fixture, int row, int column)
{
    return tableOf(fixture)->index(row, column).data().toString();
}

bool openWhole(DatasetsFixture& fixture, const std::string& path)
{
    fixture.page->openPlace(QString::fromStdString(path));
    return QTest::qWaitFor(
        [&] {
            return fixture.page->document()->state() == DatasetDocument::State::Ready &&
                   tableOf(fixture)->state() == DatasetTableModel::State::Ready &&
                   tableOf(fixture)->total().has_value();
        },
        60'000);
}

void clickHeader(const DatasetsFixture& fixture, int column,
                 Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    auto* header = fixture.find<DatasetHeader>("datasetHeader");
    const QPoint place(header->sectionViewportPosition(column) + 30, 20);
    QTest::mouseMove(header->viewport(), place);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, modifiers, place);
}

void type(DatasetFilterEdit* edit, const char* text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, QLatin1String(text));
}

} // namespace

// Data as a person meets it: opened, scrolled, sorted, filtered, profiled.
class TestDatasetsPage : public QObject
{
    Q_OBJECT
private slots:
    void opensAFileByTheDialog()
    {
        DatasetsFixture fixture;
        QCOMPARE(fixture.find<EmptyState>("datasetEmpty")->kind(), EmptyState::Kind::Empty);
        fixture.look("datasets-empty");
        fixture.prompts->file =
            QString::fromStdString(fixture.files.copy("many.parquet", manyRows));
        QTest::mouseClick(fixture.find<QPushButton>("datasetOpenFile"), Qt::LeftButton);
        QTRY_COMPARE(tableOf(fixture)->total().value_or(0), 100'000);
        QTRY_COMPARE(cell(fixture, 1, 1), QStringLiteral("0.5"));
        QVERIFY(tableOf(fixture)->rowCount() > 15 && tableOf(fixture)->rowCount() < 60);
        QVERIFY(tableOf(fixture)->index(0, 1).data(DatasetTableModel::MissingRole).toBool());
        QCOMPARE(cell(fixture, 2, 2), QStringLiteral("와인"));
        QTRY_COMPARE(fixture.find<QLabel>("datasetCount")->text(), QStringLiteral("100,000 rows"));
        QTRY_COMPARE(fixture.find<QListView>("datasetList")->model()->rowCount(), 2);
        QTRY_COMPARE(fixture.page->findChild<DatasetProfileModel*>()->state(),
                     DatasetProfileModel::State::Known);
        QAbstractItemModelTester tester(tableOf(fixture));
        fixture.look("datasets");
    }

    void theLastRowIsAKeyAwayAndScrollingKeepsWhatIsChosen()
    {
        DatasetsFixture fixture;
        QVERIFY(openWhole(fixture, fixture.files.copy("many.parquet", manyRows)));
        QAbstractItemModelTester tester(tableOf(fixture));
        auto* view = fixture.find<QTableView>("datasetTable");
        auto* grid = fixture.page->findChild<DatasetGrid*>();
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("0"));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(grid->currentRow(), 99'999);
        QTRY_COMPARE(view->currentIndex().siblingAtColumn(0).data().toString(),
                     QStringLiteral("99999"));
        QCOMPARE(tableOf(fixture)
                     ->headerData(view->currentIndex().row(), Qt::Vertical, Qt::DisplayRole)
                     .toString(),
                 QStringLiteral("100,000"));
        QTest::keyClick(view, Qt::Key_PageUp);
        QTest::keyClick(view, Qt::Key_Up);
        const auto row = grid->currentRow();
        QVERIFY(row < 99'998 && row > 99'900);
        auto* bar = fixture.find<QScrollBar>("datasetScroll");
        bar->setValue(bar->maximum() / 2);
        QCOMPARE(grid->currentRow(), row);
        QTRY_COMPARE(cell(fixture, 0, 0), QString::number(bar->maximum() / 2));
        QTest::keyClick(view, Qt::Key_Down); // back to where the choice was
        QCOMPARE(grid->currentRow(), row + 1);
        QTRY_COMPARE(view->currentIndex().siblingAtColumn(0).data().toString(),
                     QString::number(row + 1));
    }

    void aClickOnTheHeadSortsAndShiftAddsAColumn()
    {
        DatasetsFixture fixture;
        QVERIFY(openWhole(fixture, fixture.files.copy("many.parquet", manyRows)));
        QTRY_COMPARE(cell(fixture, 1, 0), QStringLiteral("1"));
        clickHeader(fixture, 2);
        QTRY_COMPARE(cell(fixture, 0, 2), QStringLiteral("closed"));
        clickHeader(fixture, 0, Qt::ShiftModifier);
        clickHeader(fixture, 0, Qt::ShiftModifier);
        // closed: 1, 4, 7, …: of 100,000 the last one is 99,997.
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("99997"));
        QCOMPARE(
            tableOf(fixture)->headerData(0, Qt::Horizontal, DatasetTableModel::SortRole).toInt(),
            -1);
        fixture.look("datasets-sorted");
        clickHeader(fixture, 1);
        clickHeader(fixture, 1);
        QTRY_COMPARE(cell(fixture, 0, 1), QStringLiteral("49999.5"));
        clickHeader(fixture, 1);
        QTRY_COMPARE(cell(fixture, 1, 0), QStringLiteral("1"));
    }

    void aFilterIsSqlWithCompletionAndItsErrorIsMarked()
    {
        DatasetsFixture fixture;
        QVERIFY(openWhole(fixture, fixture.files.copy("many.parquet", manyRows)));
        auto* edit = fixture.find<DatasetFilterEdit>("datasetFilter");
        type(edit, "st");
        QTRY_VERIFY(fixture.page->findChild<CompletionPopup*>() &&
                    fixture.page->findChild<CompletionPopup*>()->isVisible());
        QCOMPARE(fixture.page->findChild<CompletionPopup*>()->items().front().text,
                 QStringLiteral("state"));
        QTest::keyClick(edit, Qt::Key_Tab);
        QCOMPARE(edit->filter(), QStringLiteral("state "));
        edit->insertPlainText(QStringLiteral("= '와인'")); // by an input method
        QTest::keyClicks(edit, QStringLiteral(" AND id < 9"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(tableOf(fixture)->total().value_or(0), 3);
        QTRY_COMPARE(cell(fixture, 2, 0), QStringLiteral("8"));
        QCOMPARE(fixture.find<QLabel>("datasetCount")->text(), QStringLiteral("3 of 100,000 rows"));
        type(edit, "state = 'open' AND nope > 3");
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(edit->error());
        QCOMPARE(edit->error()->position, 19U);
        QCOMPARE(edit->error()->length, 4U);
        QVERIFY(
            fixture.find<QLabel>("datasetFilterError")->text().contains(QStringLiteral("nope")));
        fixture.look("datasets-filter-error");
        QCOMPARE(tableOf(fixture)->total().value_or(0), 3); // what was shown stays
        type(edit, "(SELECT count(*) FROM read_csv('/etc/passwd')) > 0");
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(edit->error());
        type(edit, "id < 0");
        QTest::keyClick(edit, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(tableOf(fixture)->total().value_or(9), 0);
        auto* empty = fixture.find<EmptyState>("datasetEmpty");
        QTRY_VERIFY(empty->isVisible());
        QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_COMPARE(tableOf(fixture)->total().value_or(0), 100'000);
    }

    void columnsAreFoundByNameAndLimitedToWhatIsFound()
    {
        DatasetsFixture fixture;
        QVERIFY(openWhole(fixture, fixture.files.copy(
                                       "wide.parquet",
                                       "SELECT * FROM (SELECT 1 AS a) , (SELECT 2 AS temp_in, 3 AS "
                                       "b, 4 AS Temp_out, 5 AS c)")));
        auto* search = fixture.find<QLineEdit>("datasetColumnSearch");
        auto* view = fixture.find<QTableView>("datasetTable");
        QTRY_COMPARE(cell(fixture, 0, 3), QStringLiteral("4"));
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("temp"));
        QCOMPARE(view->currentIndex().column(), 1);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(view->currentIndex().column(), 3);
        QTest::mouseClick(fixture.find<QAbstractButton>("datasetOnlyThese"), Qt::LeftButton);
        QVERIFY(view->isColumnHidden(0) && !view->isColumnHidden(1) && view->isColumnHidden(2) &&
                !view->isColumnHidden(3) && view->isColumnHidden(4));
        QVERIFY(fixture.find<QListView>("profileCards")->isRowHidden(0));
        search->clear();
        QVERIFY(!view->isColumnHidden(0));
    }

    void aTextFileShowsItsFirstRowsAndThenTellsWhatIsWrongWithIt()
    {
        DatasetsFixture fixture;
        std::string text = "id,amount,who\n";
        for (int i = 0; i < 30'000; ++i)
            text += std::to_string(i) + "," + std::to_string(i % 90) + ",kim\n";
        text += "30000,7\n30001,many,lee\n30002,8,park,extra\n30003,9,choi\n";
        QVERIFY(openWhole(fixture, fixture.files.write("orders.csv", text)));
        QCOMPARE(tableOf(fixture)->total().value_or(0), 30'002);
        auto* faults = fixture.find<FaultsPanel>("datasetFaults");
        QTRY_VERIFY(faults->isVisible());
        QVERIFY2(faults->sentence().contains(QStringLiteral("2 lines could not be read")),
                 qPrintable(faults->sentence()));
        QVERIFY2(faults->sentence().contains(QStringLiteral("“amount”")),
                 qPrintable(faults->sentence()));
        QTest::mouseClick(fixture.find<QPushButton>("datasetFaultsShow"), Qt::LeftButton);
        auto* lines = fixture.find<QTableView>("datasetFaultLines");
        QVERIFY(lines->isVisible());
        QAbstractItemModelTester tester(lines->model());
        QStringList told;
        for (int row = 0; row < lines->model()->rowCount(); ++row)
            told << lines->model()->index(row, DatasetFaultsModel::Line).data().toString();
        QVERIFY2(told.contains(QStringLiteral("30,002")) &&
                     told.contains(QStringLiteral("30,003")) &&
                     told.contains(QStringLiteral("30,004")),
                 qPrintable(told.join(u' ')));
        fixture.look("datasets-faults");
    }

    void aLineThatIsCutDoesNotMakeItsColumnsTexts()
    {
        DatasetsFixture fixture;
        std::string text = "id,age,who\n";
        for (int i = 0; i < 5000; ++i)
            text += std::to_string(i) + "," + std::to_string(i % 90) + ",kim\n" +
                    (i == 2400 ? "cut,off\n" : "");
        QVERIFY(openWhole(fixture, fixture.files.write("cut.csv", text)));
        QCOMPARE(tableOf(fixture)->total().value_or(0), 5000);
        QCOMPARE(tableOf(fixture)->columns()[0].kind, ColumnKind::Integer);
        QCOMPARE(tableOf(fixture)->columns()[1].kind, ColumnKind::Integer);
        auto* faults = fixture.find<FaultsPanel>("datasetFaults");
        QCOMPARE(faults->sentence(), QStringLiteral("1 line could not be read and is left out."));
        QCOMPARE(faults->model()->rowCount(), 1);
        QCOMPARE(faults->model()->index(0, DatasetFaultsModel::Line).data().toString(),
                 QStringLiteral("2,403"));
    }

    void aColumnOfNumbersWithOneStrangerIsTold()
    {
        DatasetsFixture fixture;
        std::string text = "a,b\n";
        for (int i = 0; i < 50; ++i)
            text += std::to_string(i) + "," + (i == 20 ? "oops" : std::to_string(i)) + "\n";
        QVERIFY(openWhole(fixture, fixture.files.write("stranger.csv", text)));
        auto* faults = fixture.find<FaultsPanel>("datasetFaults");
        QVERIFY2(faults->sentence().contains(QStringLiteral("“b”")),
                 qPrintable(faults->sentence()));
        QVERIFY(faults->model()
                    ->index(0, DatasetFaultsModel::What)
                    .data()
                    .toString()
                    .contains(QStringLiteral("Row 21: “oops”")));
    }

    void anotherEncodingIsReadOnRequestAndAnEmptyFileIsSaidToBeEmpty()
    {
        DatasetsFixture fixture;
        fixture.page->openPlace(
            QString::fromStdString(fixture.files.write("latin.csv", "name,v\ncaf\xE9,1\n")));
        auto* empty = fixture.find<EmptyState>("datasetEmpty");
        QTRY_COMPARE(empty->kind(), EmptyState::Kind::Failed);
        QVERIFY2(empty->sentence().contains(QStringLiteral("line 2, character 4")),
                 qPrintable(empty->sentence()));
        fixture.look("datasets-encoding");
        QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_COMPARE(tableOf(fixture)->total().value_or(0), 1);
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("café"));
        fixture.page->openPlace(QString::fromStdString(fixture.files.write("none.csv", "")));
        QTRY_COMPARE(empty->kind(), EmptyState::Kind::Failed);
        QVERIFY(empty->sentence().contains(QStringLiteral("is empty")));
    }

    void aTableOfAnSqliteFileIsChosen()
    {
        DatasetsFixture fixture;
        {
            SQLite::Database db(fixture.files.path("two.sqlite"),
                                SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            db.exec("CREATE TABLE apples (n INTEGER); INSERT INTO apples VALUES (1), (2);"
                    "CREATE TABLE pears (n INTEGER); INSERT INTO pears VALUES (3)");
        }
        fixture.page->openPlace(QString::fromStdString(fixture.files.path("two.sqlite")));
        auto* tables = fixture.find<QComboBox>("datasetTables");
        QTRY_COMPARE(tables->count(), 2);
        fixture.look("datasets-tables");
        tables->setCurrentText(QStringLiteral("pears"));
        QTest::mouseClick(fixture.find<QPushButton>("datasetOpenTable"), Qt::LeftButton);
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("3"));
        QVERIFY(fixture.page->contextLine().contains(QStringLiteral("pears")));
    }

    void theProfileIsKeptWithTheBytesAndThereAtOnceTheSecondTime()
    {
        DatasetsFixture fixture;
        const auto path = fixture.files.copy("many.parquet", manyRows);
        QVERIFY(openWhole(fixture, path));
        auto* profile = fixture.page->findChild<DatasetProfileModel*>();
        QAbstractItemModelTester tester(profile);
        QTRY_COMPARE(profile->state(), DatasetProfileModel::State::Known);
        // range(100000): each seventh of them, from 0 on, is missing.
        QCOMPARE(profile->profile(1)->missing, 14'286);
        QCOMPARE(profile->profile(0)->quantiles.at(0.5), 49'999.5);
        QCOMPARE(profile->profile(2)->distinct, 3);
        QCOMPARE(profile->table()->duplicateRows.value_or(-1), 0);
        const auto first = profile->whole();
        const DatasetStore store(fixture.workspace);
        QTRY_VERIFY(!store.versions(path)->empty() && store.versions(path)->front().profile);
        fixture.prompts->file = QString::fromStdString(fixture.files.path("profile.html"));
        QTest::mouseClick(fixture.find<QPushButton>("datasetExport"), Qt::LeftButton);
        QTRY_VERIFY(QFile::exists(fixture.prompts->file));
        QFile page(fixture.prompts->file);
        QVERIFY(page.open(QIODevice::ReadOnly) && page.readAll().contains("<b>half</b>"));
        fixture.find<QTabBar>("profileTabs")->setCurrentIndex(1);
        QVERIFY(fixture.find<ItemChart>("correlationMap")->isVisible());
        fixture.look("datasets-table-profile");
        fixture.renew();
        QVERIFY(openWhole(fixture, path));
        profile = fixture.page->findChild<DatasetProfileModel*>();
        QTRY_COMPARE(profile->state(), DatasetProfileModel::State::Known);
        QCOMPARE(profile->known(), 3);
        QCOMPARE(profile->whole().columns[0].quantiles, first.columns[0].quantiles);
        QCOMPARE(profile->whole().columns[2].topValues, first.columns[2].topValues);
        QCOMPARE(profile->whole().columns[1].histogram, first.columns[1].histogram);
    }

    void theProfileIsStoppedAndTakenUpAgain()
    {
        DatasetsFixture fixture;
        const auto path =
            fixture.files.copy("long.parquet", "SELECT i AS a, i * 3 AS b, random() AS "
                                               "c, i::VARCHAR AS d FROM "
                                               "range(3000000) t(i)");
        fixture.page->openPlace(QString::fromStdString(path));
        auto* profile = fixture.page->findChild<DatasetProfileModel*>();
        QTRY_COMPARE(profile->state(), DatasetProfileModel::State::Running);
        auto* stop = fixture.find<QPushButton>("profileWorkStop");
        QTRY_VERIFY(stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(profile->state(), DatasetProfileModel::State::Stopped);
        QVERIFY(profile->known() < 5);
        QTest::mouseClick(stop, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(profile->state(), DatasetProfileModel::State::Known, 60'000);
        QCOMPARE(profile->known(), 4);
    }

    void aDropALinkAndAnAddressElsewhere()
    {
        DatasetsFixture fixture;
        const auto path = fixture.files.copy("drop.parquet", "SELECT 42 AS answer");
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(QString::fromStdString(path))});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(fixture.page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton,
                        Qt::NoModifier);
        QCoreApplication::sendEvent(fixture.page.get(), &drop);
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("42"));
        DatasetAddress address;
        address.path = fixture.files.copy("데이터 1.parquet", "SELECT 43 AS answer");
        const auto link = datasetLink(address);
        QCOMPARE(datasetOfLink(link)->path, address.path);
        fixture.page->openPlace(link);
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("43"));
        fixture.page->openPlace(QStringLiteral("https://example.org/data.csv"));
        QVERIFY(fixture.page->findChild<NoticeBar*>()->sentence().contains(
            QStringLiteral("not on this machine")));
        QVERIFY(!datasetOfLink(QStringLiteral("binnacle:dataset?path=relative.csv")));
    }

    void aFolderOfPartsAndAPatternAreOneTable()
    {
        DatasetsFixture fixture;
        QDir(QString::fromStdString(fixture.files.path("."))).mkpath(QStringLiteral("parts"));
        (void)fixture.files.copy("parts/a.parquet", "SELECT 1 AS n");
        (void)fixture.files.copy("parts/b.parquet", "SELECT 2 AS n");
        QVERIFY(openWhole(fixture, fixture.files.path("parts")));
        QCOMPARE(tableOf(fixture)->total().value_or(0), 2);
        QVERIFY(openWhole(fixture, fixture.files.path("parts/*.parquet")));
        QTRY_COMPARE(fixture.find<QListView>("datasetList")->model()->rowCount(), 3);
    }

    void cellsAreCopiedAsTheyStand()
    {
        DatasetsFixture fixture;
        QVERIFY(openWhole(fixture, fixture.files.copy("c.parquet", "SELECT 1 AS a, NULL AS b")));
        QTRY_COMPARE(cell(fixture, 0, 0), QStringLiteral("1"));
        auto* view = fixture.find<QTableView>("datasetTable");
        view->setFocus();
        view->selectAll();
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("1\t"));
    }

    void ofAGigabyteTheFirstRowsAreThereWhileItIsBeingRead()
    {
        DatasetsFixture fixture;
        const auto path = fixture.files.path("big.csv");
        {
            QFile out(QString::fromStdString(path));
            QVERIFY(out.open(QIODevice::WriteOnly));
            QByteArray block;
            for (int i = 0; i < 20'000; ++i)
                block += QStringLiteral("%1,%2,name of the row %3,%4\n")
                             .arg(i)
                             .arg(i * 0.25)
                             .arg(i % 977)
                             .arg(i % 3 == 0 ? QStringLiteral("open") : QStringLiteral("closed"))
                             .toUtf8();
            out.write("id,value,name,state\n");
            while (out.size() < 1'050'000'000)
                QCOMPARE(out.write(block), block.size());
        }
        QElapsedTimer clock;
        clock.start();
        fixture.page->openPlace(QString::fromStdString(path));
        QTRY_COMPARE(cell(fixture, 1, 2), QStringLiteral("name of the row 1"));
        const auto waited = clock.elapsed();
        qInfo("first rows after %lld ms", static_cast<long long>(waited));
        QVERIFY2(waited < 5000, "a busy machine aside, it is less than one second");
        QCOMPARE(fixture.page->document()->state(), DatasetDocument::State::Preview);
        QVERIFY(fixture.page->document()->isReading());
        QTest::mouseClick(fixture.find<QPushButton>("datasetReadingStop"), Qt::LeftButton);
        QVERIFY(!fixture.page->document()->isReading());
        auto* view = fixture.find<QTableView>("datasetTable");
        view->setFocus();
        QTest::keyClick(view, Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(view->currentIndex().siblingAtColumn(0).data().toString(),
                     QStringLiteral("999")); // of the first thousand
        fixture.look("datasets-preview");
    }
};

QTEST_MAIN(TestDatasetsPage)
#include "test_datasets_page.moc"
