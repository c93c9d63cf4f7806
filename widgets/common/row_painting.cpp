#include "widgets/common/row_painting.h"

#include "models/number_text.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QModelIndex>
#include <QPainter>
#include <QStyleOptionViewItem>

#include <algorithm>
#include <vector>

namespace binnacle {

namespace {
constexpr int sidePadding = 10, barHeight = 4, widestBar = 120;

// Where the pills lie for which there is room; the first is cut where it has none.
std::vector<QRect> pillPlaces(const QRect& room, const QStringList& pills, const QFont& font)
{
    std::vector<QRect> places;
    int left = room.left();
    for (qsizetype i = 0; i < pills.size(); ++i) {
        const int width = pillSize(pills[i], font).width();
        const QString rest = QStringLiteral("+%1").arg(pills.size() - i - 1);
        const bool last = i + 1 == pills.size();
        const int kept = last ? 0 : pillSize(rest, font).width() + spacing::xs;
        const int end = room.right() + 1 - kept;
        if (i > 0 && left + width > end)
            break;
        places.emplace_back(left, room.top(), std::min(width, std::max(end - left, 0)),
                            room.height());
        left += width + spacing::xs;
    }
    return places;
}

} // namespace

void paintRowBackground(QPainter* painter, const QStyleOptionViewItem& option)
{
    const Theme& theme = Theme::current();
    QColor fill = theme.surface;
    if (option.state.testFlag(QStyle::State_Selected))
        fill = theme.accentBackground;
    else if (option.state.testFlag(QStyle::State_MouseOver))
        fill = theme.dark ? theme.raised : theme.window;
    painter->fillRect(option.rect, fill);
    painter->setPen(theme.gridLine);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->setFont(option.font);
}

QRect cellRoom(const QStyleOptionViewItem& option)
{
    return option.rect.adjusted(sidePadding, 0, -sidePadding, -1);
}

void paintCellText(QPainter* painter, const QRect& room, const QString& text, const QColor& colour,
                   Qt::Alignment alignment)
{
    painter->setPen(colour);
    painter->drawText(
        room, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
        QFontMetrics(painter->font()).elidedText(text.simplified(), Qt::ElideRight, room.width()));
}

void paintCell(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const Theme& theme = Theme::current();
    const QString text = index.data().toString();
    const QColor colour = text == missingText() ? theme.mutedText : theme.text;
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    if (!alignment.testFlag(Qt::AlignRight)) {
        paintCellText(painter, cellRoom(option), text, colour);
        return;
    }
    painter->setPen(colour);
    paintTabular(painter, cellRoom(option), text, Qt::AlignRight);
}

void paintPills(QPainter* painter, const QRect& room, const QStringList& pills, const QFont& font)
{
    const auto places = pillPlaces(room, pills, font);
    for (std::size_t i = 0; i < places.size(); ++i)
        paintPill(painter, places[i], pills[static_cast<qsizetype>(i)], Tone::Accent, font);
    const auto left = pills.size() - static_cast<qsizetype>(places.size());
    if (left > 0 && !places.empty())
        paintCellText(painter,
                      room.adjusted(places.back().right() + spacing::xs - room.left(), 0, 0, 0),
                      QStringLiteral("+%1").arg(left), Theme::current().mutedText);
}

int pillAt(const QRect& room, const QStringList& pills, const QFont& font, int x)
{
    const auto places = pillPlaces(room, pills, font);
    const auto found = std::ranges::find_if(
        places, [x](const QRect& place) { return x >= place.left() && x <= place.right(); });
    return found == places.end() ? -1 : static_cast<int>(found - places.begin());
}

void paintShare(QPainter* painter, const QRect& room, double share)
{
    const Theme& theme = Theme::current();
    const int width = std::min(room.width(), widestBar);
    const QRectF bar(room.left(), room.center().y() - barHeight / 2.0 + 0.5, width, barHeight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.border);
    painter->drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    painter->setBrush(theme.accent);
    const qreal filled = std::clamp(share, 0.0, 1.0) * bar.width();
    if (filled > 0)
        painter->drawRoundedRect(
            QRectF(bar.topLeft(), QSizeF(std::max(filled, bar.height()), bar.height())),
            barHeight / 2.0, barHeight / 2.0);
    painter->restore();
}

} // namespace binnacle
