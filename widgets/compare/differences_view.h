#pragma once

#include "models/comparison_table_model.h"
#include "models/run_colors.h"
#include "models/run_id_stream.h"

#include <QWidget>

class QTableView;

namespace binnacle {

// The table of differences; the keys stay in sight while the runs are scrolled sideways.
class DifferencesView : public QWidget
{
    Q_OBJECT
public:
    DifferencesView(ComparisonTableModel& model, RunColors& colors, QWidget* parent = nullptr);

    // What the context menu of a metric's row offers.
    void showRowMenu(const QModelIndex& index, const QPoint& globalPosition);

signals:
    void directionChosen(const QString& metric, binnacle::MetricDirection direction);
    void metricChosen(const QString& metric); // to be shown in the chart
    void runActivated(binnacle::RunRowId run);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void prepare(QTableView* table);
    void shareWidth(); // equal columns, none narrower than can be read

    ComparisonTableModel& model_;
    QTableView* keys_;
    QTableView* values_;
    QWidget* foot_; // beside the scroll bar: both tables end at the same height
};

} // namespace binnacle
