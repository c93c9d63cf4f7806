#include "tests/gui/registry/models_fixture.h"

#include "widgets/common/notice_bar.h"
#include "widgets/registry/alias_bar.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

// A promotion from its plan to its result: gates, refusals, surprises, undo.
class TestPromotionDialog : public QObject
{
    Q_OBJECT

    static PromotionDialog* openFor(ModelsFixture& fixture, const QString& version)
    {
        fixture.choose(QStringLiteral("wine-quality"));
        fixture.chooseVersion(version);
        auto* button = fixture.find<QPushButton>("promoteButton");
        if (!button->isEnabled())
            return nullptr;
        fixture.page->promote(version.mid(1), QStringLiteral("champion"));
        return fixture.page->promotionDialog();
    }
    static void fillConsent(PromotionDialog* dialog)
    {
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("promotionApprover")),
                         QStringLiteral("mina"));
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("promotionReason")),
                         QStringLiteral("better on the vintage of 2025"));
    }
    static QPushButton* button(PromotionDialog* dialog, const char* name)
    {
        return dialog->findChild<QPushButton*>(QLatin1String(name));
    }
    static QString text(PromotionDialog* dialog, const char* name)
    {
        return dialog->findChild<QLabel*>(QLatin1String(name))->text();
    }
    static void click(PromotionDialog* dialog, const char* name)
    {
        QTest::mouseClick(button(dialog, name), Qt::LeftButton);
    }

private slots:
    void promotesThroughAllGates();
    void aBlockedGateNeedsAReason();
    void offlineItIsPreparedButNotDone();
    void aSurpriseStopsWithAChoice();
    void promoteIsNeverTheDefaultKey();
    void backToTheLastGoodVersion();
    void aVersionIsDroppedOnAnAlias();
    void aVersionIsDroppedOnAColumnOfAliases_data();
    void aVersionIsDroppedOnAColumnOfAliases();
    void anotherRegistryAndAStageAreChosen();
    void theEnvironmentToServeInIsChosenAndKept();
    void otherAliasesAreSetAndTakenAway();
    void whatACrashLeftIsShown();
    void aDeletionIsRefusedWithItsReason();
    void theMenuOffersTheAliases();
};

void TestPromotionDialog::promotesThroughAllGates()
{
    ModelsFixture fixture;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QVERIFY(dialog);
    QAbstractItemModelTester tester(
        dialog->findChild<QListView*>(QStringLiteral("promotionGates"))->model());
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QTRY_COMPARE(dialog->model()->known(), 6);
    QCOMPARE(text(dialog, "promotionTitle"),
             QStringLiteral("Promote wine-quality v18 to champion"));
    QCOMPARE(text(dialog, "promotionSubtitle"),
             QStringLiteral("on prod-mlflow · nothing has been changed yet"));
    QVERIFY(text(dialog, "holderNow").contains(QStringLiteral("v17")));
    QVERIFY(text(dialog, "holderThen").contains(QStringLiteral("v18")));
    click(dialog, "showRequests");
    auto* requests = dialog->findChild<QPlainTextEdit*>(QStringLiteral("promotionRequests"));
    QVERIFY(requests->isVisible());
    QVERIFY(requests->toPlainText().contains(QStringLiteral("POST /api/2.0/mlflow")));

    QVERIFY(!button(dialog, "promotionAccept")->isEnabled());
    QCOMPARE(text(dialog, "promotionBlocks"), QStringLiteral("Name the approver"));
    fillConsent(dialog);
    QTRY_VERIFY(button(dialog, "promotionAccept")->isEnabled());
    click(dialog, "promotionAccept");
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Done);
    QCOMPARE(fixture.desk->executed.load(), 1);
    QCOMPARE(fixture.desk->consent.approver, QStringLiteral("mina"));
    QTRY_COMPARE(fixture.cell(QStringLiteral("wine-quality"), RegistryTableModel::Champion),
                 QStringLiteral("v18"));
    auto* notice = dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice"));
    QCOMPARE(notice->sentence(), QStringLiteral("champion of wine-quality is v18 now."));

    QTest::mouseClick(notice->findChild<QPushButton*>(QStringLiteral("noticeFirst")),
                      Qt::LeftButton);
    QTRY_VERIFY(dialog->model()->undone());
    QCOMPARE(fixture.desk->said, QStringList{QStringLiteral("undo 0123456789abcdef")});
    QTRY_COMPARE(fixture.cell(QStringLiteral("wine-quality"), RegistryTableModel::Champion),
                 QStringLiteral("v17"));
    QCOMPARE(button(dialog, "promotionCancel")->text(), QStringLiteral("Close"));
    click(dialog, "promotionCancel");
    QTRY_VERIFY(!fixture.page->promotionDialog());
}

void TestPromotionDialog::aBlockedGateNeedsAReason()
{
    ModelsFixture fixture;
    fixture.desk->fairnessBlocks = true;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QTRY_COMPARE(text(dialog, "promotionBlocks"), QStringLiteral("1 gate blocks"));
    fillConsent(dialog);
    QVERIFY(!button(dialog, "promotionAccept")->isEnabled());
    // Without a reason it stays blocked.
    fixture.prompts->text = QStringLiteral("  ");
    click(dialog, "promotionOverride");
    QVERIFY(!button(dialog, "promotionAccept")->isEnabled());
    QVERIFY(fixture.prompts->asked.last().contains(QStringLiteral("Fairness bounds")));
    fixture.prompts->text = QStringLiteral("no groups in wine");
    click(dialog, "promotionOverride");
    QTRY_VERIFY(button(dialog, "promotionAccept")->isEnabled());
    click(dialog, "promotionAccept");
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Done);
    QCOMPARE(fixture.desk->consent.overridden, QStringList{QStringLiteral("fairness")});
    QVERIFY(fixture.desk->consent.reason.contains(QStringLiteral("no groups in wine")));
}

void TestPromotionDialog::offlineItIsPreparedButNotDone()
{
    ModelsFixture fixture;
    fixture.desk->offline = true;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    fillConsent(dialog);
    QVERIFY(!button(dialog, "promotionAccept")->isEnabled());
    QCOMPARE(text(dialog, "promotionBlocks"),
             QStringLiteral("Prepared and checked, not executable now"));
    QVERIFY(dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice"))
                ->sentence()
                .contains(QStringLiteral("out of reach")));
}

void TestPromotionDialog::aSurpriseStopsWithAChoice()
{
    ModelsFixture fixture;
    fixture.desk->someoneWasQuicker = true;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    fillConsent(dialog);
    click(dialog, "promotionAccept");
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Surprised);
    auto* notice = dialog->findChild<NoticeBar*>(QStringLiteral("promotionNotice"));
    QVERIFY(notice->sentence().contains(QStringLiteral("held by v15")));
    QCOMPARE(fixture.desk->executed.load(), 0);
    // The choice: plan again against who holds it now.
    QTest::mouseClick(notice->findChild<QPushButton*>(QStringLiteral("noticeFirst")),
                      Qt::LeftButton);
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QVERIFY(text(dialog, "holderNow").contains(QStringLiteral("v15")));
    click(dialog, "promotionAccept");
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Done);
    QCOMPARE(fixture.desk->executed.load(), 1);
}

void TestPromotionDialog::promoteIsNeverTheDefaultKey()
{
    ModelsFixture fixture;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    fillConsent(dialog);
    QTRY_VERIFY(button(dialog, "promotionAccept")->isEnabled());
    QVERIFY(!button(dialog, "promotionAccept")->isDefault());
    QTest::keyClick(dialog->findChild<QLineEdit*>(QStringLiteral("promotionReason")),
                    Qt::Key_Return);
    QTRY_VERIFY(!fixture.page->promotionDialog());
    QCOMPARE(fixture.desk->executed.load(), 0);
}

void TestPromotionDialog::backToTheLastGoodVersion()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* back = fixture.find<QPushButton>("lastGoodButton");
    QTRY_VERIFY(back->isEnabled());
    QTest::mouseClick(back, Qt::LeftButton);
    QTRY_VERIFY(fixture.page->promotionDialog());
    auto* dialog = fixture.page->promotionDialog();
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QCOMPARE(text(dialog, "promotionTitle"),
             QStringLiteral("Promote wine-quality v16 to champion"));
}

void TestPromotionDialog::aVersionIsDroppedOnAnAlias()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* versions = fixture.find<QTableView>("versionTable");
    QTRY_VERIFY(versions->model()->index(0, 0).data().isValid());
    const std::unique_ptr<QMimeData> data(
        versions->model()->mimeData({versions->model()->index(0, 0)}));
    QVERIFY(data);
    QVERIFY(fixture.page->findChild<AliasChip*>(QStringLiteral("alias:champion")));
    auto* chip = fixture.find<AliasChip>("alias:champion");
    QTRY_COMPARE(chip->version(), QStringLiteral("17"));
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(chip, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(chip, &drop);
    QTRY_VERIFY(fixture.page->promotionDialog());
    QTRY_COMPARE(fixture.page->promotionDialog()->model()->phase(), PromotionModel::Phase::Ready);
    QCOMPARE(fixture.page->promotionDialog()->model()->plan().request.version, std::string("18"));
}

void TestPromotionDialog::aVersionIsDroppedOnAColumnOfAliases_data()
{
    QTest::addColumn<QString>("from"); // the table
    QTest::addColumn<QString>("onto");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("alias"); // empty: it is not taken
    const QString models = QStringLiteral("registryTable");
    const QString versions = QStringLiteral("versionTable");
    QTest::newRow("a version onto the champion")
        << versions << models << int(RegistryTableModel::Champion) << QStringLiteral("champion");
    QTest::newRow("a model's newest version onto its champion")
        << models << models << int(RegistryTableModel::Champion) << QStringLiteral("champion");
    QTest::newRow("onto the alias that it holds")
        << versions << models << int(RegistryTableModel::Aliases) << QString();
    QTest::newRow("onto the name of the model")
        << versions << models << int(RegistryTableModel::Model) << QString();
    QTest::newRow("onto the alias of another version")
        << versions << versions << int(RegistryVersionsModel::Aliases)
        << QStringLiteral("champion");
}

void TestPromotionDialog::aVersionIsDroppedOnAColumnOfAliases()
{
    QFETCH(QString, from);
    QFETCH(QString, onto);
    QFETCH(int, column);
    QFETCH(QString, alias);
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    auto* versions = fixture.find<QTableView>("versionTable");
    QTRY_VERIFY(versions->model()->index(0, 0).data().isValid());
    const bool ofModels = from == u"registryTable";
    auto* source = ofModels ? fixture.table() : versions;
    const int dragged = ofModels ? fixture.rowOf(QStringLiteral("wine-quality")) : 0; // v18
    const std::unique_ptr<QMimeData> data(
        source->model()->mimeData({source->model()->index(dragged, 0)}));
    QVERIFY(data);
    auto* target = onto == u"registryTable" ? fixture.table() : versions;
    const int row = onto == u"registryTable" ? fixture.rowOf(QStringLiteral("wine-quality")) : 1;
    const QRect cell = target->visualRect(target->model()->index(row, column));
    const QPoint place(cell.left() + 20, cell.center().y());
    QDragEnterEvent enter(place, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target->viewport(), &enter);
    QDragMoveEvent move(place, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target->viewport(), &move);
    QCOMPARE(move.isAccepted(), !alias.isEmpty());
    QDropEvent drop(place, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target->viewport(), &drop);
    QCOMPARE(fixture.page->promotionDialog() != nullptr, !alias.isEmpty());
    if (alias.isEmpty())
        return;
    auto* dialog = fixture.page->promotionDialog();
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QCOMPARE(dialog->model()->plan().request.alias, alias.toStdString());
    QCOMPARE(dialog->model()->plan().request.version, std::string("18"));
}

void TestPromotionDialog::anotherRegistryAndAStageAreChosen()
{
    ModelsFixture fixture;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    auto* target = dialog->findChild<QComboBox*>(QStringLiteral("promotionTarget"));
    auto* stage = dialog->findChild<QComboBox*>(QStringLiteral("promotionStage"));
    QCOMPARE(target->currentText(), QStringLiteral("prod-mlflow (where it is)"));
    QVERIFY(stage->isVisible());
    stage->setFocus();
    QTest::keyClick(stage, Qt::Key_Down);
    QTRY_COMPARE(dialog->model()->plan().request.stage, std::string("Staging"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    target->setFocus();
    QTest::keyClick(target, Qt::Key_Down);
    QTRY_VERIFY(dialog->model()->plan().request.to == fixture.store->runs.lab);
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    QCOMPARE(target->currentText(), QStringLiteral("Copy to lab-mlflow"));
    QCOMPARE(text(dialog, "promotionSubtitle"),
             QStringLiteral("copied from prod-mlflow to lab-mlflow · nothing has been changed "
                            "yet"));
    QVERIFY(!stage->isVisible()); // that registry has none
    QVERIFY(text(dialog, "holderNow").contains(QStringLiteral("nobody")));
}

void TestPromotionDialog::theEnvironmentToServeInIsChosenAndKept()
{
    ModelsFixture fixture;
    fixture.show();
    auto* dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(dialog->model()->phase(), PromotionModel::Phase::Ready);
    const auto serves = [&](int role) {
        const auto* gates =
            dialog->findChild<QListView*>(QStringLiteral("promotionGates"))->model();
        for (int row = 0; row < gates->rowCount(); ++row)
            if (gates->index(row, 0).data(PromotionModel::NameRole).toString() == u"serves")
                return gates->index(row, 0).data(role).toString();
        return QString();
    };
    QTRY_COMPARE(serves(PromotionModel::StateTextRole), QStringLiteral("Not checked"));
    QVERIFY(serves(PromotionModel::EvidenceRole).contains(QStringLiteral("no Python")));
    fixture.prompts->file = QStringLiteral("/opt/serving/bin/python3.11");
    click(dialog, "promotionEnvironment");
    auto* menu = dialog->findChild<QMenu*>(QStringLiteral("environmentMenu"));
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_COMPARE(serves(PromotionModel::StateTextRole), QStringLiteral("Passed"));
    QCOMPARE(button(dialog, "promotionEnvironment")->toolTip(), fixture.prompts->file);
    dialog->reject();
    QTRY_VERIFY(!fixture.page->promotionDialog());
    dialog = openFor(fixture, QStringLiteral("v18"));
    QTRY_COMPARE(button(dialog, "promotionEnvironment")->text(), QStringLiteral("python3.11"));
}

void TestPromotionDialog::otherAliasesAreSetAndTakenAway()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    fixture.chooseVersion(QStringLiteral("v18"));
    QTRY_VERIFY(fixture.page->findChild<QPushButton*>(QStringLiteral("removeAlias:challenger")));
    fixture.prompts->text = QStringLiteral("shadow");
    fixture.press("aliasAdd");
    QTRY_COMPARE(fixture.desk->said, QStringList{QStringLiteral("alias shadow 18")});
    fixture.press("removeAlias:challenger");
    QCOMPARE(fixture.prompts->asked.last(), QStringLiteral("Take the alias challenger away?"));
    QTRY_COMPARE(fixture.desk->said.last(), QStringLiteral("alias challenger –"));
    // What says “in production” has to pass its gates.
    fixture.prompts->text = QStringLiteral("Production");
    fixture.press("aliasAdd");
    QTRY_VERIFY(fixture.page->promotionDialog());
    QCOMPARE(fixture.desk->said.size(), 2);
}

void TestPromotionDialog::whatACrashLeftIsShown()
{
    ModelsFixture fixture;
    QSignalSpy counted(fixture.page.get(), &ModelsPage::unfinishedChanged);
    fixture.desk->left = {
        {"fedcba9876543210", QStringLiteral("The promotion of wine-quality v18 to "
                                            "champion was cut after step 1 of 2.")}};
    fixture.show();
    fixture.page->setDesk(fixture.desk);
    auto* bar = fixture.find<NoticeBar>("unfinishedBar");
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bar->sentence().contains(QStringLiteral("step 1 of 2")));
    QTRY_COMPARE(counted.count(), 1);
    QCOMPARE(counted.first().first().toInt(), 1);
    QTest::mouseClick(bar->findChild<QPushButton*>(QStringLiteral("noticeFirst")), Qt::LeftButton);
    QTRY_COMPARE(fixture.desk->said, QStringList{QStringLiteral("resume fedcba9876543210")});
    QTRY_VERIFY(!bar->isVisible());
    QCOMPARE(counted.last().first().toInt(), 0);
}

void TestPromotionDialog::aDeletionIsRefusedWithItsReason()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("wine-quality"));
    fixture.chooseVersion(QStringLiteral("v17"));
    fixture.page->deleteVersion();
    QCOMPARE(fixture.prompts->asked, QStringList{QStringLiteral("Delete wine-quality v17?")});
    auto* notice = fixture.find<NoticeBar>("modelsNotice");
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(notice->sentence(),
             QStringLiteral("v17 holds champion: give the alias to another first."));
}

void TestPromotionDialog::theMenuOffersTheAliases()
{
    ModelsFixture fixture;
    fixture.show();
    fixture.choose(QStringLiteral("ranking-v2"));
    auto* table = fixture.table();
    const QRect cell = table->visualRect(table->currentIndex());
    emit table->customContextMenuRequested(cell.center());
    auto* menu = fixture.page->findChild<QMenu*>(QStringLiteral("promoteMenu"));
    QVERIFY(menu);
    QStringList names;
    for (const QAction* action : menu->actions())
        names << action->text();
    QCOMPARE(names, QStringList({QStringLiteral("champion"), QStringLiteral("challenger"),
                                 QStringLiteral("eu"), QStringLiteral("shadow"),
                                 QStringLiteral("Another alias…")}));
    fixture.find<QMenu>("modelMenu")->close();
}

QTEST_MAIN(TestPromotionDialog)
#include "test_promotion_dialog.moc"
