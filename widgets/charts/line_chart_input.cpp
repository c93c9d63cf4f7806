#include "widgets/charts/chart_zoom.h"
#include "widgets/charts/line_chart.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>

#include <algorithm>
#include <cmath>

// What the hand does with a LineChart.

namespace binnacle {

namespace {

constexpr double zoomStep = 1.25, panStep = 0.15;
constexpr double pointReach = 10;  // pixels from a line that is still meant
constexpr double rubberLeast = 10; // pixels: what is thinner chooses the other axis alone

// Value axes have no end to stop at.
AxisRange shifted(const AxisRange& range, double from, double to)
{
    return {range.value(from), range.value(to), range.log};
}

bool usable(const AxisRange& range)
{
    return std::isfinite(range.from) && std::isfinite(range.to) && range.from < range.to &&
           (!range.log || range.from > 0) && range.to - range.from > std::abs(range.to) * 1e-13;
}

} // namespace

double LineChart::xAt(double pixel) const
{
    const QRectF plot = plotRect();
    return scene().x.value((pixel - plot.left()) / std::max(plot.width(), 1.0));
}

void LineChart::setWindow(std::optional<AxisRange> window)
{
    model_->setWindow(window);
    emit windowEdited();
}

void LineChart::setValueWindow(std::optional<AxisRange> window)
{
    if (window && !usable(*window))
        return;
    valueWindow_ = window;
    invalidate();
}

void LineChart::zoom(double factor, double anchor)
{
    setWindow(zoomed(model_->window(), model_->fullRange(), factor, anchor, model_->narrowest()));
}

// `place`: 0 at the foot of the plot, 1 at its top, keeps its value.
void LineChart::zoomValues(double factor, double place)
{
    setValueWindow(shifted(scene().y, place - place * factor, place + (1 - place) * factor));
}

void LineChart::pan(double share, double valueShare)
{
    if (valueWindow_ && valueShare != 0)
        setValueWindow(shifted(*valueWindow_, valueShare, 1 + valueShare));
    if (model_->zoomed() && share != 0)
        setWindow(panned(model_->window(), model_->fullRange(), share));
}

void LineChart::reset()
{
    setValueWindow(std::nullopt);
    setWindow(std::nullopt);
}

void LineChart::cutRubber()
{
    const QRectF plot = plotRect();
    // Shares of the plot. A band without height is no rectangle to Qt: each axis on its own.
    const auto [from, to] = *rubber_;
    rubber_.reset();
    update();
    const auto x = [&](const QPointF& at) { return (at.x() - plot.left()) / plot.width(); };
    const auto y = [&](const QPointF& at) {
        return std::clamp((plot.bottom() - at.y()) / plot.height(), 0.0, 1.0);
    };
    const bool wide = std::abs(to.x() - from.x()) >= rubberLeast;
    const bool high = std::abs(to.y() - from.y()) >= rubberLeast;
    if (high)
        setValueWindow(shifted(scene().y, std::min(y(from), y(to)), std::max(y(from), y(to))));
    if (wide)
        setWindow(
            cutOut(model_->window(), model_->fullRange(), x(from), x(to), model_->narrowest()));
}

void LineChart::setHoverX(std::optional<double> x)
{
    if (x == hover_)
        return;
    hover_ = x;
    update();
}

void LineChart::moveHover(std::optional<double> x)
{
    if (x == hover_)
        return;
    setHoverX(x);
    emit hoverChanged();
}

void LineChart::point(QPointF position)
{
    const QRectF plot = plotRect();
    const bool inside = plot.adjusted(-4, 0, 4, 0).contains(position);
    moveHover(inside ? nearestX(*model_, xAt(position.x())) : std::nullopt);
    const auto near =
        inside ? seriesNear(*model_, scene().y, plot.size(), position - plot.topLeft(), pointReach)
               : std::nullopt;
    if (near == pointed_)
        return;
    pointed_ = near;
    emit seriesPointed(near);
}

// The place under the mouse stays where it is.
void LineChart::zoomAt(const QPointF& at, double factor, bool values)
{
    const QRectF plot = plotRect();
    if (values)
        zoomValues(factor, 1 - (at.y() - plot.top()) / std::max(plot.height(), 1.0));
    else
        zoom(factor, xAt(at.x()));
}

bool LineChart::event(QEvent* event)
{
    if (event->type() != QEvent::NativeGesture || !ready())
        return QWidget::event(event);
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() != Qt::ZoomNativeGesture)
        return QWidget::event(event);
    zoomAt(gesture->position(), 1 / std::max(1 + gesture->value(), 0.1),
           gesture->modifiers().testFlag(Qt::ShiftModifier));
    return true;
}

void LineChart::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    const auto keys = event->modifiers();
    const bool sideways = std::abs(turned.x()) > std::abs(turned.y());
    event->ignore(); // the page scrolls
    if (!ready())
        return;
    if (keys.testFlag(Qt::ControlModifier) && turned.y() != 0)
        zoomAt(event->position(), std::pow(zoomStep, -turned.y() / 120.0),
               keys.testFlag(Qt::ShiftModifier));
    else if (sideways && model_->zoomed())
        pan(-panStep * turned.x() / 120.0, 0);
    else
        return;
    event->accept();
}

void LineChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !ready())
        return;
    const bool free = model_->zoomed() || valueWindow_;
    if (!free || event->modifiers().testFlag(Qt::ShiftModifier))
        rubber_ = {event->position(), event->position()};
    else
        drag_ = event->position();
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    if (!ready())
        return;
    const QPointF position = event->position();
    if (event->buttons().testFlag(Qt::LeftButton) && drag_) {
        const QRectF plot = plotRect();
        pan((drag_->x() - position.x()) / std::max(plot.width(), 1.0),
            (position.y() - drag_->y()) / std::max(plot.height(), 1.0));
        drag_ = position;
    }
    if (event->buttons().testFlag(Qt::LeftButton) && rubber_) {
        rubber_->second = position;
        update();
    }
    point(position);
}

void LineChart::mouseReleaseEvent(QMouseEvent* event)
{
    drag_.reset();
    if (!rubber_ || !ready()) {
        rubber_.reset();
        return;
    }
    rubber_->second = event->position();
    cutRubber();
}

void LineChart::mouseDoubleClickEvent(QMouseEvent*)
{
    rubber_.reset();
    if (model_)
        reset();
}

void LineChart::leaveEvent(QEvent*)
{
    moveHover(std::nullopt);
    if (!pointed_)
        return;
    pointed_.reset();
    emit seriesPointed(std::nullopt);
}

void LineChart::keyPressEvent(QKeyEvent* event)
{
    if (!ready() || !key(*event))
        QWidget::keyPressEvent(event);
}

bool LineChart::key(const QKeyEvent& event)
{
    const double anchor = hover_.value_or(scene().x.value(0.5));
    const bool values = event.modifiers().testFlag(Qt::ShiftModifier);
    const int side = event.key() == Qt::Key_Right || event.key() == Qt::Key_Up ? 1 : -1;
    switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1 / zoomStep, anchor);
        return true;
    case Qt::Key_Minus:
        zoom(zoomStep, anchor);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (event.modifiers().testFlag(Qt::ControlModifier))
            moveHover(hover_ ? neighbourX(*model_, *hover_, side).value_or(*hover_)
                             : nearestX(*model_, anchor));
        else
            pan(side * panStep, 0);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (values)
            zoomValues(side > 0 ? 1 / zoomStep : zoomStep, 0.5);
        else
            pan(0, side * panStep);
        return true;
    case Qt::Key_Home:
        reset();
        return true;
    case Qt::Key_Escape:
        if (!hover_ && !rubber_)
            return false;
        rubber_.reset();
        update();
        moveHover(std::nullopt);
        return true;
    default:
        return false;
    }
}

} // namespace binnacle
