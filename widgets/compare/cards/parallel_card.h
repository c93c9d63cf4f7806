#pragma once

#include "widgets/charts/parallel_chart.h"
#include "widgets/compare/cards/columns_card.h"

namespace binnacle {

// Parallel coordinates of any columns of the runs. Options: "axes" (columns in order), "log" and
// "flipped" (those of them), "color" (a column; none: by run), "brushes" (by
// column: [from, to], or the categories).
class ParallelCard : public ColumnsCard
{
    Q_OBJECT
public:
    ParallelCard(const CardContext& context, QWidget* parent);

    std::vector<CardOption> optionList() const override;
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

protected:
    std::vector<RunColumn> wantedColumns() const override;
    void showRows() override;
    void showBrush() override;
    void showHovered() override;

private:
    struct Shown
    {
        RunColumn column;
        std::vector<RunCell> cells;
    };
    std::vector<RunColumn> axes() const;
    void moveAxis(std::size_t from, std::size_t to);
    void toggle(const QString& key, std::size_t axis); // in the list of that option
    void keepBrushes();                                // in the options
    void restoreBrushes();                             // where the options have others
    void refreshNote();
    RunBox boxOf(std::size_t line) const;

    ParallelChart* chart_;
    std::vector<Shown> shown_; // the axes
    QJsonValue brushes_;       // as the options had them last
};

} // namespace binnacle
