#include "services/monitoring/exposition.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;

// The text exposition format, with what real servers make of it.
class TestExposition : public QObject
{
    Q_OBJECT

private slots:
    void readsNamesLabelsValuesAndTimes()
    {
        const auto read = parseExposition("# HELP http_requests_total The total.\n"
                                          "# TYPE http_requests_total counter\n"
                                          "http_requests_total{method=\"post\",code=\"200\"} 1027 "
                                          "1395066363000\n"
                                          "  spaced   {  a = \"b\" , }   3.5e-2  \r\n"
                                          "# a remark\n"
                                          "\n"
                                          "bare 12\n");
        QVERIFY(read);
        QCOMPARE(read->samples.size(), 3U);
        QVERIFY(read->types.at("http_requests_total") == MetricType::Counter);
        const MetricSample first{
            "http_requests_total", {{"method", "post"}, {"code", "200"}}, 1027, 1395066363000};
        QVERIFY(read->samples[0] == first);
        QCOMPARE(read->samples[1].name, std::string("spaced"));
        QCOMPARE(read->samples[1].labels.at("a"), std::string("b"));
        QCOMPARE(read->samples[1].value, 0.035);
        QCOMPARE(read->samples[2].value, 12.0);
    }

    void readsEscapesAndQuotedNames()
    {
        const auto read = parseExposition(
            "path{p=\"C:\\\\DIR\\\\F.TXT\",e=\"line\\nwith \\\"quotes\\\", and } inside\"} 1\n"
            "{\"odd.name\", \"a b\"=\"예측\"} 2\n");
        QVERIFY(read);
        QCOMPARE(read->samples[0].labels.at("p"), std::string("C:\\DIR\\F.TXT"));
        QCOMPARE(read->samples[0].labels.at("e"),
                 std::string("line\nwith \"quotes\", and } inside"));
        QCOMPARE(read->samples[1].name, std::string("odd.name"));
        QCOMPARE(read->samples[1].labels.at("a b"), std::string("예측"));
    }

    void readsWhatIsNotFinite()
    {
        const auto read = parseExposition("a NaN\nb +Inf\nc -Inf\nd 1e999\ne -4.7E+2\n");
        QVERIFY(read);
        QVERIFY(std::isnan(read->samples[0].value));
        QCOMPARE(read->samples[1].value, std::numeric_limits<double>::infinity());
        QCOMPARE(read->samples[2].value, -std::numeric_limits<double>::infinity());
        QCOMPARE(read->samples[3].value, std::numeric_limits<double>::infinity());
        QCOMPARE(read->samples[4].value, -470.0);
    }

    void passesOverExemplarsOfOpenMetrics()
    {
        const auto read =
            parseExposition("foo_bucket{le=\"1\"} 17 1.5 # {trace_id=\"KOO5\"} 0.67 1.4\n# EOF\n");
        QVERIFY(read);
        QCOMPARE(read->samples[0].value, 17.0);
        QCOMPARE(read->samples[0].timestamp, std::optional<std::int64_t>(1500));
    }

    void namesTheLineThatIsNone_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no value") << QByteArray("name");
        QTest::newRow("a word for a value") << QByteArray("name many");
        QTest::newRow("labels without an end") << QByteArray("name{a=\"b\" 1");
        QTest::newRow("text without an end") << QByteArray("name{a=\"b} 1");
        QTest::newRow("a page") << QByteArray("<html><body>Not found</body></html>");
        QTest::newRow("a value without a name") << QByteArray("{a=\"b\"} 1");
        QTest::newRow("too much") << QByteArray("name 1 2 3");
    }

    void namesTheLineThatIsNone()
    {
        QFETCH(QByteArray, line);
        const auto read = parseExposition("fine 1\n" + line.toStdString() + "\n");
        QVERIFY(!read);
        QVERIFY(read.error().message.contains(QStringLiteral("Line 2")));
    }

    void refusesMoreThanItsShare()
    {
        std::string text;
        for (int i = 0; i < 11; ++i)
            text += "a{i=\"" + std::to_string(i) + "\"} 1\n";
        QVERIFY(parseExposition(text, 11));
        QVERIFY(!parseExposition(text, 10));
    }

    // Counted by hand from the rule of Prometheus' histogram_quantile.
    void estimatesQuantilesAsPrometheusDoes_data()
    {
        QTest::addColumn<double>("q");
        QTest::addColumn<double>("expected");
        QTest::newRow("0") << 0.0 << 0.0;
        QTest::newRow("inside the first") << 0.1 << 0.05;
        QTest::newRow("at a bound") << 0.2 << 0.1;
        QTest::newRow("between") << 0.5 << 0.25;
        QTest::newRow("in +Inf") << 0.95 << 1.0;
    }

    void estimatesQuantilesAsPrometheusDoes()
    {
        QFETCH(double, q);
        QFETCH(double, expected);
        const std::vector<HistogramBucket> buckets = {
            {std::numeric_limits<double>::infinity(), 10}, {0.1, 2}, {0.2, 4}, {0.4, 8}, {1.0, 9}};
        QCOMPARE(histogramQuantile(q, buckets), expected);
    }

    void hasNoQuantileOfNothing()
    {
        QVERIFY(std::isnan(histogramQuantile(0.5, {})));
        QVERIFY(std::isnan(histogramQuantile(0.5, {{1.0, 3}}))); // no +Inf
        QVERIFY(std::isnan(
            histogramQuantile(0.5, {{1.0, 0}, {std::numeric_limits<double>::infinity(), 0}})));
    }
};

QTEST_APPLESS_MAIN(TestExposition)
#include "test_exposition.moc"
