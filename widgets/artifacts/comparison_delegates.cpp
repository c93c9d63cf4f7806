#include "widgets/artifacts/comparison_delegates.h"

#include "models/joined_table_model.h"
#include "models/number_text.h"
#include "models/path_change_model.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

namespace {

void paintRow(QPainter* painter, const QStyleOptionViewItem& option, const QColor& background)
{
    const Theme& theme = Theme::current();
    painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected)
                                       ? theme.accentBackground
                                       : background);
    painter->setPen(theme.gridLine);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void paintText(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
               const QColor& colour)
{
    const auto aligned = index.data(Qt::TextAlignmentRole);
    const auto alignment = aligned.isValid() ? aligned.value<Qt::Alignment>()
                                             : Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
    painter->setPen(colour);
    painter->setFont(option.font);
    const QRect room = option.rect.adjusted(spacing::s, 0, -spacing::s, -1);
    painter->drawText(room, static_cast<int>(alignment),
                      option.fontMetrics.elidedText(index.data().toString().simplified(),
                                                    Qt::ElideRight, room.width()));
}

} // namespace

void DataCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    paintRow(painter, option, theme.surface);
    paintText(painter, option, index,
              index.data().toString() == missingText() ? theme.mutedText : theme.text);
    painter->restore();
}

QSize DataCellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 2 * spacing::s, size.height()};
}

void JoinedCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const bool differs = index.data(JoinedTableModel::DiffersRole).toBool();
    painter->save();
    paintRow(painter, option, differs ? theme.warningBackground : theme.surface);
    if (index.column() > 0 && index.data(JoinedTableModel::RunRole).toInt() == 0) {
        painter->setPen(theme.border);
        painter->drawLine(option.rect.topLeft(), option.rect.bottomLeft());
    }
    QStyleOptionViewItem bold = option;
    if (differs)
        bold.font.setWeight(QFont::DemiBold);
    paintText(painter, bold, index,
              index.data(JoinedTableModel::MissingRole).toBool() ? theme.mutedText : theme.text);
    painter->restore();
}

void PathChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    paintRow(painter, option, theme.surface);
    if (index.column() == PathChangeModel::What) {
        const auto kind =
            static_cast<PathChange::Kind>(index.data(PathChangeModel::KindRole).toInt());
        const Tone tone = kind == PathChange::Kind::Added     ? Tone::Good
                          : kind == PathChange::Kind::Removed ? Tone::Bad
                                                              : Tone::Warning;
        paintPill(painter, option.rect.adjusted(spacing::s, 0, 0, 0), index.data().toString(), tone,
                  option.font);
    } else {
        QStyleOptionViewItem code = option;
        code.font = monospaceFont();
        code.fontMetrics = QFontMetrics(code.font);
        paintText(painter, code, index, theme.text);
    }
    painter->restore();
}

QSize PathChangeDelegate::sizeHint(const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const
{
    const QString text = index.data().toString();
    if (index.column() == PathChangeModel::What)
        return pillSize(text, option.font).grownBy({spacing::s, 0, spacing::m, 0});
    return {QFontMetrics(monospaceFont()).horizontalAdvance(text.left(200)) + 3 * spacing::s,
            spacing::rowHeight};
}

} // namespace binnacle
