#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A name in the side pane's rhythm: it begins where the heads of the sections do.
class MetricListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace binnacle
