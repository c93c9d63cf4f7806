#include "widgets/compare/run_list_delegate.h"

#include "models/comparison_runs_model.h"
#include "widgets/common/icons.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace binnacle {

namespace {
constexpr int margin = 12, dot = 9, button = 20, padding = 6;
constexpr qreal pale = 0.4; // brushed out

bool isHidden(const QModelIndex& index)
{
    return index.data(ComparisonRunsModel::HiddenRole).toBool();
}

void paintBackground(QPainter* painter, const QStyleOptionViewItem& option,
                     const QModelIndex& index, const Theme& theme)
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.accentBackground);
    else if (option.state.testFlag(QStyle::State_MouseOver) ||
             index.data(ComparisonRunsModel::HighlightRole).toBool())
        painter->fillRect(option.rect, theme.window);
}

void paintCell(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
               const Theme& theme)
{
    const bool muted = index.data(ComparisonRunsModel::MissingRole).toBool() || isHidden(index);
    painter->setPen(muted ? theme.mutedText : theme.text);
    const QRect cell = option.rect.adjusted(padding, 0, -padding, 0);
    const QString text = index.data().toString();
    const auto side = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    if (side.testFlag(Qt::AlignRight))
        paintTabular(painter, cell, text);
    else
        painter->drawText(cell, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(text, Qt::ElideMiddle, cell.width()));
}
} // namespace

QRect RunListDelegate::removeButton(const QRect& row)
{
    return {row.right() - margin - button + 5, row.center().y() - button / 2 + 1, button, button};
}

QRect RunListDelegate::hideButton(const QRect& row)
{
    return removeButton(row).translated(-button - 4, 0);
}

QSize RunListDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (index.column() == 0)
        return {80, spacing::rowHeight};
    const auto width = static_cast<int>(tabularWidth(index.data().toString(), option.font));
    return {qBound(48, width + 2 * padding + 2, 160), spacing::rowHeight};
}

int RunListDelegate::paintRight(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QRect row = option.rect;
    const bool hidden = isHidden(index);
    const int right = row.right() - margin;
    if (option.state.testFlag(QStyle::State_MouseOver)) {
        icon(hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"), theme.mutedText)
            .paint(painter, hideButton(row).adjusted(2, 2, -2, -2));
        icon(QStringLiteral("x"), theme.mutedText)
            .paint(painter, removeButton(row).adjusted(2, 2, -2, -2));
        return hideButton(row).left() - 4;
    }
    if (hidden) {
        icon(QStringLiteral("eye-off"), theme.faintText)
            .paint(painter, removeButton(row).adjusted(2, 2, -2, -2));
        return removeButton(row).left() - 4;
    }
    const auto status = static_cast<RunStatus>(index.data(ComparisonRunsModel::StatusRole).toInt());
    if (states_ || status != RunStatus::Finished) {
        const QString text = statusText(status);
        const int width = std::min(pillSize(text, option.font).width(), row.width() / 2);
        paintPill(painter, QRect(right - width + 6, row.top(), width, row.height()), text,
                  statusTone(status), option.font);
        return right - width + 2;
    }
    if (index.model()->columnCount() > 1)
        return row.right() - 4; // the figures have columns of their own
    const QString figure = index.data(ComparisonRunsModel::FigureRole).toString();
    painter->setPen(theme.mutedText);
    paintTabular(painter, QRectF(row.left(), row.top(), right - row.left(), row.height()), figure);
    return right - static_cast<int>(tabularWidth(figure, option.font)) - spacing::s;
}

void RunListDelegate::paintName(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QRect row = option.rect;
    const bool hidden = isHidden(index);
    const QColor colour = theme.series(index.data(ComparisonRunsModel::SlotRole).toInt());
    const QRectF circle(row.left() + margin, row.center().y() - dot / 2.0 + 0.5, dot, dot);
    painter->setPen(QPen(colour, 1.5));
    painter->setBrush(hidden ? QBrush(Qt::NoBrush) : QBrush(colour));
    painter->drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75));
    painter->setFont(option.font);
    const int right = paintRight(painter, option, index);
    const int left = row.left() + margin + dot + spacing::s;
    const QRect name(left, row.top(), right - left, row.height());
    painter->setPen(hidden ? theme.mutedText : theme.text);
    painter->drawText(
        name, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
}

void RunListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBackground(painter, option, index, theme);
    if (index.data(ComparisonRunsModel::BrushedRole).toBool())
        painter->setOpacity(pale);
    painter->setFont(option.font);
    if (index.column() == 0)
        paintName(painter, option, index);
    else
        paintCell(painter, option, index, theme);
    painter->restore();
}

bool RunListDelegate::editorEvent(QEvent* event, QAbstractItemModel*,
                                  const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::MouseButtonRelease || index.column() != 0)
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
