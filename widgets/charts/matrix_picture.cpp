#include "widgets/charts/matrix_picture.h"

#include "models/number_text.h"
#include "widgets/charts/chart_scene.h"
#include "widgets/charts/diverging_scale.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double nameGap = 6, scaleWidth = 10, scaleRoom = 48, leastCell = 14;
constexpr double roomForFigure = 34; // pixels of a cell

// From +1 at the top to -1.
void paintScale(QPainter& painter, const QRectF& cells, const Theme& theme)
{
    const double height = std::min(cells.height(), 160.0);
    const QRectF bar(cells.right() + 14, cells.top(), scaleWidth, height);
    const int steps = static_cast<int>(bar.height());
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < steps; ++i) {
        painter.setBrush(divergingColor(theme, 1 - 2.0 * i / std::max(1, steps - 1)));
        painter.drawRect(QRectF(bar.left(), bar.top() + i, bar.width(), 1));
    }
    painter.setPen(theme.mutedText);
    const double x = bar.right() + 4;
    for (const auto& [share, label] :
         {std::pair(0.0, QStringLiteral("1")), std::pair(0.5, QStringLiteral("0")),
          std::pair(1.0, QStringLiteral("\u22121"))})
        painter.drawText(QRectF(x, bar.top() + share * height - 8, 20, 16),
                         Qt::AlignLeft | Qt::AlignVCenter, label);
}

} // namespace

std::pair<int, int> MatrixPicture::rowAndColumn(int item) const
{
    return {item / std::max(1, size()), item % std::max(1, size())};
}

QStringList MatrixPicture::itemText(int item) const
{
    return scene_.cells[static_cast<std::size_t>(item)].text;
}

QSizeF MatrixPicture::leastSize(const QFont&) const
{
    return {leastCell * size() + 160, leastCell * size() + 70};
}

MatrixPicture::Places MatrixPicture::places(const QRectF& area, const QFont& font) const
{
    const QFontMetricsF metrics(font);
    double widest = 0;
    for (const QString& name : scene_.names)
        widest = std::max(widest, metrics.horizontalAdvance(name));
    Places places;
    const double beside = std::ceil(std::min(widest, area.width() * 0.28)) + nameGap;
    const double cell = (area.width() - beside - scaleRoom) / std::max(1, size());
    places.upright = widest > cell - 4;
    const double above = places.upright ? std::min(widest, area.height() * 0.28) + nameGap
                                        : metrics.height() + nameGap;
    places.cells = area.adjusted(beside, std::ceil(above), -scaleRoom, -4);
    return places;
}

QRectF MatrixPicture::cellRect(int row, int column, const QRectF& cells) const
{
    const double width = cells.width() / std::max(1, size());
    const double height = cells.height() / std::max(1, size());
    return {cells.left() + column * width, cells.top() + row * height, width, height};
}

QRectF MatrixPicture::itemRect(int item, const QRectF& area, const QFont& font) const
{
    const auto [row, column] = rowAndColumn(item);
    return cellRect(row, column, places(area, chartFont(font)).cells);
}

int MatrixPicture::itemAt(const QPointF& place, const QRectF& area, const QFont& font) const
{
    const QRectF cells = places(area, chartFont(font)).cells;
    if (!cells.contains(place) || size() == 0)
        return -1;
    const auto part = [this](double share) {
        return std::clamp(static_cast<int>(share * size()), 0, size() - 1);
    };
    return part((place.y() - cells.top()) / cells.height()) * size() +
           part((place.x() - cells.left()) / cells.width());
}

int MatrixPicture::neighbour(int item, Qt::Key arrow) const
{
    auto [row, column] = rowAndColumn(item);
    row += arrow == Qt::Key_Up ? -1 : arrow == Qt::Key_Down ? 1 : 0;
    column += arrow == Qt::Key_Left ? -1 : arrow == Qt::Key_Right ? 1 : 0;
    return std::clamp(row, 0, size() - 1) * size() + std::clamp(column, 0, size() - 1);
}

void MatrixPicture::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setFont(chartFont(painter.font()));
    const Places where = places(area, painter.font());
    if (size() > 0 && where.cells.width() > 8 && where.cells.height() > 8) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintCells(painter, where.cells, theme);
        paintScale(painter, where.cells, theme);
        painter.setRenderHint(QPainter::TextAntialiasing);
        painter.setPen(theme.text);
        paintNames(painter, where, area, theme);
    }
    painter.restore();
}

void MatrixPicture::paintCells(QPainter& painter, const QRectF& cells, const Theme& theme) const
{
    const QFontMetricsF metrics(painter.font());
    for (int item = 0; item < itemCount(); ++item) {
        const auto [row, column] = rowAndColumn(item);
        const QRectF rect = cellRect(row, column, cells);
        const double value = scene_.cells[static_cast<std::size_t>(item)].value;
        painter.setPen(QPen(theme.surface, 1));
        painter.setBrush(divergingColor(theme, value));
        painter.drawRect(rect);
        if (rect.width() < roomForFigure || rect.height() < metrics.height())
            continue;
        const bool missing = std::isnan(value);
        painter.setPen(missing ? theme.mutedText : theme.text);
        painter.drawText(rect, Qt::AlignCenter,
                         missing ? missingText()
                                 : numberText(value, {NumberFormat::Style::Fixed, 2}));
    }
}

void MatrixPicture::paintNames(QPainter& painter, const Places& where, const QRectF& area,
                               const Theme& theme) const
{
    const QFontMetricsF metrics(painter.font());
    painter.setPen(theme.text);
    // Where the cells are lower than a line, every n-th is named.
    const auto every = [&](double extent) {
        return std::max(1, static_cast<int>(std::ceil(metrics.height() * size() / extent)));
    };
    const int rowEvery = every(where.cells.height());
    const int columnEvery = where.upright ? every(where.cells.width()) : 1;
    for (int i = 0; i < size(); ++i) {
        const QString& name = scene_.names[static_cast<std::size_t>(i)];
        if (i % rowEvery == 0) {
            const QRectF cell = cellRect(i, 0, where.cells);
            const QRectF rect(area.left(), cell.center().y() - 10,
                              cell.left() - area.left() - nameGap, 20);
            painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(name, Qt::ElideMiddle, rect.width()));
        }
        if (i % columnEvery != 0)
            continue;
        const QRectF cell = cellRect(0, i, where.cells);
        const double room = cell.top() - area.top() - nameGap;
        painter.save();
        if (where.upright) {
            painter.translate(cell.center().x(), cell.top() - nameGap);
            painter.rotate(-90);
            painter.drawText(QRectF(0, -10, room, 20), Qt::AlignLeft | Qt::AlignVCenter,
                             metrics.elidedText(name, Qt::ElideMiddle, room));
        } else {
            painter.drawText(QRectF(cell.left(), area.top(), cell.width(), room),
                             Qt::AlignHCenter | Qt::AlignBottom, name);
        }
        painter.restore();
    }
}

} // namespace binnacle
