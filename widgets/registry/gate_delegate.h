#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A gate of a promotion: state, title, and the evidence, wrapped where it is long.
class GateDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace binnacle
