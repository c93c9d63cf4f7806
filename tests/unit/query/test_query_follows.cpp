#include "services/query/column_cache.h"
#include "services/query/text_search.h"
#include "services/workspace/outbox_store.h"
#include "tests/unit/query/query_fixture.h"

#include <random>

// An engine that has answered before follows what is written: its answers stay those of an engine
// that reads the whole workspace anew.

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr int firstRuns = 400;

// A run as number `number` with values of its own at each writing.
Run randomRun(int number, std::mt19937& random)
{
    const auto below = [&](unsigned bound) { return static_cast<int>(random() % bound); };
    Run run;
    run.id = "run" + std::to_string(number);
    run.name = "name " + std::to_string(below(50));
    run.experimentId = std::to_string(number % 5);
    run.status = below(4) == 0 ? RunStatus::Running : RunStatus::Finished;
    run.lifecycle = below(10) == 0 ? Lifecycle::Deleted : Lifecycle::Active;
    if (below(8) != 0) // few start times: run ids decide
        run.startTime = 1'767'225'600'000 + below(20);
    if (below(3) != 0) {
        const double value =
            below(20) == 0 ? std::numeric_limits<double>::quiet_NaN() : below(1000) / 1000.0;
        run.metrics.push_back({"acc", {below(9), 1'767'225'600'000, value}});
    }
    if (below(4) != 0)
        run.params.push_back({"lr", std::to_string(below(40)) + "e-3"});
    if (below(4) != 0)
        run.tags.push_back({"team", below(2) == 0 ? "Vision" : "speech" + std::to_string(number)});
    if (below(6) == 0)
        run.datasets.push_back({"wine", "d1", "local", "f.csv", "{}", "{}", "training"});
    return run;
}

std::vector<RunQuery> questions()
{
    const auto term = [](const char* text, bool descending) {
        return SortTerm{need(columnFromText(text)), descending};
    };
    std::vector<RunQuery> all(7);
    all[1].filter = "metrics.acc > 0.4 AND params.lr < 0.03";
    all[2].order = {term("metrics.acc", true), term("params.lr", false)};
    all[3].order = {term("run_name", false), term("last_step.metrics.acc", true)};
    all[3].lifecycle = LifecycleView::All;
    all[4].freeText = "speech3";
    all[5].filter = "attributes.experiment_name LIKE '%renamed%' OR dataset.name = 'wine'";
    all[6].filter = "metrics.acc = NaN OR tags.team IS NULL OR status = 'RUNNING'";
    all[6].order = {term("tags.team", true)};
    return all;
}

QString answers(RunQueryEngine& engine)
{
    QStringList lines;
    for (const auto& query : questions()) {
        QString line;
        for (const auto row : need(engine.run(query, {})).rows)
            line += QString::number(raw(row)) + u' ';
        lines << line;
    }
    const auto rows = need(engine.run({}, {})).rows;
    const std::array figures{need(columnFromText("metrics.acc"))};
    for (const auto& group :
         need(engine.group(rows, need(columnFromText("params.lr")), figures, {})))
        lines << QString::fromStdString(group.value) + u' ' + QString::number(group.rows.size()) +
                     u' ' + QString::number(group.aggregates.front().mean, 'g', 12);
    for (const auto& value : need(engine.values(need(columnFromText("tags.team")), 1000, {})))
        lines << QString::fromStdString(value);
    return lines.join(u'\n');
}

} // namespace

class QueryFollowsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        lab_ = std::make_unique<QueryFixture>();
        std::vector<Run> runs;
        for (int i = 0; i < firstRuns; ++i)
            runs.push_back(randomRun(i, random_));
        lab_->put(runs);
    }
    void cleanup() { lab_.reset(); }

    void answersStayThoseOfAFreshEngine()
    {
        answers(*lab_->engine);
        for (int round = 0; round < 60; ++round) {
            writeSomething(round);
            RunQueryEngine fresh(lab_->workspace);
            QCOMPARE(answers(*lab_->engine), answers(fresh));
        }
    }

    void onlyWhatWasWrittenIsReadAgain()
    {
        ColumnCache cache(lab_->workspace);
        const auto before = need(cache.base({}));
        const auto column = need(columnFromText("params.lr"));
        need(cache.column(before, column, {}));
        auto changed = randomRun(7, random_);
        changed.params = {{"lr", "new"}};
        lab_->put({changed});
        const auto after = need(cache.base({}));
        QVERIFY(after != before);
        const auto data = cache.cached(after, column); // without a read
        QVERIFY(data);
        const auto& texts = std::get<TextColumn>(*data);
        const auto at = after->positionOf(raw(lab_->row("run7"))).value();
        QCOMPARE(QString::fromUtf8(texts.pool.text(texts.codes[at])), QStringLiteral("new"));
    }

    void aWriteThatChangesNoRunKeepsThemInPlace()
    {
        ColumnCache cache(lab_->workspace);
        const auto before = need(cache.base({}));
        need(SourceStore(lab_->workspace).setCursor(lab_->source, "another"));
        QCOMPARE(need(cache.base({})), before);
    }

    // With no room for columns the texts are searched on disk, where digests leave columns out.
    void wordsAreFoundWithAndWithoutDigests()
    {
        ColumnCache narrow(lab_->workspace, 0);
        for (int round = 0; round < 20; ++round) {
            for (const char* words :
                 {"speech3", "VISION", "3e-", "v 1", "name 4", "nowhere", "한"}) {
                RunQuery query;
                query.freeText = words;
                query.lifecycle = LifecycleView::All;
                const auto base = need(narrow.base({}));
                const auto found = need(
                    searchText(narrow, base, searchWords(words), RunMask(base->size(), true), {}));
                std::vector<RunRowId> rows;
                found.forEach([&](std::size_t at) { rows.push_back(base->row(at)); });
                RunQueryEngine fresh(lab_->workspace);
                QCOMPARE(rows, need(fresh.run(query, {})).rows);
            }
            auto run = randomRun(round, random_);
            run.tags.push_back({"note", round % 2 == 0 ? "nowhere" : "한글"});
            lab_->put({run});
        }
    }

private:
    void writeSomething(int round)
    {
        std::vector<Run> runs;
        const auto count = 1 + random_() % 12;
        for (unsigned i = 0; i < count; ++i)
            runs.push_back(randomRun(static_cast<int>(random_() % (firstRuns + 100)), random_));
        switch (round % 5) {
        case 3:
            need(MirrorWriter(lab_->workspace, lab_->source)
                     .removeRuns({runs.front().id, runs.back().id}));
            break;
        case 4: {
            Experiment renamed;
            renamed.id = std::to_string(round % 4);
            renamed.name = "renamed " + std::to_string(round);
            need(MirrorWriter(lab_->workspace, lab_->source).putExperiments({renamed}, false));
            break;
        }
        case 2: {
            const OutboxStore outbox(lab_->workspace);
            const auto rows = need(lab_->engine->run({}, {})).rows;
            Edit edit;
            edit.kind = Edit::Kind::SetTag;
            edit.run = rows[random_() % rows.size()];
            edit.key = "team";
            edit.value = "edited";
            need(outbox.add(edit));
            break;
        }
        default:
            lab_->put(runs);
        }
    }

    std::mt19937 random_{20260101};
    std::unique_ptr<QueryFixture> lab_;
};

QTEST_GUILESS_MAIN(QueryFollowsTest)
#include "test_query_follows.moc"
