#include "models/comparison_model.h"
#include "tests/gui/wheel_turn.h"
#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/card_section_head.h"

#include <QApplication>
#include <QScrollBar>
#include <QTest>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The grid of cards as a person arranges it: by mouse and by keyboard, with few and with thousands.
class TestCardGrid : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init();
    void cleanup();
    void buildsOnlyWhatIsSeen();
    void aCardIsDraggedBeforeAnother();
    void escapeEndsADrag();
    void aCardIsSizedByItsCorner();
    void keysMoveSizeAndRemove();
    void aCardGoesToAnotherSection();
    void aSectionFolds();
    void narrowWindowsGiveCardsMoreRoom();
    void theWheelScrollsThePageOverAChart();
    void aKindOfANewerVersionStaysInTheLayout();

private:
    QString add(int width = 6, int height = 4, std::size_t section = 0)
    {
        CardSpec spec;
        spec.kind = QStringLiteral("scatter");
        spec.width = width;
        spec.height = height;
        return layout_->addCard(spec, section);
    }
    QStringList order(std::size_t section = 0) const
    {
        QStringList ids;
        for (const auto& card : layout_->sections().at(section).cards)
            ids << card.id;
        return ids;
    }
    // From the head of one card to a place on another, in steps as a hand makes them.
    void dragCard(const QString& id, QWidget* target, const QPoint& to, bool release = true)
    {
        QWidget* card = grid_->card(id);
        const QPoint from(60, 14);
        const QPoint end = card->mapFromGlobal(target->mapToGlobal(to));
        QTest::mousePress(card, Qt::LeftButton, {}, from);
        QTest::mouseMove(card, (from + end) / 2);
        QTest::mouseMove(card, end);
        if (release)
            QTest::mouseRelease(card, Qt::LeftButton, {}, end);
    }

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<RunColors> colors_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::shared_ptr<Prompts> prompts_;
    std::unique_ptr<ComparisonModel> model_;
    std::unique_ptr<ComparisonLayout> layout_;
    std::unique_ptr<CardGrid> grid_;
};

void TestCardGrid::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    colors_ = std::make_unique<RunColors>();
    engine_ = std::make_shared<RunQueryEngine>(store_->workspace);
    prompts_ = std::make_shared<DialogPrompts>();
    model_ = std::make_unique<ComparisonModel>(store_->workspace, engine_, *pools_, *colors_);
    std::vector<RunRowId> runs;
    for (int i = 0; i < 3; ++i) {
        auto run = makeRun("id" + std::to_string(i), "wine-" + std::to_string(i));
        run.params = {{"lr", std::to_string(0.1 * (i + 1))}};
        run.metrics = {{"acc", {5, 0, 0.9 + i * 0.01}}};
        runs.push_back(store_->add(run));
    }
    model_->setRuns(runs);
    layout_ = std::make_unique<ComparisonLayout>();
    const CardContext context{*model_, model_->scope(), store_->workspace, engine_,
                              *pools_, nullptr,         prompts_};
    grid_ = std::make_unique<CardGrid>(*layout_, context);
    grid_->resize(1000, 700);
    grid_->show();
    QVERIFY(QTest::qWaitForWindowExposed(grid_.get()));
    QTRY_COMPARE(model_->state(), ComparisonModel::State::Ready);
}

void TestCardGrid::cleanup()
{
    grid_.reset();
    layout_.reset();
    model_.reset();
    pools_.reset();
    engine_.reset();
    store_.reset();
}

void TestCardGrid::buildsOnlyWhatIsSeen()
{
    QStringList ids;
    CardSection section;
    for (int i = 0; i < 5'000; ++i) {
        CardSpec spec;
        spec.id = QString::number(i);
        spec.kind = QStringLiteral("scatter");
        spec.width = 4;
        section.cards.push_back(spec);
    }
    layout_->restore({{section}, {}});
    QCOMPARE(grid_->cardCount(), std::size_t(5'000));
    QTRY_VERIFY(grid_->card(QStringLiteral("0")));
    QVERIFY2(grid_->builtCount() <= 12, qPrintable(QString::number(grid_->builtCount())));
    // The last ones are there when a person gets there, and the first are gone.
    grid_->verticalScrollBar()->setValue(grid_->verticalScrollBar()->maximum());
    QTRY_VERIFY(grid_->card(QStringLiteral("4999")));
    QTRY_VERIFY(!grid_->card(QStringLiteral("0")));
    QVERIFY2(grid_->builtCount() <= 30, qPrintable(QString::number(grid_->builtCount())));
    grid_->reveal(QStringLiteral("2500"));
    QVERIFY(grid_->card(QStringLiteral("2500"))->hasFocus());
    QTRY_VERIFY(!grid_->card(QStringLiteral("4999")));
}

// Over whatever card the mouse is: Ctrl turns it into a zoom of lines.
void TestCardGrid::theWheelScrollsThePageOverAChart()
{
    for (const auto* kind : {"lines", "scatter", "parallel", "contour", "lines", "scatter"}) {
        CardSpec spec;
        spec.kind = QLatin1String(kind);
        spec.options = {{QStringLiteral("metric"), QStringLiteral("acc")}};
        spec.width = 12;
        spec.height = 5;
        layout_->addCard(spec, 0);
    }
    auto* bar = grid_->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 300);
    const auto ids = order();
    for (const auto& id : ids.mid(0, 4)) {
        grid_->reveal(id);
        QTRY_VERIFY(grid_->card(id));
        bar->setValue(std::min(bar->value(), bar->maximum() - 150));
        auto* card = grid_->card(id);
        const QPoint middle = card->rect().center();
        auto* under = card->childAt(middle) ? card->childAt(middle) : card;
        const int before = bar->value();
        test::turnWheelOver(under);
        QVERIFY2(bar->value() > before, under->metaObject()->className());
    }
}

void TestCardGrid::aCardIsDraggedBeforeAnother()
{
    const auto a = add(), b = add(), c = add();
    QTRY_VERIFY(grid_->card(c));
    dragCard(c, grid_->card(a), QPoint(20, 60));
    QCOMPARE(order(), QStringList({c, a, b}));
    QTRY_COMPARE(grid_->card(c)->pos().x(), grid_->card(b)->pos().x());
    // Behind the one whose right half it is dropped on.
    QWidget* target = grid_->card(b);
    dragCard(c, target, QPoint(target->width() - 20, 60));
    QCOMPARE(order(), QStringList({a, b, c}));
    layout_->undo();
    QCOMPARE(order(), QStringList({c, a, b}));
}

void TestCardGrid::escapeEndsADrag()
{
    const auto a = add(), b = add();
    QTRY_VERIFY(grid_->card(b));
    dragCard(b, grid_->card(a), QPoint(20, 60), false);
    QTest::keyClick(grid_->card(b), Qt::Key_Escape);
    QTest::mouseRelease(grid_->card(b), Qt::LeftButton, {}, QPoint(5, 5));
    QCOMPARE(order(), QStringList({a, b}));
}

void TestCardGrid::aCardIsSizedByItsCorner()
{
    const auto a = add(6, 4);
    QTRY_VERIFY(grid_->card(a));
    const QSize before = grid_->card(a)->size();
    QWidget* grip = grid_->card(a)->grip();
    QTest::mousePress(grip, Qt::LeftButton, {}, QPoint(5, 5));
    QTest::mouseMove(grip, QPoint(90, 60));
    QTest::mouseMove(grip, QPoint(180, 120));
    QTest::mouseRelease(grip, Qt::LeftButton, {}, QPoint(180, 120));
    QVERIFY(layout_->card(a)->width > 6);
    QVERIFY(layout_->card(a)->height > 4);
    QVERIFY(grid_->card(a)->width() > before.width());
    layout_->undo(); // one drag is one step
    QCOMPARE(layout_->card(a)->width, 6);
    QCOMPARE(layout_->card(a)->height, 4);
}

void TestCardGrid::keysMoveSizeAndRemove()
{
    const auto a = add(), b = add();
    QTRY_VERIFY(grid_->card(b));
    grid_->card(b)->setFocus();
    QTest::keyClick(grid_->card(b), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(order(), QStringList({b, a}));
    QTest::keyClick(grid_->card(b), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QTest::keyClick(grid_->card(b), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(layout_->card(b)->width, 7);
    QCOMPARE(layout_->card(b)->height, 5);
    QTest::keyClick(grid_->card(b), Qt::Key_Delete);
    QCOMPARE(order(), QStringList({a}));
    QVERIFY(!grid_->card(b));
}

void TestCardGrid::aCardGoesToAnotherSection()
{
    const auto a = add();
    layout_->addSection({QStringLiteral("Second"), false, {}, {}});
    const auto b = add(6, 4, 1);
    QTRY_VERIFY(grid_->card(b));
    dragCard(a, grid_->card(b), QPoint(20, 60));
    QCOMPARE(order(0), QStringList());
    QCOMPARE(order(1), QStringList({a, b}));
    // By keyboard from the first place back to the section above.
    grid_->card(a)->setFocus();
    QTest::keyClick(grid_->card(a), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(order(0), QStringList({a}));
}

void TestCardGrid::aSectionFolds()
{
    layout_->addSection({QStringLiteral("Charts"), false, {}, {}});
    const auto a = add();
    QTRY_VERIFY(grid_->card(a));
    auto* head = grid_->findChild<CardSectionHead*>(QStringLiteral("cardSection0"));
    QTest::mouseClick(head, Qt::LeftButton);
    QVERIFY(!grid_->card(a)); // what is folded costs nothing
    head->setFocus();
    QTest::keyClick(head, Qt::Key_Space);
    QTRY_VERIFY(grid_->card(a));
}

void TestCardGrid::narrowWindowsGiveCardsMoreRoom()
{
    const auto a = add(3), b = add(3);
    QTRY_VERIFY(grid_->card(b));
    QCOMPARE(grid_->card(a)->y(), grid_->card(b)->y());
    grid_->resize(480, 700);
    QTRY_VERIFY(grid_->card(b)->y() > grid_->card(a)->y());
    QVERIFY(grid_->card(a)->width() >= 260);
    QCOMPARE(layout_->card(a)->width, 3); // as arranged
}

void TestCardGrid::aKindOfANewerVersionStaysInTheLayout()
{
    CardSpec spec;
    spec.kind = QStringLiteral("hologram");
    const auto id = layout_->addCard(spec);
    const auto a = add();
    QTRY_VERIFY(grid_->card(a));
    QVERIFY(!grid_->card(id));
    QVERIFY(layout_->card(id));
}

QTEST_MAIN(TestCardGrid)
#include "test_card_grid.moc"
