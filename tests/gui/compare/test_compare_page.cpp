#include "tests/unit/compare/compare_fixture.h"
#include "widgets/charts/comparison_picture.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/chart_card.h"
#include "widgets/compare/compare_page.h"
#include "widgets/compare/differences_view.h"
#include "widgets/compare/run_list_delegate.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QListView>
#include <QMenu>
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
    QString file;
    QStringList told;

    void confirm(QWidget*, const Confirmation&, std::function<void()> accepted) override
    {
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString& initial,
                 std::function<void(QString)> answer) override
    {
        answer(initial);
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
    void tell(QWidget*, const QString& title, const QString& text) override
    {
        told << title + u' ' + text;
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
    void showsRunsChartAndDifferences();
    void aRunIsHiddenAndRemoved();
    void aRunIsOpened();
    void metricsAreSearchedAndChosen();
    void onlyDifferingIsASwitch();
    void directionIsChangedFromTheRow();
    void exportsHtmlPngAndCsv();
    void copiesAsMarkdown();
    void isRestoredAtTheNextStart();
    void thousandsOfMetrics();
    void pictureForTheCommandLine();
    void screenshots_data();
    void screenshots();

private:
    void makePage();
    void compareAll();
    QTableView* table() { return page_->findChild<QTableView*>(QStringLiteral("differences")); }
    QListView* list() { return page_->findChild<QListView*>(QStringLiteral("comparedRuns")); }
    int rowOf(const QString& key);

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
        run.metrics = {{"val_accuracy", {9'999, 0, row.accuracy}},
                       {"val_loss", history.back()},
                       {"train_loss", {9'999, 0, row.loss / 2}}};
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
    page_->model().setMetric(QStringLiteral("val_loss"));
    QTRY_COMPARE(page_->model().chart().state(), ChartSeriesModel::State::Ready);
}

int TestComparePage::rowOf(const QString& key)
{
    const auto& model = page_->model().table();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(ComparisonTableModel::KeyRole).toString() == key)
            return row;
    return -1;
}

void TestComparePage::beginsWithWhatToDo()
{
    auto* empty = page_->findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->sentence(), QStringLiteral("Select runs on the Runs page and press Compare"));
    QVERIFY(page_->contextLine().isEmpty());
    QVERIFY(!page_->headerActions().front()->isEnabled());
}

void TestComparePage::showsRunsChartAndDifferences()
{
    compareAll();
    QCOMPARE(page_->contextLine(), QStringLiteral("5 runs from 1 source"));
    QCOMPARE(list()->model()->rowCount(), 5);
    QCOMPARE(page_->findChild<ElidedLabel*>(QStringLiteral("chartNote"))->fullText(),
             QStringLiteral("50,000 of 50,000 points"));
    // 5 params, 3 metrics, dataset, commit, tag, 4 attributes; those of the table above differ.
    QCOMPARE(page_->findChild<ElidedLabel*>(QStringLiteral("differencesNote"))->fullText(),
             QStringLiteral("7 of 15 rows differ"));
    const int accuracy = rowOf(QStringLiteral("val_accuracy"));
    const auto& model = page_->model().table();
    QVERIFY(model.index(accuracy, 1).data(ComparisonTableModel::BestRole).toBool());
    QCOMPARE(model.index(rowOf(QStringLiteral("lr")), 3).data().toString(), QStringLiteral("–"));
}

void TestComparePage::aRunIsHiddenAndRemoved()
{
    compareAll();
    // The buttons that appear under the mouse.
    QRect row = list()->visualRect(list()->model()->index(1, 0));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      RunListDelegate::hideButton(row).center());
    QVERIFY(page_->model().isHidden(runs_[1]));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      RunListDelegate::removeButton(row).center());
    QTRY_COMPARE(list()->model()->rowCount(), 4);
    QCOMPARE(page_->model().runs().size(), std::size_t(4));
    // The keys do the same.
    list()->setFocus();
    list()->setCurrentIndex(list()->model()->index(0, 0));
    QTest::keyClick(list(), Qt::Key_Space);
    QVERIFY(page_->model().isHidden(runs_[0]));
    QTest::keyClick(list(), Qt::Key_Delete);
    QTRY_COMPARE(list()->model()->rowCount(), 3);
    QTRY_COMPARE(page_->contextLine(), QStringLiteral("3 runs from 1 source"));
    // The colours of those that stay do not change.
    QCOMPARE(list()->model()->index(0, 0).data(ComparisonRunsModel::SlotRole).toInt(),
             colors_->slot(runs_[2]));
}

void TestComparePage::aRunIsOpened()
{
    compareAll();
    QSignalSpy opened(page_.get(), &ComparePage::runActivated);
    list()->setFocus();
    list()->setCurrentIndex(list()->model()->index(2, 0));
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].value<RunRowId>(), runs_[2]);
}

void TestComparePage::metricsAreSearchedAndChosen()
{
    compareAll();
    auto* search = page_->findChild<SearchField*>(QStringLiteral("metricSearch"));
    auto* metrics = page_->findChild<QListView*>(QStringLiteral("metrics"));
    QTest::keyClicks(search, QStringLiteral("ACC"));
    QCOMPARE(metrics->model()->rowCount(), 1);
    QTest::mouseClick(metrics->viewport(), Qt::LeftButton, {},
                      metrics->visualRect(metrics->model()->index(0, 0)).center());
    QCOMPARE(page_->model().chart().metric(), QStringLiteral("val_accuracy"));
    QTRY_COMPARE(page_->model().chart().state(), ChartSeriesModel::State::NotMirrored);
    QTRY_VERIFY(page_->findChild<LineChart*>()->findChild<EmptyState*>()->isVisible());
    QCOMPARE(list()->model()->index(0, 0).data(ComparisonRunsModel::FigureRole).toString(),
             QStringLiteral("0.9831"));
}

void TestComparePage::onlyDifferingIsASwitch()
{
    compareAll();
    QCOMPARE(rowOf(QStringLiteral("seed")), -1);
    auto* chip = page_->findChild<ChipToggle*>(QStringLiteral("onlyDiffering"));
    QTest::mouseClick(chip, Qt::LeftButton);
    QVERIFY(rowOf(QStringLiteral("seed")) > rowOf(QStringLiteral("lr")));
    QTest::keyClicks(page_->findChild<SearchField*>(QStringLiteral("rowSearch")),
                     QStringLiteral("seed"));
    QCOMPARE(page_->model().table().rowCount(), 2);
}

void TestComparePage::directionIsChangedFromTheRow()
{
    compareAll();
    auto* view = page_->findChild<DifferencesView*>();
    const auto index = page_->model().table().index(rowOf(QStringLiteral("val_accuracy")), 1);
    QVERIFY(index.data(ComparisonTableModel::BestRole).toBool());
    view->showRowMenu(index, view->mapToGlobal(QPoint(200, 100)));
    auto* menu = view->findChild<QMenu*>(QStringLiteral("rowMenu"));
    QVERIFY(menu);
    QAction* lower = nullptr;
    for (auto* action : menu->actions())
        if (action->text() == u"Lower is better")
            lower = action;
    QVERIFY(lower && !lower->isChecked());
    lower->trigger();
    menu->close();
    QVERIFY(!index.data(ComparisonTableModel::BestRole).toBool());
    QVERIFY(index.siblingAtColumn(5).data(ComparisonTableModel::BestRole).toBool());
    QTRY_COMPARE(engine_->direction("val_accuracy"), MetricDirection::LowerIsBetter);
    // A row that is no metric has no such menu.
    view->showRowMenu(page_->model().table().index(rowOf(QStringLiteral("lr")), 1), {});
    QTRY_VERIFY(!view->findChild<QMenu*>(QStringLiteral("rowMenu")));
}

void TestComparePage::exportsHtmlPngAndCsv()
{
    compareAll();
    auto* menu = page_->findChild<QMenu*>(QStringLiteral("exportMenu"));
    prompts_->file = store_->path("c.html");
    menu->actions().at(0)->trigger();
    QTRY_VERIFY(QFile::exists(prompts_->file));
    prompts_->file = store_->path("c.png");
    menu->actions().at(1)->trigger();
    QTRY_VERIFY(QImage(prompts_->file).size() == QSize(1600, 900));
    prompts_->file = store_->path("c.csv");
    menu->actions().at(2)->trigger();
    QTRY_VERIFY(QFile::exists(prompts_->file));
    QFile csv(prompts_->file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QVERIFY(csv.readAll().contains("params,lr,0.05,0.10,,0.01,0.001"));
    QVERIFY(prompts_->told.isEmpty());
    prompts_->file = store_->path("no/folder/c.png");
    menu->actions().at(1)->trigger();
    QTRY_COMPARE(prompts_->told.size(), 1);
    QVERIFY(prompts_->told[0].contains(QStringLiteral("c.png was not written")));
}

void TestComparePage::copiesAsMarkdown()
{
    compareAll();
    QTest::mouseClick(page_->findChild<QPushButton*>(QStringLiteral("copyMarkdown")),
                      Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY(text.startsWith(QStringLiteral("| | wine-gbm-017 |")));
    QVERIFY(text.contains(QStringLiteral("| val_accuracy | **0.9831** | 0.9776 |")));
    QVERIFY(!text.contains(QStringLiteral("seed")));
}

void TestComparePage::isRestoredAtTheNextStart()
{
    compareAll();
    page_->findChild<QSlider*>(QStringLiteral("smoothing"))->setValue(85);
    page_->model().setHidden(runs_[4], true);
    page_->findChild<ChipToggle*>(QStringLiteral("onlyDiffering"))->setChecked(false);
    page_.reset();
    pools_->jobs.waitForDone();
    makePage();
    QTRY_COMPARE(page_->model().state(), ComparisonModel::State::Ready);
    QCOMPARE(page_->model().runs(), runs_);
    QVERIFY(page_->model().isHidden(runs_[4]));
    QTRY_COMPARE(page_->model().chart().metric(), QStringLiteral("val_loss"));
    QCOMPARE(page_->findChild<LineChart*>()->smoothing(), 0.85);
    QVERIFY(!page_->model().table().onlyDiffering());
}

void TestComparePage::thousandsOfMetrics()
{
    auto run = makeRun("wide", "wide");
    for (int i = 0; i < 5'000; ++i)
        run.metrics.push_back({"layer/" + std::to_string(i) + "/grad", {1, 0, i * 0.1}});
    const auto wide = store_->add(run);
    page_->setRuns({wide, runs_[0]});
    QTRY_COMPARE(page_->model().state(), ComparisonModel::State::Ready);
    QTest::keyClicks(page_->findChild<SearchField*>(QStringLiteral("metricSearch")),
                     QStringLiteral("layer/4999"));
    auto* metrics = page_->findChild<QListView*>(QStringLiteral("metrics"));
    QCOMPARE(metrics->model()->rowCount(), 1);
}

void TestComparePage::pictureForTheCommandLine()
{
    const auto report = readReport(
        store_->workspace, runs_,
        [this](const std::string& key) { return engine_->direction(key); }, {"val_loss"}, {});
    QVERIFY(report);
    const auto file = store_->path("report.png");
    QVERIFY(writeComparisonPng(*report, file));
    const QImage picture(file);
    QCOMPARE(picture.width(), 1200);
    QVERIFY(picture.height() > 700); // charts and the rows that differ
    const QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR") + QStringLiteral("/screenshots"));
    folder.mkpath(QStringLiteral("."));
    QVERIFY(picture.save(folder.filePath(QStringLiteral("compare-cli.png"))));
    QVERIFY(!writeComparisonPng(*report, store_->path("no/report.png")));
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
    auto* chart = page_->findChild<LineChart*>();
    QTRY_VERIFY(chart->plotRect().width() > 100);
    const QPointF at(chart->plotRect().left() + chart->plotRect().width() * 0.45,
                     chart->plotRect().center().y());
    QTest::mouseMove(chart, at.toPoint() + QPoint(2, 0));
    QTest::mouseMove(chart, at.toPoint());
    QTRY_VERIFY(chart->hoverX());
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
