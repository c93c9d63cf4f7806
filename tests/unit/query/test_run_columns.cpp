#include "tests/unit/query/query_fixture.h"

#include <cmath>
#include <limits>

// Cells, figures of metrics, the list of columns, what varies, groups, values and the best.

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
using State = RunCell::State;

std::vector<RunColumn> columnsOf(std::initializer_list<const char*> texts)
{
    std::vector<RunColumn> columns;
    for (const char* text : texts)
        columns.push_back(need(columnFromText(text)));
    return columns;
}

QString listed(const std::vector<ColumnInfo>& infos)
{
    QStringList list;
    for (const auto& info : infos)
        list << QString::fromStdString(columnText(info.column)) + u':' +
                    QString::number(info.runs) + QLatin1String(info.estimated ? "~" : "");
    return list.join(u' ');
}

} // namespace

class RunColumnsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        lab_ = std::make_unique<QueryFixture>();
        auto a = with(namedRun("a"), {{"lr", "0.1"}, {"epochs", "5"}}, {{"acc", 0.9}, {"odd", 1.0}},
                      {{"mlflow.parentRunId", "c"}});
        a.datasets = {{"wine", "1", "local", "f", "{}", "{}", "training"},
                      {"iris", "2", "local", "f", "{}", "{}", "testing"}};
        auto c = with(namedRun("c"), {{"lr", "0.01"}, {"epochs", "5"}}, {{"acc", notANumber}});
        c.endTime.reset();
        c.status = RunStatus::Running;
        lab_->put({a, with(namedRun("b"), {{"lr", "auto"}, {"epochs", "5"}}, {{"acc", 0.7}}), c});
    }
    void cleanup() { lab_.reset(); }

    void cellsOfARun()
    {
        const auto columns = columnsOf({"run_id", "run_name", "status", "start_time", "end_time",
                                        "duration", "source", "experiment_id", "lifecycle_stage",
                                        "metrics.acc", "last_step.metrics.acc", "params.lr",
                                        "tags.nothing", "dataset.name", "metrics.nothing"});
        const auto rows = need(lab_->engine->cells(
            std::array{lab_->row("c"), RunRowId{999'999}, lab_->row("a")}, columns, {}));
        QCOMPARE(rows.size(), std::size_t{2}); // the row that is gone is left out
        const auto& a = rows[1];
        QCOMPARE(a.head.runId, std::string("a"));
        QCOMPARE(a.head.parentRunId, std::string("c"));
        QCOMPARE(a.head.source, lab_->source);
        const std::vector<RunCell> expected{{State::Text, 0, "a"},
                                            {State::Text, 0, "run a"},
                                            {State::Text, 0, "FINISHED"},
                                            {State::Time, 1'767'225'600'000, {}},
                                            {State::Time, 1'767'225'600'500, {}},
                                            {State::Number, 500, {}},
                                            {State::Text, 0, "lab"},
                                            {State::Text, 0, "1"},
                                            {State::Text, 0, "active"},
                                            {State::Number, 0.9, {}},
                                            {State::Number, 7, {}},
                                            {State::Text, 0.1, "0.1", true},
                                            {},
                                            {State::Text, 0, "wine, iris"},
                                            {}};
        QCOMPARE(a.cells, expected);
        const auto& c = rows[0];
        QCOMPARE(c.cells[4].state, State::Missing);
        QCOMPARE(c.cells[5].state, State::Missing);
        QCOMPARE(c.cells[9].state, State::Number);
        QVERIFY(std::isnan(c.cells[9].number));
    }

    void manyRowsAsFewRows()
    {
        std::vector<Run> runs;
        for (int i = 0; i < 1'200; ++i) {
            auto run = with(namedRun("d"), {{"n", std::to_string(i)}}, {{"acc", i * 0.5}});
            run.id = "n" + std::to_string(i);
            runs.push_back(std::move(run));
        }
        lab_->put(runs);
        const auto columns = columnsOf({"metrics.acc", "params.n", "start_time", "run_name",
                                        "dataset.name", "best.metrics.acc"});
        const auto rows = need(lab_->engine->run({}, {})).rows;
        const auto all = need(lab_->engine->cells(rows, columns, {})); // column by column
        QCOMPARE(all.size(), rows.size());
        for (std::size_t i = 0; i < 1'200; i += 100) {
            const auto one = need(lab_->engine->cells(std::span(rows).subspan(i, 1), columns, {}));
            QCOMPARE(all[i].head.runId, one[0].head.runId);
            QCOMPARE(all[i].cells, one[0].cells);
        }
    }

    void figuresComeFromTheHistory()
    {
        SeriesToFetch fetch;
        fetch.run = lab_->row("a");
        fetch.request = {"a", "acc", {}};
        SeriesData data;
        data.points = {{0, 1, 0.2}, {1, 2, 0.95}, {2, 3, notANumber}, {3, 4, 0.9}, {7, 5, 0.9}};
        std::vector series{data};
        need(HistoryStore(lab_->workspace).write(std::array{fetch}, series));
        const auto columns = columnsOf(
            {"min.metrics.acc", "min_step.metrics.acc", "max.metrics.acc", "max_step.metrics.acc",
             "best.metrics.acc", "best_step.metrics.acc", "metrics.acc", "last_step.metrics.acc"});
        const auto cells = need(lab_->engine->cells(std::array{lab_->row("a")}, columns, {}));
        const std::array expected{0.2, 0.0, 0.95, 1.0, 0.95, 1.0, 0.9, 7.0};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(cells[0].cells[i].number, expected[i]);
        QCOMPARE(lab_->filtered("best.metrics.acc > 0.94"), QStringLiteral("a"));
        QCOMPARE(lab_->ordered({{"max.metrics.acc", false}}), QStringLiteral("a c b"));

        need(lab_->engine->setDirection("acc", MetricDirection::LowerIsBetter));
        QCOMPARE(lab_->engine->direction("acc"), MetricDirection::LowerIsBetter);
        QCOMPARE(lab_->filtered("best.metrics.acc < 0.21"), QStringLiteral("a"));
        // Another engine on the workspace knows the choice.
        QCOMPARE(RunQueryEngine(lab_->workspace).direction("acc"), MetricDirection::LowerIsBetter);

        series[0].points.push_back({8, 6, 0.1});
        need(HistoryStore(lab_->workspace).write(std::array{fetch}, series));
        QCOMPARE(lab_->filtered("best.metrics.acc < 0.15"), QStringLiteral("a"));
    }

    void bestNeedsADirection()
    {
        QCOMPARE(lab_->engine->direction("acc"), MetricDirection::HigherIsBetter);
        QCOMPARE(lab_->engine->direction("odd"), MetricDirection::Unknown);
        RunQuery query;
        query.filter = "best.metrics.odd > 0";
        const auto answer = lab_->engine->run(query, {});
        QVERIFY(!answer);
        QVERIFY(answer.error().message.contains(QStringLiteral("odd")));
        const auto rows = need(lab_->engine->run({}, {})).rows;
        const auto best = [&](const char* column) {
            return need(lab_->engine->best(rows, need(columnFromText(column)), {}));
        };
        QCOMPARE(best("metrics.acc"), std::optional(0.9));
        QCOMPARE(best("metrics.odd"), std::optional<double>());
        QCOMPARE(best("params.lr"), std::optional<double>());
        QCOMPARE(best("metrics.nothing_acc"), std::optional<double>());
        need(lab_->engine->setDirection("acc", MetricDirection::LowerIsBetter));
        QCOMPARE(best("metrics.acc"), std::optional(0.7));
    }

    void listsColumns()
    {
        QCOMPARE(listed(need(lab_->engine->columns({}, {}, {}))),
                 QStringLiteral("metrics.acc:3 params.epochs:3 params.lr:3 metrics.odd:1 "
                                "tags.mlflow.parentRunId:1 dataset.context:1 dataset.digest:1 "
                                "dataset.name:1"));
        QCOMPARE(listed(need(lab_->engine->columns({}, "ACC", {}))),
                 QStringLiteral("metrics.acc:3"));
        auto other = with(namedRun("d"), {}, {{"elsewhere", 1.0}});
        other.experimentId = "2";
        lab_->put({other});
        const auto cells = need(lab_->engine->cells(std::array{lab_->row("d")}, {}, {}));
        RunQuery scope;
        scope.experiments = {cells[0].head.experiment};
        scope.filter = "this is not even a filter";
        QCOMPARE(listed(need(lab_->engine->columns(scope, {}, {}))),
                 QStringLiteral("metrics.elsewhere:1"));
    }

    void variation()
    {
        const auto columns = columnsOf({"params.epochs", "params.lr", "metrics.odd", "tags.nothing",
                                        "metrics.acc", "status", "user_id"});
        const auto check = [&](std::vector<RunRowId> rows, const char* expected) {
            QString text;
            for (const auto& one : need(lab_->engine->variation(rows, columns, {})))
                text += one.empty ? u'0' : one.equal ? u'=' : u'x';
            QCOMPARE(text, QString::fromLatin1(expected));
        };
        check({lab_->row("a"), lab_->row("b"), lab_->row("c")}, "=xx0xx=");
        check({lab_->row("b")}, "==00===");
        check({}, "0000000");
        // Many runs are read as a range, or from memory when a filter has asked for the column.
        std::vector<Run> runs;
        std::vector<RunRowId> rows;
        for (int i = 0; i < 100; ++i) {
            auto run = with(namedRun("b"), {{"lr", i == 99 ? "1" : "2"}, {"epochs", "5"}},
                            {{"acc", notANumber}});
            run.id = "v" + std::to_string(i);
            runs.push_back(run);
        }
        lab_->put(runs);
        for (const auto& run : runs)
            rows.push_back(lab_->row(run.id));
        check(rows, "=x00===");
        need(lab_->engine->run({{}, {}, "params.lr = '2' AND metrics.acc > 0", {}, {}, {}}, {}));
        check(rows, "=x00===");
        rows.pop_back();
        check(rows, "==00===");
        rows.push_back(lab_->row("a"));
        check(rows, "=xx0x==");
    }

    void timesAreGroupedByDay()
    {
        const QDateTime noon({2026, 3, 1}, {12, 0});
        std::vector<Run> runs;
        for (const int hours : {0, 3, -24, 24 * 40}) {
            runs.push_back(namedRun(std::string(1, static_cast<char>('p' + runs.size()))));
            runs.back().startTime = noon.addSecs(hours * 3600).toMSecsSinceEpoch();
        }
        lab_->put(runs);
        std::vector<RunRowId> rows;
        for (const auto& run : runs)
            rows.push_back(lab_->row(run.id));
        QStringList days;
        for (const auto& group :
             need(lab_->engine->group(rows, need(columnFromText("start_time")), {}, {})))
            days << QString::fromStdString(group.value) + u'×' + QString::number(group.rows.size());
        QCOMPARE(days.join(u' '), QStringLiteral("2026-02-28×1 2026-03-01×2 2026-04-10×1"));
    }

    void groups()
    {
        lab_->put({with(namedRun("d"), {{"lr", "0.1"}}, {{"acc", 0.5}}), namedRun("e")});
        const auto rows = need(lab_->engine->run({}, {})).rows;
        const auto figures = columnsOf({"metrics.acc", "params.epochs"});
        const auto groups =
            need(lab_->engine->group(rows, need(columnFromText("params.lr")), figures, {}));
        QStringList values;
        for (const auto& group : groups)
            values << (group.missing ? QStringLiteral("-") : QString::fromStdString(group.value));
        QCOMPARE(values.join(u' '), QStringLiteral("0.01 0.1 auto -"));
        const auto& second = groups[1];
        QCOMPARE(second.rows, (std::vector{lab_->row("d"), lab_->row("a")}));
        const auto& acc = second.aggregates[0]; // 0.5 and 0.9
        QCOMPARE(acc.count, 2);
        QCOMPARE(acc.mean, 0.7);
        QCOMPARE(acc.min, 0.5);
        QCOMPARE(acc.max, 0.9);
        // numpy.std([0.5, 0.9], ddof=1)
        QVERIFY(std::abs(acc.standardDeviation - 0.28284271247461906) < 1e-15);
        QCOMPARE(second.aggregates[1].count, 1);    // texts that are numbers
        QCOMPARE(groups[0].aggregates[0].count, 0); // NaN stays out
        QVERIFY(groups[3].rows == std::vector{lab_->row("e")});

        const auto byMetric =
            need(lab_->engine->group(rows, need(columnFromText("metrics.acc")), {}, {}));
        values.clear();
        for (const auto& group : byMetric)
            values << QString::fromStdString(group.value);
        QCOMPARE(values.join(u' '), QStringLiteral("0.5 0.7 0.9 NaN "));
    }

    void values()
    {
        const auto of = [&](const char* column, std::size_t limit = 10) {
            QStringList list;
            for (const auto& value :
                 need(lab_->engine->values(need(columnFromText(column)), limit, {})))
                list << QString::fromStdString(value);
            return list.join(u' ');
        };
        QCOMPARE(of("params.epochs"), QStringLiteral("5"));
        QCOMPARE(of("params.lr"), QStringLiteral("0.01 0.1 auto"));
        QCOMPARE(of("params.lr", 2), QStringLiteral("0.01 0.1"));
        QCOMPARE(of("status"), QStringLiteral("FINISHED RUNNING"));
        QCOMPARE(of("dataset.name"), QStringLiteral("iris wine"));
        QCOMPARE(of("metrics.acc"), QString());
        QCOMPARE(of("tags.nothing"), QString());
    }

private:
    std::unique_ptr<QueryFixture> lab_;
};

QTEST_GUILESS_MAIN(RunColumnsTest)
#include "test_run_columns.moc"
