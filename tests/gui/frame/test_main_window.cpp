#include "tests/gui/frame/window_fixture.h"

#include "app/binnacle/rail.h"
#include "app/binnacle/status_strip.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QUrl>

using namespace binnacle;

namespace {

bool shows(WindowFixture& fixture, const char* objectName)
{
    return fixture.window->shownPage()->objectName() == QLatin1String(objectName);
}

QStringList statusLines(WindowFixture& fixture)
{
    QStringList lines;
    for (const SourceBadge* badge : fixture.window->findChildren<SourceBadge*>()) {
        if (badge->isVisible())
            lines << badge->text();
    }
    return lines;
}

void drop(QWidget* target, const QMimeData& data)
{
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

} // namespace

// The frame: first start, adding sources, pages by key, status bar, theme.
class TestMainWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }

    void firstStartAsksWhereTheRunsAre()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        QCOMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Welcome"));
        QTRY_VERIFY(statusLines(fixture).contains(QStringLiteral("no source yet")));
    }

    void typedFolderBecomesASource()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        auto* address = fixture.find<QLineEdit>("firstAddress");
        address->setFocus();
        QTest::keyClicks(address, fixture.makeFolder(QStringLiteral("wine")));
        QTest::keyClick(address, Qt::Key_Return);
        QTRY_VERIFY(!shows(fixture, "firstStart"));
        QTRY_VERIFY(fixture.application->sources().runs() == 3);
        QTRY_COMPARE(statusLines(fixture), QStringList{QStringLiteral("wine, just now")});
    }

    void unknownPlaceIsExplainedWhereItWasTyped()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        auto* address = fixture.find<QLineEdit>("firstAddress");
        QTest::keyClicks(address, QStringLiteral("/no/such/place"));
        QTest::mouseClick(fixture.find<QPushButton>("firstAdd"), Qt::LeftButton);
        auto* problem = fixture.find<QLabel>("firstProblem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY(!problem->text().isEmpty());
        QVERIFY(shows(fixture, "firstStart"));
    }

    void droppedFolderBecomesASource()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(fixture.makeFolder(QStringLiteral("dropped")))});
        drop(fixture.window.get(), data);
        QTRY_COMPARE(fixture.application->sources().rowCount(), 1);
        QCOMPARE(fixture.application->sources().at(0).first.name, std::string("dropped"));
    }

    void droppedAddressOpensTheFormForAServer()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        QMimeData data;
        data.setText(QStringLiteral("https://mlflow.example.org"));
        drop(fixture.window.get(), data);
        auto* dialog = fixture.find<QDialog>("addSourceDialog");
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(fixture.find<QLineEdit>("sourceAddress")->text(),
                 QStringLiteral("https://mlflow.example.org"));
    }

    void folderIsChosenWithAKey()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        fixture.prompts.folder = fixture.makeFolder(QStringLiteral("chosen"));
        QTest::keyClick(fixture.window.get(), Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE(fixture.application->sources().rowCount(), 1);
        QCOMPARE(fixture.prompts.asked.size(), 1);
    }

    void theLastPageIsRestored()
    {
        WindowFixture fixture;
        fixture.application->editor();
        QTRY_VERIFY(fixture.application->isOpen());
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("mlruns"))});
        QTRY_VERIFY(shows(fixture, "runsPage"));
        for (const auto& [page, name] : {std::pair(MainWindow::ModelsIndex, "modelsPage"),
                                         std::pair(MainWindow::AuditIndex, "auditPage"),
                                         std::pair(MainWindow::RunsIndex, "runsPage")}) {
            fixture.window->showPage(page);
            fixture.window->close();
            fixture.start();
            QTRY_VERIFY2(shows(fixture, name), name);
        }
        // A page that is no more.
        QSettings().setValue(QStringLiteral("window/page"), QStringLiteral("railAstrology"));
        fixture.start();
        QTRY_VERIFY(shows(fixture, "runsPage"));
    }

    void pagesChangeByKeyAndByRail()
    {
        WindowFixture fixture;
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("wine"))});
        QTRY_COMPARE(fixture.application->sources().rowCount(), 1);
        QTRY_COMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Runs"));
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Compare"));
        QVERIFY(fixture.find<RailButton>("railCompare")->isChecked());
        auto* runs = fixture.find<RailButton>("railRuns");
        runs->setFocus();
        QTest::keyClick(runs, Qt::Key_Space);
        QCOMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Runs"));
        QTest::keyClick(fixture.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(shows(fixture, "settingsPage"));
    }

    void commandFieldRunsACommand()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
        auto* field = fixture.find<QLineEdit>("commandField");
        QVERIFY(field->hasFocus());
        auto* list = fixture.find<QListWidget>("commandList");
        QVERIFY(list->isVisible());
        QTest::keyClicks(field, QStringLiteral("settings"));
        QCOMPARE(list->count(), 1);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(shows(fixture, "settingsPage"));
        QVERIFY(!list->isVisible());
        QVERIFY(field->text().isEmpty());
    }

    void commandFieldFindsRunsByName()
    {
        WindowFixture fixture;
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("wine"))});
        QTRY_COMPARE(fixture.application->sources().runs(), 3);
        QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(fixture.find<QLineEdit>("commandField"), QStringLiteral("wine-rf"));
        auto* list = fixture.find<QListWidget>("commandList");
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->text(), QStringLiteral("wine-rf-009"));
        QTest::keyClick(fixture.find<QLineEdit>("commandField"), Qt::Key_Escape);
        QVERIFY(!list->isVisible());
    }

    void runIsOpenedOnItsPageAndLeftAgain()
    {
        WindowFixture fixture;
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("wine"))});
        QTRY_COMPARE(fixture.application->sources().runs(), 3);
        auto* table = fixture.find<QTableView>("runTable");
        QTRY_VERIFY(table && table->model()->rowCount() == 3);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 1));
        const auto nameOfSecond = [&] { return table->model()->index(1, 0).data().toString(); };
        QTRY_VERIFY(!nameOfSecond().isEmpty()); // rows are read as they come into sight
        const QString second = nameOfSecond();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY(shows(fixture, "runPage"));
        QCOMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Run"));
        QVERIFY(fixture.find<RailButton>("railRuns")->isChecked()); // it stands over the runs
        auto* name = fixture.find<ElidedLabel>("runPageName");
        QTRY_COMPARE(name->fullText(), second);
        QTest::keyClick(fixture.window->shownPage(), Qt::Key_Escape);
        QVERIFY(shows(fixture, "runsPage"));

        const QPoint cell = table->visualRect(table->model()->index(0, 1)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, cell);
        QTRY_VERIFY(shows(fixture, "runPage"));
        QTest::keyClick(fixture.window->shownPage(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(shows(fixture, "runsPage"));
    }

    void runIsOpenedFromTheCommandField()
    {
        WindowFixture fixture;
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("wine"))});
        QTRY_COMPARE(fixture.application->sources().runs(), 3);
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(fixture.find<QLineEdit>("commandField"), QStringLiteral("wine-rf"));
        QTRY_COMPARE(fixture.find<QListWidget>("commandList")->count(), 1);
        QTest::keyClick(fixture.find<QLineEdit>("commandField"), Qt::Key_Down);
        QTest::keyClick(fixture.find<QLineEdit>("commandField"), Qt::Key_Return);
        QTRY_VERIFY(shows(fixture, "runPage"));
        QVERIFY(fixture.find<RailButton>("railCompare")->isChecked());
        QTest::mouseClick(fixture.find<QPushButton>("runBack"), Qt::LeftButton);
        QCOMPARE(fixture.find<QLabel>("pageTitle")->text(), QStringLiteral("Compare"));
        QTest::keyClick(fixture.window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(fixture.find<QLineEdit>("commandField"), QStringLiteral("wine-rf"));
        QTRY_COMPARE(fixture.find<QListWidget>("commandList")->count(), 1);
        QTest::keyClick(fixture.find<QLineEdit>("commandField"), Qt::Key_Return);
        QTRY_VERIFY(shows(fixture, "runPage"));
        QTest::mouseClick(fixture.find<QPushButton>("showInTable"), Qt::LeftButton);
        QTRY_VERIFY(shows(fixture, "runsPage"));
    }

    void themeIsChosenAndKept()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        QTest::keyClick(fixture.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* choice = fixture.find<QComboBox>("themeChoice");
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_End);
        QTRY_VERIFY(Theme::current().dark);
        QCOMPARE(WindowSettings::load().theme, ThemeChoice::Dark);
        fixture.window->chooseTheme(ThemeChoice::Light);
        QVERIFY(!Theme::current().dark);
    }

    void railStateComesBack()
    {
        WindowFixture fixture;
        QTest::keyClick(fixture.window.get(), Qt::Key_B, Qt::ControlModifier);
        QVERIFY(fixture.find<Rail>("rail")->isCollapsed());
        QCOMPARE(fixture.find<Rail>("rail")->width(), 52);
        fixture.window->close();
        fixture.start();
        QVERIFY(fixture.find<Rail>("rail")->isCollapsed());
    }

    void jobIsShownWithTimeLeft()
    {
        WindowFixture fixture;
        auto* strip = fixture.find<StatusStrip>("statusStrip");
        strip->showJob({true,
                        QStringLiteral("Mirroring histories  6,204 of 10,000"),
                        0.6204,
                        QStringLiteral("40 s left"),
                        {}});
        QCOMPARE(fixture.find<QLabel>("jobTimeLeft")->text(), QStringLiteral("40 s left"));
        QCOMPARE(fixture.find<QProgressBar>("jobBar")->value(), 620);
        QSignalSpy cancelled(strip, &StatusStrip::cancelRequested);
        QTest::mouseClick(fixture.find<QPushButton>("jobCancel"), Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        strip->showJob({});
        QVERIFY(!fixture.find<QProgressBar>("jobBar")->isVisible());
    }

    void sourcesOpenFromTheStatusBarAndAreRenamedAndRemoved()
    {
        WindowFixture fixture;
        fixture.window->addPlaces({fixture.makeFolder(QStringLiteral("wine"))});
        QTRY_COMPARE(fixture.application->sources().rowCount(), 1);
        QTRY_VERIFY(fixture.find<SourceBadge>("sourceBadge0"));
        QTest::mouseClick(fixture.find<SourceBadge>("sourceBadge0"), Qt::LeftButton);
        auto* dialog = fixture.find<QDialog>("sourcesDialog");
        QVERIFY(dialog && dialog->isVisible());
        fixture.prompts.text = QStringLiteral("cellar");
        QTest::mouseClick(fixture.find<QPushButton>("sourceRename"), Qt::LeftButton);
        QTRY_COMPARE(fixture.application->sources().at(0).first.name, std::string("cellar"));
        fixture.prompts.accept = false;
        QTest::mouseClick(fixture.find<QPushButton>("sourceRemove"), Qt::LeftButton);
        QCOMPARE(fixture.prompts.asked.last(), QStringLiteral("Remove cellar?"));
        fixture.prompts.accept = true;
        QTest::mouseClick(fixture.find<QPushButton>("sourceRemove"), Qt::LeftButton);
        QTRY_COMPARE(fixture.application->sources().rowCount(), 0);
        QTRY_VERIFY(shows(fixture, "firstStart"));
    }

    void brokenWorkspaceIsSaid()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        fixture.window.reset();
        fixture.application.reset();
        QFile file(fixture.folder.filePath(QStringLiteral("w.db")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(8192, 'x'));
        file.close();
        fixture.start();
        QTRY_VERIFY(fixture.find<QLabel>("emptySentence")->text().contains(QStringLiteral("w.db")));
        QVERIFY(shows(fixture, "opening"));
    }

    void everyControlHasANameForScreenReaders()
    {
        WindowFixture fixture;
        QTRY_VERIFY(shows(fixture, "firstStart"));
        for (const QWidget* widget : fixture.window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named =
                !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named, qPrintable(QStringLiteral("%1 %2").arg(
                                QString::fromLatin1(widget->metaObject()->className()),
                                widget->objectName())));
        }
    }

    void dataGivenToTheProgramOpensOnItsPageWithoutASource()
    {
        WindowFixture fixture;
        const auto file = fixture.folder.filePath(QStringLiteral("orders.csv"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("id,n\n1,2\n") > 0);
        out.close();
        fixture.window->addPlaces({file});
        QTRY_COMPARE(fixture.window->shownPage()->objectName(), QStringLiteral("datasetsPage"));
        auto* table = fixture.find<QAbstractItemView>("datasetTable");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_COMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("2"));
        fixture.window->showPage(MainWindow::RunsIndex);
        QTest::keyClick(fixture.window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(fixture.window->shownPage()->objectName(), QStringLiteral("datasetsPage"));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        fixture.window->showPage(MainWindow::SettingsIndex);
        drop(fixture.window.get(), data);
        QTRY_COMPARE(fixture.window->shownPage()->objectName(), QStringLiteral("datasetsPage"));
        fixture.window->openLink(QStringLiteral("binnacle:dataset?path=/no/such.csv"));
        QTRY_VERIFY(fixture.find<QWidget>("datasetEmpty")->isVisible());
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
