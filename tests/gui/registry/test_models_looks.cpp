#include "tests/gui/registry/models_fixture.h"
#include "widgets/registry/lineage_view.h"
#include "widgets/registry/on_date_popup.h"

#include <QDir>
#include <QLineEdit>
#include <QSet>
#include <QTabBar>

using namespace binnacle;
using namespace binnacle::test;

// Pictures of the page, to be looked at. What they show is asserted elsewhere; here they must not
// be empty.
class TestModelsLooks : public QObject
{
    Q_OBJECT

    static void keep(QWidget* widget, const QString& name)
    {
        QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        QVERIFY(folder.mkpath(QStringLiteral("looks")));
        const QPixmap picture = widget->grab();
        QVERIFY(picture.save(folder.filePath(QStringLiteral("looks/models-%1.png").arg(name))));
        QSet<QRgb> colours;
        const QImage image = picture.toImage();
        for (int x = 0; x < image.width(); x += 3) {
            for (int y = 0; y < image.height(); y += 3)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 40);
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
        ModelsFixture fixture;
        fixture.desk->fairnessBlocks = true;
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
        fixture.page->setReadiness({{fixture.store->model("wine-quality").row, 0.92},
                                    {fixture.store->model("ranking-v2").row, 0.55}});
        fixture.show();
        fixture.choose(QStringLiteral("wine-quality"));
        fixture.chooseVersion(QStringLiteral("v18"));
        QTRY_COMPARE(fixture.find<LineageView>("lineageView")->nodes().size(), 5U);
        QTRY_COMPARE(fixture.cell(QStringLiteral("churn"), RegistryTableModel::Champion),
                     QStringLiteral("v3"));
        keep(fixture.page.get(), theme);
        auto* tabs = fixture.find<QTabBar>("versionTabs");
        for (const auto& [section, name] :
             {std::pair(1, "metrics"), std::pair(2, "signature"), std::pair(3, "history")}) {
            tabs->setCurrentIndex(section);
            QCoreApplication::processEvents();
            keep(fixture.find<QWidget>("versionInspector"), QLatin1String(name) + u'-' + theme);
        }
        tabs->setCurrentIndex(0);
        fixture.page->resize(824, 622);
        QTRY_COMPARE(fixture.page->width(), 824);
        keep(fixture.page.get(), QStringLiteral("small-") + theme);
        fixture.page->resize(1240, 822);
        fixture.press("onDateButton");
        QTRY_VERIFY(fixture.find<OnDatePopup>("onDatePopup")->model()->rowCount() > 3);
        keep(fixture.find<QWidget>("onDatePopup"), QStringLiteral("on-date-") + theme);
        fixture.find<QWidget>("onDatePopup")->close();
        fixture.page->promote(QStringLiteral("18"), QStringLiteral("champion"));
        auto* dialog = fixture.page->promotionDialog();
        QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
        QTRY_COMPARE(dialog->model()->known(), 6);
        keep(dialog, QStringLiteral("promotion-") + theme);
    }
    void cleanupTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
};

QTEST_MAIN(TestModelsLooks)
#include "test_models_looks.moc"
