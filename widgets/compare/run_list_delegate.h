#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A run of the comparison: its colour, its name, the latest value of the metric shown. Under the
// mouse the value makes room for two buttons: hide and remove.
class RunListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

    static QRect hideButton(const QRect& row);
    static QRect removeButton(const QRect& row);

signals:
    void hideClicked(const QModelIndex& index);
    void removeClicked(const QModelIndex& index);
};

} // namespace binnacle
