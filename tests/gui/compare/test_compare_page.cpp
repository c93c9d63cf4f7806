#include "tests/gui/compare/compare_page_fixture.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/search_field.h"
#include "widgets/compare/card_kinds.h"

#include <QDir>
#include <QListView>
#include <QPushButton>
#include <QSlider>

using namespace binnacle;
using namespace binnacle::fixture;

// The Compare page as a person uses it, over a real workspace.
class TestComparePage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<ComparePageBench>(); }
    void cleanup() { bench_.reset(); }
    void beginsWithWhatToDo();
    void beginsWithCardsThatFitTheRuns();
    void aRunIsHiddenAndRemoved();
    void aMetricGetsACard();
    void aPrefixGetsACardForEachMetric();
    void everyKindOfCardIsAddedAndUndone();
    void aCardIsChangedByItsMenu();
    void optionsShowAtOnce();
    void linesShareTheirOptions();
    void thousandsOfMetrics();
    void offersCommands();
    void screenshots_data();
    void screenshots();

private:
    std::unique_ptr<ComparePageBench> bench_;
};

void TestComparePage::beginsWithWhatToDo()
{
    auto* empty = bench_->page->findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->sentence(), QStringLiteral("Select runs on the Runs page and press Compare"));
    QVERIFY(bench_->page->contextLine().isEmpty());
    QVERIFY(!bench_->page->headerActions().front()->isEnabled());
    QVERIFY(bench_->page->commands().isEmpty());
}

void TestComparePage::beginsWithCardsThatFitTheRuns()
{
    bench_->compareAll();
    QCOMPARE(bench_->page->contextLine(), QStringLiteral("5 runs from 1 source"));
    QCOMPARE(bench_->list()->model()->rowCount(), 5);
    // val_loss grows over steps, lower is better, all have it.
    QCOMPARE(bench_->card<LinesCard>(QStringLiteral("lines"))->heading(),
             QStringLiteral("val_loss"));
    QVERIFY(bench_->card<LinesCard>(QStringLiteral("lines"))
                ->note()
                .startsWith(QStringLiteral("50,000 of 50,000 points")));
    QCOMPARE(bench_->cards(QStringLiteral("differences")).size(), 1);
    QCOMPARE(bench_->cards(QStringLiteral("parallel")).size(), 1); // five runs make a pattern
    QVERIFY(!bench_->page->layout().canUndo());                    // nobody did this
}

void TestComparePage::aRunIsHiddenAndRemoved()
{
    bench_->compareAll();
    bench_->list()->setFocus();
    bench_->list()->setCurrentIndex(bench_->list()->model()->index(1, 0));
    QTest::keyClick(bench_->list(), Qt::Key_Space);
    QVERIFY(bench_->page->model().isHidden(bench_->runs[1]));
    QTRY_VERIFY(bench_->card<LinesCard>(QStringLiteral("lines"))
                    ->note()
                    .startsWith(QStringLiteral("40,000 of 40,000 points")));
    QTest::keyClick(bench_->list(), Qt::Key_Delete);
    QTRY_COMPARE(bench_->page->contextLine(), QStringLiteral("4 runs from 1 source"));
    QCOMPARE(bench_->page->model().runs().size(), std::size_t(4));
}

void TestComparePage::aMetricGetsACard()
{
    bench_->compareAll();
    const auto before = bench_->cards(QStringLiteral("lines")).size();
    auto* search = bench_->page->findChild<SearchField*>(QStringLiteral("metricSearch"));
    auto* metrics = bench_->page->findChild<QListView*>(QStringLiteral("metrics"));
    QTest::keyClicks(search, QStringLiteral("ACC"));
    QCOMPARE(metrics->model()->rowCount(), 1);
    QTest::mouseClick(metrics->viewport(), Qt::LeftButton, {},
                      metrics->visualRect(metrics->model()->index(0, 0)).center());
    const auto after = bench_->cards(QStringLiteral("lines"));
    // It may be one of the first cards already: then that one is shown.
    QVERIFY(after.size() == before || after.size() == before + 1);
    QTRY_VERIFY(std::ranges::any_of(after, [&](const QString& id) {
        auto* shown = bench_->page->grid().card(id);
        return shown && shown->heading() == u"val_accuracy" &&
               (shown->hasFocus() || shown->isAncestorOf(shown->focusWidget()));
    }));
    // Asked for again, it is not there twice.
    bench_->page->addMetricCard(QStringLiteral("val_accuracy"));
    QCOMPARE(bench_->cards(QStringLiteral("lines")).size(), after.size());
}

void TestComparePage::aPrefixGetsACardForEachMetric()
{
    bench_->compareAll();
    auto* search = bench_->page->findChild<SearchField*>(QStringLiteral("metricSearch"));
    auto* all = bench_->page->findChild<QPushButton*>(QStringLiteral("metricsOfPrefix"));
    QVERIFY(!all->isVisible());
    QTest::keyClicks(search, QStringLiteral("val_"));
    QVERIFY(all->isVisible());
    QCOMPARE(all->text(), QStringLiteral("One card each of 2"));
    QTest::mouseClick(all, Qt::LeftButton);
    const auto& sections = bench_->page->layout().sections();
    QCOMPARE(sections.size(), std::size_t(2));
    QCOMPARE(bench_->page->layout().cardsOf(1, bench_->page->model().metrics().stringList()).size(),
             std::size_t(2));
    QTest::keySequence(&bench_->page->grid(), QKeySequence::Undo);
    QCOMPARE(bench_->page->layout().sections().size(), std::size_t(1));
}

void TestComparePage::everyKindOfCardIsAddedAndUndone()
{
    bench_->compareAll();
    auto* menu = bench_->page->findChild<QMenu*>(QStringLiteral("addCardMenu"));
    for (const auto& kind : cardKinds()) {
        const auto before = bench_->page->layout().state();
        auto* add = ComparePageBench::action(menu, kind.title);
        QVERIFY2(add, qPrintable(kind.title));
        add->trigger();
        const auto ids = bench_->cards(kind.kind);
        QVERIFY(!ids.isEmpty());
        QTRY_VERIFY2(bench_->page->grid().card(ids.front()), qPrintable(kind.kind));
        auto* made = bench_->page->grid().card(ids.front());
        QTRY_VERIFY2(!made->heading().isEmpty(), qPrintable(kind.kind));
        QCOMPARE(made->accessibleName(), made->heading());
        bench_->page->layout().undo();
        QCOMPARE(bench_->page->layout().state(), before);
    }
}

void TestComparePage::aCardIsChangedByItsMenu()
{
    bench_->compareAll();
    const auto id = bench_->cards(QStringLiteral("lines")).front();
    auto* lines = bench_->page->grid().card(id);
    lines->setFocus();
    QTest::keyClick(lines, Qt::Key_F10, Qt::ShiftModifier);
    auto* menu = bench_->page->findChild<QMenu*>(QStringLiteral("cardActions"));
    QVERIFY(menu && menu->isVisible());
    bench_->prompts->text = QStringLiteral("손실");
    ComparePageBench::action(menu, QStringLiteral("Rename…"))->trigger();
    QCOMPARE(lines->heading(), QStringLiteral("손실"));
    ComparePageBench::action(menu, QStringLiteral("Duplicate"))->trigger();
    QVERIFY(bench_->cards(QStringLiteral("lines")).size() > 1);
    ComparePageBench::action(menu, QStringLiteral("Remove card"))->trigger();
    QVERIFY(!bench_->cards(QStringLiteral("lines")).contains(id));
    menu->close();
}

void TestComparePage::optionsShowAtOnce()
{
    bench_->compareAll();
    const auto id = bench_->cards(QStringLiteral("lines")).front();
    auto* lines = bench_->card<LinesCard>(QStringLiteral("lines"));
    emit lines->menuRequested(lines->mapToGlobal(QPoint(10, 10)));
    auto* menu = bench_->page->findChild<QMenu*>(QStringLiteral("cardActions"));
    ComparePageBench::action(menu, QStringLiteral("Options…"))->trigger();
    auto* panel = bench_->page->findChild<QFrame*>(QStringLiteral("cardOptions"));
    QVERIFY(panel && panel->isVisible());
    auto* log = panel->findChild<QAbstractButton*>(QStringLiteral("option_logY"));
    QVERIFY(log);
    QTest::mouseClick(log, Qt::LeftButton, {}, QPoint(8, log->height() / 2));
    QVERIFY(bench_->page->layout().card(id)->options.value(u"logY").toBool());
    QVERIFY(lines->spec().options.value(u"logY").toBool());
    panel->close();
    bench_->page->layout().undo();
    QVERIFY(!lines->spec().options.value(u"logY").toBool());
}

void TestComparePage::linesShareTheirOptions()
{
    bench_->compareAll();
    auto* slider = bench_->page->findChild<QSlider*>(QStringLiteral("smoothing"));
    slider->setFocus();
    slider->setValue(84);
    QTest::keyClick(slider, Qt::Key_Right);
    auto* lines = bench_->card<LinesCard>(QStringLiteral("lines"));
    QTRY_COMPARE(lines->model().options().smoothing, 0.85);
    bench_->page->layout().undo();
    QCOMPARE(lines->model().options().smoothing, 0.0);
    QCOMPARE(slider->value(), 0);
}

void TestComparePage::thousandsOfMetrics()
{
    auto run = makeRun("wide", "wide");
    for (int i = 0; i < 5'000; ++i)
        run.metrics.push_back({"layer/" + std::to_string(i) + "/grad", {1, 0, i * 0.1}});
    const auto wide = bench_->store->add(run);
    bench_->page->setRuns({wide, bench_->runs[0]});
    QTRY_COMPARE(bench_->page->model().state(), ComparisonModel::State::Ready);
    bench_->page->addMetricCards(QStringLiteral("layer/"));
    QVERIFY(bench_->page->grid().cardCount() >= 5'000);
    QTRY_VERIFY(bench_->page->grid().builtCount() > 0);
    QVERIFY2(bench_->page->grid().builtCount() < 40,
             qPrintable(QString::number(bench_->page->grid().builtCount())));
    QTest::keyClicks(bench_->page->findChild<SearchField*>(QStringLiteral("metricSearch")),
                     QStringLiteral("layer/4999"));
    auto* metrics = bench_->page->findChild<QListView*>(QStringLiteral("metrics"));
    QCOMPARE(metrics->model()->rowCount(), 1);
    // Return takes the first one found: its card is there and shown.
    QTest::keyClick(bench_->page->findChild<SearchField*>(QStringLiteral("metricSearch")),
                    Qt::Key_Return);
    QTRY_VERIFY(bench_->page->grid().card(QStringLiteral("prefix:layer/:layer/4999/grad")));
}

void TestComparePage::offersCommands()
{
    bench_->compareAll();
    QStringList texts;
    for (const auto& command : bench_->page->commands())
        texts << command.text;
    QVERIFY(texts.contains(QStringLiteral("Add card: Scatter")));
    QVERIFY(texts.contains(QStringLiteral("Metric: val_accuracy")));
}

void TestComparePage::screenshots_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    // The page's part of a window of 1440 × 900 and of one of 1024 × 700.
    QTest::newRow("compare-light-1440") << false << QSize(1240, 822);
    QTest::newRow("compare-dark-1440") << true << QSize(1240, 822);
    QTest::newRow("compare-light-1024") << false << QSize(824, 622);
    QTest::newRow("compare-dark-1024") << true << QSize(824, 622);
}

void TestComparePage::screenshots()
{
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    bench_->page->resize(size);
    bench_->compareAll();
    bench_->page->findChild<QSlider*>(QStringLiteral("smoothing"))->setValue(85);
    QTRY_COMPARE(bench_->pools->readers.activeThreadCount(), 0);
    QCoreApplication::processEvents();
    const QImage picture = bench_->page->grab().toImage();
    QCOMPARE(picture.pixelColor(2, picture.height() - 2), Theme::current().surface);
    const QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR") + QStringLiteral("/screenshots"));
    folder.mkpath(QStringLiteral("."));
    QVERIFY(picture.save(
        folder.filePath(QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png"))));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestComparePage)
#include "test_compare_page.moc"
