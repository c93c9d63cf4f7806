#include "services/artifacts/json_diff.h"

#include <QTest>

using namespace binnacle;

namespace {

StructuredValue json(const char* text)
{
    auto value = parseJson(text);
    if (!value)
        qFatal("%s %s", qPrintable(value.error().message), qPrintable(value.error().detail));
    return *value;
}

StructuredValue yaml(const std::string& text)
{
    auto value = parseYaml(text);
    if (!value)
        qFatal("%s %s", qPrintable(value.error().message), qPrintable(value.error().detail));
    return *value;
}

using Change = PathChange;
using Kind = PathChange::Kind;

} // namespace

// JSON and YAML documents: read as they are, compared path by path.
class TestJsonDiff : public QObject
{
    Q_OBJECT
private slots:
    void namesThePathsThatWereAddedRemovedAndChanged()
    {
        const auto changes = diffStructures(
            json(R"({"lr": 0.1, "layers": [64, 32], "opt": {"name": "sgd", "old": true}})"),
            json(R"({"opt": {"name": "adam", "b t": [1]}, "lr": 1e-1, "layers": [64, 16, 8]})"));
        const std::vector<Change> expected = {{Kind::Changed, "layers[1]", "32", "16"},
                                              {Kind::Added, "layers[2]", "", "8"},
                                              {Kind::Changed, "opt.name", "\"sgd\"", "\"adam\""},
                                              {Kind::Removed, "opt.old", "true", ""},
                                              {Kind::Added, "opt[\"b t\"]", "", "[1]"}};
        QVERIFY(changes == expected);
    }

    void equalDataHasNoChanges()
    {
        QVERIFY(diffStructures(json(R"({"a": 1, "b": [NaN, 2.50]})"),
                               json(R"({"b": [NaN, 2.5], "a": 1.0})"))
                    .empty());
    }

    void anotherTypeIsAChange()
    {
        const auto changes = diffStructures(json(R"({"a": "1"})"), json(R"({"a": 1})"));
        QCOMPARE(changes.size(), 1U);
        QVERIFY((changes[0] == Change{Kind::Changed, "a", "\"1\"", "1"}));
        QCOMPARE(diffStructures(json("[1]"), json("{}")).front().path, std::string());
    }

    void pythonsNumbersAreNumbers()
    {
        const auto value =
            json("{\"a\": NaN, \"b\": [-Infinity, Infinity], \"c\": \"NaN \\\" NaN\"}");
        QCOMPARE(value.items[0].kind, StructuredValue::Kind::Number);
        QCOMPARE(value.items[0].text, std::string("NaN"));
        QCOMPARE(value.items[1].items[0].text, std::string("-Infinity"));
        QCOMPARE(value.items[2].kind, StructuredValue::Kind::Text);
        QCOMPARE(value.items[2].text, std::string("NaN \" NaN"));
    }

    void keepsTheOrderOfKeys()
    {
        QCOMPARE(json(R"({"z": 1, "a": 2})").keys, (std::vector<std::string>{"z", "a"}));
    }

    void yamlAndJsonOfTheSameDataAreEqual()
    {
        const auto fromYaml = yaml("a: [1, .nan]\nb:\n  c: 'x'\n  d: \"1\"\n  e: ~\nf: yes\n");
        const auto fromJson =
            json(R"({"a": [1, NaN], "b": {"c": "x", "d": "1", "e": null}, "f": "yes"})");
        QVERIFY(diffStructures(fromYaml, fromJson).empty());
    }

    void aliasesComplexKeysAndSeveralDocumentsAreRead()
    {
        const auto value = yaml("a: &x {k: [1]}\nb: *x\n? [c, d]\n: e\n---\n- \"2\"\n---\n");
        QCOMPARE(value.kind, StructuredValue::Kind::List);
        QCOMPARE(value.items.size(), 3U);
        const auto expected =
            json(R"([{"a": {"k": [1]}, "b": {"k": [1]}, "?": "e"}, ["2"], null])");
        QVERIFY(diffStructures(value, expected).empty());
    }

    void hostileDocumentsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isYaml");
        QByteArray bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c < 'j'; ++c) {
            const char before = static_cast<char>(c - 1);
            bomb += QByteArray(1, c) + ": &" + c + " [";
            for (int i = 0; i < 10; ++i)
                bomb += QByteArray("*") + before + (i < 9 ? "," : "]\n");
        }
        QTest::newRow("aliases of aliases") << bomb << true;
        QTest::newRow("an anchor in itself") << QByteArray("a: &a [*a]") << true;
        QTest::newRow("deep YAML") << QByteArray(5000, '[') << true;
        QTest::newRow("a stray comma") << QByteArray(", 3.5]\n") << true;
        QTest::newRow("deep JSON") << QByteArray(200'000, '[') << false;
        QTest::newRow("cut JSON") << QByteArray("{\"a\": [1, 2") << false;
        QTest::newRow("bytes") << QByteArray("\xff\xfe\x00{", 4) << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void hostileDocumentsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isYaml);
        const std::string bytes = text.toStdString();
        const auto value = isYaml ? parseYaml(bytes) : parseJson(bytes);
        QVERIFY(!value);
        QVERIFY(!value.error().message.isEmpty());
    }

    void longValuesAreCutBetweenCharacters()
    {
        StructuredValue text;
        text.kind = StructuredValue::Kind::Text;
        for (int i = 0; i < 200; ++i)
            text.text += "와";
        const QString shown = QString::fromStdString(compactText(text, 50));
        QVERIFY(shown.endsWith(u'…'));
        QVERIFY(!shown.contains(QChar::ReplacementCharacter));
    }
};

QTEST_APPLESS_MAIN(TestJsonDiff)
#include "test_json_diff.moc"
