#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// Rows of DriftTableModel: sparkline, figures, verdict in pills.
class DriftDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

// Rows of kept reports and of comparisons: the last column but one or the last is a pill.
class DriftListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    DriftListDelegate(int pillColumn, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int pillColumn_;
};

} // namespace binnacle
