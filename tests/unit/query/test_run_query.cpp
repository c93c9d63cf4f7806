#include "tests/unit/query/query_fixture.h"

#include <cmath>
#include <limits>
#include <thread>

// Which runs answer a query and in which order.

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

Run withDatasets(Run run, std::vector<std::string> names)
{
    for (const auto& name : names)
        run.datasets.push_back({name, "d-" + name, "local", "file.csv", "{}", "{}", "training"});
    return run;
}

} // namespace

class RunQueryTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        lab_ = std::make_unique<QueryFixture>();
        auto b = with(namedRun("b"), {{"lr", "0.10"}, {"model", "resnet"}},
                      {{"acc", 0.8}, {"loss", notANumber}}, {{"team", "Vision"}});
        b.status = RunStatus::Failed;
        auto d =
            with(namedRun("d"), {{"lr", "auto"}}, {{"acc", infinite}}, {{"note", "한글 메모"}});
        d.endTime.reset();
        lab_->put({with(namedRun("a"), {{"lr", "0.1"}, {"model", "gbm"}},
                        {{"acc", 0.9}, {"loss", 0.3}}, {{"team", "vision"}}),
                   withDatasets(b, {"wine", "iris"}),
                   withDatasets(with(namedRun("c"), {{"lr", "1e-2"}, {"odd \"key`", "x"}},
                                     {{"acc", 0.8}, {"loss", -infinite}}),
                                {"wine"}),
                   d});
    }
    void cleanup() { lab_.reset(); }

    void newestFirstWithoutAnOrder()
    {
        QCOMPARE(lab_->filtered(""), QStringLiteral("d c b a"));
        auto ordering = need(lab_->engine->run({}, {}));
        QCOMPARE(ordering.total, 4);
        QCOMPARE(ordering.generation, lab_->workspace->generation());
    }

    void filters_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("ids");
        const auto row = [](const char* filter, const char* ids) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(ids);
        };
        row("metrics.acc > 0.8", "d a");
        row("metrics.acc >= 0.8 AND params.lr = '0.1'", "a");
        row("metrics.acc = inf", "d");
        row("metrics.loss != 0.3", "c b"); // NaN is not 0.3; d has no loss
        row("NOT metrics.loss = 0.3", "d c b");
        row("metrics.loss = NaN", "b");
        row("metrics.loss != NaN", "c a");
        row("metrics.loss < 5", "c a");
        row("metrics.loss IS NULL", "d");
        row("metrics.missing IS NULL", "d c b a");
        row("metrics.missing > 0 OR metrics.acc > 1", "d");
        row("params.lr = '0.1'", "a");
        row("params.lr = 0.1", "b a");
        row("params.lr != 0.1", "c");
        row("params.lr > 0.05", "b a");
        row("params.lr >= '0.1'", "d b a"); // "auto" as text is greater than "0.1"
        row("params.lr IN ('0.1', 'auto')", "d a");
        row("params.lr NOT IN ('0.1', 'auto')", "c b");
        row("params.model NOT IN ('gbm')", "b");
        row("params.`odd \"key```= 'x'", "c");
        row("tags.team LIKE 'v%'", "a");
        row("tags.team ILIKE 'V_SION'", "b a");
        row("tags.team NOT LIKE 'v%'", "b");
        row("tags.note LIKE '한_ 메모'", "d");
        row("attributes.status = 'FAILED'", "b");
        row("attributes.run_name ILIKE 'RUN _'", "d c b a");
        row("run_id IN ('a', 'd')", "d a");
        row("end_time IS NULL", "d");
        row("duration = 500", "c b a");
        row("start_time >= '2026-01-01T00:00:02Z'", "d c");
        row("source = 'lab'", "d c b a");
        row("experiment_id != '1'", "");
        row("dataset.name = 'iris'", "b");
        row("dataset.name != 'iris'", "c b"); // one of b's is another
        row("NOT dataset.name = 'iris'", "d c a");
        row("dataset.context IS NOT NULL", "c b");
        row("(metrics.acc < 0.85 OR params.lr = 'auto') AND NOT dataset.name = 'iris'", "d c");
    }
    void filters()
    {
        QFETCH(QString, filter);
        QFETCH(QString, ids);
        QCOMPARE(lab_->filtered(filter.toUtf8().constData()), ids);
    }

    void wrongFilterNamesTheCharacter()
    {
        RunQuery query;
        query.filter = "params.정확도 > ";
        const auto answer = lab_->engine->run(query, {});
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Invalid);
        QCOMPARE(answer.error().message,
                 QStringLiteral("Filter, character 12: expected a text in quotes after '>'."));
    }

    void orders()
    {
        // NaN and then missing come last in both directions; equal ones newest first.
        QCOMPARE(lab_->ordered({{"metrics.acc", false}}), QStringLiteral("c b a d"));
        QCOMPARE(lab_->ordered({{"metrics.acc", true}}), QStringLiteral("d a c b"));
        QCOMPARE(lab_->ordered({{"metrics.loss", false}}), QStringLiteral("c a b d"));
        QCOMPARE(lab_->ordered({{"metrics.loss", true}}), QStringLiteral("a c b d"));
        // 0.01 < 0.1 = 0.10 as numbers, texts behind them.
        QCOMPARE(lab_->ordered({{"params.lr", false}}), QStringLiteral("c b a d"));
        QCOMPARE(lab_->ordered({{"params.lr", true}}), QStringLiteral("d b a c"));
        QCOMPARE(lab_->ordered({{"metrics.acc", false}, {"params.lr", false}}),
                 QStringLiteral("c b a d"));
        QCOMPARE(lab_->ordered({{"metrics.acc", false}, {"params.lr", true}}),
                 QStringLiteral("b c a d"));
        QCOMPARE(lab_->ordered({{"attributes.start_time", false}}), QStringLiteral("a b c d"));
        QCOMPARE(lab_->ordered({{"attributes.status", false}}), QStringLiteral("b d c a"));
        QCOMPARE(lab_->ordered({{"dataset.name", false}}), QStringLiteral("c b d a"));
        QCOMPARE(lab_->ordered({{"metrics.nowhere", true}}), QStringLiteral("d c b a"));
    }

    void manyNumbersInOrder()
    {
        // Against std::stable_sort: signs, tiny, huge and equal values.
        std::vector<Run> runs;
        std::vector<std::pair<double, std::string>> expected;
        for (int i = 0; i < 2'000; ++i) {
            const double value = std::sin(i * 0.7) * std::pow(10.0, i % 40 - 20);
            auto run = with(namedRun("e"), {}, {{"wide", i % 50 == 0 ? 0.0 : value}});
            run.id = "m" + std::to_string(10'000 + i);
            expected.emplace_back(run.metrics[0].point.value, run.id);
            runs.push_back(std::move(run));
        }
        lab_->put(runs);
        std::ranges::stable_sort(expected, {}, &std::pair<double, std::string>::first);
        QStringList ids;
        for (const auto& [value, id] : expected)
            ids << QString::fromStdString(id);
        RunQuery query;
        query.filter = "metrics.wide IS NOT NULL";
        query.order = {{{RunColumn::Kind::Metric, "wide", {}}, false}};
        QCOMPARE(lab_->ids(query), ids.join(u' '));
    }

    void scopes()
    {
        auto deleted = namedRun("e");
        deleted.lifecycle = Lifecycle::Deleted;
        auto other = namedRun("f");
        other.experimentId = "2";
        lab_->put({deleted, other});
        RunQuery query;
        QCOMPARE(lab_->ids(query), QStringLiteral("f d c b a"));
        query.lifecycle = LifecycleView::DeletedOnly;
        QCOMPARE(lab_->ids(query), QStringLiteral("e"));
        query.lifecycle = LifecycleView::All;
        QCOMPARE(lab_->ids(query), QStringLiteral("f e d c b a"));
        const auto row = need(RunReader(lab_->workspace).find("f"));
        const auto cells = need(lab_->engine->cells(std::array{row}, {}, {}));
        query.experiments = {cells[0].head.experiment};
        QCOMPARE(lab_->ids(query), QStringLiteral("f"));
        query.experiments.clear();
        query.sources = {SourceId{raw(lab_->source) + 1}};
        QCOMPARE(lab_->ids(query), QString());
    }

    void freeText()
    {
        QCOMPARE(lab_->searched("VISION"), QStringLiteral("b a"));
        QCOMPARE(lab_->searched("vision resn"), QStringLiteral("b")); // words in different places
        QCOMPARE(lab_->searched("메모"), QStringLiteral("d"));
        QCOMPARE(lab_->searched("run"), QStringLiteral("d c b a"));
        QCOMPARE(lab_->searched("nobody"), QString());
        QCOMPARE(lab_->searched("  "), QStringLiteral("d c b a"));
        RunQuery query;
        query.freeText = "vision";
        query.filter = "metrics.acc > 0.85";
        QCOMPARE(lab_->ids(query), QStringLiteral("a"));
    }

    void seesEachCommit()
    {
        QCOMPARE(lab_->filtered("metrics.acc > 0.95"), QStringLiteral("d"));
        lab_->put({with(namedRun("a"), {}, {{"acc", 0.99}})});
        QCOMPARE(lab_->filtered("metrics.acc > 0.95"), QStringLiteral("d a"));
        QCOMPARE(lab_->filtered("params.model = 'gbm'"), QString());
        need(MirrorWriter(lab_->workspace, lab_->source).removeRuns({"d"}));
        QCOMPARE(lab_->filtered("metrics.acc > 0.95"), QStringLiteral("a"));
        need(SourceStore(lab_->workspace).rename(lab_->source, "cluster"));
        QCOMPARE(lab_->filtered("source = 'cluster'"), QStringLiteral("c b a"));
    }

    void stops()
    {
        std::stop_source stop;
        stop.request_stop();
        RunQuery query;
        query.filter = "metrics.acc > 0";
        const auto answer = lab_->engine->run(query, stop.get_token());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Cancelled);
    }

    void threadsShareOneEngine()
    {
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 20; ++i) {
                    const bool even = (t + i) % 2 == 0;
                    const auto ids =
                        lab_->filtered(even ? "metrics.acc > 0.85" : "params.lr > 0.05");
                    if (ids != (even ? QStringLiteral("d a") : QStringLiteral("b a")))
                        ++wrong;
                }
            });
        }
        for (int i = 0; i < 20; ++i)
            lab_->put({with(namedRun("z"), {{"seed", std::to_string(i)}})});
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

private:
    std::unique_ptr<QueryFixture> lab_;
};

QTEST_GUILESS_MAIN(RunQueryTest)
#include "test_run_query.moc"
