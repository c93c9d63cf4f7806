#include "widgets/charts/box_picture.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double leastSlot = 44, widestBox = 48, widestViolin = 120, dotRadius = 3.5;

// Where the dot of the n-th run of a group stands beside the middle, in [-1, 1]: even and the same
// each time, by the golden ratio.
double spread(int index)
{
    const double turned = index * 0.6180339887498949;
    return 2 * (turned - std::floor(turned)) - 1;
}

} // namespace

BoxPicture::BoxPicture(BoxScene scene) : scene_(std::move(scene))
{
    frame_.y = scene_.y;
    frame_.yUnit = scene_.unit;
    for (std::size_t group = 0; group < scene_.groups.size(); ++group) {
        frame_.categories.push_back(scene_.groups[group].name);
        firstItem_.push_back(static_cast<int>(items_.size()));
        items_.push_back({group, -1});
        for (std::size_t point = 0; point < scene_.groups[group].points.size(); ++point)
            items_.push_back({group, static_cast<int>(point)});
    }
}

const BoxScene::Point* BoxPicture::point(int item) const
{
    if (item < 0 || item >= itemCount())
        return nullptr;
    const Item& found = items_[static_cast<std::size_t>(item)];
    return found.point < 0
               ? nullptr
               : &scene_.groups[found.group].points[static_cast<std::size_t>(found.point)];
}

int BoxPicture::itemOf(RunRowId run) const
{
    for (int item = 0; item < itemCount(); ++item)
        if (const auto* found = point(item); found && found->run == run)
            return item;
    return -1;
}

QStringList BoxPicture::itemText(int item) const
{
    const auto* run = point(item);
    return run ? run->text : scene_.groups[items_[static_cast<std::size_t>(item)].group].text;
}

QSizeF BoxPicture::leastSize(const QFont&) const
{
    return {leastSlot * static_cast<double>(scene_.groups.size()) + 60, 0};
}

QRectF BoxPicture::plot(const QRectF& area, const QFont& widgetFont) const
{
    return plotRect(frame_, area, chartFont(widgetFont));
}

double BoxPicture::y(double value, const QRectF& plot) const
{
    return plot.bottom() - std::clamp(scene_.y.position(value), -1.0, 2.0) * plot.height();
}

QRectF BoxPicture::slot(std::size_t group, const QRectF& plot) const
{
    const double width = plot.width() / std::max(1.0, static_cast<double>(scene_.groups.size()));
    return {plot.left() + static_cast<double>(group) * width, plot.top(), width, plot.height()};
}

QPointF BoxPicture::place(const Item& item, const QRectF& plot) const
{
    const QRectF room = slot(item.group, plot);
    const auto& run = scene_.groups[item.group].points[static_cast<std::size_t>(item.point)];
    const double half = std::min(room.width() * 0.6, widestBox) / 2 - dotRadius;
    const double aside = scene_.allPoints ? spread(item.point) * half : 0;
    return {room.center().x() + aside, y(run.value, plot)};
}

QRectF BoxPicture::itemRect(int item, const QRectF& area, const QFont& font) const
{
    const QRectF inner = plot(area, font);
    const Item& found = items_[static_cast<std::size_t>(item)];
    if (found.point >= 0) {
        const QPointF center = place(found, inner);
        return QRectF(center.x(), center.y(), 0, 0).adjusted(-5, -5, 5, 5);
    }
    const auto& group = scene_.groups[found.group];
    const QRectF room = slot(found.group, inner);
    const double half = std::min(room.width() * 0.6, widestBox) / 2 + 3;
    if (group.box.count == 0)
        return {room.center().x() - half, inner.bottom() - 8, 2 * half, 8};
    const double top = y(group.box.highWhisker, inner) - 3;
    const double bottom = y(group.box.lowWhisker, inner) + 3;
    return {room.center().x() - half, top, 2 * half, bottom - top};
}

int BoxPicture::itemAt(const QPointF& place, const QRectF& area, const QFont& font) const
{
    const QRectF inner = plot(area, font);
    if (!inner.adjusted(0, -4, 0, 24).contains(place))
        return -1;
    int nearest = -1;
    double distance = 8; // pixels
    for (int item = 0; item < itemCount(); ++item) {
        const auto* run = point(item);
        if (!run || !isShown(*run))
            continue;
        const QPointF away = this->place(items_[static_cast<std::size_t>(item)], inner) - place;
        const double own = std::hypot(away.x(), away.y());
        if (own < distance) {
            distance = own;
            nearest = item;
        }
    }
    if (nearest >= 0)
        return nearest;
    for (std::size_t group = 0; group < scene_.groups.size(); ++group)
        if (slot(group, inner).adjusted(0, -4, 0, 24).contains(place))
            return firstItem_[group];
    return -1;
}

int BoxPicture::neighbour(int item, Qt::Key arrow) const
{
    const auto& from = items_[static_cast<std::size_t>(item)];
    const auto& points = scene_.groups[from.group].points;
    if (arrow == Qt::Key_Up || arrow == Qt::Key_Down) {
        if (points.empty())
            return item;
        const int last = static_cast<int>(points.size()) - 1;
        int next = from.point + (arrow == Qt::Key_Up ? 1 : -1);
        if (from.point < 0) // from the group: to the smallest or the greatest
            next = arrow == Qt::Key_Up ? 0 : last;
        return firstItem_[from.group] + 1 + std::clamp(next, 0, last);
    }
    const int last = static_cast<int>(scene_.groups.size()) - 1;
    const int group = static_cast<int>(from.group) + (arrow == Qt::Key_Left ? -1 : 1);
    return firstItem_[static_cast<std::size_t>(std::clamp(group, 0, last))];
}

void BoxPicture::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    const QRectF inner = plot(area, painter.font());
    painter.setFont(chartFont(painter.font()));
    if (inner.width() >= 8 && inner.height() >= 8) {
        paintFrame(painter, frame_, inner, theme);
        painter.setRenderHint(QPainter::Antialiasing);
        for (std::size_t group = 0; group < scene_.groups.size(); ++group)
            paintGroup(painter, group, inner, theme);
    }
    painter.restore();
}

void BoxPicture::paintGroup(QPainter& painter, std::size_t index, const QRectF& plot,
                            const Theme& theme) const
{
    const auto& group = scene_.groups[index];
    if (group.box.count == 0)
        return;
    const QRectF room = slot(index, plot);
    if (scene_.violins)
        paintViolin(painter, group, room, plot, theme);
    if (scene_.boxes || group.density.empty())
        paintBox(painter, group, room, plot, theme);
    QColor fill = theme.series(group.slot);
    fill.setAlpha(scene_.allPoints ? 170 : 255);
    for (std::size_t i = 0; i < group.points.size(); ++i) {
        if (!isShown(group.points[i]))
            continue;
        painter.setPen(QPen(theme.surface, 1));
        painter.setBrush(fill);
        painter.drawEllipse(place({index, static_cast<int>(i)}, plot), dotRadius, dotRadius);
    }
}

void BoxPicture::paintViolin(QPainter& painter, const BoxScene::Group& group, const QRectF& slot,
                             const QRectF& plot, const Theme& theme) const
{
    double peak = 0;
    for (const double density : group.density)
        peak = std::max(peak, density);
    if (!(peak > 0) || !std::isfinite(peak))
        return;
    const double half = std::min(slot.width() * 0.84, widestViolin) / 2;
    const double middle = slot.center().x();
    QPolygonF outline;
    for (std::size_t i = 0; i < group.at.size(); ++i)
        outline << QPointF(middle + group.density[i] / peak * half, y(group.at[i], plot));
    for (std::size_t i = group.at.size(); i-- > 0;)
        outline << QPointF(middle - group.density[i] / peak * half, y(group.at[i], plot));
    QColor fill = theme.series(group.slot);
    painter.setPen(QPen(fill, 1.2));
    fill.setAlpha(scene_.boxes ? 50 : 90);
    painter.setBrush(fill);
    painter.drawPolygon(outline);
    if (scene_.boxes)
        return;
    const double at = y(group.box.median, plot);
    painter.setPen(QPen(theme.text, 2));
    painter.drawLine(QPointF(middle - half * 0.5, at), QPointF(middle + half * 0.5, at));
}

void BoxPicture::paintBox(QPainter& painter, const BoxScene::Group& group, const QRectF& slot,
                          const QRectF& plot, const Theme& theme) const
{
    const auto& box = group.box;
    const double share = scene_.violins ? 0.2 : 0.6;
    const double half = std::min(slot.width() * share, widestBox) / 2;
    const double middle = slot.center().x();
    const QColor color = theme.series(group.slot);
    painter.setPen(QPen(color, 1.4));
    const auto level = [&](double value, double reach) {
        const double at = y(value, plot);
        painter.drawLine(QPointF(middle - reach, at), QPointF(middle + reach, at));
    };
    painter.drawLine(QPointF(middle, y(box.highWhisker, plot)), QPointF(middle, y(box.q3, plot)));
    painter.drawLine(QPointF(middle, y(box.q1, plot)), QPointF(middle, y(box.lowWhisker, plot)));
    level(box.highWhisker, half * 0.5);
    level(box.lowWhisker, half * 0.5);
    QColor fill = color;
    fill.setAlpha(70);
    painter.setBrush(fill);
    const double top = y(box.q3, plot);
    painter.drawRect(QRectF(middle - half, top, 2 * half, std::max(y(box.q1, plot) - top, 1.0)));
    painter.setPen(QPen(theme.text, 2, Qt::SolidLine, Qt::FlatCap));
    level(box.median, half);
}

void BoxPicture::paintHighlight(QPainter& painter, int item, const QRectF& area,
                                const Theme& theme) const
{
    const Item& found = items_[static_cast<std::size_t>(item)];
    if (found.point < 0) {
        ItemPicture::paintHighlight(painter, item, area, theme);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.text, 1.6));
    painter.setBrush(theme.series(scene_.groups[found.group].slot));
    painter.drawEllipse(place(found, plot(area, painter.font())), dotRadius + 1, dotRadius + 1);
}

} // namespace binnacle
