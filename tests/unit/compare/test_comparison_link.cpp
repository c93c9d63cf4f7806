#include "compare_fixture.h"
#include "services/compare/comparison_link.h"

#include <QTest>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// Links that reopen a comparison, and what strangers may write into them.
class TestComparisonLink : public QObject
{
    Q_OBJECT
private slots:
    void comesBackAsItWas();
    void isReadable();
    void whatIsUnknownIsPassedOver();
    void hostileLinksAreRefused_data();
    void hostileLinksAreRefused();
    void randomBytesDoNoHarm();
    void runsAreFoundInAnotherWorkspace();
};

void TestComparisonLink::comesBackAsItWas()
{
    ComparisonLink link;
    link.runs = {
        {"prod & co, 1", "abc"}, {"prod & co, 1", "d/e=f,g"}, {"실험실", "와인-7"}, {"", "x"}};
    link.cards = R"({"sections":[{"title":"val/"}]})";
    const auto text = formatComparisonLink(link);
    QVERIFY(std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; }));
    const auto back = parseComparisonLink(text);
    QVERIFY(back);
    QCOMPARE(back->runs.size(), link.runs.size());
    QVERIFY(*back == link);
}

void TestComparisonLink::isReadable()
{
    QCOMPARE(formatComparisonLink({{{"lab", "a1"}, {"lab", "b2"}, {"prod", "c3"}}, {}}),
             std::string("binnacle:compare?v=1&s=lab&r=a1,b2&s=prod&r=c3"));
}

void TestComparisonLink::whatIsUnknownIsPassedOver()
{
    const auto link = parseComparisonLink(
        "binnacle:compare?v=9&delete=all&r=a1,,a1&open=file:///etc/passwd&flag&s=lab&r=b2");
    QVERIFY(link);
    QVERIFY(link->runs == (std::vector<ComparisonLink::Run>{{"", "a1"}, {"lab", "b2"}}));
    QVERIFY(link->cards.isEmpty());
}

void TestComparisonLink::hostileLinksAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    const QByteArray begin = "binnacle:compare?";
    row("empty", "");
    row("another scheme", "https://example.org/compare?r=a");
    row("another action", "binnacle:delete?r=a");
    row("no run", begin + "v=1&s=lab");
    row("no UTF-8", begin + "r=%ff%fe");
    row("zero byte", begin + "r=a%00b");
    row("line break", begin + "r=a%0ab");
    row("source with a control character", begin + "s=%1b[2J&r=a");
    row("a name without end", begin + "r=" + QByteArray(600, 'a'));
    row("too long", begin + "r=" + QByteArray("a,").repeated(200'000));
    QByteArray many;
    for (int i = 0; i < 501; ++i)
        many += QByteArray::number(i) + ',';
    row("too many runs", begin + "r=" + many);
    row("cards that are no base64", begin + "r=a&c=***");
    row("cards that are too short", begin + "r=a&c=AA");
    row("cards that are no JSON",
        begin + "r=a&c=" + qCompress("not json").toBase64(QByteArray::Base64UrlEncoding));
    row("cards that are a list",
        begin + "r=a&c=" + qCompress("[1]").toBase64(QByteArray::Base64UrlEncoding));
    // A small text that becomes 64 MB.
    row("a bomb", begin + "r=a&c=" +
                      qCompress(QByteArray(64 << 20, ' ')).toBase64(QByteArray::Base64UrlEncoding));
    // The same with a head that lies about the size.
    QByteArray liar = qCompress(QByteArray(8 << 20, ' '));
    liar.replace(0, 4, QByteArray("\0\0\0\x10", 4));
    row("a bomb that lies", begin + "r=a&c=" + liar.toBase64(QByteArray::Base64UrlEncoding));
}

void TestComparisonLink::hostileLinksAreRefused()
{
    QFETCH(QByteArray, text);
    const auto link = parseComparisonLink(text.toStdString());
    QVERIFY(!link);
    QCOMPARE(link.error().kind, Error::Kind::Invalid);
    QVERIFY(!link.error().message.isEmpty());
}

void TestComparisonLink::randomBytesDoNoHarm()
{
    const auto good = formatComparisonLink(
        {{{"lab", "a1"}, {"lab", "b2"}}, R"({"sections":[{"title":"val/","cards":[]}]})"});
    std::uint64_t state = 1;
    const auto random = [&state] { return state = state * 6364136223846793005ULL + 1; };
    for (int i = 0; i < 20'000; ++i) {
        auto text = good;
        for (int edit = 0; edit < 3; ++edit)
            text[18 + (random() >> 33) % (text.size() - 18)] = static_cast<char>(random() >> 56);
        const auto link = parseComparisonLink(text);
        if (link)
            QVERIFY(!link->runs.empty() && link->runs.size() < 20);
        else
            QVERIFY(!link.error().message.isEmpty());
    }
}

void TestComparisonLink::runsAreFoundInAnotherWorkspace()
{
    CompareWorkspace store;
    const auto a = store.add(makeRun("a1", "one"));
    const auto b = store.add(makeRun("b2", "two"));
    auto link = linkTo(store.workspace, {b, a, static_cast<RunRowId>(99)}, "{}");
    QVERIFY(link);
    QVERIFY(link->runs == (std::vector<ComparisonLink::Run>{{"lab", "b2"}, {"lab", "a1"}}));
    link->runs[0].source = "called otherwise there";
    link->runs.push_back({"lab", "never seen"});
    const auto found = findLinkedRuns(store.workspace, *link);
    QVERIFY(found);
    QCOMPARE(found->runs, (std::vector<RunRowId>{b, a}));
    QCOMPARE(found->missing.size(), std::size_t(1));
    QCOMPARE(found->missing[0].runId, std::string("never seen"));
}

QTEST_GUILESS_MAIN(TestComparisonLink)
#include "test_comparison_link.moc"
