// What binnacle-cli writes: JSON, CSV and tables, lists of columns, and series with fewer points.

#include "app/cli/column_list.h"
#include "app/cli/csv_writer.h"
#include "app/cli/output.h"
#include "app/cli/point_reduction.h"
#include "app/cli/text_table.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace binnacle;
using namespace binnacle::cli;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Write>
QByteArray written(Write write)
{
    QTemporaryFile file;
    if (!file.open())
        qFatal("no temporary file");
    std::FILE* out = std::fopen(qPrintable(file.fileName()), "w");
    {
        Output output(out);
        write(output);
    }
    std::fclose(out);
    return file.readAll();
}

} // namespace

class TestCliOutput : public QObject
{
    Q_OBJECT
private slots:
    void jsonReadsBackAsItWas();
    void numbersKeepAllDigits_data();
    void numbersKeepAllDigits();
    void aFullDiskIsAnError();
    void csvFollowsItsRfc();
    void formulasAreNotRun_data();
    void formulasAreNotRun();
    void tablesAreAligned();
    void terminalsAreNotSteered();
    void columnListsKeepQuotedCommas();
    void sortTermsKnowTheirDirection();
    void reductionKeepsEveryExtreme_data();
    void reductionKeepsEveryExtreme();
    void reductionKeepsNaNAndInfinities();
    void fewPointsStayAsTheyAre();
};

void TestCliOutput::jsonReadsBackAsItWas()
{
    const std::string odd = "a \"quoted\" \\ line\nwith \t and \x01 and größer 한국어";
    const auto bytes = written([&](Output& out) {
        JsonWriter json(out);
        json.beginArray();
        for (int i = 0; i < 2; ++i) {
            json.beginObject();
            json.field("text", odd);
            json.field("number", 0.1);
            json.field("nan", notANumber);
            json.field("minus", -infinity);
            json.field("big", std::int64_t{1700000000123});
            json.field("none", std::optional<std::int64_t>());
            json.field("yes", true);
            json.key("list");
            json.beginArray();
            json.integer(1);
            json.beginObject();
            json.endObject();
            json.endArray();
            json.endObject();
        }
        json.endArray();
    });
    QJsonParseError error;
    const auto array = QJsonDocument::fromJson(bytes, &error).array();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(array.size(), 2);
    const auto object = array[1].toObject();
    QCOMPARE(object[u"text"].toString(), QString::fromStdString(odd));
    QCOMPARE(object[u"number"].toDouble(), 0.1);
    QCOMPARE(object[u"nan"].toString(), QStringLiteral("NaN"));
    QCOMPARE(object[u"minus"].toString(), QStringLiteral("-Infinity"));
    QCOMPARE(object[u"big"].toInteger(), 1700000000123);
    QVERIFY(object[u"none"].isNull());
    QVERIFY(object[u"yes"].toBool());
    QCOMPARE(object[u"list"].toArray().size(), 2);
    QCOMPARE(written([](Output& out) {
                 JsonWriter json(out);
                 json.beginArray();
                 json.endArray();
             }),
             QByteArray("[]\n"));
}

void TestCliOutput::numbersKeepAllDigits_data()
{
    QTest::addColumn<double>("value");
    for (const double value : {0.1, 1.0 / 3, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 1e21})
        QTest::newRow(exactNumber(value).c_str()) << value;
}

void TestCliOutput::numbersKeepAllDigits()
{
    QFETCH(double, value);
    const double back = QString::fromStdString(exactNumber(value)).toDouble();
    QVERIFY(std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value));
}

void TestCliOutput::aFullDiskIsAnError()
{
    std::FILE* full = std::fopen("/dev/full", "w");
    QVERIFY(full != nullptr);
    {
        Output out(full);
        out.line("text");
        const auto flushed = out.flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().kind, Error::Kind::Storage);
    }
    std::fclose(full);
}

void TestCliOutput::csvFollowsItsRfc()
{
    QCOMPARE(
        written([](Output& out) {
            CsvWriter csv(out);
            csv.text("plain");
            csv.text("a, \"b\"");
            csv.text("two\nlines");
            csv.missing();
            csv.number(-0.5);
            csv.time(1769868300000);
            csv.endRow();
        }),
        QByteArray("plain,\"a, \"\"b\"\"\",\"two\nlines\",,-0.5,2026-01-31T14:05:00.000Z\r\n"));
}

void TestCliOutput::formulasAreNotRun_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("=1+1", "'=1+1");
    row("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")");
    row("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
    row("-2+3", "'-2+3");
    row("@SUM(A1)", "'@SUM(A1)");
    row("\tx", "'\tx");
    row("-0.001", "-0.001");
    row("+3", "+3");
    row("-inf", "-inf");
    row("relu", "relu");
    row("", "");
}

void TestCliOutput::formulasAreNotRun()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(withoutFormula(text.toStdString())), expected);
}

void TestCliOutput::tablesAreAligned()
{
    const auto bytes = written([](Output& out) {
        TextTable table({{QStringLiteral("NAME")}, {QStringLiteral("N"), TextTable::Align::Right}});
        table.add({QStringLiteral("한국"), QStringLiteral("7")});
        table.add({QStringLiteral("abcdef"), QStringLiteral("100")});
        table.print(out);
    });
    QCOMPARE(QString::fromUtf8(bytes), QStringLiteral("NAME      N\n"
                                                      "한국      7\n"
                                                      "abcdef  100\n"));
    QCOMPARE(displayWidth(QStringLiteral("e\u0301")), 1);
}

void TestCliOutput::terminalsAreNotSteered()
{
    QCOMPARE(plainLine(QStringLiteral("a\x1b[31mred\nb\r\x07")), QStringLiteral("a [31mred b  "));
}

void TestCliOutput::columnListsKeepQuotedCommas()
{
    QCOMPARE(splitList(" a, `b, c` ,,\"d,e\""),
             (std::vector<std::string>{"a", "`b, c`", "\"d,e\""}));
    const auto columns = columnsFromTexts({"run_name,best.metrics.acc", "params.`a, b`"});
    QVERIFY(columns);
    QCOMPARE(columns->size(), 3U);
    QCOMPARE(columns->at(1).stat, RunColumn::Stat::Best);
    QCOMPARE(columns->at(2).name, std::string("a, b"));
    QCOMPARE(columnTitle(columns->at(0)), std::string("run_name"));
    QVERIFY(!columnsFromTexts({"metrics."}));
}

void TestCliOutput::sortTermsKnowTheirDirection()
{
    const auto terms = sortTermsFromTexts({"metrics.acc desc, params.lr ASC", "start_time"});
    QVERIFY(terms);
    QCOMPARE(terms->size(), 3U);
    QVERIFY(terms->at(0).descending);
    QCOMPARE(terms->at(0).column.name, std::string("acc"));
    QVERIFY(!terms->at(1).descending);
    QCOMPARE(terms->at(1).column.kind, RunColumn::Kind::Param);
    QVERIFY(!sortTermsFromTexts({"metrics.acc sideways"}));
}

void TestCliOutput::reductionKeepsEveryExtreme_data()
{
    QTest::addColumn<int>("wanted");
    for (const int wanted : {4, 5, 50, 999, 1000})
        QTest::newRow(qPrintable(QString::number(wanted))) << wanted;
}

void TestCliOutput::reductionKeepsEveryExtreme()
{
    QFETCH(int, wanted);
    std::vector<MetricPoint> points;
    for (int i = 0; i < 20000; ++i)
        points.push_back({i, 1000 + i, std::sin(i / 300.0)});
    points[7777].value = 50;
    points[13].value = -60;
    const auto reduced = reducePoints(points, static_cast<std::size_t>(wanted));
    QVERIFY(reduced.size() <= static_cast<std::size_t>(wanted));
    const auto [least, most] = std::ranges::minmax_element(reduced, {}, &MetricPoint::value);
    QCOMPARE(most->value, 50.0);
    QCOMPARE(most->step, 7777);
    QCOMPARE(least->value, -60.0);
    QVERIFY(std::ranges::is_sorted(reduced, {}, &MetricPoint::step));
    QCOMPARE(reduced.front().step, 0);
    QCOMPARE(reduced.back().step, 19999);
    QVERIFY(reduced.size() > static_cast<std::size_t>(wanted) / 2);
}

void TestCliOutput::reductionKeepsNaNAndInfinities()
{
    std::vector<MetricPoint> points;
    for (int i = 0; i < 5000; ++i)
        points.push_back({i, i, 1.0 * i});
    points[100].value = notANumber;
    points[200].value = infinity;
    points[300].value = -infinity;
    for (const std::size_t wanted : {1U, 20U, 400U}) {
        const auto reduced = reducePoints(points, wanted);
        const auto count = [&](auto test) {
            return std::ranges::count_if(reduced,
                                         [&](const MetricPoint& p) { return test(p.value); });
        };
        QCOMPARE(count([](double v) { return std::isnan(v); }), 1);
        QCOMPARE(count([](double v) { return v == infinity; }), 1);
        QCOMPARE(count([](double v) { return v == -infinity; }), 1);
        QCOMPARE(count([](double v) { return v == 4999; }), 1);
        QCOMPARE(count([](double v) { return v == 0; }), 1);
        QVERIFY(reduced.size() <= std::max<std::size_t>(wanted, 5));
    }
}

void TestCliOutput::fewPointsStayAsTheyAre()
{
    const std::vector<MetricPoint> points{{1, 1, 5}, {2, 2, notANumber}, {3, 3, 4}};
    QCOMPARE(reducePoints(points, 3).size(), 3U);
    QCOMPARE(reducePoints({}, 10).size(), 0U);
}

QTEST_GUILESS_MAIN(TestCliOutput)
#include "test_cli_output.moc"
