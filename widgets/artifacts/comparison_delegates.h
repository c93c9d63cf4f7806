#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// Cells of a table that is read: a line below each row, room at both sides, figures on the right.
class DataCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// Cells of joined tables: those that differ stand on the warning background, those of a run that
// has none are marked in words by the model. A line before the cells of the next column.
class JoinedCellDelegate : public DataCellDelegate
{
    Q_OBJECT
public:
    using DataCellDelegate::DataCellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

// Rows of differences between documents: what happened in a pill.
class PathChangeDelegate : public DataCellDelegate
{
    Q_OBJECT
public:
    using DataCellDelegate::DataCellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace binnacle
