#include "compare_fixture.h"
#include "services/compare/comparison_reader.h"
#include "services/compare/plain_number.h"
#include "services/compare/smoothing.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;

// Rows, differences and best values of runs side by side, against facts checked by hand.
class TestRunComparison : public QObject
{
    Q_OBJECT
private slots:
    void loggedTextsThatMeanTheSame_data();
    void loggedTextsThatMeanTheSame();
    void numbersAreReadWhole();
    void differingParamsComeFirst();
    void aMissingParamDiffers();
    void bestFollowsTheDirection();
    void tiesAreAllBest();
    void nanIsNeverBest();
    void nothingIsBestWithoutADirection();
    void nanInEveryRunIsNoDifference();
    void datasetsCodeAndTagsHaveTheirGroups();
    void figuresOfTheHistoryAreKept();
    void manyRunsOfManyKeys();
    void deltasAgainstTheFirstRun();
    void noRunsAndOneRun();
    void smoothingIsTensorBoards();
    void smoothingKeepsWhatItMust();
};

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

Run detail(int number, const char* name)
{
    return fixture::makeRun("id-" + std::to_string(number), name);
}

void param(Run& run, const char* key, const char* value)
{
    run.params.push_back({key, value});
}

void metric(Run& run, const char* key, double value, std::int64_t step = 9)
{
    run.metrics.push_back({key, {step, 0, value}});
}

DirectionOf guessed()
{
    return [](const std::string& key) { return guessDirection(key); };
}

// Mirrored into a workspace and read from there.
RunComparison compareRuns(const std::vector<Run>& runs, const DirectionOf& direction)
{
    fixture::CompareWorkspace store;
    std::vector<RunRowId> rows;
    for (const auto& run : runs)
        rows.push_back(store.add(run));
    return *readComparison(store.workspace, rows, direction, {});
}

ComparisonRow rowOf(const RunComparison& comparison, std::string_view key)
{
    for (const auto& row : comparison.rows)
        if (row.key == key)
            return row;
    qFatal("no such row");
}

std::vector<bool> bests(const ComparisonRow& row)
{
    std::vector<bool> marks;
    for (const auto& cell : row.cells)
        marks.push_back(cell.best);
    return marks;
}

// Runs with one value each of a metric.
ComparisonRow metricRow(const char* key, const std::vector<double>& values)
{
    std::vector<Run> runs;
    for (const double value : values) {
        runs.push_back(detail(static_cast<int>(runs.size()) + 1, "run"));
        metric(runs.back(), key, value);
    }
    return rowOf(compareRuns(runs, guessed()), key);
}

} // namespace

void TestRunComparison::loggedTextsThatMeanTheSame_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("same");
    const auto row = [](const char* a, const char* b, bool same) {
        QTest::addRow("%s and %s", a, b)
            << QString::fromLatin1(a) << QString::fromLatin1(b) << same;
    };
    row("0.10", "0.1", true);
    row("1e-3", "0.001", true);
    row("100", "1e2", true);
    row("+4", "4.0", true);
    row("007", "7", true);
    row("-0", "0", true);
    row("nan", "NaN", true);
    row("inf", "Infinity", true);
    row(" 3", "3 ", true);
    row("adam", "adam", true);
    row("0.1", "0.2", false);
    row("adam", "Adam", false);
    row("", "0", false);
    row("1_000", "1000", false);
    row("4e", "4", false);
    row("inf", "-inf", false);
    // Two seeds that fall on the same double.
    row("9007199254740993", "9007199254740992", false);
    row("123456789012345678901234567890", "123456789012345678901234567891", false);
}

void TestRunComparison::loggedTextsThatMeanTheSame()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(bool, same);
    QCOMPARE(sameValue(a.toStdString(), b.toStdString()), same);
    QCOMPARE(sameValue(b.toStdString(), a.toStdString()), same);
}

void TestRunComparison::numbersAreReadWhole()
{
    QCOMPARE(parseNumber("1e-300"), std::optional(1e-300));
    QCOMPARE(parseNumber("1e400"), std::optional<double>());
    QCOMPARE(parseNumber("0x10"), std::optional<double>());
    QCOMPARE(parseNumber("3 epochs"), std::optional<double>());
    QCOMPARE(parseNumber("+-3"), std::optional<double>());
    QCOMPARE(plainNumber(0.1), std::string("0.1"));
    QCOMPARE(plainNumber(1.0 / 3), std::string("0.3333333333333333"));
    QCOMPARE(plainNumber(-INFINITY), std::string("-Infinity"));
    QCOMPARE(groupedInteger(1'000'000), std::string("1,000,000"));
    QCOMPARE(groupedInteger(-12'345), std::string("-12,345"));
    QCOMPARE(groupedInteger(999), std::string("999"));
}

void TestRunComparison::differingParamsComeFirst()
{
    auto a = detail(1, "a");
    auto b = detail(2, "b");
    param(a, "alpha", "0.10");
    param(b, "alpha", "0.1");
    param(a, "model", "gbm");
    param(b, "model", "rf");
    param(a, "lr", "0.05");
    param(b, "lr", "0.01");
    const auto comparison = compareRuns({a, b}, guessed());
    QStringList order;
    for (const auto& row : comparison.rows)
        if (row.group == ComparisonGroup::Params)
            order << QString::fromStdString(row.key);
    QCOMPARE(order,
             (QStringList{QStringLiteral("lr"), QStringLiteral("model"), QStringLiteral("alpha")}));
    QVERIFY(!rowOf(comparison, "alpha").differs);
    QCOMPARE(rowOf(comparison, "alpha").cells[0].text, std::string_view("0.10"));
    QCOMPARE(rowOf(comparison, "alpha").cells[0].number, 0.1);
    QCOMPARE(comparison.differing(), std::size_t(2));
}

void TestRunComparison::aMissingParamDiffers()
{
    auto a = detail(1, "a");
    auto b = detail(2, "b");
    param(a, "dropout", "");
    const auto row = rowOf(compareRuns({a, b}, guessed()), "dropout");
    QVERIFY(row.differs);
    // A param logged as an empty text is there.
    QCOMPARE(row.cells[0].state, ComparisonCell::State::Text);
    QCOMPARE(row.cells[1].state, ComparisonCell::State::Missing);
}

void TestRunComparison::bestFollowsTheDirection()
{
    QCOMPARE(bests(metricRow("val_accuracy", {0.9722, 0.9831, 0.9610})),
             (std::vector{false, true, false}));
    QCOMPARE(bests(metricRow("val_loss", {0.0844, 0.0712, 0.1130})),
             (std::vector{false, true, false}));
    QCOMPARE(bests(metricRow("accuracy", {0.5, INFINITY})), (std::vector{false, true}));
}

void TestRunComparison::tiesAreAllBest()
{
    QCOMPARE(bests(metricRow("accuracy", {0.9, 0.8, 0.9})), (std::vector{true, false, true}));
    QCOMPARE(bests(metricRow("loss", {0.0, -0.0})), (std::vector{true, true}));
}

void TestRunComparison::nanIsNeverBest()
{
    QCOMPARE(bests(metricRow("loss", {notANumber, 0.3, notANumber})),
             (std::vector{false, true, false}));
    QCOMPARE(bests(metricRow("loss", {notANumber, notANumber})), (std::vector{false, false}));
}

void TestRunComparison::nothingIsBestWithoutADirection()
{
    const auto row = metricRow("learning_rate", {0.1, 0.2});
    QCOMPARE(row.direction, MetricDirection::Unknown);
    QCOMPARE(bests(row), (std::vector{false, false}));
    auto chosen = row;
    chosen.direction = MetricDirection::LowerIsBetter;
    markBest(chosen);
    QCOMPARE(bests(chosen), (std::vector{true, false}));
    // One run alone is not the best of anything.
    QCOMPARE(bests(metricRow("accuracy", {0.9})), (std::vector{false}));
}

void TestRunComparison::nanInEveryRunIsNoDifference()
{
    QVERIFY(!metricRow("loss", {notANumber, notANumber}).differs);
    QVERIFY(metricRow("loss", {notANumber, 0.1}).differs);
}

void TestRunComparison::datasetsCodeAndTagsHaveTheirGroups()
{
    auto a = detail(1, "a");
    auto b = detail(2, "b");
    a.datasets = {{"wine", "9f31c", {}, {}, {}, {}, "training"},
                  {"wine-test", "02ab", {}, {}, {}, {}, "training"}};
    b.datasets = {{"wine", "77ab0", {}, {}, {}, {}, "training"}};
    a.tags = {{"mlflow.runName", "a"},
              {"mlflow.source.git.commit", "4be21d0"},
              {"mlflow.note.content", "x"},
              {"team", "vision"}};
    b.tags = {{"mlflow.runName", "b"},
              {"mlflow.source.git.commit", "99aa001"},
              {"mlflow.note.content", "y"},
              {"team", "audio"}};
    const auto comparison = compareRuns({a, b}, guessed());
    QCOMPARE(rowOf(comparison, "training").group, ComparisonGroup::Datasets);
    QCOMPARE(rowOf(comparison, "training").cells[0].text,
             std::string_view("wine@9f31c, wine-test@02ab"));
    QVERIFY(rowOf(comparison, "training").differs);
    QCOMPARE(rowOf(comparison, "mlflow.source.git.commit").group, ComparisonGroup::Code);
    QCOMPARE(rowOf(comparison, "status").group, ComparisonGroup::Attributes);
    QVERIFY(!rowOf(comparison, "status").differs);
    // The run's name is its column; own tags stand before MLflow's.
    QStringList tags;
    for (const auto& row : comparison.rows)
        if (row.group == ComparisonGroup::Tags)
            tags << QString::fromStdString(row.key);
    QCOMPARE(tags, (QStringList{QStringLiteral("team"), QStringLiteral("mlflow.note.content")}));
}

void TestRunComparison::figuresOfTheHistoryAreKept()
{
    fixture::CompareWorkspace store;
    auto a = detail(1, "a");
    auto b = detail(2, "b");
    metric(a, "loss", 0.2);
    metric(b, "loss", 0.3, 77);
    const std::vector<RunRowId> rows = {store.add(a), store.add(b)};
    store.writeHistory(rows[1], "loss", {{1, 0, 2.5}, {77, 0, 0.1}, {78, 0, notANumber}});
    const std::vector<std::string> keys = {"loss", "no such metric"};
    const auto figures = readFigures(store.workspace, rows, keys, {});
    QVERIFY(figures);
    const auto& cells = figures->find("loss")->second;
    QCOMPARE(cells[0].step, std::optional<std::int64_t>(9));
    QVERIFY(!cells[0].min);
    QCOMPARE(cells[1].min, std::optional(0.1));
    QCOMPARE(cells[1].max, std::optional(2.5));
    QCOMPARE(cells[1].minStep, std::int64_t(77));
    QVERIFY(!figures->find("no such metric")->second[1].step);
}

// Scattered runs, keys that only some have, in any order: each cell is where it belongs.
void TestRunComparison::manyRunsOfManyKeys()
{
    fixture::CompareWorkspace store;
    std::vector<RunRowId> rows;
    for (int i = 0; i < 60; ++i) {
        auto run = detail(i, "run");
        for (int key = 0; key < 400; ++key)
            if ((i + key) % 7 != 0)
                param(run, ("p" + std::to_string(key)).c_str(), std::to_string(i * key).c_str());
        metric(run, "loss", i, i);
        const auto row = store.add(run);
        if (i % 3 == 0 || i > 40)
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2), row);
    }
    const auto comparison = *readComparison(store.workspace, rows, guessed(), {});
    QCOMPARE(comparison.runs.size(), rows.size());
    std::size_t params = 0;
    for (const auto& row : comparison.rows) {
        if (row.key == "loss")
            QCOMPARE(row.lastStep, std::int64_t(59));
        if (row.group != ComparisonGroup::Params)
            continue;
        ++params;
        const int key = std::stoi(row.key.substr(1));
        for (std::size_t at = 0; at < rows.size(); ++at) {
            QCOMPARE(comparison.runs[at].row, rows[at]);
            const int run = std::stoi(comparison.runs[at].id.substr(3));
            const auto cell = row.cells[at];
            if ((run + key) % 7 == 0)
                QCOMPARE(cell.state, ComparisonCell::State::Missing);
            else
                QCOMPARE(cell.number, double(run * key));
        }
    }
    QCOMPARE(params, std::size_t(400));
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = readComparison(store.workspace, rows, guessed(), stop.get_token());
    QCOMPARE(cancelled.error().kind, Error::Kind::Cancelled);
}

void TestRunComparison::deltasAgainstTheFirstRun()
{
    const auto row = metricRow("accuracy", {0.9776, 0.9831, notANumber, 0.0});
    const auto delta = deltaTo(row.cells[0], row.cells[1]);
    QVERIFY(delta);
    QCOMPARE(delta->difference, 0.9831 - 0.9776);
    // (0.9831 - 0.9776) / 0.9776 = 0.005626…
    QVERIFY(std::abs(*delta->percent - 0.56260229132569) < 1e-9);
    QVERIFY(!deltaTo(row.cells[0], row.cells[2]));
    QVERIFY(!deltaTo(row.cells[3], row.cells[0])->percent);
    const auto below = metricRow("reward", {-2.0, -1.0});
    QCOMPARE(deltaTo(below.cells[0], below.cells[1])->percent, std::optional(50.0));
}

void TestRunComparison::noRunsAndOneRun()
{
    QVERIFY(compareRuns({}, guessed()).rows.empty());
    auto a = detail(1, "a");
    param(a, "lr", "0.1");
    const auto comparison = compareRuns({a}, guessed());
    QCOMPARE(comparison.differing(), std::size_t(0));
    QVERIFY(compareRuns({a, a}, {}).rows.size() == comparison.rows.size());
}

// pandas: Series.ewm(alpha=1 - 0.6, adjust=True, ignore_na=True).mean() is the same average.
void TestRunComparison::smoothingIsTensorBoards()
{
    const std::vector<double> values = {1.0, 0.5, 0.25, 0.75, notANumber, 0.1};
    const std::vector<double> expected = {
        1.0, 0.6875, 0.46428571428571425, 0.5955882352941175, notANumber, 0.3806384455239416};
    const auto smooth = debiasedAverage(values, 0.6);
    QCOMPARE(smooth.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::isnan(expected[i]))
            QVERIFY(std::isnan(smooth[i]));
        else
            QVERIFY(std::abs(smooth[i] - expected[i]) < 1e-12);
    }
}

void TestRunComparison::smoothingKeepsWhatItMust()
{
    const std::vector<double> constant = {0.3, 0.3, 0.3};
    QCOMPARE(debiasedAverage(constant, 0.9), constant);
    const std::vector<double> values = {1, 2};
    QCOMPARE(debiasedAverage(values, 0), values);
    QVERIFY(debiasedAverage({}, 0.5).empty());
    const std::vector<double> infinite = {1, INFINITY, 1.5};
    QVERIFY(std::isinf(debiasedAverage(infinite, 0.5)[1]));
}

QTEST_GUILESS_MAIN(TestRunComparison)
#include "test_run_comparison.moc"
