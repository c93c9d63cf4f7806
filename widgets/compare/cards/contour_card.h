#pragma once

#include "services/async/deliver.h"
#include "widgets/charts/contour_chart.h"
#include "widgets/compare/cards/plane_card.h"

namespace binnacle {

// A metric over two columns of the runs. Options: "x", "y", "value" (columns), "logX", "logY",
// "logValue", and those of PlaneCard. The surface is computed on WorkerPools::readers.
class ContourCard : public PlaneCard
{
    Q_OBJECT
public:
    ContourCard(const CardContext& context, QWidget* parent);

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

protected:
    std::vector<RunColumn> wantedColumns() const override;
    void showRows() override;
    void showBrush() override;
    void showHovered() override;
    std::vector<RunRowId> runsAt(std::size_t node) const override;

private:
    struct Choice
    {
        RunColumn x, y, value;
        bool operator==(const Choice&) const = default;
    };
    std::optional<Choice> choice() const; // nullopt: the runs have not enough to offer
    void receive(ContourScene scene);
    void refreshNote();
    QString namesOf(const ContourField::Node& node) const;
    RunBox boxOf(std::size_t node) const;

    ContourChart* chart_;
    std::optional<Choice> shown_;
    std::vector<ComparisonScope::Run> shownRuns_; // that the nodes' places stand for
    std::size_t left_ = 0;                        // runs that could not be drawn
    LatestOnly slot_;
};

} // namespace binnacle
