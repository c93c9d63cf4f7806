#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A registry in the side pane: whether it answered, its name, and how many models it holds.
class RegistrySourceDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace binnacle
