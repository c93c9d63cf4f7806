#include "tests/gui/registry/models_fixture.h"

#include "models/registry_version_metrics.h"
#include "services/workspace/view_store.h"
#include "widgets/common/state_pill.h"
#include "widgets/registry/alias_bar.h"
#include "widgets/registry/lineage_view.h"
#include "widgets/registry/on_date_popup.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

// What is in production, who held which alias when, and where a version comes from.
class TestModelsPage : public QObject
{
    Q_OBJECT
private slots:
    void showsWhatIsInProduction();
    void searchesAndSorts();
    void oneRegistryOnly();
    void followsTheMirror();
    void showsWhereAVersionComesFrom();
    void nodesAreOpenedByKey();
    void eachNodeOpensWhatItStandsFor();
    void nothingIsCutOrScrollsSideways_data();
    void nothingIsCutOrScrollsSideways();
    void metricsStandBesideTheChampions();
    void signatureAndHistory();
    void editsGoToTheRegistry();
    void saysWhoHeldTheAliasOnADate();
    void remembersWhatWasChosen();
    void withoutADeskNothingCanBeChanged();
    void keyboardLeadsThrough();
};

void TestModelsPage::showsWhatIsInProduction()
{
    ModelsFixture fixture;
    fixture.show();
    using T = RegistryTableModel;
    QCOMPARE(fixture.cell(QStringLiteral("wine-quality"), T::Champion), QStringLiteral("v17"));
    // The mirror of nine days ago found it: it happened before.
    QCOMPARE(fixture.cell(QStringLiteral("wine-quality"), T::Since).startsWith(u"before "), true);
    QCOMPARE(fixture.cell(QStringLiteral("wine-quality"), T::Aliases),
             QStringLiteral("challenger v18"));
    QCOMPARE(fixture.cell(QStringLiteral("ranking-v2"), T::Truth), QStringLiteral("Out of reach"));
    QCOMPARE(fixture.cell(QStringLiteral("와인 등급/2026 %"), T::Champion), QStringLiteral("–"));
    // The legacy stage counts where no alias does.
    QTRY_COMPARE(fixture.cell(QStringLiteral("churn"), T::Champion), QStringLiteral("v3"));
    const int row = fixture.rowOf(QStringLiteral("wine-quality"));
    const auto second = [&](int column) {
        return fixture.table()->model()->index(row, column).data(T::SecondRole).toString();
    };
    QTRY_COMPARE(second(T::Champion), QStringLiteral("wine-rf-001"));
    QCOMPARE(second(T::Metric), QStringLiteral("val_accuracy"));
}

void TestModelsPage::searchesAndSorts()
{
    ModelsFixture fixture;
    fixture.show();
    auto* search = fixture.find<QLineEdit>("modelSearch");
    QTest::keyClicks(search, QStringLiteral("shadow"));
    QTRY_COMPARE(fixture.table()->model()->rowCount(), 1);
    QCOMPARE(fixture.cell(QStringLiteral("ranking-v2"), 0), QStringLiteral("ranking-v2"));
    QCOMPARE(fixture.find<QLabel>("modelCount")->text(), QStringLiteral("1 of 4 models"));
    search->clear();
    QTest::keyClicks(search, QStringLiteral("no such model"));
    QTRY_COMPARE(fixture.table()->model()->rowCount(), 0);
    search->clear();
    QTRY_COMPARE(fixture.table()->model()->rowCount(), 4);
    QTRY_COMPARE(fixture.cell(QStringLiteral("churn"), RegistryTableModel::Champion),
                 QStringLiteral("v3"));
    fixture.table()->sortByColumn(RegistryTableModel::Champion, Qt::DescendingOrder);
    const auto names = [&] {
        QStringList list;
        for (int row = 0; row < fixture.table()->model()->rowCount(); ++row)
            list << fixture.table()->model()->index(row, 1).data().toString();
        return list;
    };
    QCOMPARE(names(), QStringList({QStringLiteral("v17"), QStringLiteral("v7"),
                                   QStringLiteral("v3"), QStringLiteral("–")}));
    fixture.table()->sortByColumn(RegistryTableModel::Champion, Qt::AscendingOrder);
    QCOMPARE(names(), QStringList({QStringLiteral("v3"), QStringLiteral("v7"),
                                   QStringLiteral("v17"), QStringLiteral("–")}));
}

void TestModelsPage::oneRegistryOnly()
{
    ModelsFixture fixture;
    fixture.page->resize(1400, 800);
    fixture.show();
    auto* list = fixture.find<QListView>("registryList");
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QCOMPARE(list->model()->index(1, 0).data().toString(), QStringLiteral("lab-mlflow"));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(1, 0)).center());
    QTRY_COMPARE(fixture.table()->model()->rowCount(), 1);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QTRY_COMPARE(fixture.table()->model()->rowCount(), 4);
}

void TestModelsPage::followsTheMirror()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    fixture.chooseVersion(QStringLiteral("v18"));
    fixture.store->moveAlias("wine-quality", "champion", "18");
    QTRY_COMPARE(fixture.cell(QStringLiteral("wine-quality"), RegistryTableModel::Champion),
                 QStringLiteral("v18"));
    // An act of Binnacle is exact.
    QCOMPARE(fixture.cell(QStringLiteral("wine-quality"), RegistryTableModel::Since),
             QStringLiteral("just now"));
    QCOMPARE(fixture.page->currentVersion(), std::string("18"));
}

void TestModelsPage::showsWhereAVersionComesFrom()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* lineage = fixture.find<LineageView>("lineageView");
    const auto titles = [&] {
        QStringList list;
        for (const auto* node : lineage->nodes())
            list << node->node().title;
        return list;
    };
    // The champion is in sight first.
    QTRY_COMPARE(titles(),
                 QStringList({QStringLiteral("wine@9f31c0de"), QStringLiteral("wine-rf-001"),
                              QStringLiteral("wine-quality v17"), QStringLiteral("champion"),
                              QStringLiteral("Deployment")}));
    QCOMPARE(lineage->nodes().back()->node().there, false);
    QSignalSpy opened(fixture.page.get(), &ModelsPage::runActivated);
    QTest::mouseClick(lineage->nodes()[1], Qt::LeftButton);
    QCOMPARE(opened.count(), 1);
    fixture.chooseVersion(QStringLiteral("v18"));
    QTRY_VERIFY(titles().contains(QStringLiteral("challenger")));
    QCOMPARE(fixture.find<QLabel>("lineageTitle")->text(),
             QStringLiteral("Lineage of wine-quality v18"));
}

void TestModelsPage::nodesAreOpenedByKey()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* lineage = fixture.find<LineageView>("lineageView");
    QTRY_COMPARE(lineage->nodes().size(), 5U);
    QSignalSpy opened(fixture.page.get(), &ModelsPage::runActivated);
    lineage->nodes()[0]->setFocus();
    QTest::keyClick(lineage->nodes()[0], Qt::Key_Right);
    QTRY_VERIFY(lineage->nodes()[1]->hasFocus());
    QTest::keyClick(lineage->nodes()[1], Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
}

void TestModelsPage::eachNodeOpensWhatItStandsFor()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* lineage = fixture.find<LineageView>("lineageView");
    QTRY_VERIFY(lineage->nodes().size() == 5U && lineage->nodes()[3]->node().title == u"champion");
    QSignalSpy datasets(fixture.page.get(), &ModelsPage::datasetRequested);
    QSignalSpy runs(fixture.page.get(), &ModelsPage::runActivated);
    QTest::mouseClick(lineage->nodes()[0], Qt::LeftButton);
    QCOMPARE(datasets.count(), 1);
    QCOMPARE(datasets.first().at(1).toString(), QStringLiteral("wine"));
    QCOMPARE(datasets.first().at(2).toString().left(8), QStringLiteral("9f31c0de"));
    QTest::mouseClick(lineage->nodes()[1], Qt::LeftButton);
    QCOMPARE(runs.count(), 1);
    auto* tabs = fixture.find<QTabBar>("versionTabs");
    QTest::mouseClick(lineage->nodes()[3], Qt::LeftButton); // the alias: who held it when
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("History"));
    QTest::mouseClick(lineage->nodes()[2], Qt::LeftButton);
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Details"));
    // What is not there opens nothing.
    QVERIFY(!lineage->nodes()[4]->node().opens());
    QTest::mouseClick(lineage->nodes()[4], Qt::LeftButton);
    QCOMPARE(runs.count() + datasets.count(), 2);
}

void TestModelsPage::nothingIsCutOrScrollsSideways_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("fonts");
    for (const double fonts : {1.0, 1.5})
        for (const QSize size : {QSize(824, 622), QSize(1040, 722), QSize(1240, 822)})
            QTest::addRow("%d x %d, fonts %.0f %%", size.width(), size.height(), fonts * 100)
                << size << fonts;
}

void TestModelsPage::nothingIsCutOrScrollsSideways()
{
    QFETCH(QSize, size);
    QFETCH(double, fonts);
    const QFont before = QApplication::font();
    QFont larger = before;
    if (before.pixelSize() > 0)
        larger.setPixelSize(qRound(before.pixelSize() * fonts));
    else
        larger.setPointSizeF(before.pointSizeF() * fonts);
    QApplication::setFont(larger);
    {
        ModelsFixture fixture;
        fixture.page->resize(size);
        fixture.show();
        fixture.choose(QStringLiteral("ranking-v2"));
        QTRY_COMPARE(fixture.cell(QStringLiteral("churn"), RegistryTableModel::Champion),
                     QStringLiteral("v3"));
        for (const char* name : {"registryTable", "versionTable"}) {
            const auto* table = fixture.find<QTableView>(name);
            int right = 0;
            for (int column = 0; column < table->model()->columnCount(); ++column)
                right += table->isColumnHidden(column) ? 0 : table->columnWidth(column);
            QVERIFY2(right <= table->viewport()->width(), name);
            QVERIFY(table->verticalHeader()->defaultSectionSize() >=
                    QFontMetrics(table->font()).height() + 4);
        }
        // The aliases stand beside each other, none over another.
        QRect last;
        for (const auto* chip : fixture.page->findChildren<AliasChip*>()) {
            if (!chip->isVisible())
                continue;
            QVERIFY(chip->width() >= chip->sizeHint().width());
            QVERIFY(!last.intersects(chip->geometry()));
            last = chip->geometry();
        }
        QVERIFY(!last.isEmpty());
        // A word in a pill is whole.
        const auto* table = fixture.table();
        if (!table->isColumnHidden(RegistryTableModel::Truth)) {
            const int room = table->columnWidth(RegistryTableModel::Truth) - 20;
            QVERIFY(pillSize(QStringLiteral("Not deployed"), table->font()).width() <= room);
        }
        // Beside what is left of the table the details have room for more than their head.
        auto* inspector = fixture.find<QWidget>("versionInspector");
        QTRY_VERIFY(!inspector->isVisible() || inspector->height() >= 300);
    }
    QApplication::setFont(before);
}

void TestModelsPage::metricsStandBesideTheChampions()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    fixture.chooseVersion(QStringLiteral("v18"));
    fixture.find<QTabBar>("versionTabs")->setCurrentIndex(1);
    auto* metrics = fixture.find<QTableView>("versionMetrics");
    QTRY_COMPARE(metrics->model()->rowCount(), 2);
    QCOMPARE(metrics->model()->index(0, 0).data().toString(), QStringLiteral("val_accuracy"));
    QTRY_VERIFY(!metrics->isColumnHidden(2));
    const double mine = metrics->model()->index(0, 1).data(Qt::ToolTipRole).toDouble();
    const double other = metrics->model()->index(0, 2).data(Qt::ToolTipRole).toDouble();
    QCOMPARE(metrics->model()->index(0, 3).data(RegistryVersionMetrics::JudgementRole).toInt(),
             mine > other ? 1 : -1);
    // The champion itself stands alone.
    fixture.chooseVersion(QStringLiteral("v17"));
    QTRY_VERIFY(metrics->isColumnHidden(2));
}

void TestModelsPage::signatureAndHistory()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* tabs = fixture.find<QTabBar>("versionTabs");
    tabs->setCurrentIndex(2);
    auto* signature = fixture.find<QTableView>("versionSignature");
    QTRY_COMPARE(signature->model()->rowCount(), 4);
    QCOMPARE(signature->model()->index(0, 1).data().toString(), QStringLiteral("alcohol"));
    QCOMPARE(signature->model()->index(2, 2).data().toString(), QStringLiteral("long (optional)"));
    tabs->setCurrentIndex(3);
    auto* history = fixture.find<QListView>("versionHistory");
    const auto lines = [&] {
        QStringList list;
        for (int row = 0; row < history->model()->rowCount(); ++row)
            list << history->model()->index(row, 0).data().toString();
        return list;
    };
    QTRY_VERIFY(lines().contains(QStringLiteral("champion: v16 → v17")));
    QVERIFY(lines().contains(QStringLiteral("champion: v12 → v16")));
    QVERIFY(lines().contains(QStringLiteral("challenger: nobody → v18")));
}

void TestModelsPage::editsGoToTheRegistry()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    fixture.chooseVersion(QStringLiteral("v18"));
    auto* inspector = fixture.find<QWidget>("versionInspector");
    QTRY_COMPARE(inspector->findChild<QLabel*>(QStringLiteral("versionTitle"))->text(),
                 QStringLiteral("wine-quality v18"));
    QTRY_VERIFY(!inspector->findChildren<QLineEdit*>().isEmpty());
    const auto fields = inspector->findChildren<QLineEdit*>();
    QTest::keyClicks(fields[0], QStringLiteral("reviewed"));
    QTest::keyClicks(fields[1], QStringLiteral("yes"));
    QTest::keyClick(fields[1], Qt::Key_Return);
    QTRY_COMPARE(fixture.desk->said, QStringList{QStringLiteral("tag 18 reviewed=yes")});
}

void TestModelsPage::saysWhoHeldTheAliasOnADate()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.press("onDateButton");
    auto* popup = fixture.find<OnDatePopup>("onDatePopup");
    QTRY_VERIFY(popup->isVisible());
    QTRY_VERIFY(popup->model()->rowCount() > 0);
    QAbstractItemModelTester tester(popup->model());
    const auto asked = [&](int daysAgo) {
        QSignalSpy answered(popup->model(), &RegistryDateModel::answered);
        popup->setDate(QDate::currentDate().addDays(-daysAgo));
        if (answered.isEmpty() && !answered.wait())
            return QString();
        for (int row = 0; row < popup->model()->rowCount(); ++row) {
            const auto cell = [&](int column) {
                return popup->model()->index(row, column).data().toString();
            };
            if (cell(0) == u"wine-quality" && cell(1) == u"champion")
                return cell(2) + u' ' + cell(3);
        }
        return QStringLiteral("nobody");
    };
    QCOMPARE(asked(5), QStringLiteral("v17 Certain"));
    QCOMPARE(asked(15), QStringLiteral("v16 Certain"));
    // Between the mirrors of 30 and 20 days ago it went from v12 to v16, nobody knows when.
    QCOMPARE(asked(25), QStringLiteral("v12 Uncertain"));
    popup->close();
}

void TestModelsPage::remembersWhatWasChosen()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("ranking-v2"));
    fixture.chooseVersion(QStringLiteral("v8"));
    fixture.table()->setColumnWidth(0, 222);
    const auto kept = [&] {
        const auto setting = ViewStore(fixture.workspace).setting("models.page");
        return setting && *setting ? QString::fromStdString(**setting) : QString();
    };
    QTRY_VERIFY(kept().contains(QStringLiteral("\"version\":\"8\"")));
    QTRY_VERIFY(kept().contains(QStringLiteral("222")));
    fixture.makePage();
    fixture.show();
    QTRY_COMPARE(fixture.page->currentVersion(), std::string("8"));
    QTRY_COMPARE(fixture.table()->currentIndex().data().toString(), QStringLiteral("ranking-v2"));
    QCOMPARE(fixture.table()->columnWidth(0), 222);
}

void TestModelsPage::withoutADeskNothingCanBeChanged()
{
    ModelsFixture fixture;
    fixture.page->setDesk(nullptr);
    fixture.show();
    QCOMPARE(fixture.page->headerActions().size(), 1);
    QVERIFY(!fixture.find<QAbstractButton>("lastGoodButton")->isVisible());
    fixture.page->promote(QStringLiteral("18"), QStringLiteral("champion"));
    QVERIFY(!fixture.page->promotionDialog());
}

void TestModelsPage::keyboardLeadsThrough()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.table()->setFocus();
    QTest::keyClick(fixture.table(), Qt::Key_Home, Qt::ControlModifier);
    const auto first = fixture.page->currentModel();
    QTest::keyClick(fixture.table(), Qt::Key_Down);
    QTRY_VERIFY(fixture.page->currentModel() != first);
    QTest::keyClick(fixture.table(), Qt::Key_Return);
    QTRY_VERIFY(fixture.find<QTableView>("versionTable")->hasFocus());
}

QTEST_MAIN(TestModelsPage)
#include "test_models_page.moc"
