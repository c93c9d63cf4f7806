#pragma once

#include "models/run_table_model.h"

#include <QHeaderView>

namespace binnacle {

// Heads of the run table's columns: sorted by a click, by several with Shift; moved and resized by
// mouse; a menu for the rest.
class RunHeader : public QHeaderView
{
    Q_OBJECT
public:
    RunHeader(const RunTableModel* model, QWidget* parent);
    void setOrder(const std::vector<SortTerm>& order);
    // What the head of a column asks for, sorted or not.
    static int widthOf(const ColumnSpec& spec, bool sorted, const QFont& font);
    bool isHeld() const { return held_; } // a mouse button is down: changes are a person's

signals:
    void sortRequested(int section, bool add);
    void menuRequested(int section, const QPoint& globalPosition);
    void released(); // after a drag or click

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    QSize sectionSizeFromContents(int section) const override;

private:
    const RunTableModel* model_;
    std::vector<SortTerm> order_;
    bool adding_ = false;
    bool held_ = false;
};

} // namespace binnacle
