#include "models/run_lines.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace binnacle;

namespace {

SharedLines lines(std::initializer_list<int> ids)
{
    std::vector<RunRowId> rows;
    for (const int id : ids)
        rows.push_back(RunRowId{id});
    return std::make_shared<RunLines>(std::move(rows));
}

std::vector<std::int64_t> plain(const std::vector<RunRowId>& ids)
{
    std::vector<std::int64_t> numbers;
    for (const RunRowId id : ids)
        numbers.push_back(raw(id));
    return numbers;
}

using Numbers = std::vector<std::int64_t>;

} // namespace

// The way from one order of lines to the next.
class TestRunLines : public QObject
{
    Q_OBJECT
private slots:
    void linesAreFoundByRun()
    {
        const auto shown = lines({7, 1000, -4, 9});
        QCOMPARE(shown->find(RunRowId{7}), std::optional<std::size_t>(0));
        QCOMPARE(shown->find(RunRowId{1000}), std::optional<std::size_t>(1));
        QCOMPARE(shown->find(RunRowId{-4}), std::optional<std::size_t>(2)); // head of a group
        QCOMPARE(shown->find(RunRowId{8}), std::nullopt);
        QCOMPARE(shown->find(RunRowId{6}), std::nullopt);
        QCOMPARE(shown->find(RunRowId{1001}), std::nullopt);
        QCOMPARE(RunLines().find(RunRowId{1}), std::nullopt);
    }

    void newRunsOnTopAreAppendedThenMoved()
    {
        const auto change = changeOfLines(lines({1, 2, 3}), lines({5, 4, 1, 2, 3}));
        QCOMPARE(plain(change.withAdded), (Numbers{1, 2, 3, 5, 4}));
        QCOMPARE(plain(change.withGone->ids()), (Numbers{5, 4, 1, 2, 3}));
        QCOMPARE(change.added(), 2U);
        QCOMPARE(change.gone(), 0U);
        QVERIFY(change.moved && !change.same);
    }

    void runsThatAreGoneAreCutOffAtTheEnd()
    {
        const auto change = changeOfLines(lines({1, 2, 3, 4}), lines({4, 1}));
        QCOMPARE(plain(change.withGone->ids()), (Numbers{4, 1, 2, 3}));
        QCOMPARE(change.gone(), 2U);
        QCOMPARE(change.added(), 0U);
    }

    void runsAppendedAtTheEndNeedNoMove()
    {
        const auto change = changeOfLines(lines({1, 2}), lines({1, 2, 3}));
        QVERIFY(!change.moved);
        QCOMPARE(change.added(), 1U);
        QVERIFY(changeOfLines(lines({1, 2}), lines({1, 2})).same);
    }

    void everyChangeEndsAtTheNextLines()
    {
        std::mt19937 random(7);
        std::vector<RunRowId> pool;
        for (int id = 1; id <= 60; ++id)
            pool.push_back(RunRowId{id});
        auto base = lines({});
        for (int round = 0; round < 200; ++round) {
            std::shuffle(pool.begin(), pool.end(), random);
            const std::vector<RunRowId> some(pool.begin(), pool.begin() + random() % 60);
            const auto next = std::make_shared<RunLines>(some);
            const auto change = changeOfLines(base, next);
            auto added = plain(change.withAdded), gone = plain(change.withGone->ids());
            QCOMPARE(Numbers(gone.begin(), gone.begin() + static_cast<long>(next->size())),
                     plain(next->ids()));
            // The middle step is a permutation.
            std::sort(added.begin(), added.end());
            std::sort(gone.begin(), gone.end());
            QCOMPARE(added, gone);
            base = next;
        }
    }
};

QTEST_APPLESS_MAIN(TestRunLines)
#include "test_run_lines.moc"
