#include "compare_fixture.h"
#include "models/comparison_model.h"
#include "models/comparison_runs_filter.h"
#include "models/found_runs_model.h"
#include "models/pivot_model.h"
#include "services/query/cell_reader.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The list of runs beside a comparison, its filter and order, the runs to add, and the models of
// the differences and of a pivot.
class TestComparisonRunModels : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void columnsHoldFiguresAndTexts();
    void sortsNumbersAndKeepsMissingLast();
    void filtersByNameAndByGrammar();
    void aDropAsksForAMove();
    void coloursAreChosenAndKept();
    void runsToAddAreFound();
    void columnsFollowTheListAndTheBaseline();
    void hiddenRunsDoNotCount();
    void deltasInWords();
    void figuresAreReadForRowsInSight();
    void pivotAsATable();

private:
    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<RunColors> colors_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::unique_ptr<ComparisonModel> model_;
    std::vector<RunRowId> runs_;
};

void TestComparisonRunModels::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    colors_ = std::make_unique<RunColors>();
    engine_ = std::make_shared<RunQueryEngine>(store_->workspace);
    runs_.clear();
    const char* names[] = {"gbm-2", "gbm-10", "rf", "와인-mlp"};
    const char* rates[] = {"0.10", "0.02", nullptr, "auto"};
    const double accuracies[] = {0.9776, 0.9831, 0.9722, 0.9776};
    for (int i = 0; i < 4; ++i) {
        auto run = makeRun("run" + std::to_string(i), names[i]);
        if (rates[i])
            run.params = {{"lr", rates[i]}};
        run.tags = {{"team", i == 0 ? "vision" : "audio"}};
        run.metrics = {{"accuracy", {9, 0, accuracies[i]}}};
        if (i == 2)
            run.status = RunStatus::Failed;
        runs_.push_back(store_->add(run));
    }
    model_ = std::make_unique<ComparisonModel>(store_->workspace, engine_, *pools_, *colors_);
    model_->setRuns(runs_);
    QTRY_COMPARE(model_->state(), ComparisonModel::State::Ready);
}

void TestComparisonRunModels::cleanup()
{
    model_.reset();
    pools_.reset();
    engine_.reset();
    store_.reset();
}

namespace {
// The cells of a column, row by row.
QStringList shown(const QAbstractItemModel& model, int column)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, column).data().toString();
    return texts;
}

void giveRates(ComparisonModel& model, RunQueryEngine& engine)
{
    auto& list = model.runList();
    const std::vector<RunColumn> columns = {{RunColumn::Kind::Param, "lr"}};
    list.setColumns({{columns[0], QStringLiteral("lr")}});
    std::map<RunRowId, std::vector<RunCell>> cells;
    const auto read = engine.cells(model.runs(), columns, {});
    for (const auto& row : *read)
        cells.emplace(row.head.row, row.cells);
    list.setCells(std::move(cells));
}
} // namespace

void TestComparisonRunModels::columnsHoldFiguresAndTexts()
{
    auto& list = model_->runList();
    const QAbstractItemModelTester tester(&list);
    giveRates(*model_, *engine_);
    QCOMPARE(list.columnCount(), 2);
    QCOMPARE(shown(list, 1), (QStringList{QStringLiteral("0.10"), QStringLiteral("0.02"),
                                          QStringLiteral("–"), QStringLiteral("auto")}));
    QVERIFY(list.index(0, 1).data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight);
    QVERIFY(list.index(3, 1).data(Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignLeft);
    QVERIFY(list.index(2, 1).data(ComparisonRunsModel::MissingRole).toBool());
    QCOMPARE(list.index(2, 0).data(ComparisonRunsModel::StatusRole).toInt(),
             static_cast<int>(RunStatus::Failed));
    QSignalSpy changed(&list, &QAbstractItemModel::dataChanged);
    list.setHighlighted(runs_[1]);
    list.setHighlighted(runs_[3]);
    QCOMPARE(changed.size(), 3); // one, then off here and on there
    QVERIFY(list.index(3, 0).data(ComparisonRunsModel::HighlightRole).toBool());
    list.setBrushedOut({runs_[0]});
    QVERIFY(list.index(0, 0).data(ComparisonRunsModel::BrushedRole).toBool());
}

void TestComparisonRunModels::sortsNumbersAndKeepsMissingLast()
{
    giveRates(*model_, *engine_);
    ComparisonRunsFilter filter(model_->runList(), engine_, *pools_);
    const QAbstractItemModelTester tester(&filter);
    filter.sortBy(1, Qt::AscendingOrder);
    QCOMPARE(shown(filter, 1), (QStringList{QStringLiteral("0.02"), QStringLiteral("0.10"),
                                            QStringLiteral("auto"), QStringLiteral("–")}));
    filter.sortBy(1, Qt::DescendingOrder);
    QCOMPARE(shown(filter, 1), (QStringList{QStringLiteral("auto"), QStringLiteral("0.10"),
                                            QStringLiteral("0.02"), QStringLiteral("–")}));
    filter.sortBy(-1, Qt::AscendingOrder);
    QVERIFY(filter.inOwnOrder());
    QCOMPARE(shown(filter, 0).front(), QStringLiteral("gbm-2"));
}

void TestComparisonRunModels::filtersByNameAndByGrammar()
{
    ComparisonRunsFilter filter(model_->runList(), engine_, *pools_);
    const QAbstractItemModelTester tester(&filter);
    filter.setFilterText(QStringLiteral("GBM"));
    QCOMPARE(filter.rowCount(), 2);
    filter.setFilterText(QStringLiteral("params.lr < 0.05"));
    QTRY_COMPARE(filter.rowCount(), 1);
    QCOMPARE(shown(filter, 0), QStringList{QStringLiteral("gbm-10")});
    filter.setFilterText(QStringLiteral("params.lr <"));
    QTRY_VERIFY(filter.problem().contains(QStringLiteral("character")));
    QCOMPARE(filter.rowCount(), 1); // what was found stays while the filter is unfinished
    filter.setFilterText({});
    QCOMPARE(filter.rowCount(), 4);
    QVERIFY(filter.problem().isEmpty());
}

void TestComparisonRunModels::aDropAsksForAMove()
{
    auto& list = model_->runList();
    QSignalSpy asked(&list, &ComparisonRunsModel::moveAsked);
    const auto drop = [&](int from, int row, const QModelIndex& on) {
        const std::unique_ptr<QMimeData> data(list.mimeData({list.index(from, 0)}));
        QVERIFY(!list.dropMimeData(data.get(), Qt::MoveAction, row, 0, on));
    };
    drop(0, 3, {}); // between the third and the fourth
    QCOMPARE(asked.takeFirst()[1].toInt(), 2);
    QTRY_COMPARE(shown(list, 0)[2], QStringLiteral("gbm-2"));
    drop(3, -1, list.index(0, 0)); // onto the first
    QCOMPARE(asked.takeFirst()[1].toInt(), 0);
    QTRY_COMPARE(shown(list, 0)[0], QStringLiteral("와인-mlp"));
    drop(1, 1, {}); // where it is
    QVERIFY(asked.isEmpty());
    // The cards hear of it through the scope.
    QCOMPARE(model_->scope().runs()[0].row, runs_[3]);
    QVERIFY(!list.dropMimeData(nullptr, Qt::MoveAction, 0, 0, {}));
}

void TestComparisonRunModels::coloursAreChosenAndKept()
{
    const int before = model_->runList().entries()[1].slot;
    model_->setColour(runs_[1], 6);
    QCOMPARE(model_->runList().entries()[1].slot, 6);
    QCOMPARE(model_->scope().find(runs_[1])->slot, 6);
    QVERIFY(before != 6);
    // Another start reads them from the workspace.
    QTRY_VERIFY(([this] {
        RunColors colors;
        ComparisonModel second(store_->workspace, engine_, *pools_, colors);
        return QTest::qWaitFor([&] { return colors.known(runs_[1]) == 6; }, 300);
    })());
    RunColors odd;
    odd.restoreChosen("no json");
    odd.restoreChosen(R"({"7": -3, "x": 2, "8": "red"})");
    QCOMPARE(odd.known(static_cast<RunRowId>(7)), -1);
}

void TestComparisonRunModels::runsToAddAreFound()
{
    FoundRunsModel found(engine_, *pools_);
    const QAbstractItemModelTester tester(&found);
    found.search({});
    QTRY_COMPARE(found.found(), 4);
    found.search(QStringLiteral("gbm"));
    QTRY_COMPARE(found.rowCount(), 2);
    found.search(QStringLiteral("metrics.accuracy > 0.98"));
    QTRY_COMPARE(found.rowCount(), 1);
    QCOMPARE(found.index(0).data(FoundRunsModel::WhereRole).toString(),
             QStringLiteral("lab · wine-quality"));
    found.setTaken({runs_[1]});
    QVERIFY(found.index(0).data(FoundRunsModel::TakenRole).toBool());
    found.search(QStringLiteral("metrics.accuracy >"));
    QTRY_VERIFY(!found.problem().isEmpty());
}

namespace {
int rowOf(const ComparisonTableModel& table, const char* key)
{
    for (int row = 0; row < table.rowCount(); ++row)
        if (table.index(row, 0).data(ComparisonTableModel::KeyRole) == QString::fromUtf8(key))
            return row;
    return -1;
}
} // namespace

void TestComparisonRunModels::columnsFollowTheListAndTheBaseline()
{
    ComparisonTableModel table;
    const QAbstractItemModelTester tester(&table);
    table.share(model_->table());
    table.setShownRuns({runs_[3], runs_[1], runs_[0]});
    QCOMPARE(table.columnCount(), 4);
    QCOMPARE(table.headerData(1, Qt::Horizontal).toString(), QStringLiteral("와인-mlp"));
    QCOMPARE(table.runAt(2), std::optional(runs_[1]));
    QVERIFY(!table.runAt(0) && !table.runAt(4));
    table.setBaseline(runs_[0]);
    const int accuracy = rowOf(table, "accuracy");
    const auto best = table.index(accuracy, 2);
    QVERIFY(best.data(ComparisonTableModel::BestRole).toBool());
    // (0.9831 - 0.9776) / 0.9776
    QCOMPARE(best.data(ComparisonTableModel::DeltaRole).toString(), QStringLiteral("+0.56 %"));
    QVERIFY(best.data(ComparisonTableModel::DeltaBetterRole).toBool());
    QVERIFY(table.index(accuracy, 3).data(ComparisonTableModel::DeltaRole).toString().isEmpty());
    QVERIFY(table.headerData(3, Qt::Horizontal, ComparisonTableModel::BaselineRole).toBool());
    QCOMPARE(best.data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("0.9831, best, +0.56 % against gbm-2"));
    // A baseline that is not shown is one all the same.
    table.setShownRuns({runs_[2]});
    QCOMPARE(
        table.index(rowOf(table, "accuracy"), 1).data(ComparisonTableModel::DeltaRole).toString(),
        QStringLiteral("\u22120.55 %"));
    table.setBaseline(static_cast<RunRowId>(4711));
    QVERIFY(table.baselineName().isEmpty());
    table.setDimmed({runs_[2]});
    QVERIFY(table.index(1, 1).data(ComparisonTableModel::DimmedRole).toBool());
}

void TestComparisonRunModels::hiddenRunsDoNotCount()
{
    ComparisonTableModel table;
    const QAbstractItemModelTester tester(&table);
    table.share(model_->table());
    QVERIFY(rowOf(table, "team") > 0);
    const auto before = table.rowsDiffering();
    // Without the first run all teams are the same, and the best is among those shown.
    table.setShownRuns({runs_[1], runs_[3]});
    QCOMPARE(rowOf(table, "team"), -1);
    QVERIFY(table.rowsDiffering() < before);
    table.setOnlyDiffering(false);
    const int team = rowOf(table, "team");
    QVERIFY(team > rowOf(table, "accuracy"));
    table.setShownRuns({runs_[0], runs_[2]});
    QVERIFY(table.index(rowOf(table, "accuracy"), 1).data(ComparisonTableModel::BestRole).toBool());
    table.setTagsHidden(true);
    QCOMPARE(rowOf(table, "team"), -1);
    table.setShownRuns({});
    QCOMPARE(table.columnCount(), 1);
    table.setShownRuns({runs_[2]});
    QVERIFY(
        !table.index(rowOf(table, "accuracy"), 1).data(ComparisonTableModel::BestRole).toBool());
}

void TestComparisonRunModels::deltasInWords()
{
    QCOMPARE(deltaText({0.1, 12.34}), QStringLiteral("+12.3 %"));
    QCOMPARE(deltaText({-0.1, -123.4}), QStringLiteral("\u2212123 %"));
    QCOMPARE(deltaText({0, 0}), QStringLiteral("0 %"));
    QCOMPARE(deltaText({0.25, std::nullopt}), QStringLiteral("+0.25"));
    QVERIFY(deltaText({1e300, 1e302}).contains(QStringLiteral("e+302")));
    QVERIFY(deltaText({1e-9, 1e-7}).contains(QStringLiteral("e-07")));
}

void TestComparisonRunModels::figuresAreReadForRowsInSight()
{
    store_->writeHistory(runs_[0], "accuracy", {{1, 0, 0.2}, {9, 0, 0.9776}});
    ComparisonTableModel table;
    table.share(model_->table());
    const auto keys = table.figuresMissing(0, table.rowCount());
    QCOMPARE(keys, std::vector<std::string>{"accuracy"});
    table.addFigures(*readFigures(store_->workspace, runs_, keys, {}));
    QVERIFY(table.figuresMissing(0, table.rowCount()).empty());
    const QString tip = table.index(rowOf(table, "accuracy"), 1).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QStringLiteral("Smallest 0.2 at step 1")), qPrintable(tip));
    QVERIFY(tip.contains(QStringLiteral("0.9776 at step 9")));
}

void TestComparisonRunModels::pivotAsATable()
{
    const auto text = [](const char* word) { return textCell(word, true); };
    const std::vector<PivotRun> runs = {{{text("gbm")}, {text("10")}, 0.5},
                                        {{text("gbm")}, {text("9")}, 0.25},
                                        {{text("gbm")}, {text("10.0")}, 0.75},
                                        {{text("rf")}, {RunCell()}, std::nan("")}};
    PivotModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTable(pivotTable(runs, PivotAggregate::Mean), {QStringLiteral("model")}, false);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.columnCount(), 5); // model, 9, 10, –, All
    QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), QStringLiteral("9"));
    QCOMPARE(model.headerData(3, Qt::Horizontal).toString(), QStringLiteral("–"));
    QCOMPARE(model.index(0, 2).data(PivotModel::ValueRole).toDouble(), 0.625);
    QCOMPARE(model.index(0, 4).data(PivotModel::ValueRole).toDouble(), 0.5);
    QCOMPARE(model.index(1, 3).data().toString(), QStringLiteral("–"));
    QCOMPARE(model.index(0, 2).data(PivotModel::HeatRole).toDouble(), 1.0);
    QVERIFY(!model.index(0, 4).data(PivotModel::HeatRole).isValid());
    QCOMPARE(model.members(model.index(0, 2)), (std::vector<std::size_t>{0, 2}));
    QCOMPARE(model.members(model.index(1, 0)), (std::vector<std::size_t>{3}));
    model.setTotals(false);
    QCOMPARE(model.rowCount(), 2);
    model.setTable(pivotTable(runs, PivotAggregate::Count), {QStringLiteral("model")}, true);
    QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("2"));
    const std::vector<PivotRun> extremes = {{{text("a")}, {}, 1e300},
                                            {{text("a")}, {}, 1e300},
                                            {{text("b")}, {}, -1e300},
                                            {{text("c")}, {}, INFINITY}};
    model.setTable(pivotTable(extremes, PivotAggregate::Mean), {QStringLiteral("k")}, false);
    QCOMPARE(model.index(0, 1).data(PivotModel::ValueRole).toDouble(), 1e300);
    QCOMPARE(model.index(0, 1).data(PivotModel::HeatRole).toDouble(), 1.0);
    QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("∞"));
    model.setTable({}, {}, false);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestComparisonRunModels)
#include "test_comparison_run_models.moc"
