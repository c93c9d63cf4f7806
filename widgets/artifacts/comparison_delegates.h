#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// Cells of joined tables: those that differ stand on the warning background, those of a run that
// has none are marked in words by the model. A line before the cells of the next column.
class JoinedCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

// Rows of differences between documents: what happened in a pill.
class PathChangeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace binnacle
