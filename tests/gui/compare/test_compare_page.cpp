#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/card_kinds.h"
#include "widgets/compare/cards/differences_card.h"
#include "widgets/compare/cards/lines_card.h"
#include "widgets/compare/compare_page.h"
#include "widgets/compare/comparison_run_list.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <random>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

namespace {

// Answers every question at once.
class AnsweringPrompts : public Prompts
{
public:
    QString file, text;
    QStringList told;

    void confirm(QWidget*, const Confirmation&, std::function<void()> accepted) override
    {
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        answer(text);
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString& title, const QString& words) override
    {
        told << title + u' ' + words;
    }
};

std::vector<MetricPoint> decay(unsigned seed, int count, double end)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 0.02);
    std::vector<MetricPoint> points;
    for (int step = 0; step < count; ++step)
        points.push_back({step, step, end + 0.9 * std::exp(-step / 1800.0) + noise(random) * 0.6});
    points[static_cast<std::size_t>(count) * 575 / 1000].value += 0.4;
    return points;
}

} // namespace

// The Compare page as a person uses it, over a real workspace.
class TestComparePage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void beginsWithWhatToDo();
    void beginsWithCardsThatFitTheRuns();
    void aRunIsHiddenAndRemoved();
    void aMetricGetsACard();
    void aPrefixGetsACardForEachMetric();
    void everyKindOfCardIsAddedAndUndone();
    void aCardIsChangedByItsMenu();
    void optionsShowAtOnce();
    void linesShareTheirOptions();
    void layoutsAreSavedUnderAName();
    void exportsWriteFiles();
    void aLinkOpensTheSameComparison();
    void hostileLinksOnlySaySo();
    void isRestoredAtTheNextStart();
    void thousandsOfMetrics();
    void offersCommands();
    void screenshots_data();
    void screenshots();

private:
    void makePage();
    void compareAll();
    QTableView* list() { return page_->findChild<ComparisonRunList*>()->view(); }
    // The ids of the cards of a kind, in their order.
    QStringList cards(const QString& kind);
    template <class CardClass>
    CardClass* card(const QString& kind, qsizetype at = 0)
    {
        const auto ids = cards(kind);
        return at < ids.size() ? qobject_cast<CardClass*>(page_->grid().card(ids[at])) : nullptr;
    }
    QAction* action(QMenu* menu, const QString& text);

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<RunColors> colors_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::shared_ptr<AnsweringPrompts> prompts_;
    std::unique_ptr<ComparePage> page_;
    std::vector<RunRowId> runs_;
};

void TestComparePage::initTestCase()
{
    applyTheme(*qApp, ThemeChoice::Light);
}

void TestComparePage::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    colors_ = std::make_unique<RunColors>();
    engine_ = std::make_shared<RunQueryEngine>(store_->workspace);
    prompts_ = std::make_shared<AnsweringPrompts>();
    runs_.clear();
    struct Row
    {
        const char* name;
        const char* lr;
        const char* model;
        const char* depth;
        const char* digest;
        double accuracy;
        double loss;
    };
    const Row rows[] = {{"wine-gbm-017", "0.05", "gbm", "6", "9f31c", 0.9831, 0.14},
                        {"wine-gbm-016", "0.10", "gbm", "6", "9f31c", 0.9776, 0.16},
                        {"wine-rf-009", nullptr, "rf", "12", "77ab0", 0.9722, 0.18},
                        {"wine-gbm-015", "0.01", "gbm", "4", "9f31c", 0.9610, 0.21},
                        {"와인-로지스틱-002", "0.001", "logistic", "3", "9f31c", 0.9555, 0.24}};
    for (const auto& row : rows) {
        auto run = makeRun("id" + std::to_string(runs_.size()), row.name);
        if (row.lr)
            run.params.push_back({"lr", row.lr});
        run.params.push_back({"model", row.model});
        run.params.push_back({"max_depth", row.depth});
        run.params.push_back({"seed", "7"});
        run.params.push_back({"subsample", "0.8"});
        run.tags = {{"team", "vision"}, {"mlflow.source.git.commit", "4be21d0"}};
        run.datasets = {{"wine", row.digest, {}, {}, {}, {}, "training"}};
        const auto history = decay(static_cast<unsigned>(runs_.size()) + 1, 10'000, row.loss);
        run.metrics = {{"val_accuracy", {0, 0, row.accuracy}},
                       {"val_loss", history.back()},
                       {"train_loss", {0, 0, row.loss / 2}}};
        run.metrics[1].key = "val_loss";
        run.metrics[1].point = history.back();
        runs_.push_back(store_->add(run));
        store_->writeHistory(runs_.back(), "val_loss", history);
    }
    makePage();
}

void TestComparePage::makePage()
{
    page_ = std::make_unique<ComparePage>(store_->workspace, engine_, *pools_, nullptr, *colors_);
    page_->setPrompts(prompts_);
    page_->resize(1240, 820);
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
}

void TestComparePage::cleanup()
{
    page_.reset();
    pools_.reset();
    engine_.reset();
    store_.reset();
}

void TestComparePage::compareAll()
{
    page_->setRuns(runs_);
    QTRY_COMPARE(page_->model().state(), ComparisonModel::State::Ready);
    QTRY_VERIFY(!cards(QStringLiteral("lines")).isEmpty());
    QTRY_VERIFY(card<LinesCard>(QStringLiteral("lines")));
    QTRY_COMPARE(card<LinesCard>(QStringLiteral("lines"))->model().state(),
                 ChartSeriesModel::State::Ready);
}

QStringList TestComparePage::cards(const QString& kind)
{
    QStringList ids;
    for (const auto& section : page_->layout().sections())
        for (const auto& spec : section.cards)
            if (spec.kind == kind)
                ids << spec.id;
    return ids;
}

QAction* TestComparePage::action(QMenu* menu, const QString& text)
{
    if (!menu)
        return nullptr;
    for (auto* each : menu->actions())
        if (each->text() == text)
            return each;
    return nullptr;
}

void TestComparePage::beginsWithWhatToDo()
{
    auto* empty = page_->findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->sentence(), QStringLiteral("Select runs on the Runs page and press Compare"));
    QVERIFY(page_->contextLine().isEmpty());
    QVERIFY(!page_->headerActions().front()->isEnabled());
    QVERIFY(page_->commands().isEmpty());
}

void TestComparePage::beginsWithCardsThatFitTheRuns()
{
    compareAll();
    QCOMPARE(page_->contextLine(), QStringLiteral("5 runs from 1 source"));
    QCOMPARE(list()->model()->rowCount(), 5);
    // val_loss grows over steps, lower is better, all have it.
    QCOMPARE(card<LinesCard>(QStringLiteral("lines"))->heading(), QStringLiteral("val_loss"));
    QVERIFY(card<LinesCard>(QStringLiteral("lines"))
                ->note()
                .startsWith(QStringLiteral("50,000 of 50,000 points")));
    QCOMPARE(cards(QStringLiteral("differences")).size(), 1);
    QCOMPARE(cards(QStringLiteral("parallel")).size(), 1); // five runs make a pattern
    QVERIFY(!page_->layout().canUndo());                   // nobody did this
}

void TestComparePage::aRunIsHiddenAndRemoved()
{
    compareAll();
    list()->setFocus();
    list()->setCurrentIndex(list()->model()->index(1, 0));
    QTest::keyClick(list(), Qt::Key_Space);
    QVERIFY(page_->model().isHidden(runs_[1]));
    QTRY_VERIFY(card<LinesCard>(QStringLiteral("lines"))
                    ->note()
                    .startsWith(QStringLiteral("40,000 of 40,000 points")));
    QTest::keyClick(list(), Qt::Key_Delete);
    QTRY_COMPARE(page_->contextLine(), QStringLiteral("4 runs from 1 source"));
    QCOMPARE(page_->model().runs().size(), std::size_t(4));
}

void TestComparePage::aMetricGetsACard()
{
    compareAll();
    const auto before = cards(QStringLiteral("lines")).size();
    auto* search = page_->findChild<SearchField*>(QStringLiteral("metricSearch"));
    auto* metrics = page_->findChild<QListView*>(QStringLiteral("metrics"));
    QTest::keyClicks(search, QStringLiteral("ACC"));
    QCOMPARE(metrics->model()->rowCount(), 1);
    QTest::mouseClick(metrics->viewport(), Qt::LeftButton, {},
                      metrics->visualRect(metrics->model()->index(0, 0)).center());
    const auto after = cards(QStringLiteral("lines"));
    // It may be one of the first cards already: then that one is shown.
    QVERIFY(after.size() == before || after.size() == before + 1);
    QTRY_VERIFY(std::ranges::any_of(after, [&](const QString& id) {
        auto* shown = page_->grid().card(id);
        return shown && shown->heading() == u"val_accuracy" &&
               (shown->hasFocus() || shown->isAncestorOf(shown->focusWidget()));
    }));
    // Asked for again, it is not there twice.
    page_->addMetricCard(QStringLiteral("val_accuracy"));
    QCOMPARE(cards(QStringLiteral("lines")).size(), after.size());
}

void TestComparePage::aPrefixGetsACardForEachMetric()
{
    compareAll();
    auto* search = page_->findChild<SearchField*>(QStringLiteral("metricSearch"));
    auto* all = page_->findChild<QPushButton*>(QStringLiteral("metricsOfPrefix"));
    QVERIFY(!all->isVisible());
    QTest::keyClicks(search, QStringLiteral("val_"));
    QVERIFY(all->isVisible());
    QCOMPARE(all->text(), QStringLiteral("One card each of 2"));
    QTest::mouseClick(all, Qt::LeftButton);
    const auto& sections = page_->layout().sections();
    QCOMPARE(sections.size(), std::size_t(2));
    QCOMPARE(page_->layout().cardsOf(1, page_->model().metrics().stringList()).size(),
             std::size_t(2));
    QTest::keySequence(&page_->grid(), QKeySequence::Undo);
    QCOMPARE(page_->layout().sections().size(), std::size_t(1));
}

void TestComparePage::everyKindOfCardIsAddedAndUndone()
{
    compareAll();
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("addCardMenu"));
    for (const auto& kind : cardKinds()) {
        const auto before = page_->layout().state();
        auto* add = action(menu, kind.title);
        QVERIFY2(add, qPrintable(kind.title));
        add->trigger();
        const auto ids = cards(kind.kind);
        QVERIFY(!ids.isEmpty());
        QTRY_VERIFY2(page_->grid().card(ids.front()), qPrintable(kind.kind));
        auto* made = page_->grid().card(ids.front());
        QTRY_VERIFY2(!made->heading().isEmpty(), qPrintable(kind.kind));
        QCOMPARE(made->accessibleName(), made->heading());
        page_->layout().undo();
        QCOMPARE(page_->layout().state(), before);
    }
}

void TestComparePage::aCardIsChangedByItsMenu()
{
    compareAll();
    const auto id = cards(QStringLiteral("lines")).front();
    auto* lines = page_->grid().card(id);
    lines->setFocus();
    QTest::keyClick(lines, Qt::Key_F10, Qt::ShiftModifier);
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("cardActions"));
    QVERIFY(menu && menu->isVisible());
    prompts_->text = QStringLiteral("손실");
    action(menu, QStringLiteral("Rename…"))->trigger();
    QCOMPARE(lines->heading(), QStringLiteral("손실"));
    action(menu, QStringLiteral("Duplicate"))->trigger();
    QVERIFY(cards(QStringLiteral("lines")).size() > 1);
    action(menu, QStringLiteral("Remove card"))->trigger();
    QVERIFY(!cards(QStringLiteral("lines")).contains(id));
    menu->close();
}

void TestComparePage::optionsShowAtOnce()
{
    compareAll();
    const auto id = cards(QStringLiteral("lines")).front();
    auto* lines = card<LinesCard>(QStringLiteral("lines"));
    emit lines->menuRequested(lines->mapToGlobal(QPoint(10, 10)));
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("cardActions"));
    action(menu, QStringLiteral("Options…"))->trigger();
    auto* panel = page_->findChild<QFrame*>(QStringLiteral("cardOptions"));
    QVERIFY(panel && panel->isVisible());
    auto* log = panel->findChild<QAbstractButton*>(QStringLiteral("option_logY"));
    QVERIFY(log);
    QTest::mouseClick(log, Qt::LeftButton, {}, QPoint(8, log->height() / 2));
    QVERIFY(page_->layout().card(id)->options.value(u"logY").toBool());
    QVERIFY(lines->spec().options.value(u"logY").toBool());
    panel->close();
    page_->layout().undo();
    QVERIFY(!lines->spec().options.value(u"logY").toBool());
}

void TestComparePage::linesShareTheirOptions()
{
    compareAll();
    auto* slider = page_->findChild<QSlider*>(QStringLiteral("smoothing"));
    slider->setFocus();
    slider->setValue(84);
    QTest::keyClick(slider, Qt::Key_Right);
    auto* lines = card<LinesCard>(QStringLiteral("lines"));
    QTRY_COMPARE(lines->model().options().smoothing, 0.85);
    page_->layout().undo();
    QCOMPARE(lines->model().options().smoothing, 0.0);
    QCOMPARE(slider->value(), 0);
}

void TestComparePage::layoutsAreSavedUnderAName()
{
    compareAll();
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("layoutMenu"));
    prompts_->text = QStringLiteral("Weekly review");
    action(menu, QStringLiteral("Save layout as…"))->trigger();
    QCOMPARE(page_->contextLine(), QStringLiteral("5 runs from 1 source · layout “Weekly review”"));
    const auto saved = page_->layout().state();
    page_->layout().removeCard(cards(QStringLiteral("differences")).front());
    emit menu->aboutToShow(); // filled anew
    auto* use = action(menu, QStringLiteral("Weekly review"));
    QVERIFY(use);
    use->trigger();
    QCOMPARE(page_->layout().state(), saved);
    page_->layout().undo();
    QVERIFY(cards(QStringLiteral("differences")).isEmpty());
}

void TestComparePage::exportsWriteFiles()
{
    compareAll();
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("exportMenu"));
    prompts_->file = store_->path("c.html");
    action(menu, QStringLiteral("HTML report…"))->trigger();
    QTRY_VERIFY(QFile(prompts_->file).size() > 0);
    prompts_->file = store_->path("c.pdf");
    action(menu, QStringLiteral("PDF of all cards…"))->trigger();
    QTRY_VERIFY(QFile(prompts_->file).size() > 0);
    QFile pdf(prompts_->file);
    QVERIFY(pdf.open(QIODevice::ReadOnly) && pdf.read(5) == "%PDF-");
    prompts_->file = store_->path("c.csv");
    action(menu, QStringLiteral("CSV of the differences…"))->trigger();
    QTRY_VERIFY(QFile(prompts_->file).size() > 0);
    QFile csv(prompts_->file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QVERIFY(csv.readAll().contains("params,lr,0.05,0.10,,0.01,0.001"));

    auto* lines = card<LinesCard>(QStringLiteral("lines"));
    emit lines->menuRequested(lines->mapToGlobal(QPoint(10, 10)));
    auto* actions = page_->findChild<QMenu*>(QStringLiteral("cardActions"));
    auto* exports = action(actions, QStringLiteral("Export"))->menu();
    prompts_->file = store_->path("c.svg");
    action(exports, QStringLiteral("SVG…"))->trigger();
    QTRY_VERIFY(QFile(prompts_->file).size() > 0);
    prompts_->file = store_->path("c.png");
    action(exports, QStringLiteral("PNG…"))->trigger();
    QTRY_VERIFY(!QImage(prompts_->file).isNull());
    QVERIFY(prompts_->told.isEmpty());
    prompts_->file = store_->path("no/folder/c.png");
    action(exports, QStringLiteral("PNG…"))->trigger();
    QTRY_COMPARE(prompts_->told.size(), 1);
    QVERIFY(prompts_->told[0].contains(QStringLiteral("c.png was not written")));
    actions->close();
}

void TestComparePage::aLinkOpensTheSameComparison()
{
    compareAll();
    page_->layout().removeCard(cards(QStringLiteral("differences")).front());
    const auto arranged = page_->layout().state();
    QGuiApplication::clipboard()->clear();
    page_->copyLink();
    QTRY_VERIFY(
        QGuiApplication::clipboard()->text().startsWith(QStringLiteral("binnacle:compare?")));
    const QString link = QGuiApplication::clipboard()->text();
    page_->layout().undo();
    page_->setRuns({runs_[0]});
    QTRY_COMPARE(page_->model().runs().size(), std::size_t(1));
    page_->openLink(link);
    QTRY_COMPARE(page_->model().runs(), runs_);
    QCOMPARE(page_->layout().state(), arranged);
    QVERIFY(prompts_->told.isEmpty());
}

void TestComparePage::hostileLinksOnlySaySo()
{
    compareAll();
    const auto before = page_->layout().state();
    for (const auto* link : {"binnacle:promote?model=x", "binnacle:compare?v=1&c=AAAA", "http://x",
                             "binnacle:compare?v=1&s=../../etc&r=passwd", ""})
        page_->openLink(QString::fromLatin1(link));
    QTRY_VERIFY(prompts_->told.size() >= 4);
    QCOMPARE(page_->model().runs(), runs_);
    QCOMPARE(page_->layout().state(), before);
}

void TestComparePage::isRestoredAtTheNextStart()
{
    compareAll();
    page_->findChild<QSlider*>(QStringLiteral("smoothing"))->setValue(85);
    page_->model().setHidden(runs_[4], true);
    page_->model().scope().setGroupBy(RunColumn{RunColumn::Kind::Param, "model"});
    const auto arranged = page_->layout().state();
    page_.reset();
    pools_->jobs.waitForDone();
    makePage();
    QTRY_COMPARE(page_->model().state(), ComparisonModel::State::Ready);
    QCOMPARE(page_->model().runs(), runs_);
    QVERIFY(page_->model().isHidden(runs_[4]));
    QCOMPARE(page_->layout().state(), arranged);
    QCOMPARE(page_->findChild<QSlider*>(QStringLiteral("smoothing"))->value(), 85);
    QCOMPARE(page_->model().scope().groupBy(),
             std::optional(RunColumn{RunColumn::Kind::Param, "model"}));
}

void TestComparePage::thousandsOfMetrics()
{
    auto run = makeRun("wide", "wide");
    for (int i = 0; i < 5'000; ++i)
        run.metrics.push_back({"layer/" + std::to_string(i) + "/grad", {1, 0, i * 0.1}});
    const auto wide = store_->add(run);
    page_->setRuns({wide, runs_[0]});
    QTRY_COMPARE(page_->model().state(), ComparisonModel::State::Ready);
    page_->addMetricCards(QStringLiteral("layer/"));
    QVERIFY(page_->grid().cardCount() >= 5'000);
    QTRY_VERIFY(page_->grid().builtCount() > 0);
    QVERIFY2(page_->grid().builtCount() < 40,
             qPrintable(QString::number(page_->grid().builtCount())));
    QTest::keyClicks(page_->findChild<SearchField*>(QStringLiteral("metricSearch")),
                     QStringLiteral("layer/4999"));
    auto* metrics = page_->findChild<QListView*>(QStringLiteral("metrics"));
    QCOMPARE(metrics->model()->rowCount(), 1);
    // Return takes the first one found: its card is there and shown.
    QTest::keyClick(page_->findChild<SearchField*>(QStringLiteral("metricSearch")), Qt::Key_Return);
    QTRY_VERIFY(page_->grid().card(QStringLiteral("prefix:layer/:layer/4999/grad")));
}

void TestComparePage::offersCommands()
{
    compareAll();
    QStringList texts;
    for (const auto& command : page_->commands())
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
    page_->resize(size);
    compareAll();
    page_->findChild<QSlider*>(QStringLiteral("smoothing"))->setValue(85);
    QTRY_COMPARE(pools_->readers.activeThreadCount(), 0);
    QCoreApplication::processEvents();
    const QImage picture = page_->grab().toImage();
    QCOMPARE(picture.pixelColor(2, picture.height() - 2), Theme::current().surface);
    const QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR") + QStringLiteral("/screenshots"));
    folder.mkpath(QStringLiteral("."));
    QVERIFY(picture.save(
        folder.filePath(QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png"))));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestComparePage)
#include "test_compare_page.moc"
