#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

// A phase of the life cycle, or one of its items with state, title and evidence.
class ReadinessItemDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

// A model in the side pane with its score.
class ReadinessListDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { ScoreRole = Qt::UserRole + 1, ModelRole, RegistryRole };
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace binnacle
