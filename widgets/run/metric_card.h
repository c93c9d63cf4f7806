#pragma once

#include "models/chart_series_model.h"
#include "models/run_details.h"
#include "widgets/common/labels.h"

class QStackedWidget;

namespace binnacle {

class LineChart;

// One metric of a run: its name, last and best value, and its history as a line. A metric that was
// logged once is shown as a number.
class MetricCard : public Card
{
    Q_OBJECT
public:
    MetricCard(std::shared_ptr<Workspace> workspace, WorkerPools& pools, QWidget* parent);
    void show(RunRowId run, const QString& runName, int slot, const MetricFigures& figures);
    using QWidget::show;
    QString metric() const { return title_->fullText(); }
    ChartSeriesModel& series() { return *series_; }
    LineChart& chart() { return *chart_; }

private:
    ChartSeriesModel* series_;
    ElidedLabel* title_;
    TextLabel* value_;
    QStackedWidget* pages_;
    LineChart* chart_;
    TextLabel* number_;
};

} // namespace binnacle
