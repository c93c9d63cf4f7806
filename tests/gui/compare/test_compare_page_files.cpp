#include "tests/gui/compare/compare_page_fixture.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QSlider>

using namespace binnacle;
using namespace binnacle::fixture;

// What the Compare page keeps and gives away: layouts, files, links, its state at the next start.
class TestComparePageFiles : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<ComparePageBench>(); }
    void cleanup() { bench_.reset(); }
    void layoutsAreSavedUnderAName();
    void exportsWriteFiles();
    void aLinkOpensTheSameComparison();
    void hostileLinksOnlySaySo();
    void isRestoredAtTheNextStart();

private:
    std::unique_ptr<ComparePageBench> bench_;
};

void TestComparePageFiles::layoutsAreSavedUnderAName()
{
    bench_->compareAll();
    auto* menu = bench_->page->findChild<QMenu*>(QStringLiteral("layoutMenu"));
    bench_->prompts->text = QStringLiteral("Weekly review");
    ComparePageBench::action(menu, QStringLiteral("Save layout as…"))->trigger();
    QCOMPARE(bench_->page->contextLine(),
             QStringLiteral("5 runs from 1 source · layout “Weekly review”"));
    const auto saved = bench_->page->layout().state();
    bench_->page->layout().removeCard(bench_->cards(QStringLiteral("differences")).front());
    emit menu->aboutToShow(); // filled anew
    auto* use = ComparePageBench::action(menu, QStringLiteral("Weekly review"));
    QVERIFY(use);
    use->trigger();
    QCOMPARE(bench_->page->layout().state(), saved);
    bench_->page->layout().undo();
    QVERIFY(bench_->cards(QStringLiteral("differences")).isEmpty());
}

void TestComparePageFiles::exportsWriteFiles()
{
    bench_->compareAll();
    auto* menu = bench_->page->findChild<QMenu*>(QStringLiteral("exportMenu"));
    bench_->prompts->file = bench_->store->path("c.html");
    ComparePageBench::action(menu, QStringLiteral("HTML report…"))->trigger();
    QTRY_VERIFY(QFile(bench_->prompts->file).size() > 0);
    bench_->prompts->file = bench_->store->path("c.pdf");
    ComparePageBench::action(menu, QStringLiteral("PDF of all cards…"))->trigger();
    QTRY_VERIFY(QFile(bench_->prompts->file).size() > 0);
    QFile pdf(bench_->prompts->file);
    QVERIFY(pdf.open(QIODevice::ReadOnly) && pdf.read(5) == "%PDF-");
    bench_->prompts->file = bench_->store->path("c.csv");
    ComparePageBench::action(menu, QStringLiteral("CSV of the differences…"))->trigger();
    QTRY_VERIFY(QFile(bench_->prompts->file).size() > 0);
    QFile csv(bench_->prompts->file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QVERIFY(csv.readAll().contains("params,lr,0.05,0.10,,0.01,0.001"));

    auto* lines = bench_->card<LinesCard>(QStringLiteral("lines"));
    emit lines->menuRequested(lines->mapToGlobal(QPoint(10, 10)));
    auto* actions = bench_->page->findChild<QMenu*>(QStringLiteral("cardActions"));
    auto* exports = ComparePageBench::action(actions, QStringLiteral("Export"))->menu();
    bench_->prompts->file = bench_->store->path("c.svg");
    ComparePageBench::action(exports, QStringLiteral("SVG…"))->trigger();
    QTRY_VERIFY(QFile(bench_->prompts->file).size() > 0);
    bench_->prompts->file = bench_->store->path("c.png");
    ComparePageBench::action(exports, QStringLiteral("PNG…"))->trigger();
    QTRY_VERIFY(!QImage(bench_->prompts->file).isNull());
    QVERIFY(bench_->prompts->told.isEmpty());
    bench_->prompts->file = bench_->store->path("no/folder/c.png");
    ComparePageBench::action(exports, QStringLiteral("PNG…"))->trigger();
    QTRY_COMPARE(bench_->prompts->told.size(), 1);
    QVERIFY(bench_->prompts->told[0].contains(QStringLiteral("c.png was not written")));
    actions->close();
}

void TestComparePageFiles::aLinkOpensTheSameComparison()
{
    bench_->compareAll();
    bench_->page->layout().removeCard(bench_->cards(QStringLiteral("differences")).front());
    const auto arranged = bench_->page->layout().state();
    QGuiApplication::clipboard()->clear();
    bench_->page->copyLink();
    QTRY_VERIFY(
        QGuiApplication::clipboard()->text().startsWith(QStringLiteral("binnacle:compare?")));
    const QString link = QGuiApplication::clipboard()->text();
    bench_->page->layout().undo();
    bench_->page->setRuns({bench_->runs[0]});
    QTRY_COMPARE(bench_->page->model().runs().size(), std::size_t(1));
    bench_->page->openLink(link);
    QTRY_COMPARE(bench_->page->model().runs(), bench_->runs);
    QCOMPARE(bench_->page->layout().state(), arranged);
    QVERIFY(bench_->prompts->told.isEmpty());
}

void TestComparePageFiles::hostileLinksOnlySaySo()
{
    bench_->compareAll();
    const auto before = bench_->page->layout().state();
    for (const auto* link : {"binnacle:promote?model=x", "binnacle:compare?v=1&c=AAAA", "http://x",
                             "binnacle:compare?v=1&s=../../etc&r=passwd", ""})
        bench_->page->openLink(QString::fromLatin1(link));
    QTRY_VERIFY(bench_->prompts->told.size() >= 4);
    QCOMPARE(bench_->page->model().runs(), bench_->runs);
    QCOMPARE(bench_->page->layout().state(), before);
}

void TestComparePageFiles::isRestoredAtTheNextStart()
{
    bench_->compareAll();
    bench_->page->findChild<QSlider*>(QStringLiteral("smoothing"))->setValue(85);
    bench_->page->model().setHidden(bench_->runs[4], true);
    bench_->page->model().scope().setGroupBy(RunColumn{RunColumn::Kind::Param, "model"});
    const auto arranged = bench_->page->layout().state();
    bench_->page.reset();
    bench_->pools->jobs.waitForDone();
    bench_->makePage();
    QTRY_COMPARE(bench_->page->model().state(), ComparisonModel::State::Ready);
    QCOMPARE(bench_->page->model().runs(), bench_->runs);
    QVERIFY(bench_->page->model().isHidden(bench_->runs[4]));
    QCOMPARE(bench_->page->layout().state(), arranged);
    QCOMPARE(bench_->page->findChild<QSlider*>(QStringLiteral("smoothing"))->value(), 85);
    QCOMPARE(bench_->page->model().scope().groupBy(),
             std::optional(RunColumn{RunColumn::Kind::Param, "model"}));
}

QTEST_MAIN(TestComparePageFiles)
#include "test_compare_page_files.moc"
