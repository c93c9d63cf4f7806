#include "compare_fixture.h"
#include "models/comparison_model.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The models of the Compare page over a real workspace.
class TestComparisonModels : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void tableShowsGroupsAndDifferences();
    void directionMovesTheBestMark();
    void keysAreSearched();
    void hiddenRunsAreMarked();
    void aMovedRunKeepsItsCells();
    void runsThatChangeAreReadAgain();
    void stateIsSavedAndRestored();
    void exportsWriteFiles();

private:
    void compareAll();

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<RunColors> colors_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::unique_ptr<ComparisonModel> model_;
    std::vector<RunRowId> runs_;
};

namespace {

std::vector<MetricPoint> curve(int count, double scale)
{
    std::vector<MetricPoint> points;
    for (int step = 0; step < count; ++step)
        points.push_back({step, 1'700'000'000'000 + step, scale * std::exp(-step / 300.0)});
    return points;
}

// Row of a key in the table, or -1.
int rowOf(const ComparisonTableModel& table, const QString& key)
{
    for (int row = 0; row < table.rowCount(); ++row)
        if (table.index(row, 0).data(ComparisonTableModel::KeyRole).toString() == key)
            return row;
    return -1;
}

} // namespace

void TestComparisonModels::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    colors_ = std::make_unique<RunColors>();
    engine_ = std::make_shared<RunQueryEngine>(store_->workspace);
    model_ = std::make_unique<ComparisonModel>(store_->workspace, engine_, *pools_, *colors_);
    runs_.clear();
    const char* names[] = {"gbm", "rf", "mlp"};
    for (int i = 0; i < 3; ++i) {
        auto run = makeRun(std::string("run") + std::to_string(i), names[i]);
        run.params = {{"lr", std::to_string(0.1 * (i + 1))}, {"seed", i == 2 ? "7.0" : "7"}};
        run.metrics = {{"val_loss", {999, 0, 0.1 + 0.01 * i}},
                       {"val_accuracy", {999, 0, 0.9 - 0.1 * i}}};
        runs_.push_back(store_->add(run));
        store_->writeHistory(runs_.back(), "val_loss", curve(1000, 1.0 + i));
    }
}

void TestComparisonModels::cleanup()
{
    model_.reset();
    pools_.reset();
    engine_.reset();
    store_.reset();
}

void TestComparisonModels::compareAll()
{
    model_->setRuns(runs_);
    QTRY_COMPARE(model_->state(), ComparisonModel::State::Ready);
    model_->setMetric(QStringLiteral("val_loss"));
}

void TestComparisonModels::tableShowsGroupsAndDifferences()
{
    const QAbstractItemModelTester table(&model_->table());
    const QAbstractItemModelTester list(&model_->runList());
    compareAll();
    auto& differences = model_->table();
    QCOMPARE(differences.columnCount(), 4);
    QCOMPARE(differences.headerData(2, Qt::Horizontal).toString(), QStringLiteral("rf"));
    QCOMPARE(differences.index(0, 0).data().toString(), QStringLiteral("Params"));
    QVERIFY(differences.index(0, 0).data(ComparisonTableModel::SectionRole).toBool());
    QCOMPARE(rowOf(differences, QStringLiteral("lr")), 1);
    QCOMPARE(rowOf(differences, QStringLiteral("seed")), -1); // 7 = 7.0
    differences.setOnlyDiffering(false);
    QVERIFY(rowOf(differences, QStringLiteral("seed")) > 1);
    QCOMPARE(model_->runList().rowCount(), 3);
    model_->removeRun(runs_[1]);
    QTRY_COMPARE(differences.columnCount(), 3);
    QCOMPARE(model_->runList().rowCount(), 2);
    model_->setRuns({});
    QCOMPARE(model_->state(), ComparisonModel::State::Empty);
    QCOMPARE(differences.rowCount(), 0);
}

void TestComparisonModels::directionMovesTheBestMark()
{
    const QAbstractItemModelTester tester(&model_->table());
    compareAll();
    auto& table = model_->table();
    const int row = rowOf(table, QStringLiteral("val_loss"));
    QVERIFY(table.index(row, 1).data(ComparisonTableModel::BestRole).toBool());
    QCOMPARE(table.index(row, 1).data().toString(), QStringLiteral("0.1000"));
    model_->setDirection(QStringLiteral("val_loss"), MetricDirection::HigherIsBetter);
    QVERIFY(!table.index(row, 1).data(ComparisonTableModel::BestRole).toBool());
    QVERIFY(table.index(row, 3).data(ComparisonTableModel::BestRole).toBool());
    QVERIFY(table.index(row, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("higher is better")));
    // The choice is remembered, for every page.
    QTRY_COMPARE(engine_->direction("val_loss"), MetricDirection::HigherIsBetter);
}

void TestComparisonModels::keysAreSearched()
{
    const QAbstractItemModelTester tester(&model_->table());
    compareAll();
    model_->table().setKeyFilter(QStringLiteral("ACC"));
    QCOMPARE(model_->table().rowCount(), 2); // the head of its group and the row
    QCOMPARE(rowOf(model_->table(), QStringLiteral("val_accuracy")), 1);
    model_->table().setKeyFilter({});
    QVERIFY(model_->table().rowCount() > 2);
}

void TestComparisonModels::hiddenRunsAreMarked()
{
    compareAll();
    model_->setHidden(runs_[0], true);
    QVERIFY(model_->runList().index(0, 0).data(ComparisonRunsModel::HiddenRole).toBool());
    QVERIFY(model_->scope().runs()[0].hidden);
    model_->setHidden(runs_[0], false);
    QVERIFY(!model_->scope().runs()[0].hidden);
}

void TestComparisonModels::aMovedRunKeepsItsCells()
{
    const QAbstractItemModelTester table(&model_->table());
    const QAbstractItemModelTester list(&model_->runList());
    compareAll();
    auto& differences = model_->table();
    const auto texts = [&](const QString& key) {
        QStringList cells;
        for (int column = 1; column < differences.columnCount(); ++column)
            cells << differences.index(rowOf(differences, key), column).data().toString();
        return cells;
    };
    const auto heads = [&] {
        QStringList names;
        for (int column = 1; column < differences.columnCount(); ++column)
            names << differences.headerData(column, Qt::Horizontal).toString();
        return names.join(u' ');
    };
    const auto rates = texts(QStringLiteral("lr")), losses = texts(QStringLiteral("val_loss"));
    QCOMPARE(heads(), QStringLiteral("gbm rf mlp"));
    // At once: nothing is read for another order.
    model_->moveRun(runs_[2], 0);
    QCOMPARE(heads(), QStringLiteral("mlp gbm rf"));
    QCOMPARE(texts(QStringLiteral("lr")), QStringList({rates[2], rates[0], rates[1]}));
    QCOMPARE(texts(QStringLiteral("val_loss")), QStringList({losses[2], losses[0], losses[1]}));
    const int row = rowOf(differences, QStringLiteral("val_loss"));
    QVERIFY(differences.index(row, 2).data(ComparisonTableModel::BestRole).toBool());
    QCOMPARE(model_->runList().runAt(0), runs_[2]);
    QCOMPARE(model_->runs(), (std::vector<RunRowId>{runs_[2], runs_[0], runs_[1]}));
    // Also while the runs are being read: the newest order counts.
    model_->addRuns({store_->add(makeRun("run3", "knn"))});
    model_->moveRun(runs_[0], 0);
    QTRY_COMPARE(heads(), QStringLiteral("gbm mlp rf knn"));
}

void TestComparisonModels::runsThatChangeAreReadAgain()
{
    compareAll();
    auto run = makeRun("run0", "gbm renamed");
    run.metrics = {{"val_loss", {1000, 0, 0.05}}};
    store_->add(run);
    QTRY_COMPARE(model_->runList().index(0, 0).data().toString(), QStringLiteral("gbm renamed"));
    QCOMPARE(model_->runList().index(0, 0).data(ComparisonRunsModel::FigureRole).toString(),
             QStringLiteral("0.0500"));
}

void TestComparisonModels::stateIsSavedAndRestored()
{
    compareAll();
    model_->setHidden(runs_[1], true);
    const auto saved = model_->save();
    ComparisonModel second(store_->workspace, engine_, *pools_, *colors_);
    second.restore(saved);
    QTRY_COMPARE(second.state(), ComparisonModel::State::Ready);
    QCOMPARE(second.runs(), runs_);
    QVERIFY(second.isHidden(runs_[1]));
    QCOMPARE(second.metric(), QStringLiteral("val_loss"));
    second.restore("not json");
    QCOMPARE(second.state(), ComparisonModel::State::Empty);
}

void TestComparisonModels::exportsWriteFiles()
{
    compareAll();
    const auto html = store_->path("c.html");
    QString error = QStringLiteral("none yet");
    model_->exportTo(ComparisonModel::ReportKind::Html, html,
                     [&](const QString& message) { error = message; });
    QTRY_COMPARE(error, QString());
    QFile file(html);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("3,000 of 3,000 points"));
    model_->exportTo(ComparisonModel::ReportKind::Csv, store_->path("none/c.csv"),
                     [&](const QString& message) { error = message; });
    QTRY_VERIFY(error.contains(QStringLiteral("c.csv")));
}

QTEST_GUILESS_MAIN(TestComparisonModels)
#include "test_comparison_models.moc"
