#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/prompts.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/compare/add_runs_popup.h"
#include "widgets/compare/card_export.h"
#include "widgets/compare/cards/differences_card.h"
#include "widgets/compare/cards/pivot_card.h"
#include "widgets/compare/comparison_run_list.h"
#include "widgets/compare/differences_view.h"
#include "widgets/compare/run_list_delegate.h"

#include <QBoxLayout>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QJsonArray>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QXmlStreamReader>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The cards that are tables, the list of runs beside them, and what is exported of cards.
class TestTableCards : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void differencesHoldRunsAgainstABaseline();
    void differencesAreSearchedAndSwitched();
    void directionIsChosenInTheRow();
    void brushedOutRunsArePaleOrLeftOut();
    void pivotGroupsAndBrushes();
    void listHasColumnsFilterAndOrder();
    void listHidesColoursMovesAndRemoves();
    void runsAreAddedFromThePopup();
    void hoverReachesTheCards();
    void fiveHundredRuns();
    void cardsAreExported();
    void pageIsExportedAsPdf();
    void screenshots_data();
    void screenshots();

private:
    template <class CardClass>
    CardClass* addCard(const QString& kind, const QJsonObject& options);
    ComparisonRunList* addList();
    int rowOf(const ComparisonTableModel& model, const QString& key) const;

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<RunColors> colors_;
    std::shared_ptr<RunQueryEngine> engine_;
    std::shared_ptr<Prompts> prompts_;
    std::unique_ptr<ComparisonModel> model_;
    std::unique_ptr<CardContext> context_;
    std::unique_ptr<QWidget> page_;
    QHBoxLayout* row_ = nullptr;
    std::vector<RunRowId> runs_;
};

void TestTableCards::initTestCase()
{
    applyTheme(*qApp, ThemeChoice::Light);
}

void TestTableCards::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    colors_ = std::make_unique<RunColors>();
    engine_ = std::make_shared<RunQueryEngine>(store_->workspace);
    prompts_ = std::make_shared<DialogPrompts>();
    runs_.clear();
    struct Row
    {
        const char* name;
        const char* lr;
        const char* model;
        const char* depth;
        const char* digest;
        double accuracy;
    };
    const Row rows[] = {{"wine-gbm-017", "0.05", "gbm", "6", "9f31c", 0.9831},
                        {"wine-gbm-016", "0.10", "gbm", "6", "9f31c", 0.9776},
                        {"wine-rf-009", nullptr, "rf", "12", "77ab0", 0.9722},
                        {"wine-gbm-015", "0.01", "gbm", "4", "9f31c", 0.9610},
                        {"와인-로지스틱-002", "0.001", "logistic", "4", "9f31c", 0.9555}};
    for (const auto& row : rows) {
        auto run = makeRun("id" + std::to_string(runs_.size()), row.name);
        if (row.lr)
            run.params.push_back({"lr", row.lr});
        run.params.push_back({"model", row.model});
        run.params.push_back({"max_depth", row.depth});
        run.params.push_back({"seed", "7"});
        run.tags = {{"team", runs_.size() % 2 == 0 ? "vision" : "audio"},
                    {"mlflow.source.git.commit", "4be21d0"}};
        run.datasets = {{"wine", row.digest, {}, {}, {}, {}, "training"}};
        run.metrics = {{"val_accuracy", {9'999, 0, row.accuracy}},
                       {"val_loss", {9'999, 0, 1 - row.accuracy}}};
        if (runs_.size() == 3)
            run.status = RunStatus::Running;
        runs_.push_back(store_->add(run));
    }
    model_ = std::make_unique<ComparisonModel>(store_->workspace, engine_, *pools_, *colors_);
    context_.reset(new CardContext{*model_, model_->scope(), store_->workspace, engine_, *pools_,
                                   nullptr, prompts_});
    page_ = std::make_unique<QWidget>();
    page_->setAutoFillBackground(true);
    page_->resize(1180, 420);
    row_ = new QHBoxLayout(page_.get());
    model_->setRuns(runs_);
    QTRY_COMPARE(model_->state(), ComparisonModel::State::Ready);
}

void TestTableCards::cleanup()
{
    page_.reset();
    context_.reset();
    model_.reset();
    pools_.reset();
    engine_.reset();
    store_.reset();
}

template <class CardClass>
CardClass* TestTableCards::addCard(const QString& kind, const QJsonObject& options)
{
    auto* card = new CardClass(*context_, page_.get());
    CardSpec spec;
    spec.id = kind;
    spec.kind = kind;
    spec.options = options;
    card->setSpec(spec);
    row_->addWidget(card, 1);
    card->show();
    page_->show();
    (void)QTest::qWaitForWindowExposed(page_.get());
    return card;
}

ComparisonRunList* TestTableCards::addList()
{
    auto* list = new ComparisonRunList(*model_, engine_, *pools_, page_.get());
    list->setFixedWidth(300);
    row_->insertWidget(0, list);
    list->show();
    page_->show();
    (void)QTest::qWaitForWindowExposed(page_.get());
    return list;
}

int TestTableCards::rowOf(const ComparisonTableModel& model, const QString& key) const
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(ComparisonTableModel::KeyRole).toString() == key)
            return row;
    return -1;
}

namespace {

QAction* actionOf(QMenu* menu, const QString& text)
{
    for (auto* action : menu->actions())
        if (action->text() == text)
            return action;
    return nullptr;
}

QStringList names(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, 0).data().toString();
    return texts;
}

// Moves as a person does: the platform sends the event to the widget under the mouse.
void moveTo(QWidget* widget, const QPoint& at)
{
    QTest::mouseMove(widget, at + QPoint(1, 0));
    QTest::mouseMove(widget, at);
}

} // namespace

void TestTableCards::differencesHoldRunsAgainstABaseline()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"), {});
    QCOMPARE(card->note(), QStringLiteral("8 of 13 rows differ"));
    QSignalSpy edited(card, &ComparisonCard::optionsEdited);
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    auto* header = table->horizontalHeader();
    const QPoint second(header->sectionViewportPosition(2) + 20, 10);
    emit header->customContextMenuRequested(second);
    auto* menu = card->findChild<QMenu*>(QStringLiteral("runMenu"));
    QVERIFY(menu);
    actionOf(menu, QStringLiteral("Use wine-gbm-016 as baseline"))->trigger();
    QCOMPARE(edited.size(), 1);
    QCOMPARE(card->spec().options.value(u"baseline").toString(), QStringLiteral("id1"));
    QCOMPARE(card->note(), QStringLiteral("8 of 13 rows differ · baseline wine-gbm-016"));
    const auto best = card->model().index(rowOf(card->model(), QStringLiteral("val_accuracy")), 1);
    QCOMPARE(best.data().toString(), QStringLiteral("0.9831"));
    QCOMPARE(best.data(ComparisonTableModel::DeltaRole).toString(), QStringLiteral("+0.56 %"));
    // What it shows as a table: the value and its delta.
    const auto shown = card->table();
    QCOMPARE(shown.header.size(), 2 + 5 * 2);
    QCOMPARE(shown.rows.size(), std::size_t(8));
    menu->close();
    card->setSpec({QStringLiteral("differences"), QStringLiteral("differences"), {}, {}});
    QVERIFY(card->model().baselineName().isEmpty());
}

void TestTableCards::differencesAreSearchedAndSwitched()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"),
                                          {{QStringLiteral("hideTags"), true}});
    QCOMPARE(rowOf(card->model(), QStringLiteral("team")), -1);
    QCOMPARE(rowOf(card->model(), QStringLiteral("seed")), -1);
    QTest::mouseClick(card->findChild<ChipToggle*>(QStringLiteral("onlyDiffering")),
                      Qt::LeftButton);
    QVERIFY(rowOf(card->model(), QStringLiteral("seed")) > 0);
    QCOMPARE(card->spec().options.value(u"all").toBool(), true);
    auto* search = card->findChild<SearchField*>(QStringLiteral("rowSearch"));
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("val_"));
    QCOMPARE(card->model().rowCount(), 3);
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(card->model().rowCount() > 3);
}

void TestTableCards::directionIsChosenInTheRow()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* view = card->findChild<DifferencesView*>();
    const int loss = rowOf(card->model(), QStringLiteral("val_loss"));
    QVERIFY(card->model().index(loss, 1).data(ComparisonTableModel::BestRole).toBool());
    view->showRowMenu(card->model().index(loss, 1), view->mapToGlobal(QPoint(10, 10)));
    auto* menu = card->findChild<QMenu*>(QStringLiteral("rowMenu"));
    actionOf(menu, QStringLiteral("Higher is better"))->trigger();
    QVERIFY(card->model().index(loss, 5).data(ComparisonTableModel::BestRole).toBool());
    QTRY_COMPARE(engine_->direction("val_loss"), MetricDirection::HigherIsBetter);
}

void TestTableCards::brushedOutRunsArePaleOrLeftOut()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto& scope = model_->scope();
    scope.setBrush(QStringLiteral("another"), std::set{runs_[0], runs_[2]});
    QCOMPARE(card->model().columnCount(), 6);
    QVERIFY(card->model().index(1, 2).data(ComparisonTableModel::DimmedRole).toBool());
    card->setSpec({QStringLiteral("differences"),
                   QStringLiteral("differences"),
                   {},
                   {{QStringLiteral("brushed"), QStringLiteral("leave out")}}});
    QCOMPARE(card->model().columnCount(), 3);
    model_->setHidden(runs_[0], true);
    QCOMPARE(card->model().columnCount(), 2);
    scope.clearBrushes();
    QCOMPARE(card->model().columnCount(), 5);
}

void TestTableCards::pivotGroupsAndBrushes()
{
    auto* card = addCard<PivotCard>(
        QStringLiteral("pivot"),
        {{QStringLiteral("rows"), QJsonArray{QStringLiteral("params.model")}},
         {QStringLiteral("columns"), QJsonArray{QStringLiteral("params.max_depth")}},
         {QStringLiteral("metric"), QStringLiteral("val_accuracy")}});
    QTRY_COMPARE(card->model().rowCount(), 4); // gbm, logistic, rf, all
    QCOMPARE(card->heading(), QStringLiteral("Mean of val_accuracy by model and max_depth"));
    const auto& pivot = card->model();
    // model, 4, 6, 12, all
    QCOMPARE(pivot.index(0, 2).data(PivotModel::ValueRole).toDouble(), (0.9831 + 0.9776) / 2);
    QCOMPARE(pivot.index(0, 3).data().toString(), QStringLiteral("–"));
    auto* view = card->findChild<QTableView*>(QStringLiteral("pivot"));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      view->visualRect(pivot.index(0, 2)).center());
    QCOMPARE(model_->scope().brushedCount(), std::size_t(2));
    QVERIFY(model_->scope().passesBrush(runs_[0]) && !model_->scope().passesBrush(runs_[2]));
    QCOMPARE(card->note(), QStringLiteral("5 run(s)")); // its own brush takes nothing from it
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(!model_->scope().isBrushed());
    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(model_->scope().isBrushed());
    const auto table = card->table();
    QCOMPARE(table.header,
             (QStringList{QStringLiteral("model"), QStringLiteral("4"), QStringLiteral("6"),
                          QStringLiteral("12"), QStringLiteral("All")}));
    QVERIFY(!table.rows[0][3].isValid());
    delete card;
    QVERIFY(!model_->scope().isBrushed());
}

void TestTableCards::listHasColumnsFilterAndOrder()
{
    auto* list = addList();
    // Until a person chooses, the metric that tells most.
    QTRY_COMPARE(list->shown().columnCount(), 2);
    QSignalSpy changed(list, &ComparisonRunList::stateChanged);
    list->setColumns({{RunColumn::Kind::Param, "lr"},
                      {RunColumn::Kind::Metric, "val_accuracy"},
                      {RunColumn::Kind::Attribute, "status"}});
    QCOMPARE(changed.size(), 1);
    QTRY_COMPARE(list->shown().index(1, 1).data().toString(), QStringLiteral("0.10"));
    QCOMPARE(list->shown().index(2, 1).data().toString(), QStringLiteral("–"));
    auto* header = list->view()->horizontalHeader();
    const auto clickHeader = [&](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(column) + 20, 8));
    };
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("와인-로지스틱-002"));
    QCOMPARE(names(list->shown()).back(), QStringLiteral("wine-rf-009"));
    const auto saved = list->save();
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("wine-gbm-016"));
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("wine-gbm-017"));
    list->restore(saved);
    QTRY_COMPARE(names(list->shown()).front(), QStringLiteral("와인-로지스틱-002"));
    clickHeader(1);
    clickHeader(1);

    auto* filter = list->findChild<SearchField*>(QStringLiteral("runFilter"));
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("metrics.val_accuracy > 0.97"));
    QTRY_COMPARE(list->shown().rowCount(), 3);
    QTRY_COMPARE(list->findChild<TextLabel*>(QStringLiteral("runCount"))->text(),
                 QStringLiteral("3 of 5"));
    filter->setText(QStringLiteral("metrics.val_accuracy > 'x"));
    QTRY_VERIFY(list->findChild<TextLabel*>(QStringLiteral("runFilterProblem"))->isVisibleTo(list));
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(list->shown().rowCount(), 5);
}

void TestTableCards::listHidesColoursMovesAndRemoves()
{
    auto* list = addList();
    auto* view = list->view();
    QTRY_COMPARE(list->shown().columnCount(), 2);
    QTRY_VERIFY(view->columnWidth(0) > 100);
    const QRect name = view->visualRect(list->shown().index(1, 0));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      RunListDelegate::hideButton(name).center());
    QVERIFY(model_->isHidden(runs_[1]));
    view->setFocus();
    view->setCurrentIndex(list->shown().index(1, 0));
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(!model_->isHidden(runs_[1]));

    QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE(names(list->shown())[2], QStringLiteral("wine-gbm-016"));
    QTRY_COMPARE(view->currentIndex().row(), 2); // the same run stays chosen
    QCOMPARE(model_->scope().runs()[2].row, runs_[1]);

    emit view->customContextMenuRequested(view->visualRect(list->shown().index(2, 0)).center());
    auto* menu = list->findChild<QMenu*>(QStringLiteral("comparedRunMenu"));
    auto* colours = menu->findChild<QMenu*>(QStringLiteral("runColours"));
    QCOMPARE(colours->actions().size(), 8);
    actionOf(colours, QStringLiteral("Purple"))->trigger();
    QCOMPARE(model_->scope().find(runs_[1])->slot, 6);
    menu->close();

    QSignalSpy opened(list, &ComparisonRunList::runActivated);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QTest::keyClick(view, Qt::Key_Delete);
    QTRY_COMPARE(list->shown().rowCount(), 4);
    QVERIFY(!model_->scope().find(runs_[1]));
}

void TestTableCards::runsAreAddedFromThePopup()
{
    const auto other = makeRun("other", "churn-lstm-01");
    const auto added = store_->add(other);
    auto* list = addList();
    QTest::mouseClick(list->findChild<QToolButton*>(QStringLiteral("addRuns")), Qt::LeftButton);
    auto* popup = list->findChild<AddRunsPopup*>();
    QVERIFY(popup && popup->isVisible());
    QTRY_COMPARE(popup->model().found(), 6);
    auto* search = popup->findChild<SearchField*>(QStringLiteral("addRunsSearch"));
    QTest::keyClicks(search, QStringLiteral("churn"));
    QTRY_COMPARE(popup->model().rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(list->shown().rowCount(), 6);
    QCOMPARE(model_->runs().back(), added);
    // The popup stays and shows that the run is there; Return takes it out again.
    QTRY_VERIFY(popup->model().index(0).data(FoundRunsModel::TakenRole).toBool());
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(list->shown().rowCount(), 5);
    QTest::keyClick(search, Qt::Key_Escape);
    QTRY_VERIFY(!list->findChild<AddRunsPopup*>());
}

void TestTableCards::hoverReachesTheCards()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* list = addList();
    QTRY_COMPARE(list->shown().columnCount(), 2);
    auto* view = list->view();
    moveTo(view->viewport(), view->visualRect(list->shown().index(2, 0)).center());
    QTRY_COMPARE(model_->scope().hoveredRun(), std::optional(runs_[2]));
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    moveTo(table->viewport(), QPoint(table->columnViewportPosition(1) + 10, 40));
    QTRY_COMPARE(model_->scope().hoveredRun(), std::optional(runs_[0]));
    QVERIFY(list->shown().index(0, 0).data(ComparisonRunsModel::HighlightRole).toBool());
}

void TestTableCards::fiveHundredRuns()
{
    std::vector<RunRowId> many = runs_;
    for (int i = 0; i < 495; ++i) {
        auto run = makeRun("many" + std::to_string(i), "sweep-" + std::to_string(i));
        run.params = {{"lr", std::to_string(i * 0.001)}};
        run.metrics = {{"val_accuracy", {1, 0, i / 500.0}}};
        many.push_back(store_->add(run));
    }
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* list = addList();
    model_->setRuns(many);
    QTRY_COMPARE(card->model().columnCount(), 501);
    QTRY_COMPARE(list->shown().rowCount(), 500);
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    auto* keys = card->findChild<QTableView*>(QStringLiteral("differenceKeys"));
    table->setFocus();
    table->setCurrentIndex(card->model().index(2, 500));
    QVERIFY(table->horizontalHeader()->sectionViewportPosition(500) < table->width());
    QCOMPARE(keys->horizontalScrollBar()->value(), 0); // the keys stay in sight
    QVERIFY(table->isColumnHidden(0));
    // The popup has no room for more.
    list->openAddRuns();
    auto* popup = list->findChild<AddRunsPopup*>();
    QTRY_COMPARE(popup->model().found(), 500);
    popup->close();
}

void TestTableCards::cardsAreExported()
{
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"),
                                          {{QStringLiteral("baseline"), QStringLiteral("id1")}});
    const QSize size(800, 400);
    const QByteArray svg = cardBytes(*card, CardFormat::Svg, size);
    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
    QXmlStreamReader reader(svg);
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(svg.contains("val_accuracy"));
    const auto png = QImage::fromData(cardBytes(*card, CardFormat::Png, size), "PNG");
    QCOMPARE(png.size(), size * 2);
    QVERIFY(cardBytes(*card, CardFormat::Pdf, size).startsWith("%PDF"));
    const QByteArray csv = cardBytes(*card, CardFormat::Csv, size);
    QVERIFY(csv.startsWith("Group,Key,wine-gbm-017,wine-gbm-017 against wine-gbm-016,"));
    QVERIFY(csv.contains("Metrics,val_accuracy,0.9831,"));
    QVERIFY(csv.contains("'+0.56 %") || csv.contains("+0.56 %"));
    QVERIFY(csv.contains("Params,lr,0.05,,0.10,,,,0.01,,0.001,\r\n"));
    // A name that a spreadsheet would run.
    QCOMPARE(cardCsv({{QStringLiteral("=1+1")}, {{QStringLiteral("@cmd")}, {QVariant()}, {1e300}}}),
             QByteArray("'=1+1\r\n'@cmd\r\n\r\n1e+300\r\n"));

    QString error = QStringLiteral("none yet");
    exportCard(*card, CardFormat::Svg, store_->path("d.svg"), *pools_, page_.get(),
               [&](const QString& message) { error = message; });
    QTRY_COMPARE(error, QString());
    QVERIFY(QFile::exists(store_->path("d.svg")));
    exportCard(*card, CardFormat::Csv, store_->path("no/such/d.csv"), *pools_, page_.get(),
               [&](const QString& message) { error = message; });
    QTRY_VERIFY(error.contains(QStringLiteral("d.csv")));
    QCOMPARE(suggestedFile(*card, CardFormat::Png), QStringLiteral("Differences.png"));
}

void TestTableCards::pageIsExportedAsPdf()
{
    std::vector<const ComparisonCard*> cards;
    for (int i = 0; i < 5; ++i)
        cards.push_back(addCard<DifferencesCard>(QStringLiteral("d%1").arg(i), {}));
    const auto pdf = pagePdf(cards, {QStringLiteral("Comparison of 5 runs"),
                                     {QStringLiteral("wine-gbm-017, wine-gbm-016")},
                                     QDateTime::currentDateTime()});
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(pdf.count("/Type /Page\n") >= 3 || pdf.count("/Type /Page") >= 4);
    QVERIFY(pagePdf({}, {}).startsWith("%PDF"));
}

void TestTableCards::screenshots_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestTableCards::screenshots()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    auto* card = addCard<DifferencesCard>(QStringLiteral("differences"),
                                          {{QStringLiteral("baseline"), QStringLiteral("id1")}});
    auto* pivot = addCard<PivotCard>(
        QStringLiteral("pivot"),
        {{QStringLiteral("rows"),
          QJsonArray{QStringLiteral("params.model"), QStringLiteral("tags.team")}},
         {QStringLiteral("columns"), QJsonArray{QStringLiteral("params.max_depth")}},
         {QStringLiteral("metric"), QStringLiteral("val_accuracy")},
         {QStringLiteral("heat"), true}});
    row_->setStretchFactor(card, 3);
    row_->setStretchFactor(pivot, 2);
    auto* list = addList();
    list->setColumns({{RunColumn::Kind::Metric, "val_accuracy"}, {RunColumn::Kind::Param, "lr"}});
    page_->resize(1600, 480);
    model_->setHidden(runs_[2], true);
    model_->scope().setBrush(QStringLiteral("x"), std::set{runs_[0], runs_[1], runs_[3]});
    QTRY_VERIFY(pivot->model().rowCount() > 2);
    QTRY_COMPARE(list->shown().index(0, 1).data().toString(), QStringLiteral("0.9831"));
    const QPixmap picture = page_->grab();
    QVERIFY(!picture.isNull());
    const QString folder = qEnvironmentVariable("BINNACLE_SCREENSHOTS");
    if (!folder.isEmpty()) {
        const QString name = QStringLiteral("tables-%1")
                                 .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        QVERIFY(picture.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
        QFile svg(QDir(folder).filePath(name + QStringLiteral(".svg")));
        QVERIFY(svg.open(QIODevice::WriteOnly));
        svg.write(cardBytes(*pivot, CardFormat::Svg, QSize(600, 300)));
        list->openAddRuns();
        auto* popup = list->findChild<AddRunsPopup*>();
        QTRY_COMPARE(popup->model().found(), 5);
        QVERIFY(popup->grab().save(QDir(folder).filePath(name + QStringLiteral("-add.png"))));
        popup->close();
    }
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestTableCards)
#include "test_table_cards.moc"
