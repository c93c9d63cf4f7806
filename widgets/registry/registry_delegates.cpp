#include "widgets/registry/registry_delegates.h"

#include "models/number_text.h"
#include "models/registry_date_model.h"
#include "models/registry_table_model.h"
#include "models/registry_version_metrics.h"
#include "models/registry_versions_model.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

QFont semiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

// "v18 wine-gbm-017": the version strong, what it is called muted.
void paintTwo(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
              const QString& second)
{
    const Theme& theme = Theme::current();
    QRect room = cellRoom(option);
    const QString first = index.data().toString();
    painter->setFont(semiBold(option.font));
    paintCellText(painter, room, first, theme.text);
    room.setLeft(room.left() + QFontMetrics(painter->font()).horizontalAdvance(first) + spacing::s);
    painter->setFont(option.font);
    if (room.width() > 0)
        paintCellText(painter, room, second, theme.mutedText);
}

// "val_accuracy 0.9831", the figure at the right where it stands below others.
void paintNamedFigure(QPainter* painter, const QStyleOptionViewItem& option,
                      const QModelIndex& index, const QString& name)
{
    const Theme& theme = Theme::current();
    QRect room = cellRoom(option);
    const QString figure = index.data().toString();
    painter->setPen(figure == missingText() ? theme.mutedText : theme.text);
    paintTabular(painter, room, figure, Qt::AlignRight);
    room.setRight(room.right() - qRound(tabularWidth(figure, painter->font())) - spacing::s);
    // A name of which little is left says nothing.
    const QFontMetrics metrics(painter->font());
    if (room.width() >= std::min(metrics.horizontalAdvance(name), 6 * metrics.averageCharWidth()))
        paintCellText(painter, room, name, theme.mutedText, Qt::AlignRight);
}

} // namespace

void RegistryCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    switch (index.column()) {
    case RegistryTableModel::Model:
        painter->setFont(semiBold(option.font));
        paintCell(painter, option, index);
        break;
    case RegistryTableModel::Champion:
        if (index.data().toString() == missingText())
            paintCell(painter, option, index);
        else
            paintTwo(painter, option, index, index.data(RegistryTableModel::SecondRole).toString());
        break;
    case RegistryTableModel::Metric:
        paintNamedFigure(painter, option, index,
                         index.data(RegistryTableModel::SecondRole).toString());
        break;
    case RegistryTableModel::Aliases: {
        const QStringList pills = index.data(RegistryTableModel::PillsRole).toStringList();
        if (pills.isEmpty())
            paintCell(painter, option, index);
        else
            paintPills(painter, cellRoom(option), pills, option.font);
        break;
    }
    case RegistryTableModel::Truth:
        paintPill(painter, cellRoom(option), index.data().toString(),
                  index.data(RegistryTableModel::ReachedRole).toBool() ? Tone::Neutral
                                                                       : Tone::Warning,
                  option.font);
        break;
    case RegistryTableModel::Readiness: {
        const QVariant share = index.data(RegistryTableModel::ScoreRole);
        if (share.isValid())
            paintShare(painter, cellRoom(option), share.toDouble());
        else
            paintCell(painter, option, index);
        break;
    }
    default:
        paintCell(painter, option, index);
    }
    painter->restore();
}

void VersionCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    const QStringList pills = index.data(RegistryVersionsModel::PillsRole).toStringList();
    if (!index.data(RegistryVersionsModel::LoadedRole).toBool()) {
        // Asking for the text has the page read.
        (void)index.data();
        const QRect room = cellRoom(option);
        painter->fillRect(QRect(room.left(), room.center().y() - 3, qMin(room.width(), 44), 7),
                          Theme::current().gridLine);
    } else if (index.column() == RegistryVersionsModel::Version) {
        painter->setFont(semiBold(option.font));
        paintCell(painter, option, index);
    } else if (!pills.isEmpty()) {
        paintPills(painter, cellRoom(option), pills, option.font);
    } else if (index.column() == RegistryVersionsModel::Metric) {
        paintNamedFigure(painter, option, index,
                         index.data(RegistryVersionsModel::SecondRole).toString());
    } else if (index.column() == RegistryVersionsModel::Status) {
        paintPill(painter, cellRoom(option), index.data().toString(),
                  index.data(RegistryVersionsModel::ReadyRole).toBool() ? Tone::Good
                                                                        : Tone::Warning,
                  option.font);
    } else {
        paintCell(painter, option, index);
    }
    painter->restore();
}

void VersionMetricDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    const int judgement = index.data(RegistryVersionMetrics::JudgementRole).toInt();
    if (judgement == 0) {
        paintCell(painter, option, index);
    } else {
        painter->setPen(judgement > 0 ? Theme::current().good : Theme::current().bad);
        painter->setFont(semiBold(option.font));
        paintTabular(painter, cellRoom(option), index.data().toString(), Qt::AlignRight);
    }
    painter->restore();
}

void DateCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    if (index.column() == RegistryDateModel::Certainty)
        paintPill(painter, cellRoom(option), index.data().toString(),
                  index.data(RegistryDateModel::CertainRole).toBool() ? Tone::Good : Tone::Warning,
                  option.font);
    else
        paintCell(painter, option, index);
    painter->restore();
}

} // namespace binnacle
