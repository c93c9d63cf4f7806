#include "compare_fixture.h"
#include "services/compare/comparison_html.h"
#include "services/compare/comparison_json.h"
#include "services/compare/comparison_report.h"
#include "services/compare/comparison_svg.h"
#include "services/compare/comparison_text.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// What a comparison looks like in files: from the workspace to HTML, JSON, CSV and Markdown.
class TestComparisonFiles : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void chartHoldsEveryPoint();
    void aHistoryThatIsNotMirrored();
    void runsThatAreGoneAreLeftOut();
    void theMostPromisingMetricComesFirst();
    void htmlIsSelfContained();
    void htmlIsWellFormed();
    void textIsEscaped();
    void jsonTellsNaNAndMissing();
    void csvAndMarkdown();
    void aFileIsReplacedWhole();

private:
    std::string html() const;
    Result<ComparisonReport> report() const;

    std::unique_ptr<CompareWorkspace> store_;
    std::vector<RunRowId> runs_;
};

namespace {
DirectionOf guessed()
{
    return [](const std::string& key) { return guessDirection(key); };
}
} // namespace

void TestComparisonFiles::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    auto a = makeRun("a1", "wine <gbm> & \"co\"");
    a.params = {{"lr", "0.10"}, {"note", "<script>alert('x')</script>"}};
    a.metrics = {{"val_loss", {999, 0, 0.25}}, {"seconds", {0, 0, 12}}};
    auto b = makeRun("b2", "wine-rf, 2");
    b.params = {{"lr", "0.1"}};
    b.metrics = {{"val_loss", {999, 0, std::nan("")}}};
    runs_ = {store_->add(a), store_->add(b)};
    std::vector<MetricPoint> points;
    for (int step = 0; step < 1000; ++step)
        points.push_back({step, step, 1.0 / (1 + step)});
    store_->writeHistory(runs_[0], "val_loss", points);
}

Result<ComparisonReport> TestComparisonFiles::report() const
{
    return readReport(store_->workspace, runs_, guessed(), {}, {});
}

std::string TestComparisonFiles::html() const
{
    return comparisonHtml(*report());
}

void TestComparisonFiles::chartHoldsEveryPoint()
{
    const auto chart = readMetricChart(HistoryStore(store_->workspace), runs_, "val_loss",
                                       firstPossibleStep, lastPossibleStep, 50, {});
    QVERIFY(chart);
    QCOMPARE(chart->points(), std::int64_t(1000));
    QCOMPARE(chart->pointsInBands(), std::int64_t(1000));
    QCOMPARE(*chart->steps(), (std::pair<std::int64_t, std::int64_t>(0, 999)));
    double smallest = 1;
    double greatest = 0;
    for (const auto& band : chart->lines[0].bands) {
        smallest = std::min(smallest, band.min);
        greatest = std::max(greatest, band.max);
    }
    QCOMPARE(smallest, 1.0 / 1000);
    QCOMPARE(greatest, 1.0);
}

void TestComparisonFiles::aHistoryThatIsNotMirrored()
{
    const auto chart = readMetricChart(HistoryStore(store_->workspace), runs_, "val_loss",
                                       firstPossibleStep, lastPossibleStep, 50, {});
    QCOMPARE(chart->notMirrored(), std::size_t(1));
    QVERIFY(!chart->lines[1].mirrored);
    QVERIFY(html().find("history not mirrored: 1") != std::string::npos);
}

void TestComparisonFiles::runsThatAreGoneAreLeftOut()
{
    const std::vector<RunRowId> some = {runs_[0], static_cast<RunRowId>(4711)};
    const auto comparison = readComparison(store_->workspace, some, guessed(), {});
    QVERIFY(comparison);
    QCOMPARE(comparison->runs.size(), std::size_t(1));
    QCOMPARE(comparison->rows[0].cells.size(), std::size_t(1));
    // The smallest and greatest of the mirrored history come along.
    for (const auto& row : comparison->rows)
        if (row.key == "val_loss")
            QCOMPARE(row.cells[0].min, std::optional(1.0 / 1000));
}

void TestComparisonFiles::theMostPromisingMetricComesFirst()
{
    const auto read = report();
    QVERIFY(read);
    QCOMPARE(metricToShowFirst(read->comparison), std::string("val_loss"));
    QCOMPARE(read->charts.size(), std::size_t(1)); // one value makes no line
    QVERIFY(metricToShowFirst(RunComparison{}).empty());
}

void TestComparisonFiles::htmlIsSelfContained()
{
    const auto text = QString::fromStdString(html());
    QVERIFY(!text.contains(QStringLiteral("<script")));
    QVERIFY(!text.contains(QRegularExpression(QStringLiteral("(src|href)\\s*="))));
    QVERIFY(!text.contains(QStringLiteral("url(")));
    QVERIFY(!text.contains(QRegularExpression(QStringLiteral("https?://"))));
    QVERIFY(text.contains(QStringLiteral("prefers-color-scheme:dark")));
    QVERIFY(text.contains(QStringLiteral("1,000 of 1,000 points")));
    QVERIFY(text.contains(QStringLiteral("<svg")));
    QVERIFY(text.contains(QStringLiteral("–</td>"))); // missing
}

void TestComparisonFiles::htmlIsWellFormed()
{
    // The writer closes what it opens: but for the doctype and <meta> the page is XML.
    auto text = QString::fromStdString(html());
    text.remove(QStringLiteral("<!DOCTYPE html>"));
    text.replace(QRegularExpression(QStringLiteral("<(meta|br)([^>]*)>")),
                 QStringLiteral("<\\1\\2/>"));
    QXmlStreamReader reader(text);
    int rows = 0;
    int paths = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == u"tr")
            ++rows;
        if (reader.isStartElement() && reader.name() == u"path")
            ++paths;
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(rows > 5);
    QCOMPARE(paths, 1);
}

void TestComparisonFiles::textIsEscaped()
{
    const auto text = html();
    QVERIFY(text.find("<gbm>") == std::string::npos);
    QVERIFY(text.find("wine &lt;gbm&gt; &amp; &quot;co&quot;") != std::string::npos);
    QVERIFY(text.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") != std::string::npos);
    QCOMPARE(escapedHtml(std::string("a\0b\x01", 4)), std::string("a\uFFFDb\uFFFD"));
    QCOMPARE(escapedHtml("\xff와인"), std::string("\uFFFD와인"));
}

void TestComparisonFiles::jsonTellsNaNAndMissing()
{
    const auto json = comparisonJson(report()->comparison);
    const auto runs = json.value(u"runs").toArray();
    QCOMPARE(runs.size(), 2);
    QCOMPARE(runs[1].toObject().value(u"run_id").toString(), QStringLiteral("b2"));
    QCOMPARE(runs[1].toObject().value(u"status").toString(), QStringLiteral("FINISHED"));
    QCOMPARE(runs[0].toObject().value(u"start_time").toInteger(), qint64(1'700'000'000'000));
    bool found = false;
    for (const auto& value : json.value(u"rows").toArray()) {
        const auto row = value.toObject();
        if (row.value(u"key").toString() == u"val_loss") {
            found = true;
            QCOMPARE(row.value(u"group").toString(), QStringLiteral("metrics"));
            QCOMPARE(row.value(u"values").toArray(), (QJsonArray{0.25, QStringLiteral("NaN")}));
            QCOMPARE(row.value(u"direction").toString(), QStringLiteral("lower"));
            QCOMPARE(row.value(u"best").toArray(), QJsonArray{0});
            QCOMPARE(row.value(u"min").toArray(), (QJsonArray{0.001, QJsonValue()}));
        }
        if (row.value(u"key").toString() == u"seconds")
            QVERIFY(row.value(u"values").toArray()[1].isNull());
        if (row.value(u"key").toString() == u"lr") {
            QCOMPARE(row.value(u"differs").toBool(), false);
            QCOMPARE(row.value(u"values").toArray()[0].toString(), QStringLiteral("0.10"));
        }
    }
    QVERIFY(found);
}

void TestComparisonFiles::csvAndMarkdown()
{
    const auto comparison = report()->comparison;
    const auto csv = QString::fromStdString(comparisonCsv(comparison, false));
    const auto lines = csv.split(QStringLiteral("\r\n"));
    QCOMPARE(lines[0], QStringLiteral("group,key,\"wine <gbm> & \"\"co\"\"\",\"wine-rf, 2\""));
    QVERIFY(lines.contains(QStringLiteral("metrics,val_loss,0.25,NaN")));
    QVERIFY(lines.contains(QStringLiteral("metrics,seconds,12,")));
    QVERIFY(comparisonCsv(comparison, true).find("params,lr") == std::string::npos);

    const auto markdown = QString::fromStdString(comparisonMarkdown(comparison, true));
    QVERIFY(markdown.contains(QStringLiteral("| val_loss | **0.25** | NaN |")));
    QVERIFY(markdown.contains(QStringLiteral("| seconds | 12 | – |")));
    QVERIFY(markdown.startsWith(QStringLiteral("| | wine")));
}

void TestComparisonFiles::aFileIsReplacedWhole()
{
    const auto path = store_->path("report.html");
    QVERIFY(writeFile(path.toStdString(), "old"));
    QVERIFY(writeFile(path.toStdString(), html()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("<!DOCTYPE html>"));
    const auto failed = writeFile(store_->path("no/such/folder/report.html").toStdString(), "x");
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, Error::Kind::Storage);
    QVERIFY(failed.error().message.contains(QStringLiteral("report.html")));
}

QTEST_GUILESS_MAIN(TestComparisonFiles)
#include "test_comparison_files.moc"
