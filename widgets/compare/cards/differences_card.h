#pragma once

#include "models/comparison_table_model.h"
#include "services/async/deliver.h"
#include "widgets/compare/comparison_card.h"

#include <QTimer>

namespace binnacle {

class ChipToggle;
class DifferencesView;

// What differs between the runs: params, metrics, dataset inputs, code version, tags. Columns
// follow the list of runs; runs brushed out are pale or left out; metrics are held against a
// baseline.
// Options: "all" (bool: equal rows as well), "hideTags" (bool), "baseline" (a run's own id; empty:
// none), "brushed" ("dim" or "leave out").
class DifferencesCard : public ComparisonCard
{
    Q_OBJECT
public:
    DifferencesCard(const CardContext& context, QWidget* parent);

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

    ComparisonTableModel& model() { return model_; }

protected:
    void applyOptions() override;

private:
    QWidget* makeBody();
    void takeComparison();
    void showRuns(); // columns, what is pale, baseline
    void refresh();
    void readFiguresSoon();
    void readFiguresInSight();
    void chooseBaseline(std::optional<RunRowId> run);

    ComparisonTableModel model_;
    ChipToggle* onlyDiffering_ = nullptr;
    DifferencesView* view_ = nullptr;
    QTimer figuresTimer_;
    LatestOnly figuresSlot_;
};

} // namespace binnacle
