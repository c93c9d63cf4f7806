#pragma once

#include "widgets/charts/scatter_chart.h"
#include "widgets/compare/cards/plane_card.h"

namespace binnacle {

// Runs on two columns. Options: "x", "y", "color", "size", "shape" (columns), "logX", "logY",
// "fit" (a fitted line), and those of PlaneCard.
class ScatterCard : public PlaneCard
{
    Q_OBJECT
public:
    ScatterCard(const CardContext& context, QWidget* parent);

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

protected:
    std::vector<RunColumn> wantedColumns() const override;
    void showRows() override;
    void showBrush() override;
    void showHovered() override;
    std::vector<RunRowId> runsAt(std::size_t mark) const override { return {runs()[mark].row}; }

private:
    struct Shown
    {
        RunColumn column;
        std::vector<RunCell> cells;
    };
    // The columns of the two axes; nullopt: the runs have none to offer.
    std::optional<std::pair<RunColumn, RunColumn>> axes() const;
    void addLegends(ScatterScene& scene);
    void refreshNote();
    RunBox boxOf(std::size_t point) const;

    ScatterChart* chart_;
    std::vector<Shown> shown_; // x, y, then those of colour, size and shape
};

} // namespace binnacle
