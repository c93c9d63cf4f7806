#pragma once

#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_grid.h"
#include "widgets/compare/cards/lines_card.h"
#include "widgets/compare/compare_page.h"
#include "widgets/compare/comparison_run_list.h"

#include <QAction>
#include <QMenu>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <random>

namespace binnacle::fixture {

// Answers every question at once.
class AnsweringPrompts : public Prompts
{
public:
    QString file, text;
    QStringList told;

    void confirm(QWidget*, const Confirmation&, std::function<void()> accepted) override
    {
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        answer(text);
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString& title, const QString& words) override
    {
        told << title + u' ' + words;
    }
};

inline std::vector<MetricPoint> decay(unsigned seed, int count, double end)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 0.02);
    std::vector<MetricPoint> points;
    for (int step = 0; step < count; ++step)
        points.push_back({step, step, end + 0.9 * std::exp(-step / 1800.0) + noise(random) * 0.6});
    points[static_cast<std::size_t>(count) * 575 / 1000].value += 0.4;
    return points;
}

// The Compare page over five trainings of a real workspace.
class ComparePageBench
{
public:
    ComparePageBench()
    {
        struct Row
        {
            const char* name;
            const char* lr;
            const char* model;
            const char* depth;
            const char* digest;
            double accuracy;
            double loss;
        };
        const Row rows[] = {{"wine-gbm-017", "0.05", "gbm", "6", "9f31c", 0.9831, 0.14},
                            {"wine-gbm-016", "0.10", "gbm", "6", "9f31c", 0.9776, 0.16},
                            {"wine-rf-009", nullptr, "rf", "12", "77ab0", 0.9722, 0.18},
                            {"wine-gbm-015", "0.01", "gbm", "4", "9f31c", 0.9610, 0.21},
                            {"와인-로지스틱-002", "0.001", "logistic", "3", "9f31c", 0.9555, 0.24}};
        for (const auto& row : rows) {
            auto run = makeRun("id" + std::to_string(runs.size()), row.name);
            if (row.lr)
                run.params.push_back({"lr", row.lr});
            run.params.push_back({"model", row.model});
            run.params.push_back({"max_depth", row.depth});
            run.params.push_back({"seed", "7"});
            run.params.push_back({"subsample", "0.8"});
            run.tags = {{"team", "vision"}, {"mlflow.source.git.commit", "4be21d0"}};
            run.datasets = {{"wine", row.digest, {}, {}, {}, {}, "training"}};
            const auto history = decay(static_cast<unsigned>(runs.size()) + 1, 10'000, row.loss);
            run.metrics = {{"val_accuracy", {0, 0, row.accuracy}},
                           {"val_loss", history.back()},
                           {"train_loss", {0, 0, row.loss / 2}}};
            run.metrics[1].key = "val_loss";
            run.metrics[1].point = history.back();
            runs.push_back(store->add(run));
            store->writeHistory(runs.back(), "val_loss", history);
        }
        makePage();
    }
    ~ComparePageBench()
    {
        page.reset();
        pools.reset();
        engine.reset();
    }

    void makePage()
    {
        page = std::make_unique<ComparePage>(store->workspace, engine, *pools, nullptr, *colors);
        page->setPrompts(prompts);
        page->resize(1240, 820);
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
    }
    void compareAll()
    {
        page->setRuns(runs);
        QTRY_COMPARE(page->model().state(), ComparisonModel::State::Ready);
        QTRY_VERIFY(!cards(QStringLiteral("lines")).isEmpty());
        QTRY_VERIFY(card<LinesCard>(QStringLiteral("lines")));
        QTRY_COMPARE(card<LinesCard>(QStringLiteral("lines"))->model().state(),
                     ChartSeriesModel::State::Ready);
    }
    QTableView* list() { return page->findChild<ComparisonRunList*>()->view(); }
    // The ids of the cards of a kind, in their order.
    QStringList cards(const QString& kind)
    {
        QStringList ids;
        for (const auto& section : page->layout().sections())
            for (const auto& spec : section.cards)
                if (spec.kind == kind)
                    ids << spec.id;
        return ids;
    }
    template <class CardClass>
    CardClass* card(const QString& kind, qsizetype at = 0)
    {
        const auto ids = cards(kind);
        return at < ids.size() ? qobject_cast<CardClass*>(page->grid().card(ids[at])) : nullptr;
    }
    static QAction* action(QMenu* menu, const QString& text)
    {
        if (!menu)
            return nullptr;
        for (auto* each : menu->actions())
            if (each->text() == text)
                return each;
        return nullptr;
    }

    std::unique_ptr<CompareWorkspace> store = std::make_unique<CompareWorkspace>();
    std::unique_ptr<WorkerPools> pools = std::make_unique<WorkerPools>();
    std::unique_ptr<RunColors> colors = std::make_unique<RunColors>();
    std::shared_ptr<RunQueryEngine> engine = std::make_shared<RunQueryEngine>(store->workspace);
    std::shared_ptr<AnsweringPrompts> prompts = std::make_shared<AnsweringPrompts>();
    std::unique_ptr<ComparePage> page;
    std::vector<RunRowId> runs;
};

} // namespace binnacle::fixture
