#include "widgets/compare/run_list_delegate.h"

#include "models/comparison_runs_model.h"
#include "widgets/common/icons.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace binnacle {

namespace {
constexpr int margin = 12, dot = 9, button = 20;
} // namespace

QRect RunListDelegate::removeButton(const QRect& row)
{
    return {row.right() - margin - button + 5, row.center().y() - button / 2 + 1, button, button};
}

QRect RunListDelegate::hideButton(const QRect& row)
{
    return removeButton(row).translated(-button - 4, 0);
}

QSize RunListDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {80, spacing::rowHeight};
}

void RunListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const bool hidden = index.data(ComparisonRunsModel::HiddenRole).toBool();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect row = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected || hovered)
        painter->fillRect(row, selected ? theme.accentBackground : theme.window);

    const QColor colour = theme.series(index.data(ComparisonRunsModel::SlotRole).toInt());
    const QRectF circle(row.left() + margin, row.center().y() - dot / 2.0 + 0.5, dot, dot);
    painter->setPen(QPen(colour, 1.5));
    painter->setBrush(hidden ? QBrush(Qt::NoBrush) : QBrush(colour));
    painter->drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75));

    painter->setFont(option.font);
    int right = row.right() - margin;
    if (hovered) {
        icon(hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"), theme.mutedText)
            .paint(painter, hideButton(row).adjusted(2, 2, -2, -2));
        icon(QStringLiteral("x"), theme.mutedText)
            .paint(painter, removeButton(row).adjusted(2, 2, -2, -2));
        right = hideButton(row).left() - 4;
    } else if (hidden) {
        icon(QStringLiteral("eye-off"), theme.faintText)
            .paint(painter, removeButton(row).adjusted(2, 2, -2, -2));
        right = removeButton(row).left() - 4;
    } else {
        const QString figure = index.data(ComparisonRunsModel::FigureRole).toString();
        painter->setPen(theme.mutedText);
        paintTabular(painter, QRectF(row.left(), row.top(), right - row.left(), row.height()),
                     figure);
        right -= static_cast<int>(tabularWidth(figure, option.font)) + spacing::s;
    }
    const QRect name(row.left() + margin + dot + spacing::s, row.top(),
                     right - row.left() - margin - dot - spacing::s, row.height());
    painter->setPen(hidden ? theme.mutedText : theme.text);
    painter->drawText(
        name, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
    painter->restore();
}

bool RunListDelegate::editorEvent(QEvent* event, QAbstractItemModel*,
                                  const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const QPoint at = static_cast<QMouseEvent*>(event)->position().toPoint();
    if (hideButton(option.rect).contains(at))
        emit hideClicked(index);
    else if (removeButton(option.rect).contains(at))
        emit removeClicked(index);
    else
        return false;
    return true;
}

} // namespace binnacle
