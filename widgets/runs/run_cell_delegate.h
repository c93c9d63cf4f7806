#pragma once

#include "models/run_colors.h"
#include "models/run_table_model.h"

#include <QStyledItemDelegate>

#include <set>

namespace binnacle {

// Paints the cells of the run table: dot in the colour of the run, name, pill of the state,
// figures, sparklines, heads of groups. Reads the model directly, not by roles.
class RunCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    RunCellDelegate(const RunTableModel* model, const RunColors* colors, QObject* parent);

    void setHoveredRow(int row) { hovered_ = row; }
    int hoveredRow() const { return hovered_; }
    // Sources out of reach: what their runs do now is not known.
    void setStaleSources(std::set<SourceId> sources) { stale_ = std::move(sources); }
    void setOutline(bool outline) { outline_ = outline; } // room for the arrows of a tree

    static constexpr int dotWidth = 30;
    QRect chevronRect(const QRect& cell, int level) const; // of a name cell

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QString displayText(const QVariant& value, const QLocale& locale) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    struct Cell
    {
        QPainter* painter;
        QRect rect; // without the line below
        QFont font;
        int row, column;
        bool selected;
    };
    void paintBackground(const Cell& cell) const;
    void paintName(const Cell& cell) const;
    void paintGroup(const Cell& cell) const;
    void paintState(const Cell& cell) const;
    void paintSparkline(const Cell& cell) const;
    void paintValue(const Cell& cell) const;
    void paintPlaceholder(const Cell& cell) const;
    QColor runColour(RunRowId run, const QColor& otherwise) const;

    const RunTableModel* model_;
    const RunColors* colors_;
    std::set<SourceId> stale_;
    int hovered_ = -1;
    bool outline_ = false;
};

} // namespace binnacle
