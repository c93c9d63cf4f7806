#include "widgets/runs/run_cell_delegate.h"

#include "models/run_cell_text.h"
#include "widgets/common/icons.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace binnacle {

namespace {

constexpr int indent = 16;
constexpr int sidePadding = 10;

bool isStatus(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Attribute && column.name == "status";
}

// Names of places and times step back behind the figures.
bool isQuiet(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Attribute;
}

void paintText(QPainter* painter, const QRect& rect, const QString& text, Qt::Alignment alignment)
{
    const QFontMetrics metrics(painter->font());
    const bool fits = metrics.horizontalAdvance(text) <= rect.width();
    painter->drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                      fits ? text : metrics.elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

RunCellDelegate::RunCellDelegate(const RunTableModel* model, const RunColors* colors,
                                 QObject* parent)
    : QStyledItemDelegate(parent), model_(model), colors_(colors)
{
}

QRect RunCellDelegate::chevronRect(const QRect& cell, int level) const
{
    return {cell.left() + dotWidth + level * indent, cell.top(), 16, cell.height()};
}

QColor RunCellDelegate::runColour(RunRowId run, const QColor& otherwise) const
{
    const int slot = colors_->known(run);
    return slot < 0 ? otherwise : Theme::current().series(slot);
}

void RunCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Cell cell{painter,        option.rect.adjusted(0, 0, 0, -1),
                    option.font,    index.row(),
                    index.column(), option.state.testFlag(QStyle::State_Selected)};
    painter->save();
    painter->setFont(option.font);
    paintBackground(cell);
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(cell.column)];
    if (model_->isGroup(cell.row))
        paintGroup(cell);
    else if (isNameColumn(spec))
        paintName(cell);
    else if (spec.show == ColumnSpec::Show::Sparkline)
        paintSparkline(cell);
    else if (!model_->cell(cell.row, cell.column))
        paintPlaceholder(cell);
    else if (isStatus(spec.column))
        paintState(cell);
    else
        paintValue(cell);
    painter->restore();
}

void RunCellDelegate::paintBackground(const Cell& cell) const
{
    const Theme& theme = Theme::current();
    const QRect whole = cell.rect.adjusted(0, 0, 0, 1);
    QColor fill = theme.surface;
    if (cell.selected)
        fill = theme.accentBackground;
    else if (cell.row == hovered_ || model_->isGroup(cell.row))
        fill = theme.dark ? theme.raised : theme.window;
    cell.painter->fillRect(whole, fill);
    cell.painter->setPen(theme.gridLine);
    cell.painter->drawLine(whole.bottomLeft(), whole.bottomRight());
}

void RunCellDelegate::paintName(const Cell& cell) const
{
    const Theme& theme = Theme::current();
    const RunRowId run = model_->lineId(cell.row);
    const RunLines::Shape shape = model_->shape(cell.row);
    QPainter& painter = *cell.painter;

    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(cell.rect.left() + 15, cell.rect.center().y() + 0.5);
    if (cell.selected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(runColour(run, theme.accent));
        painter.drawEllipse(centre, 4, 4);
    } else {
        painter.setPen(QPen(cell.row == hovered_ ? theme.faintText : theme.border, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, 3.5, 3.5);
    }
    int left = cell.rect.left() + dotWidth + (outline_ ? shape.level * indent + 20 : 8);
    if (shape.expandable)
        icon(shape.expanded ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"))
            .paint(&painter, chevronRect(cell.rect, shape.level).adjusted(0, 6, 0, -6));

    const RunRowHead* head = model_->head(cell.row);
    if (!head) {
        paintPlaceholder(cell);
        return;
    }
    int right = cell.rect.right() - 8;
    const auto mark = [&](const char16_t* name, const QColor& colour) {
        icon(QString::fromUtf16(name), colour)
            .paint(&painter, right - 14, cell.rect.top() + (cell.rect.height() - 14) / 2, 14, 14);
        right -= 20;
    };
    if (model_->isPinned(run))
        mark(u"pin", theme.mutedText);
    if (head->pending)
        mark(u"clock", theme.warning);
    QFont font = cell.font;
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.setPen(theme.text);
    QString text = QString::fromStdString(head->name.empty() ? head->runId : head->name);
    const QRect room(left, cell.rect.top(), right - left, cell.rect.height());
    paintText(&painter, room, text, Qt::AlignLeft);
    if (const auto children = model_->childCount(cell.row); children > 0) {
        const int used = QFontMetrics(font).horizontalAdvance(text) + 8;
        painter.setFont(cell.font);
        painter.setPen(theme.mutedText);
        if (used < room.width() - 20)
            paintText(&painter, room.adjusted(used, 0, 0, 0), countText(children), Qt::AlignLeft);
    }
}

void RunCellDelegate::paintGroup(const Cell& cell) const
{
    const Theme& theme = Theme::current();
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(cell.column)];
    QPainter& painter = *cell.painter;
    if (!isNameColumn(spec)) {
        painter.setPen(theme.mutedText);
        paintTabular(&painter, cell.rect.adjusted(sidePadding, 0, -sidePadding, 0),
                     model_->groupText(cell.row, cell.column));
        return;
    }
    const GroupFacts* facts = model_->group(cell.row);
    if (!facts)
        return;
    const bool open = model_->shape(cell.row).expanded;
    icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"))
        .paint(&painter, cell.rect.left() + 8, cell.rect.top() + (cell.rect.height() - 16) / 2, 16,
               16);
    QFont font = cell.font;
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(facts->missing ? theme.mutedText : theme.text);
    const QString text = facts->missing ? tr("No value") : facts->value.simplified();
    QString count = countText(facts->runs);
    const int countWidth = QFontMetrics(cell.font).horizontalAdvance(count) + 8;
    QRect room = cell.rect.adjusted(dotWidth, 0, -sidePadding - countWidth, 0);
    paintText(&painter, room, text, Qt::AlignLeft);
    painter.setFont(cell.font);
    painter.setPen(theme.mutedText);
    room.setLeft(room.left() + qMin(room.width(), QFontMetrics(font).horizontalAdvance(text)) + 8);
    room.setRight(cell.rect.right() - sidePadding);
    paintText(&painter, room, count, Qt::AlignLeft);
}

void RunCellDelegate::paintState(const Cell& cell) const
{
    const RunRowHead* head = model_->head(cell.row);
    if (!head)
        return;
    const auto status = static_cast<RunStatus>(head->status);
    const QRect room = cell.rect.adjusted(sidePadding, 0, -4, 0);
    const bool unknown = !isTerminal(status) && stale_.contains(head->source);
    if (unknown)
        paintPill(cell.painter, room, tr("Unknown"), Tone::Neutral, cell.font);
    else
        paintPill(cell.painter, room, statusText(status), statusTone(status), cell.font);
}

void RunCellDelegate::paintSparkline(const Cell& cell) const
{
    const SharedSparkline line = model_->sparkline(cell.row, cell.column);
    if (!line || line->parts.empty())
        return;
    const Theme& theme = Theme::current();
    const QRectF room = QRectF(cell.rect).adjusted(sidePadding, 6, -sidePadding, -5);
    QPainter& painter = *cell.painter;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QColor quiet = theme.dark ? theme.mutedText : theme.faintText;
    painter.setPen(QPen(runColour(model_->lineId(cell.row), quiet), 1));
    for (const auto& part : line->parts) {
        QPolygonF points;
        points.reserve(part.size());
        for (const QPointF& point : part)
            points << QPointF(room.left() + point.x() * room.width(),
                              room.bottom() - point.y() * room.height());
        if (points.size() == 1)
            painter.drawEllipse(points.front(), 1.2, 1.2);
        else
            painter.drawPolyline(points);
    }
}

void RunCellDelegate::paintValue(const Cell& cell) const
{
    const Theme& theme = Theme::current();
    const RunColumn& column = model_->columns()[static_cast<std::size_t>(cell.column)].column;
    const RunCell& value = *model_->cell(cell.row, cell.column);
    const QString text = cellText(column, value, model_->format(cell.column));
    const bool missing = value.state == RunCell::State::Missing;
    const bool figures = model_->isFigureColumn(cell.column);
    QPainter& painter = *cell.painter;
    QRect room = cell.rect.adjusted(sidePadding, 0, -sidePadding, 0);
    painter.setPen(missing || isQuiet(column) ? theme.mutedText : theme.text);
    if (!missing && model_->isBest(cell.row, cell.column)) {
        QFont font = cell.font;
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(theme.good);
    }
    const RunRowHead* head = model_->head(cell.row);
    if (column.kind == RunColumn::Kind::Attribute && column.name == "source" && head &&
        stale_.contains(head->source)) {
        icon(QStringLiteral("cloud-off"), theme.mutedText)
            .paint(&painter, room.right() - 13, room.top() + (room.height() - 14) / 2, 14, 14);
        room.setRight(room.right() - 18);
    }
    if (figures)
        paintTabular(&painter, room, text, Qt::AlignRight);
    else
        paintText(&painter, room, text, Qt::AlignLeft);
}

void RunCellDelegate::paintPlaceholder(const Cell& cell) const
{
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(cell.column)];
    const bool name = isNameColumn(spec);
    const int width = qMin(cell.rect.width() - 2 * sidePadding, name ? 120 : 44);
    QRect bar(0, cell.rect.top() + cell.rect.height() / 2 - 4, width, 8);
    if (model_->isFigureColumn(cell.column))
        bar.moveRight(cell.rect.right() - sidePadding);
    else
        bar.moveLeft(cell.rect.left() + (name ? dotWidth + 8 : sidePadding));
    cell.painter->setRenderHint(QPainter::Antialiasing);
    cell.painter->setPen(Qt::NoPen);
    cell.painter->setBrush(Theme::current().gridLine);
    cell.painter->drawRoundedRect(bar, 4, 4);
}

QString RunCellDelegate::displayText(const QVariant& value, const QLocale&) const
{
    return value.toString();
}

bool RunCellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid() || model_->isGroup(index.row()))
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const ColumnSpec& spec = model_->columns()[static_cast<std::size_t>(index.column())];
    const RunRowHead* head = model_->head(index.row());
    QString text = index.data(Qt::ToolTipRole).toString();
    if (head && isNameColumn(spec)) {
        text = QString::fromStdString(head->name + "\n" + head->runId);
        if (head->pending)
            text += QStringLiteral("\n") + tr("Edits of this run wait for its source.");
    } else if (head && stale_.contains(head->source)) {
        const bool ended = isTerminal(static_cast<RunStatus>(head->status));
        text += QStringLiteral("\n") + (isStatus(spec.column) && !ended
                                            ? tr("Had not ended when its source was last in reach.")
                                            : tr("Its source is out of reach: as last mirrored."));
    }
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

} // namespace binnacle
