#include "compare_fixture.h"
#include "services/compare/comparison_html.h"
#include "services/compare/comparison_html_script.h"
#include "services/compare/comparison_json.h"
#include "services/compare/comparison_report.h"
#include "services/compare/comparison_svg.h"
#include "services/compare/comparison_text.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
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
    void policyNamesWhatMayRun();
    void dataCanNotLeaveItsElement();
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
    text.remove(QString::fromStdString(reportScript())); // "&&" and "<" are no XML
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

// Only the one script and the one style that are written here may run: a browser compares hashes.
void TestComparisonFiles::policyNamesWhatMayRun()
{
    const auto text = html();
    const auto between = [&](const std::string& before, const std::string& after) {
        const auto begin = text.find(before) + before.size();
        return text.substr(begin, text.find(after, begin) - begin);
    };
    const auto hash = [](const std::string& part) {
        return "'sha256-" +
               QCryptographicHash::hash(QByteArray::fromStdString(part), QCryptographicHash::Sha256)
                   .toBase64()
                   .toStdString() +
               "'";
    };
    const auto policy = between("Content-Security-Policy\" content=\"", "\"");
    QVERIFY(policy.find("default-src 'none'") != std::string::npos);
    QVERIFY(policy.find("unsafe") == std::string::npos);
    QVERIFY(policy.find("script-src " + hash(between("<script>", "</script>"))) !=
            std::string::npos);
    QVERIFY(policy.find("style-src " + hash(between("<style>", "</style>"))) != std::string::npos);
    // No handler and no style stands in an attribute: the policy would not let it work.
    const QRegularExpression inAttributes(QStringLiteral("<[^>]*\\s(on\\w+|style)\\s*="));
    QVERIFY(!QString::fromStdString(text)
                 .remove(QString::fromStdString(reportScript()))
                 .contains(inAttributes));
}

// The data stands as JSON in a script element, whatever the runs are called.
void TestComparisonFiles::dataCanNotLeaveItsElement()
{
    auto evil = makeRun("c3", "</script><script>alert(1)</script><!-- & \u2028 \" \\ 와인");
    evil.metrics = {{"val_loss", {10, 0, 1e300}}};
    runs_.push_back(store_->add(evil));
    store_->writeHistory(runs_.back(), "val_loss",
                         {{0, 0, 1e300}, {1, 0, -1e300}, {2, 0, INFINITY}, {3, 0, std::nan("")}});
    const auto text = QString::fromStdString(html());
    QCOMPARE(text.count(QStringLiteral("<script")), 2);
    QCOMPARE(text.count(QStringLiteral("</script")), 2);
    const QString begin = QStringLiteral("id=\"data\">");
    const auto at = text.indexOf(begin) + begin.size();
    const auto json = text.mid(at, text.indexOf(QStringLiteral("</script>"), at) - at);
    QVERIFY(!json.contains(u'<') && !json.contains(QChar(0x2028)));
    QJsonParseError problem;
    const auto data = QJsonDocument::fromJson(json.toUtf8(), &problem).object();
    QCOMPARE(problem.error, QJsonParseError::NoError);
    QCOMPARE(data.value(u"runs").toArray()[2].toString(), QString::fromStdString(evil.name));
    const auto lines = data.value(u"charts").toArray()[0].toObject().value(u"lines").toArray();
    QCOMPARE(lines.size(), 3);
    // Every logged point is there: the bands of the first run hold its extremes.
    double smallest = 1;
    for (const auto& band : lines[0].toArray())
        smallest = std::min(smallest, band.toArray()[4].toDouble());
    QCOMPARE(smallest, 1.0 / 1000);
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
    const auto json = comparisonJson(
        report()->comparison,
        *readFigures(store_->workspace, runs_, std::vector<std::string>{"val_loss"}, {}));
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
