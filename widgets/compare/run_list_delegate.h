#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A run of the comparison: its colour, its name, its state where it has not finished well, and the
// latest value of the metric shown where there are no columns of its own. Under the mouse these
// make room for two buttons: hide and remove. Cells of other columns are figures or texts.
class RunListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // The state as a pill behind each name, whatever it is.
    void setStatesShown(bool all) { states_ = all; }

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

private:
    void paintName(QPainter* painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
    int paintRight(QPainter* painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const; // the x up to which the name may go
    bool states_ = false;
};

} // namespace binnacle
