#include "services/artifacts/text_diff.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace binnacle;

namespace {

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines)
        text += line + '\n';
    return text;
}

// What the rows say each side holds, and that equal lines are equal.
void verifyWhole(const TextDiff& diff)
{
    int left = 0;
    int right = 0;
    for (const auto& row : diff.rows) {
        if (row.left >= 0)
            QCOMPARE(row.left, left++);
        if (row.right >= 0)
            QCOMPARE(row.right, right++);
        if (row.kind == DiffRow::Kind::Equal)
            QCOMPARE(diff.leftLines[static_cast<std::size_t>(row.left)],
                     diff.rightLines[static_cast<std::size_t>(row.right)]);
    }
    QCOMPARE(static_cast<std::size_t>(left), diff.leftLines.size());
    QCOMPARE(static_cast<std::size_t>(right), diff.rightLines.size());
}

// Longest common subsequence by its textbook recurrence.
int commonLines(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    std::vector<int> row(b.size() + 1, 0);
    for (const auto& line : a) {
        int diagonal = 0;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = line == b[j - 1] ? diagonal + 1 : std::max(row[j], row[j - 1]);
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

// Two texts side by side.
class TestTextDiff : public QObject
{
    Q_OBJECT
private slots:
    void agreesWithDifflibOnATrainingScript()
    {
        // difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        // equal 0:1 0:1, replace 1:2 1:3, equal 2:3 3:4, delete 3:4 4:4, equal 4:6 4:6,
        // insert 6:6 6:7
        const auto diff =
            diffTexts("import os\nlr = 0.1\nepochs = 10\n\nfit(lr)\nsave()\n",
                      "import os\nimport sys\nlr = 0.05\nepochs = 10\nfit(lr)\nsave()\nreport()\n");
        verifyWhole(diff);
        using Kind = DiffRow::Kind;
        std::vector<std::pair<Kind, std::pair<int, int>>> rows;
        for (const auto& row : diff.rows)
            rows.push_back({row.kind, {row.left, row.right}});
        const decltype(rows) expected = {{Kind::Equal, {0, 0}},    {Kind::Changed, {1, 1}},
                                         {Kind::Added, {-1, 2}},   {Kind::Equal, {2, 3}},
                                         {Kind::Removed, {3, -1}}, {Kind::Equal, {4, 4}},
                                         {Kind::Equal, {5, 5}},    {Kind::Added, {-1, 6}}};
        QVERIFY(rows == expected);
        QCOMPARE(diff.removed, 2);
        QCOMPARE(diff.added, 3);
        QVERIFY(!diff.coarse);
    }

    void marksTheWordsThatChanged()
    {
        const auto diff = diffTexts("lr = 0.1, depth = 3", "lr = 0.1, depth = 12");
        QCOMPARE(diff.rows.size(), 1U);
        const std::vector<TextSpan> left = {{18, 1}};
        const std::vector<TextSpan> right = {{18, 2}};
        QVERIFY(diff.rows[0].leftWords == left);
        QVERIFY(diff.rows[0].rightWords == right);
    }

    void linesWithNothingInCommonAreMarkedWhole()
    {
        const auto diff = diffTexts("alpha beta gamma", "와인 품질");
        QCOMPARE(diff.rows.size(), 1U);
        QCOMPARE(diff.rows[0].leftWords.at(0).length, 16U);
    }

    void nothingAgainstSomething()
    {
        QVERIFY(diffTexts({}, {}).rows.empty());
        const auto diff = diffTexts({}, "a\r\nb");
        QCOMPARE(diff.added, 2);
        QCOMPARE(diff.rightLines, (std::vector<std::string>{"a", "b"}));
    }

    void isTheShortestScript()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 60; ++round) {
            std::vector<std::string> a, b;
            for (int i = 0; i < 120; ++i)
                a.push_back(std::string(1, static_cast<char>('a' + random() % 12)));
            b = a;
            for (int i = 0; i < 25; ++i) {
                const auto at = static_cast<std::ptrdiff_t>(random() % b.size());
                if (random() % 2)
                    b.erase(b.begin() + at);
                else
                    b.insert(b.begin() + at,
                             std::string(1, static_cast<char>('a' + random() % 12)));
            }
            const auto diff = diffTexts(joined(a), joined(b));
            verifyWhole(diff);
            const auto equal = std::ranges::count(diff.rows, DiffRow::Kind::Equal, &DiffRow::kind);
            QCOMPARE(static_cast<int>(equal), commonLines(a, b));
        }
    }

    void longTextsThatShareHardlyAnythingEndSoon()
    {
        std::vector<std::string> a, b;
        for (int i = 0; i < 30'000; ++i) {
            a.push_back("epoch " + std::to_string(i) + " loss " + std::to_string(i * 7 % 1000));
            b.push_back("epoch " + std::to_string(i) + " loss " + std::to_string(i * 11 % 1000));
        }
        b[15'000] = a[14'000];
        const auto diff = diffTexts(joined(a), joined(b));
        verifyWhole(diff);
        QVERIFY(diff.coarse || diff.removed > 0);
    }

    void longTextsWithAFewChangesAreExact()
    {
        std::vector<std::string> a;
        for (int i = 0; i < 50'000; ++i)
            a.push_back("line " + std::to_string(i));
        auto b = a;
        b[10] = "changed";
        b.erase(b.begin() + 25'000);
        b.push_back("new");
        const auto diff = diffTexts(joined(a), joined(b));
        verifyWhole(diff);
        QCOMPARE(diff.removed, 2);
        QCOMPARE(diff.added, 2);
    }
};

QTEST_APPLESS_MAIN(TestTextDiff)
#include "test_text_diff.moc"
