#include "widgets/drift/drift_delegates.h"

#include "models/drift_comparison_model.h"
#include "models/drift_table_model.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/drift/drift_pictures.h"

#include <QPainter>

namespace binnacle {

namespace {

void paintVerdict(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    QRect room = cellRoom(option);
    const bool measured = index.data(DriftTableModel::MeasuredRole).toBool();
    const bool drifted = index.data(DriftTableModel::DriftedRole).toBool();
    const auto pill = [&](const QString& text, Tone tone) {
        const int wide = pillSize(text, option.font).width();
        if (room.width() < std::min(wide, 40))
            return;
        paintPill(painter, room, text, tone, option.font);
        room.setLeft(room.left() + wide + 6);
    };
    pill(index.data().toString(), !measured ? Tone::Neutral : drifted ? Tone::Bad : Tone::Good);
    if (index.data(DriftTableModel::TopRole).toBool())
        pill(DriftTableModel::tr("Top feature"), Tone::Warning);
    if (const int news = index.data(DriftTableModel::NewsRole).toInt(); news > 0)
        pill(DriftTableModel::tr("New or gone: %1").arg(news), Tone::Warning);
}

Tone toneOf(const QModelIndex& index)
{
    using Kind = DriftComparisonModel::Kind;
    const auto kind = index.data(DriftComparisonModel::KindRole);
    if (!kind.isValid())
        return index.data().toString().startsWith(DriftTableModel::tr("No ")) ? Tone::Good
                                                                              : Tone::Bad;
    switch (static_cast<Kind>(kind.toInt())) {
    case Kind::NewlyDrifted:
        return Tone::Bad;
    case Kind::StillDrifted:
        return Tone::Warning;
    case Kind::Recovered:
        return Tone::Good;
    default:
        return Tone::Neutral;
    }
}

} // namespace

void DriftDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    const auto* model = qobject_cast<const DriftTableModel*>(index.model());
    if (index.column() == DriftTableModel::Distribution && model) {
        const auto& column = model->at(index.row());
        if (column.distribution)
            paintDistribution(*painter, QRectF(cellRoom(option)).adjusted(0, 5, 0, -3),
                              *column.distribution, driftColours(), true);
    } else if (index.column() == DriftTableModel::State) {
        paintVerdict(painter, option, index);
    } else if (index.column() == DriftTableModel::Method) {
        paintCellText(painter, cellRoom(option), index.data().toString(),
                      Theme::current().mutedText);
    } else {
        if (index.column() == DriftTableModel::Name) {
            QFont font = option.font;
            font.setWeight(QFont::Medium);
            painter->setFont(font);
        }
        paintCell(painter, option, index);
    }
    painter->restore();
}

DriftListDelegate::DriftListDelegate(int pillColumn, QObject* parent)
    : QStyledItemDelegate(parent), pillColumn_(pillColumn)
{
}

void DriftListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    painter->save();
    paintRowBackground(painter, option);
    if (index.column() == pillColumn_)
        paintPill(painter, cellRoom(option), index.data().toString(), toneOf(index), option.font);
    else
        paintCell(painter, option, index);
    painter->restore();
}

} // namespace binnacle
