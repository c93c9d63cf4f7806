#pragma once

#include "models/run_table_model.h"

#include <QMenu>

#include <functional>
#include <utility>
#include <vector>

namespace binnacle {

// What can be done with a column, from the menu of its head.
class HeaderMenu : public QMenu
{
    Q_OBJECT
public:
    HeaderMenu(const RunTableModel& model, int column, QWidget* parent);

    // What heads of groups can say, in words.
    static std::vector<std::pair<QString, RunTableModel::Aggregate>> aggregates();

signals:
    void columnsWanted(const binnacle::ColumnList& columns);
    void sortWanted(const binnacle::RunColumn& column, bool descending);
    void groupWanted(const binnacle::RunColumn& column);
    void aggregateWanted(binnacle::RunTableModel::Aggregate aggregate);
    void directionWanted(const QString& metric, binnacle::MetricDirection direction);
    void chooserWanted();

private:
    void addSorting();
    void addFigures();
    void addPlace();
    void addGrouping();
    void change(std::function<void(ColumnList&)> how);

    const ColumnList columns_;
    const std::size_t at_;
    const bool grouped_;
    const RunTableModel::Aggregate aggregate_;
};

} // namespace binnacle
