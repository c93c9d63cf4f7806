#pragma once

#include "models/dataset_table_model.h"

#include <QHeaderView>
#include <QTableView>
#include <QWidget>

#include <vector>

class QScrollBar;

namespace binnacle {

// The heads of columns: the name, the type below it, an arrow where the rows are sorted by it.
class DatasetHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit DatasetHeader(QWidget* parent = nullptr);
    QSize sizeHint() const override;

signals:
    void sortRequested(int column, bool add); // add: with Shift

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QPoint pressed_;
};

// Shows the window of a DatasetTableModel and moves it: wheel, keys, a scroll bar of its own. A
// hundred million rows are as quick as ten.
class DatasetGrid : public QWidget
{
    Q_OBJECT
public:
    explicit DatasetGrid(DatasetTableModel& model, QWidget* parent = nullptr);

    QTableView* view() const { return view_; }
    void showRow(qint64 row);    // scrolls to it and makes it the current one
    void showColumn(int column); // scrolls to it
    void setShownColumns(const std::vector<int>& columns, bool limited);
    qint64 currentRow() const { return current_; } // of all rows; -1: none
    void copy() const;                             // the chosen cells, as lines of tabs

signals:
    void columnChosen(int column);

private:
    friend class DatasetGridView;
    int visibleRows() const;
    void fit(); // the window to the height
    void windowMoved();
    void scrolled(int value);
    void fitColumns();      // to what the first rows hold, once
    void reach(qint64 row); // moves the window so that the row is in it

    DatasetTableModel& model_;
    QTableView* view_;
    DatasetHeader* header_;
    QScrollBar* bar_;
    qint64 current_ = -1;
    qint64 scale_ = 1; // rows of a step of the bar
    bool moving_ = false;
    bool fitted_ = false;
};

} // namespace binnacle
