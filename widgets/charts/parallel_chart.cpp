#include "widgets/charts/parallel_chart.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int settleTime = 300; // ms

QPixmap emptyPicture(const QWidget& widget, const QColor& fill)
{
    QPixmap picture(widget.size() * widget.devicePixelRatioF());
    picture.setDevicePixelRatio(widget.devicePixelRatioF());
    picture.fill(fill);
    return picture;
}

void paintLegendBelow(QPainter& painter, const ParallelScene& scene, const QRectF& area,
                      const Theme& theme)
{
    const double height = legendHeight(scene.legend, area.width(), painter.font());
    if (height > 0)
        paintLegend(painter, scene.legend, area.adjusted(6, area.height() - height, 0, 0), theme);
}

} // namespace

ParallelChart::ParallelChart(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Parallel coordinates"));
    settle_.setSingleShot(true);
    settle_.setInterval(settleTime);
    connect(&settle_, &QTimer::timeout, this, [this] {
        if (drag_)
            settle_.start();
        else
            emit brushesSettled();
    });
}

void ParallelChart::setScene(ParallelScene scene)
{
    const auto same = [](const FigureAxis& a, const FigureAxis& b) {
        return a.kind == b.kind && a.categories == b.categories;
    };
    QHash<QString, AxisBrush> kept;
    for (const auto& axis : scene.axes) {
        const auto old = std::ranges::find(scene_.axes, axis.key, &ParallelScene::Axis::key);
        if (old != scene_.axes.end() && brushes_.contains(axis.key) &&
            same(old->figures, axis.figures))
            kept.insert(axis.key, brushes_.value(axis.key));
    }
    const bool changed = kept != brushes_;
    const QString current = current_ < scene_.axes.size() ? scene_.axes[current_].key : QString();
    brushes_ = std::move(kept);
    scene_ = std::move(scene);
    const auto place = std::ranges::find(scene_.axes, current, &ParallelScene::Axis::key);
    current_ =
        place == scene_.axes.end() ? 0 : static_cast<std::size_t>(place - scene_.axes.begin());
    passing_.assign(scene_.lines.size(), true);
    hovered_.reset();
    drag_.reset();
    invalidate();
    if (changed)
        emit brushesChanged();
}

void ParallelChart::setPassing(std::vector<bool> passing)
{
    if (passing == passing_ || passing.size() != scene_.lines.size())
        return;
    passing_ = std::move(passing);
    whole_ = {};
    update();
}

void ParallelChart::setHovered(std::optional<std::size_t> line)
{
    if (line == hovered_ || (line && *line >= scene_.lines.size()))
        return;
    hovered_ = line;
    update();
}

std::optional<AxisBrush> ParallelChart::brush(std::size_t axis) const
{
    const auto found = brushes_.constFind(scene_.axes[axis].key);
    return found == brushes_.constEnd() ? std::nullopt : std::optional(*found);
}

void ParallelChart::setBrush(std::size_t axis, std::optional<AxisBrush> brush)
{
    if (brush == this->brush(axis))
        return;
    if (brush)
        brushes_.insert(scene_.axes[axis].key, *brush);
    else
        brushes_.remove(scene_.axes[axis].key);
    settle_.start();
    update();
    emit brushesChanged();
}

void ParallelChart::clearBrushes()
{
    if (brushes_.isEmpty())
        return;
    brushes_.clear();
    settle_.start();
    update();
    emit brushesChanged();
}

void ParallelChart::setBrushes(const QHash<QString, AxisBrush>& brushes)
{
    QHash<QString, AxisBrush> known;
    for (const auto& axis : scene_.axes)
        if (const auto brush = brushes.constFind(axis.key); brush != brushes.constEnd())
            known.insert(axis.key, *brush);
    if (known == brushes_)
        return;
    brushes_ = std::move(known);
    update();
    emit brushesChanged();
}

std::optional<std::vector<bool>> ParallelChart::brushedLines() const
{
    std::vector<const FigureAxis*> axes;
    std::vector<std::optional<AxisBrush>> brushes;
    for (std::size_t i = 0; i < scene_.axes.size(); ++i) {
        axes.push_back(&scene_.axes[i].figures);
        brushes.push_back(brush(i));
    }
    return withinBrushes(axes, brushes, scene_.lines.size());
}

void ParallelChart::invalidate()
{
    geometry_.reset();
    pale_ = labels_ = whole_ = {};
    update();
}

const ParallelGeometry& ParallelChart::geometry() const
{
    if (!geometry_)
        geometry_ = parallelGeometry(scene_, rect(), chartFont(font()));
    return *geometry_;
}

void ParallelChart::ensurePictures()
{
    const Theme& theme = Theme::current();
    const auto& places = geometry();
    if (pale_.isNull()) {
        pale_ = emptyPicture(*this, theme.surface);
        QPainter painter(&pale_);
        painter.setFont(chartFont(font()));
        paintParallelLines(painter, scene_, places, std::vector<bool>(scene_.lines.size(), true),
                           true, theme);
        paintLegendBelow(painter, scene_, rect(), theme);
    }
    if (labels_.isNull()) {
        labels_ = emptyPicture(*this, Qt::transparent);
        QPainter painter(&labels_);
        painter.setFont(chartFont(font()));
        paintParallelAxes(painter, scene_, places, theme);
    }
    if (!whole_.isNull())
        return;
    whole_ = emptyPicture(*this, theme.surface);
    QPainter painter(&whole_);
    painter.drawPixmap(0, 0, pale_);
    paintParallelLines(painter, scene_, places, passing_, false, theme);
    painter.drawPixmap(0, 0, labels_);
}

void ParallelChart::paintBrushes(QPainter& painter, const ParallelGeometry& geometry) const
{
    for (std::size_t i = 0; i < scene_.axes.size(); ++i) {
        if (const auto own = brush(i)) {
            const double a = geometry.pixelAt(scene_.axes[i], own->from);
            const double b = geometry.pixelAt(scene_.axes[i], own->to);
            paintParallelBrush(painter, geometry, i, std::min(a, b), std::max(a, b),
                               Theme::current());
        }
    }
}

void ParallelChart::paintDrag(QPainter& painter) const
{
    if (!drag_ || !drag_->far || drag_->kind != Drag::Kind::Title)
        return;
    const Theme& theme = Theme::current();
    const auto& places = geometry();
    const double x = std::clamp(drag_->now.x(), places.x.front(), places.x.back());
    painter.setPen(QPen(theme.accent, 1));
    painter.drawLine(QPointF(x, places.plot.top()), QPointF(x, places.plot.bottom()));
    const QRectF title = places.titleRect(drag_->axis).translated(x - places.x[drag_->axis], 0);
    painter.fillRect(title, theme.accentBackground);
    painter.setPen(theme.accentText);
    painter.drawText(title, Qt::AlignCenter, scene_.axes[drag_->axis].title);
}

void ParallelChart::paintEvent(QPaintEvent*)
{
    if (scene_.axes.empty())
        return;
    ensurePictures();
    const Theme& theme = Theme::current();
    const auto& places = geometry();
    QPainter painter(this);
    painter.setFont(chartFont(font()));
    painter.drawPixmap(0, 0, whole_);
    paintBrushes(painter, places);
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        const QRectF title = places.titleRect(current_);
        const double half =
            std::min(painter.fontMetrics().horizontalAdvance(scene_.axes[current_].heading()) / 2.0,
                     title.width() / 2 - 4);
        painter.drawLine(QPointF(title.center().x() - half, title.bottom() + 1),
                         QPointF(title.center().x() + half, title.bottom() + 1));
    }
    if (hovered_ && !drag_) {
        paintParallelHover(painter, scene_, places, *hovered_, theme);
        if (boxOf_) {
            const auto middle = scene_.axes.size() / 2;
            const QPointF at = underMouse()
                                   ? QPointF(mapFromGlobal(QCursor::pos()))
                                   : QPointF(places.x[middle], places.at(middle, *hovered_));
            paintRunBox(painter, rect(), at, boxOf_(*hovered_), theme);
        }
    }
    paintDrag(painter);
}

void ParallelChart::paintInto(QPainter& painter, const QRectF& area) const
{
    if (scene_.axes.empty())
        return;
    painter.save();
    painter.setFont(chartFont(font()));
    const Theme& theme = Theme::current();
    const auto places = parallelGeometry(scene_, area, painter.font());
    auto rest = passing_;
    rest.flip();
    paintParallelLines(painter, scene_, places, rest, true, theme);
    paintParallelLines(painter, scene_, places, passing_, false, theme);
    paintParallelAxes(painter, scene_, places, theme);
    paintBrushes(painter, places);
    paintLegendBelow(painter, scene_, area, theme);
    painter.restore();
}

void ParallelChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    invalidate();
}

void ParallelChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
}

} // namespace binnacle
