#include "tests/gui/runs/runs_fixture.h"
#include "widgets/runs/filter_edit.h"

#include <QDir>
#include <QSet>

using namespace binnacle;
using namespace binnacle::test;

// Pictures of the page, to be looked at. What they show is asserted elsewhere; here they must not
// be empty.
class TestRunsLooks : public QObject
{
    Q_OBJECT

    static void keep(const RunsFixture& window, const QString& name)
    {
        QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        QVERIFY(folder.mkpath(QStringLiteral("looks")));
        const QPixmap picture = window.page->grab();
        QVERIFY(picture.save(folder.filePath(QStringLiteral("looks/runs-%1.png").arg(name))));
        QSet<QRgb> colours;
        const QImage image = picture.toImage();
        for (int x = 0; x < image.width(); x += 3) {
            for (int y = 0; y < image.height(); y += 3)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 50);
    }

private slots:
    void pageInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pageInBothThemes()
    {
        QFETCH(bool, dark);
        RunsFixture window;
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        window.page->resize(1240, 822);
        QTRY_VERIFY(window.isSettled(allRuns));
        window.clickHead("val_accuracy");
        QTRY_VERIFY(!window.model()->isAsking());
        window.clickRow(0);
        window.clickRow(1, Qt::ControlModifier);
        window.clickRow(2, Qt::ControlModifier);
        const int curve = window.column("val_loss over steps");
        QVERIFY(curve > 0);
        QTRY_VERIFY(window.model()->sparkline(0, curve) != nullptr);
        QTRY_VERIFY(window.model()
                        ->data(window.model()->index(0, window.column("val_accuracy")),
                               RunTableModel::BestRole)
                        .toBool());
        QTRY_VERIFY(window.isFilled());
        keep(window, theme);

        window.press("inspectorButton");
        QTRY_VERIFY(!window.find<QWidget>("asOf")->property("text").toString().isEmpty());
        QTRY_VERIFY(window.isFilled());
        keep(window, QStringLiteral("inspector-") + theme);
        window.page->resize(824, 622);
        QTRY_COMPARE(window.page->width(), 824);
        QTRY_VERIFY(!window.find<QWidget>("experimentTree")->isVisible());
        QTRY_VERIFY(window.pinned()->mapTo(window.page.get(), QPoint()).x() < 4);
        QTRY_VERIFY(window.isFilled());
        keep(window, QStringLiteral("small-inspector-") + theme);
        window.press("inspectorButton");
        QTRY_VERIFY(window.find<QWidget>("experimentTree")->isVisible());
        QCoreApplication::processEvents();
        QTRY_VERIFY(window.isFilled());
        keep(window, QStringLiteral("small-") + theme);
        window.page->resize(1240, 822);

        window.store->addSweep(5);
        QTRY_COMPARE(window.model()->rowCount(), allRuns + 6);
        QTRY_VERIFY(!window.model()->isAsking());
        QTRY_VERIFY(window.isSettled(allRuns + 6));
        window.press("nestedTree");
        QTRY_COMPARE(window.model()->rowCount(), allRuns + 1);
        window.model()->setExpanded(window.rowNamed(QStringLiteral("sweep-lr")), true);
        QTRY_COMPARE(window.model()->rowCount(), allRuns + 6);
        QTRY_VERIFY(window.isFilled());
        keep(window, QStringLiteral("tree-") + theme);
        window.model()->setGroupBy(RunColumn{RunColumn::Kind::Param, "model", {}});
        QTRY_COMPARE(window.model()->rowCount(), 4);
        window.model()->setExpanded(0, true);
        QTRY_VERIFY(window.model()->rowCount() > 4);
        QTRY_VERIFY(window.isFilled());
        keep(window, QStringLiteral("group-") + theme);
    }

    void popupsInBothThemes_data() { pageInBothThemes_data(); }
    void popupsInBothThemes()
    {
        QFETCH(bool, dark);
        RunsFixture window;
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        QTRY_VERIFY(window.isSettled(allRuns));
        auto* edit = window.find<FilterEdit>("filterEdit");
        window.page->activateWindow();
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("metrics.val_accuracy > 0.9 AND params.m"));
        QTRY_VERIFY(window.page->findChild<QWidget*>(QStringLiteral("filterCompletion")));
        auto* popup = window.find<QWidget>("filterCompletion");
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(edit, Qt::Key_Down);
        keep(window, QStringLiteral("completion-") + theme);
        QTest::keyClick(edit, Qt::Key_Escape);
        QTRY_VERIFY(edit->error().has_value()); // after a pause
        keep(window, QStringLiteral("error-") + theme);
        edit->clear();
        QTRY_VERIFY(window.isSettled(allRuns));
        window.press("columnsButton");
        auto* chooser = window.find<QWidget>("columnChooser");
        QTRY_VERIFY(chooser->findChild<QAbstractItemView*>()->model()->rowCount() > 10);
        QVERIFY(chooser->grab().save(
            QDir(qEnvironmentVariable("BINNACLE_BINARY_DIR"))
                .filePath(QStringLiteral("looks/runs-columns-%1.png").arg(theme))));
        chooser->hide();
        window.clickRow(0);
        QTest::keyClick(window.main(), Qt::Key_Delete);
        QTRY_COMPARE(window.model()->rowCount(), allRuns - 1);
        window.press("deletedRuns");
        QTRY_COMPARE(window.model()->rowCount(), 1);
        window.clickRow(0);
        keep(window, QStringLiteral("trash-") + theme);
    }
};

QTEST_MAIN(TestRunsLooks)
#include "test_runs_looks.moc"
