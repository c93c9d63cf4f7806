#pragma once

#include "tests/gui/compare/card_fixture.h"
#include "widgets/compare/comparison_run_list.h"

#include <QBoxLayout>
#include <QMenu>
#include <QTableView>

namespace binnacle::fixture {

// Cards and the list of runs side by side, over five trainings: one misses "lr", one trained on
// other data, one still runs.
class TableCardsBench : public CardBench
{
public:
    ~TableCardsBench() { page.reset(); }

    // Reads the runs and makes the page.
    void begin()
    {
        struct Row
        {
            const char* name;
            const char* lr;
            const char* model;
            const char* depth;
            const char* digest;
            double accuracy;
        };
        const Row table[] = {{"wine-gbm-017", "0.05", "gbm", "6", "9f31c", 0.9831},
                             {"wine-gbm-016", "0.10", "gbm", "6", "9f31c", 0.9776},
                             {"wine-rf-009", nullptr, "rf", "12", "77ab0", 0.9722},
                             {"wine-gbm-015", "0.01", "gbm", "4", "9f31c", 0.9610},
                             {"와인-로지스틱-002", "0.001", "logistic", "4", "9f31c", 0.9555}};
        for (const auto& each : table) {
            auto run = makeRun("id" + std::to_string(rows.size()), each.name);
            if (each.lr)
                run.params.push_back({"lr", each.lr});
            run.params.push_back({"model", each.model});
            run.params.push_back({"max_depth", each.depth});
            run.params.push_back({"seed", "7"});
            run.tags = {{"team", rows.size() % 2 == 0 ? "vision" : "audio"},
                        {"mlflow.source.git.commit", "4be21d0"}};
            run.datasets = {{"wine", each.digest, {}, {}, {}, {}, "training"}};
            run.metrics = {{"val_accuracy", {9'999, 0, each.accuracy}},
                           {"val_loss", {9'999, 0, 1 - each.accuracy}}};
            if (rows.size() == 3)
                run.status = RunStatus::Running;
            rows.push_back(store.add(run));
        }
        page = std::make_unique<QWidget>();
        page->setAutoFillBackground(true);
        page->resize(1180, 420);
        line = new QHBoxLayout(page.get());
        model->setRuns(rows);
        QTRY_COMPARE(model->state(), ComparisonModel::State::Ready);
    }

    template <class CardClass>
    CardClass* addCard(const QString& kind, const QJsonObject& options)
    {
        auto* made = new CardClass(context(), page.get());
        CardSpec spec;
        spec.id = kind;
        spec.kind = kind;
        spec.options = options;
        made->setSpec(spec);
        line->addWidget(made, 1);
        made->show();
        showPage();
        return made;
    }
    ComparisonRunList* addList()
    {
        auto* list = new ComparisonRunList(*model, engine, pools, page.get());
        list->setFixedWidth(300);
        line->insertWidget(0, list);
        list->show();
        showPage();
        return list;
    }

    std::unique_ptr<QWidget> page;
    QHBoxLayout* line = nullptr;

private:
    void showPage()
    {
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
    }
};

// Row of a key, or -1.
inline int rowOf(const ComparisonTableModel& model, const QString& key)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(ComparisonTableModel::KeyRole).toString() == key)
            return row;
    return -1;
}

inline QAction* actionOf(QMenu* menu, const QString& text)
{
    for (auto* action : menu->actions())
        if (action->text() == text)
            return action;
    return nullptr;
}

inline QStringList names(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, 0).data().toString();
    return texts;
}

// Moves as a person does: the platform sends the event to the widget under the mouse.
inline void pointAt(QWidget* widget, const QPoint& at)
{
    QTest::mouseMove(widget, at + QPoint(1, 0));
    QTest::mouseMove(widget, at);
}

} // namespace binnacle::fixture
