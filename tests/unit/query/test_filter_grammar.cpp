#include "services/query/filter_parser.h"
#include "services/query/filter_time.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <limits>

// The grammar: what parses, what the error says and where, colours and completion.

using namespace binnacle;

namespace {

using What = FilterExpectation::What;
using Stat = RunColumn::Stat;
using Kind = RunColumn::Kind;

FilterNode parsed(const char* text)
{
    const auto node = parseFilter(text);
    if (!node)
        qFatal("%s: %s", text, node.error().message.c_str());
    return *node;
}

} // namespace

class FilterGrammarTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsPrecedence()
    {
        const auto node = parsed("metrics.a > 1 OR metrics.b > 2 AND NOT metrics.c <= -1e-3");
        QCOMPARE(node.kind, FilterNode::Kind::Or);
        QCOMPARE(node.children.size(), std::size_t{2});
        QCOMPARE(node.children[1].kind, FilterNode::Kind::And);
        QCOMPARE(node.children[1].children[1].kind, FilterNode::Kind::Not);
        const auto& last = node.children[1].children[1].children[0];
        QCOMPARE(last.op, FilterNode::Operator::LessEqual);
        QCOMPARE(last.values[0].number, -1e-3);
    }

    void blankTextMatchesEverything()
    {
        for (const char* text : {"", "  \n\t"}) {
            const auto node = parsed(text);
            QCOMPARE(node.kind, FilterNode::Kind::And);
            QVERIFY(node.children.empty());
        }
    }

    void readsColumns_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("stat");
        const auto row = [](const char* text, Kind kind, const char* key, Stat stat = Stat::Last) {
            QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(kind)
                                << QString::fromUtf8(key) << static_cast<int>(stat);
        };
        row("metrics.val/acc", Kind::Metric, "val/acc");
        row("metric.`val acc`", Kind::Metric, "val acc");
        row("metrics.\"a.b\"", Kind::Metric, "a.b");
        row("best.metrics.f1-score", Kind::Metric, "f1-score", Stat::Best);
        row("MAX_STEP.Metrics.loss", Kind::Metric, "loss", Stat::MaxStep);
        row("parameter.lr", Kind::Param, "lr");
        row("params.`it``s`", Kind::Param, "it`s");
        row("params.학습률", Kind::Param, "학습률");
        row("tags.mlflow.note.content", Kind::Tag, "mlflow.note.content");
        row("start_time", Kind::Attribute, "start_time");
        row("attributes.Created", Kind::Attribute, "start_time");
        row("run.`Run name`", Kind::Attribute, "run_name");
        row("`Run Name`", Kind::Attribute, "run_name");
        row("datasets.digest", Kind::Dataset, "digest");
        row("metrics.``", Kind::Metric, "");
    }
    void readsColumns()
    {
        QFETCH(QString, text);
        QFETCH(int, kind);
        QFETCH(QString, key);
        QFETCH(int, stat);
        const auto column = columnFromText(text.toStdString());
        QVERIFY2(column, column ? "" : qPrintable(column.error().message));
        QCOMPARE(static_cast<int>(column->kind), kind);
        QCOMPARE(QString::fromStdString(column->name), key);
        QCOMPARE(static_cast<int>(column->stat), stat);
        QCOMPARE(columnFromText(columnText(*column)).value(), *column);
    }

    void columnTextIsReversible()
    {
        for (const char* key :
             {"acc",       "a.b.c",   "a..b",    ".a",        "a.", "val acc", "it's",
              "back`tick", "quo\"te", "b`oth\"", "1st",       "",   " ",       "`",
              "정확도",    "in",      "a-b/c:d", "tab\there", "'",  "\"",      "best.metrics.x"}) {
            for (const auto kind : {Kind::Metric, Kind::Param, Kind::Tag}) {
                const RunColumn column{kind, key, Stat::Last};
                QCOMPARE(columnFromText(columnText(column)).value(), column);
            }
            const RunColumn figure{Kind::Metric, key, Stat::BestStep};
            QCOMPARE(columnFromText(columnText(figure)).value(), figure);
        }
        // As MLflow reads them too.
        QCOMPARE(columnText({Kind::Metric, "val/acc", {}}), std::string("metrics.`val/acc`"));
        QCOMPARE(columnText({Kind::Param, "lr", {}}), std::string("params.lr"));
    }

    void readsValues()
    {
        QCOMPARE(parsed("params.a = 'it''s'").values[0].text, std::string("it's"));
        QCOMPARE(parsed("params.a = \"it's\"").values[0].text, std::string("it's"));
        QCOMPARE(parsed("params.a LIKE '한%'").values[0].text, std::string("한%"));
        QCOMPARE(parsed("metrics.a=.5").values[0].number, 0.5);
        QCOMPARE(parsed("metrics.a<+3").values[0].number, 3.0);
        QVERIFY(std::isnan(parsed("metrics.a = NaN").values[0].number));
        QCOMPARE(parsed("metrics.a > -inf").values[0].number,
                 -std::numeric_limits<double>::infinity());
        const auto list = parsed("params.a NOT IN ('x', \"y\",'z')");
        QCOMPARE(list.kind, FilterNode::Kind::In);
        QVERIFY(list.negated);
        QCOMPARE(list.values.size(), std::size_t{3});
        QVERIFY(parsed("tags.a IS NOT NULL").negated);
        QVERIFY(parsed("tags.a not ilike 'x'").negated);
    }

    void readsDates()
    {
        const auto utc = [](const char* text) { return timeFromText(text).value_or(-1); };
        // 2026-01-01T00:00:00Z is 1,767,225,600 s (date -u -d 2026-01-01 +%s).
        QCOMPARE(utc("2026-01-01T00:00Z"), 1'767'225'600'000);
        QCOMPARE(utc("2026-01-01 12:30:15.25Z"), 1'767'270'615'250);
        QCOMPARE(utc("2026-01-01 09:00+09:00"), 1'767'225'600'000);
        QCOMPARE(utc("2026-01-01T00:00 +0000"), 1'767'225'600'000);
        QCOMPARE(utc("2026-01-01"), QDateTime(QDate(2026, 1, 1), QTime(0, 0)).toMSecsSinceEpoch());
        for (const char* wrong : {"2026-02-30", "2026", "2026-01-01x", "26-01-01",
                                  "2026-01-01 25:00", "2026-01-01T", "2026-01-01 12:00+"})
            QVERIFY2(!timeFromText(wrong), wrong);
        QCOMPARE(parsed("attributes.start_time > '2026-01-01T00:00Z'").values[0].number,
                 1'767'225'600'000.0);
        QCOMPARE(parsed("end_time < 1767225600000").values[0].number, 1'767'225'600'000.0);
    }

    void marksErrors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* text, int position, int length, const char* message) {
            QTest::newRow(text) << QString::fromUtf8(text) << position << length
                                << QString::fromUtf8(message);
        };
        row("metrics.acc >", 12, 1, "expected a number after '>'");
        row("metrics.acc > 'high'", 14, 6, "expected a number after '>'");
        row("metrics.acc > 0.9x", 14, 4, "expected a number after '>'");
        row("params.lr = ", 10, 1, "expected a text in quotes after '='");
        row("params.lr = '0.1", 12, 4, "this quote is not closed");
        row("metrics.acc 0.9", 12, 3, "expected an operator such as =, > or LIKE");
        row("metrics.acc > 1 metrics.b > 2", 16, 9, "expected AND or OR");
        row("(metrics.acc > 1", 15, 1, "expected ')'");
        row("metrics.acc > 1 AND", 16, 3,
            "expected a column such as metrics.accuracy or params.lr");
        row("metrix.acc > 1", 0, 10, "expected metrics, params, tags, attributes or dataset");
        row("attributes.colour = 'x'", 11, 6, "no such attribute of a run");
        row("best.params.lr = '1'", 5, 9, "only metrics have a best, min, max and last value");
        row("metrics. > 1", 7, 1, "expected a key after the dot");
        row("metrics.acc LIKE 'x'", 12, 4, "LIKE compares text, not numbers");
        row("params.lr IN 'x'", 13, 3, "expected '(' after IN");
        row("params.lr IN ('x' 'y')", 18, 3, "expected ',' or ')'");
        row("params.lr IS 1", 13, 1, "expected NULL after IS");
        row("params.lr NOT = 'x'", 14, 1, "expected IN, LIKE or ILIKE after NOT");
        row("start_time > 'yesterday'", 13, 11,
            "this is not a date such as '2026-01-31' or '2026-01-31 12:00'");
        row("params.정확도 = ;", 19, 1, "expected a text in quotes after '='");
    }
    void marksErrors()
    {
        QFETCH(QString, text);
        const auto bytes = text.toStdString();
        const auto node = parseFilter(bytes);
        QVERIFY(!node);
        QTEST(QString::fromStdString(node.error().message), "message");
        QTEST(static_cast<int>(node.error().position), "position");
        QTEST(static_cast<int>(node.error().length), "length");
    }

    void boundsDepth()
    {
        std::string deep(100'000, '(');
        QVERIFY(!parseFilter(deep));
        std::string nots;
        for (int i = 0; i < 100'000; ++i)
            nots += "NOT ";
        QVERIFY(!parseFilter(nots + "metrics.a > 1"));
        QVERIFY(parseFilter(std::string(50, '(') + "metrics.a > 1" + std::string(50, ')')));
    }

    void colours()
    {
        using Class = FilterToken::Class;
        const std::string text = "metrics.a >= 0.5 and params.`x y` in ('b') ;";
        std::vector<Class> classes;
        for (const auto& token : tokenizeFilter(text))
            classes.push_back(token.tokenClass);
        const std::vector<Class> expected{Class::Identifier,  Class::Operator,   Class::Number,
                                          Class::Keyword,     Class::Identifier, Class::Keyword,
                                          Class::Parenthesis, Class::String,     Class::Parenthesis,
                                          Class::Error};
        QCOMPARE(classes, expected);
        QCOMPARE(tokenizeFilter("params.a = 'open").back().tokenClass, Class::Error);
    }

    // "|" is the cursor.
    void completes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("from");
        const auto row = [](const char* text, What what, const char* prefix, int from) {
            QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(what)
                                << QString::fromUtf8(prefix) << from;
        };
        row("|", What::Identifier, "", 0);
        row("met|", What::Identifier, "met", 0);
        row("best.me|", What::Identifier, "best.me", 0);
        row("metrics.|", What::Key, "", 8);
        row("best.metrics.va|", What::Key, "va", 13);
        row("metrics.`val a|", What::Key, "val a", 8);
        row("metrics.acc |", What::Operator, "", 12);
        row("params.lr LI|", What::Operator, "LI", 10);
        row("params.lr NOT |", What::Operator, "NOT ", 10);
        row("params.lr NOT L|", What::Operator, "NOT L", 10);
        row("params.lr IS |", What::Operator, "IS ", 10);
        row("metrics.acc >= |", What::Value, "", 15);
        row("params.lr = '0.|", What::Value, "0.", 12);
        row("params.lr IN ('a', |", What::Value, "", 19);
        row("params.lr IN (|", What::Value, "", 14);
        row("params.lr = 'a' |", What::Connective, "", 16);
        row("params.lr = 'a' A|", What::Connective, "A", 16);
        row("(params.lr = 'a') AND |", What::Identifier, "", 22);
        row("(|", What::Identifier, "", 1);
        row("NOT |", What::Identifier, "", 4);
        row("params.l| = 'a'", What::Key, "l", 7);
    }
    void completes()
    {
        QFETCH(QString, text);
        const auto cursor = text.indexOf(u'|');
        const auto bytes = QString(text).remove(cursor, 1).toStdString();
        const auto expected = expectationAt(bytes, static_cast<std::size_t>(cursor));
        QTEST(static_cast<int>(expected.what), "what");
        QTEST(QString::fromStdString(expected.prefix), "prefix");
        QTEST(static_cast<int>(expected.replaceFrom), "from");
    }

    void completionKnowsTheColumn()
    {
        const std::string text = "best.metrics.acc > 1 AND params.lr = ";
        const auto value = expectationAt(text, text.size());
        QCOMPARE(value.column, (RunColumn{Kind::Param, "lr", Stat::Last}));
        const auto key = expectationAt(text, 14);
        QCOMPARE(key.what, What::Key);
        QCOMPARE(key.column.stat, Stat::Best);
    }
};

QTEST_GUILESS_MAIN(FilterGrammarTest)
#include "test_filter_grammar.moc"
