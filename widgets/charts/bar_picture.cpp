#include "widgets/charts/bar_picture.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/charts/diverging_scale.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double leastRow = 22, tallestRow = 30, captionHeight = 24, columnGap = 12, dot = 8;
constexpr int paleAlpha = 70;

} // namespace

AxisRange barRange(const std::vector<BarScene::Row>& rows)
{
    AxisRange range{0, 0, false};
    for (const auto& row : rows) {
        for (const double end : {row.value, row.low, row.high}) {
            if (!std::isfinite(end))
                continue;
            range.from = std::min(range.from, end);
            range.to = std::max(range.to, end);
        }
    }
    if (range.from == range.to)
        range.to = 1;
    return range;
}

int BarPicture::itemOf(RunRowId run) const
{
    const auto found = std::ranges::find(scene_.rows, std::optional(run), &BarScene::Row::run);
    return found == scene_.rows.end() ? -1 : static_cast<int>(found - scene_.rows.begin());
}

QStringList BarPicture::itemText(int item) const
{
    return scene_.rows[static_cast<std::size_t>(item)].text;
}

QSizeF BarPicture::leastSize(const QFont&) const
{
    return {0, leastRow * static_cast<double>(scene_.rows.size()) + 4 + captionRoom()};
}

double BarPicture::captionRoom() const
{
    return scene_.caption.isEmpty() ? 0 : captionHeight;
}

double BarPicture::rowHeight(const QRectF& area) const
{
    const auto count = std::max(1.0, static_cast<double>(scene_.rows.size()));
    return std::min(tallestRow, (area.height() - 4 - captionRoom()) / count);
}

BarPicture::Columns BarPicture::columns(const QRectF& area, const QFont& font) const
{
    const QFontMetricsF metrics(font);
    Columns columns;
    bool dots = false;
    for (const auto& row : scene_.rows) {
        columns.names = std::max(columns.names, metrics.horizontalAdvance(row.name));
        dots = dots || row.slot.has_value();
        if (!row.words)
            columns.figures = std::max(columns.figures, tabularWidth(row.figure, font));
    }
    const double before = dots ? dot + 8 : 0;
    columns.names = std::ceil(std::min(columns.names + 2, area.width() * 0.36)) + before;
    columns.figures = std::ceil(std::min(columns.figures, area.width() * 0.3));
    columns.bars = area.adjusted(columns.names + columnGap, 0, -columns.figures - columnGap - 2, 0);
    return columns;
}

QRectF BarPicture::itemRect(int item, const QRectF& area, const QFont&) const
{
    const double height = rowHeight(area);
    return {area.left(), area.top() + 2 + item * height, area.width(), height};
}

QRectF BarPicture::barRect(const BarScene::Row& row, const QRectF& bars, const QRectF& line) const
{
    const double zero = bars.left() + scene_.x.position(0) * bars.width();
    const double end = bars.left() + scene_.x.position(row.value) * bars.width();
    const double height = std::clamp(line.height() * 0.5, 1.0, 12.0);
    return QRectF(std::min(zero, end), line.center().y() - height / 2,
                  std::max(std::abs(end - zero), 1.0), height);
}

void BarPicture::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    const Columns places = columns(area, painter.font());
    const double height = rowHeight(area);
    const double written = QFontMetricsF(painter.font()).height();
    // In a small picture of many runs every n-th is named.
    const int every = std::max(1, static_cast<int>(std::ceil(written / height)));
    const QRectF clip =
        painter.hasClipping() ? painter.clipBoundingRect() : area.adjusted(0, -1, 0, 1);
    for (int item = 0; item < itemCount(); ++item) {
        const QRectF line = itemRect(item, area, painter.font());
        if (line.bottom() < clip.top() || line.top() > clip.bottom())
            continue;
        paintRow(painter, scene_.rows[static_cast<std::size_t>(item)], line, places,
                 item % every == 0, theme);
    }
    const double zero =
        std::round(places.bars.left() + scene_.x.position(0) * places.bars.width()) - 0.5;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(theme.border);
    painter.drawLine(QPointF(zero, area.top() + 2),
                     QPointF(zero, area.top() + 2 + height * itemCount()));
    if (!scene_.caption.isEmpty()) {
        painter.setFont(chartFont(painter.font()));
        painter.setPen(theme.mutedText);
        const QRectF line(area.left(), area.bottom() - captionHeight, area.width(), captionHeight);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(scene_.caption, Qt::ElideRight, line.width()));
    }
    painter.restore();
}

void BarPicture::paintRow(QPainter& painter, const BarScene::Row& row, const QRectF& line,
                          const Columns& places, bool named, const Theme& theme) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    QColor color = row.slot ? theme.series(*row.slot) : signColor(theme, row.value < 0);
    if (row.pale)
        color.setAlpha(paleAlpha);
    QRectF name(line.left(), line.top(), places.names, line.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (row.slot) {
        if (named)
            painter.drawEllipse(QRectF(name.left(), name.center().y() - dot / 2, dot, dot));
        name.adjust(dot + 8, 0, 0, 0);
    }
    if (std::isfinite(row.value)) {
        const QRectF bar = barRect(row, places.bars, line);
        const double radius = std::min({bar.height() / 2, bar.width() / 2, 3.0});
        painter.drawRoundedRect(bar, radius, radius);
        paintError(painter, row, line, places.bars, theme);
    }
    if (!named)
        return;
    const QFontMetricsF metrics(painter.font());
    // Centred lines may stand taller than the row in a small picture.
    const double air = std::max(0.0, (metrics.height() - line.height()) / 2);
    painter.setPen(row.pale ? theme.faintText : theme.text);
    painter.drawText(name.adjusted(0, -air, 0, air), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.name, Qt::ElideMiddle, name.width()));
    painter.setPen(row.words || row.pale ? theme.mutedText : theme.text);
    if (row.words) {
        const QRectF rest(places.bars.left(), line.top() - air, line.right() - places.bars.left(),
                          line.height() + 2 * air);
        painter.drawText(rest.adjusted(4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(row.figure, Qt::ElideRight, rest.width() - 4));
        return;
    }
    const QRectF figure(line.right() - places.figures - 2, line.top() - air, places.figures,
                        line.height() + 2 * air);
    paintTabular(&painter, figure, row.figure);
}

void BarPicture::paintError(QPainter& painter, const BarScene::Row& row, const QRectF& line,
                            const QRectF& bars, const Theme& theme) const
{
    if (!std::isfinite(row.low) || !std::isfinite(row.high))
        return;
    const double low = bars.left() + scene_.x.position(row.low) * bars.width();
    const double high = bars.left() + scene_.x.position(row.high) * bars.width();
    const double y = line.center().y(), cap = std::min(line.height() * 0.22, 5.0);
    painter.setPen(QPen(theme.text, 1.4));
    painter.drawLine(QPointF(low, y), QPointF(high, y));
    painter.drawLine(QPointF(low, y - cap), QPointF(low, y + cap));
    painter.drawLine(QPointF(high, y - cap), QPointF(high, y + cap));
    painter.setPen(Qt::NoPen);
}

void BarPicture::paintHighlight(QPainter& painter, int item, const QRectF& area,
                                const Theme& theme) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    QColor wash = theme.accent;
    wash.setAlpha(30);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(wash);
    painter.drawRoundedRect(itemRect(item, area, painter.font()).adjusted(0.5, 0.5, -0.5, -0.5), 4,
                            4);
}

} // namespace binnacle
