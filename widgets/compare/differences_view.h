#pragma once

#include "models/comparison_table_model.h"
#include "models/run_colors.h"
#include "models/run_id_stream.h"

#include <QWidget>

class QMenu;
class QTableView;

namespace binnacle {

// The table of differences; the keys stay in sight while the runs are scrolled sideways.
class DifferencesView : public QWidget
{
    Q_OBJECT
public:
    DifferencesView(ComparisonTableModel& model, RunColors& colors, QWidget* parent = nullptr);

    // What the context menu of a cell offers: of its metric, and of its run.
    void showRowMenu(const QModelIndex& index, const QPoint& globalPosition);
    // Rows in sight: first and last.
    std::pair<int, int> rowsInSight() const;

signals:
    void directionChosen(const QString& metric, binnacle::MetricDirection direction);
    void metricChosen(const QString& metric); // to be shown in a chart; offered where it is heard
    void runActivated(binnacle::RunRowId run);
    void runHovered(std::optional<binnacle::RunRowId> run);
    void baselineChosen(std::optional<binnacle::RunRowId> run);
    void scrolled(); // other rows are in sight

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void prepare(QTableView* table);
    void prepareHeader();
    void scrollTogether();
    void shareWidth(); // equal columns, none narrower than can be read
    void showRunMenu(int section, const QPoint& globalPosition);
    void addRunActions(QMenu* menu, RunRowId run, const QString& name);
    void addDirections(QMenu* menu, const QModelIndex& index);
    void hover(const QPoint& at);

    ComparisonTableModel& model_;
    QTableView* keys_;
    QTableView* values_;
    QWidget* foot_; // beside the scroll bar: both tables end at the same height
};

} // namespace binnacle
