#pragma once

#include "models/chart_series_model.h"
#include "widgets/compare/comparison_card.h"

namespace binnacle {

class LineChart;

// The lines of one metric over steps, times or another metric, a line for each run or for each
// group of runs. Options:
//   metric      key of the metric
//   x           "step", "relative", "wall", "metric"; with the last, xMetric is its key
//   logX, logY, outliers (true: left out of the scale)
//   smoothing   weight in [0, 1)
//   group       a column as columnText(); absent: the one of the scope
//   aggregate   "mean", "median", "runs" (no aggregate: each run, in the colour of its group)
//   spread      "minmax", "std", "sem", "ci95", "none"
class LinesCard : public ComparisonCard
{
    Q_OBJECT
public:
    LinesCard(const CardContext& context, QWidget* parent);

    std::vector<CardOption> optionList() const override;
    // The points in sight as they are painted: single ones where the picture has single ones, else
    // its bands with smallest, greatest, first and last value and the number of points.
    CardTable table() const override;
    void paintBody(QPainter& painter, const QRectF& area) const override;

    ChartSeriesModel& model() { return model_; }
    LineChart& chart() { return *chart_; }

protected:
    void applyOptions() override;

private:
    QString option(const char* key) const;
    std::optional<RunColumn> groupColumn() const;
    void followScope();
    void applyGroups();
    void refreshSeries();
    std::vector<ChartSeriesModel::Series> runSeries() const;
    std::vector<ChartSeriesModel::Series> groupSeries() const;
    void refreshHighlight();
    void refreshHead();
    void shareWindow();
    void applySharedWindow();
    void applySharedCrossHair();

    ChartSeriesModel model_;
    ComparisonColumns columns_; // the group of each run
    LineChart* chart_;
};

} // namespace binnacle
