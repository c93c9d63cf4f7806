#include "widgets/charts/lines_picture.h"

#include "services/async/in_parallel.h"
#include "widgets/charts/line_strokes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// Marks and wide pens at the edge of the plot need a little room.
constexpr double margin = 4;

QImage layer(const LinesPicture::Wanted& wanted, std::size_t first, std::size_t last)
{
    const QSizeF logical(wanted.plot.width() + 2 * margin, wanted.plot.height() + 2 * margin);
    QImage image((logical * wanted.pixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(wanted.pixelRatio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintLines(painter, wanted.scene, first, last, QRectF(QPointF(margin, margin), wanted.plot),
               *wanted.theme);
    return image;
}

} // namespace

LinesPicture::Picture LinesPicture::painted(const Wanted& asked)
{
    Wanted wanted = asked;
    if (!wanted.fixedY)
        wanted.scene.y = sceneValues(wanted.scene, wanted.logY, wanted.ignoreOutliers);
    // Pale lines lie behind all others, also where the lines are painted in parts.
    std::ranges::stable_partition(wanted.scene.lines, &ChartScene::Line::pale);
    const std::size_t lines = wanted.scene.lines.size();
    const std::size_t parts = std::max<std::size_t>(1, std::min(lines, parallelThreads()));
    std::vector<QImage> layers(parts);
    inParallel(parts, [&](std::size_t part) {
        layers[part] = layer(wanted, part * lines / parts, (part + 1) * lines / parts);
    });
    for (std::size_t part = 1; part < parts; ++part) {
        QPainter painter(&layers.front());
        painter.drawImage(QPointF(0, 0), layers[part]);
    }
    return {std::move(layers.front()), wanted.plot, wanted.scene.x, wanted.scene.y};
}

void LinesPicture::ask(QThreadPool& pool, Wanted wanted)
{
    if (busy_)
        next_ = std::move(wanted);
    else
        start(pool, std::move(wanted));
}

void LinesPicture::forget()
{
    slot_.cancel();
    shown_ = {};
    next_.reset();
    busy_ = false;
}

void LinesPicture::start(QThreadPool& pool, Wanted wanted)
{
    busy_ = true;
    slot_.run(
        &pool, this,
        [wanted = std::move(wanted)](const std::stop_token&) { return painted(wanted); },
        [this, &pool](Picture picture) {
            shown_ = std::move(picture);
            busy_ = false;
            if (next_) {
                Wanted next = std::move(*next_);
                next_.reset();
                start(pool, std::move(next));
            }
            emit ready();
        });
}

std::optional<AxisRange> LinesPicture::y() const
{
    return shown_.image.isNull() ? std::nullopt : std::optional(shown_.y);
}

void LinesPicture::paint(QPainter& painter, const QRectF& plot, const AxisRange& x,
                         const AxisRange& y) const
{
    if (shown_.image.isNull() || x.log != shown_.x.log || y.log != shown_.y.log)
        return;
    if (x == shown_.x && y == shown_.y && plot.size() == shown_.plot) {
        painter.drawImage(plot.topLeft() - QPointF(margin, margin), shown_.image);
        return;
    }
    // What of the old picture lies in the axes of now, in its own pixels.
    const double left = shown_.x.position(x.from), right = shown_.x.position(x.to);
    const double top = 1 - shown_.y.position(y.to), foot = 1 - shown_.y.position(y.from);
    const QRectF seen(left, top, right - left, foot - top); // 0 to 1: all of the old picture
    const QRectF part = seen.intersected(QRectF(0, 0, 1, 1));
    if (part.isEmpty() || !std::isfinite(seen.width()) || !std::isfinite(seen.height()))
        return;
    const auto target = [&](double share, double from, double width, double start, double size) {
        return start + (share - from) / width * size;
    };
    const QRectF to(QPointF(target(part.left(), left, seen.width(), plot.left(), plot.width()),
                            target(part.top(), top, seen.height(), plot.top(), plot.height())),
                    QPointF(target(part.right(), left, seen.width(), plot.left(), plot.width()),
                            target(part.bottom(), top, seen.height(), plot.top(), plot.height())));
    const double ratio = shown_.image.devicePixelRatio();
    const QRectF from((margin + part.left() * shown_.plot.width()) * ratio,
                      (margin + part.top() * shown_.plot.height()) * ratio,
                      part.width() * shown_.plot.width() * ratio,
                      part.height() * shown_.plot.height() * ratio);
    painter.drawImage(to, shown_.image, from);
}

} // namespace binnacle
