#pragma once

#include "widgets/charts/line_chart.h"
#include "widgets/common/labels.h"

namespace binnacle {

// A line chart with its metric as title, and beside it what the picture stands for: how many points
// of how many, what is missing, whether the average is a preview.
class ChartCard : public Card
{
    Q_OBJECT
public:
    explicit ChartCard(ChartSeriesModel& model, QWidget* parent = nullptr);

    LineChart& chart() { return *chart_; }
    void setSmoothing(double weight);
    QString note() const;

private:
    void refresh();

    ChartSeriesModel& model_;
    ElidedLabel* title_;
    ElidedLabel* note_;
    LineChart* chart_;
};

} // namespace binnacle
