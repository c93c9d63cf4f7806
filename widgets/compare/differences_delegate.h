#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A cell of the table of differences: the best value semi-bold in the good colour, missing as a
// muted dash, equal rows muted, names of groups as section heads; an arrow after a metric's key
// says which way is better.
class DifferencesDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace binnacle
