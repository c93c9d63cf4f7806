#include "widgets/compare/differences_delegate.h"

#include "models/comparison_table_model.h"
#include "widgets/common/icons.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

namespace {

constexpr int padding = 8, arrow = 12, deltaGap = 8;
constexpr qreal pale = 0.35; // brushed out

void paintKey(QPainter* painter, const QRect& cell, const QModelIndex& index, const Theme& theme)
{
    const auto direction =
        static_cast<MetricDirection>(index.data(ComparisonTableModel::DirectionRole).toInt());
    const bool known = direction != MetricDirection::Unknown;
    const int room = cell.width() - (known ? arrow + padding : 0);
    const QString text =
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, room);
    painter->setPen(theme.mutedText);
    painter->drawText(cell, Qt::AlignLeft | Qt::AlignVCenter, text);
    if (!known)
        return;
    const QRect mark(cell.left() + painter->fontMetrics().horizontalAdvance(text) + 5,
                     cell.center().y() - arrow / 2 + 1, arrow, arrow);
    icon(direction == MetricDirection::HigherIsBetter ? QStringLiteral("arrow-up")
                                                      : QStringLiteral("arrow-down"),
         theme.faintText)
        .paint(painter, mark);
}

// The value, and what it is against the baseline where there is room for it.
void paintValue(QPainter* painter, QRect cell, const QModelIndex& index, const Theme& theme)
{
    const bool best = index.data(ComparisonTableModel::BestRole).toBool();
    const bool missing = index.data(ComparisonTableModel::MissingRole).toBool();
    const bool differs = index.siblingAtColumn(0).data(ComparisonTableModel::DiffersRole).toBool();
    const QString text = index.data().toString();
    const QFont plain = painter->font();
    QFont font = plain;
    if (best)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(best ? theme.good : missing || !differs ? theme.mutedText : theme.text);
    paintTabular(painter, cell, text, Qt::AlignLeft);
    const QString delta = index.data(ComparisonTableModel::DeltaRole).toString();
    if (delta.isEmpty())
        return;
    cell.setLeft(cell.left() + static_cast<int>(tabularWidth(text, font)) + deltaGap);
    if (tabularWidth(delta, plain) > cell.width())
        return;
    const bool better = index.data(ComparisonTableModel::DeltaBetterRole).toBool();
    painter->setFont(plain);
    painter->setPen(better ? theme.good : theme.mutedText);
    paintTabular(painter, cell, delta, Qt::AlignLeft);
}

} // namespace

QSize DifferencesDelegate::sizeHint(const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), spacing::rowHeight};
}

void DifferencesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const QRect row = option.rect;
    const bool section = index.data(ComparisonTableModel::SectionRole).toBool();
    if (!section && option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(row, theme.accentBackground);
    else if (!section && option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(row, theme.window);
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.gridLine);
    const QRect cell = row.adjusted(padding, 0, -padding, 0);
    QFont font = option.font;
    if (section) {
        painter->setFont(sectionFont());
        painter->setPen(theme.mutedText);
        painter->drawText(cell.adjusted(0, 4, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data().toString());
        painter->restore();
        return;
    }
    painter->setFont(font);
    if (index.column() == 0) {
        paintKey(painter, cell, index, theme);
        painter->restore();
        return;
    }
    if (index.data(ComparisonTableModel::DimmedRole).toBool())
        painter->setOpacity(pale);
    paintValue(painter, cell, index, theme);
    painter->restore();
}

} // namespace binnacle
