#pragma once

#include "models/run_colors.h"
#include "models/run_id_stream.h"
#include "models/run_table_model.h"
#include "widgets/runs/column_widths.h"

#include <QTableView>
#include <QWidget>

#include <optional>
#include <set>
#include <vector>

namespace binnacle {

class RunCellDelegate;
class RunHeader;

// One half of the run table.
class RunTableView : public QTableView
{
    Q_OBJECT
public:
    explicit RunTableView(QWidget* parent);
    using QTableView::updateGeometries;

signals:
    void rowHovered(int row); // -1: none
    void dotClicked(int row);
    void chevronClicked(int row);
    void resized();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool pressedMark(QMouseEvent* event);
};

// The run table: pinned columns at the left, the others beside them, one selection for both.
// Selection, current row and scroll position belong to runs, not to rows.
class RunTable : public QWidget
{
    Q_OBJECT
public:
    RunTable(RunTableModel* model, RunColors* colors, QWidget* parent = nullptr);

    std::int64_t selectedCount() const;         // runs, heads of groups not counted
    std::vector<RunRowId> selectedRuns() const; // from top to bottom
    std::optional<RunRowId> currentRun() const;
    void setCurrentRun(RunRowId run);
    void selectAllRuns();
    void setOrder(const std::vector<SortTerm>& order); // arrows in the heads
    void setStaleSources(const std::set<SourceId>& sources);

    RunTableView* mainView() const { return main_; }
    RunTableView* pinnedView() const { return pinned_; }
    // Where a column stands now; for menus and tests.
    RunTableView* viewOf(int column) const;

signals:
    void selectionChanged();
    void currentRunChanged();
    void activated(binnacle::RunRowId run); // double click
    void menuRequested(const QPoint& globalPosition);
    void sortRequested(const binnacle::RunColumn& column, bool add);
    void headerMenuRequested(int column, const QPoint& globalPosition);
    void columnsArranged(const binnacle::ColumnList& columns); // moved or resized by mouse

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Anchor
    {
        RunRowId run{};
        int offset = 0;
        bool top = true;
        int oldRow = 0;
    };
    void setUpView(RunTableView* view, RunHeader* header);
    void connectModel();
    void rememberPlace();
    void restorePlace();
    void layOutColumns();
    void measureColumns();
    void headerReleased();
    void fitFoot();
    void tellWindow();
    void hover(int row);
    void toggleRow(int row);
    bool foldByKey(int key);
    void selectionMoved();

    RunTableModel* model_;
    RunColors* colors_;
    RunCellDelegate* delegate_;
    RunTableView *pinned_, *main_;
    QWidget* foot_; // as high as the scroll bar of the other half
    QWidget* seam_; // seen while the other half is scrolled sideways
    RunHeader *pinnedHeader_, *mainHeader_;
    Anchor anchor_;
    std::vector<std::pair<int, int>> rowsSelected_; // across a change of columns
    int rowCurrent_ = -1;
    RunRowId lineCurrent_{};
    int sideways_ = 0;
    ColumnWidths widths_;
    std::vector<int> planned_; // widths as laid out, by column
    std::vector<SortTerm> order_;
};

} // namespace binnacle
