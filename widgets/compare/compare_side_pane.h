#pragma once

#include "models/comparison_model.h"

#include <QWidget>

class QCheckBox;
class QListView;
class QSlider;
class QSortFilterProxyModel;

namespace binnacle {

class SearchField;
class TextLabel;

// What the page is about: the runs compared, how lines are drawn, and the metrics to choose from.
class CompareSidePane : public QWidget
{
    Q_OBJECT
public:
    explicit CompareSidePane(ComparisonModel& model, QWidget* parent = nullptr);

    double smoothing() const; // weight in [0, 1)
    bool logScale() const;
    void setLineOptions(double smoothing, bool logScale);

signals:
    void lineOptionsChanged();
    void runActivated(binnacle::RunRowId run);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeRuns();
    QWidget* makeLines();
    QWidget* makeMetrics();
    void refresh();
    void showRunMenu(const QPoint& at);
    void showMetric(); // selects the chart's metric in the list
    RunRowId runAt(const QModelIndex& index) const;

    ComparisonModel& model_;
    QListView* runs_ = nullptr;
    QSlider* smoothing_ = nullptr;
    TextLabel* smoothingText_ = nullptr;
    QCheckBox* log_ = nullptr;
    SearchField* search_ = nullptr;
    QListView* metrics_ = nullptr;
    QSortFilterProxyModel* found_ = nullptr;
    TextLabel* metricCount_ = nullptr;
};

} // namespace binnacle
