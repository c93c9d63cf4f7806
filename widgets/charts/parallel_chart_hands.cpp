#include "widgets/charts/parallel_chart.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

// What mouse and keys do in parallel coordinates.

namespace binnacle {

namespace {
constexpr double axisReach = 10, endReach = 5, lineReach = 8, dragDistance = 4;
constexpr double keyStep = 0.02, firstBrush = 0.25;
} // namespace

std::optional<std::size_t> ParallelChart::axisAt(const QPointF& at) const
{
    const auto& places = geometry();
    if (at.y() < places.plot.top() - 4 || at.y() > places.plot.bottom() + 6)
        return std::nullopt;
    for (std::size_t i = 0; i < places.x.size(); ++i)
        if (std::abs(at.x() - places.x[i]) <= axisReach)
            return i;
    return std::nullopt;
}

std::optional<std::size_t> ParallelChart::titleAt(const QPointF& at) const
{
    const auto& places = geometry();
    for (std::size_t i = 0; i < places.x.size(); ++i)
        if (places.titleRect(i).contains(at))
            return i;
    return std::nullopt;
}

std::optional<std::size_t> ParallelChart::lineAt(const QPointF& at) const
{
    const auto& places = geometry();
    if (places.x.size() < 2 || at.x() < places.x.front() || at.x() > places.x.back() ||
        at.y() < places.plot.top() - lineReach)
        return std::nullopt;
    const auto after = std::ranges::upper_bound(places.x, at.x());
    const auto right =
        std::min(static_cast<std::size_t>(after - places.x.begin()), places.x.size() - 1);
    const auto left = right - 1;
    const double share = (at.x() - places.x[left]) / (places.x[right] - places.x[left]);
    std::optional<std::size_t> nearest;
    double best = lineReach;
    for (std::size_t line = 0; line < places.lines; ++line) {
        const double y =
            places.at(left, line) + share * (places.at(right, line) - places.at(left, line));
        if (passing_[line] && std::abs(y - at.y()) < best) {
            best = std::abs(y - at.y());
            nearest = line;
        }
    }
    return nearest;
}

ParallelChart::Drag ParallelChart::beginOn(std::size_t axis, const QPointF& at) const
{
    Drag drag{Drag::Kind::NewBrush, axis, at, at, {}, false};
    const auto own = brush(axis);
    if (!own)
        return drag;
    const double from = geometry().pixelAt(scene_.axes[axis], own->from);
    const double to = geometry().pixelAt(scene_.axes[axis], own->to);
    drag.before = *own;
    const double reach = std::min(endReach, std::max(std::abs(to - from) / 3, 2.0));
    if (std::abs(at.y() - to) <= reach)
        drag.kind = Drag::Kind::UpperEnd;
    else if (std::abs(at.y() - from) <= reach)
        drag.kind = Drag::Kind::LowerEnd;
    else if (at.y() > std::min(from, to) && at.y() < std::max(from, to))
        drag.kind = Drag::Kind::Move;
    return drag;
}

void ParallelChart::dragBrush()
{
    const auto& axis = scene_.axes[drag_->axis];
    const auto& range = axis.figures.range;
    const auto positionAt = [&](double y) { return axisPosition(axis, geometry().shareAt(y)); };
    const double begin = positionAt(drag_->begin.y()), now = positionAt(drag_->now.y());
    const auto& before = drag_->before;
    switch (drag_->kind) {
    case Drag::Kind::NewBrush:
        setBrush(drag_->axis, brushBetween(range, begin, now));
        break;
    case Drag::Kind::Move:
        setBrush(drag_->axis, movedBrush(range, before, now - begin));
        break;
    case Drag::Kind::UpperEnd:
        setBrush(drag_->axis, brushBetween(range, range.position(before.from), now));
        break;
    case Drag::Kind::LowerEnd:
        setBrush(drag_->axis, brushBetween(range, now, range.position(before.to)));
        break;
    case Drag::Kind::Title:
        break;
    }
}

std::size_t ParallelChart::dropPlace(double x) const
{
    const auto& places = geometry().x;
    const auto nearest =
        std::ranges::min_element(places, {}, [x](double each) { return std::abs(each - x); });
    return static_cast<std::size_t>(nearest - places.begin());
}

void ParallelChart::refreshCursor(const QPointF& at)
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (titleAt(at)) {
        shape = Qt::OpenHandCursor;
    } else if (const auto axis = axisAt(at)) {
        const auto kind = beginOn(*axis, at).kind;
        shape = kind == Drag::Kind::NewBrush ? Qt::CrossCursor
                : kind == Drag::Kind::Move   ? Qt::SizeAllCursor
                                             : Qt::SizeVerCursor;
    }
    setCursor(shape);
}

void ParallelChart::hoverByPerson(std::optional<std::size_t> line)
{
    if (line == hovered_)
        return;
    setHovered(line);
    emit hoveredChanged();
}

void ParallelChart::setCurrent(std::size_t axis)
{
    if (axis == current_)
        return;
    current_ = axis;
    update();
    emit currentAxisChanged();
}

void ParallelChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || scene_.axes.empty()) {
        QWidget::mousePressEvent(event);
        return;
    }
    const QPointF at = event->position();
    if (const auto title = titleAt(at)) {
        drag_ = Drag{Drag::Kind::Title, *title, at, at, {}, false};
        setCurrent(*title);
    } else if (const auto axis = axisAt(at)) {
        drag_ = beginOn(*axis, at);
        setCurrent(*axis);
    }
    event->accept();
}

void ParallelChart::mouseMoveEvent(QMouseEvent* event)
{
    if (scene_.axes.empty())
        return;
    const QPointF at = event->position();
    if (!drag_) {
        refreshCursor(at);
        hoverByPerson(titleAt(at) ? std::nullopt : lineAt(at));
        if (hovered_)
            update(); // the box goes with the mouse
        return;
    }
    drag_->now = at;
    drag_->far = drag_->far || (at - drag_->begin).manhattanLength() >= dragDistance;
    if (!drag_->far)
        return;
    if (drag_->kind == Drag::Kind::Title)
        update();
    else
        dragBrush();
}

void ParallelChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (!drag_ || event->button() != Qt::LeftButton)
        return;
    const Drag done = *drag_;
    drag_.reset();
    update();
    if (done.kind == Drag::Kind::Title) {
        const auto to = dropPlace(event->position().x());
        if (done.far && to != done.axis)
            emit axisMoved(done.axis, to);
        return;
    }
    if (!done.far)
        setBrush(done.axis, std::nullopt);
}

void ParallelChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (scene_.axes.empty() || event->button() != Qt::LeftButton)
        return;
    const QPointF at = event->position();
    if (const auto title = titleAt(at))
        emit axisFlipped(*title);
    else if (const auto line = axisAt(at) ? std::nullopt : lineAt(at))
        emit activated(*line);
}

void ParallelChart::leaveEvent(QEvent*)
{
    hoverByPerson(std::nullopt);
}

void ParallelChart::stepHovered(int direction)
{
    const auto count = static_cast<std::ptrdiff_t>(passing_.size());
    std::ptrdiff_t at = hovered_        ? static_cast<std::ptrdiff_t>(*hovered_)
                        : direction > 0 ? -1
                                        : count;
    for (std::ptrdiff_t tried = 0; tried < count; ++tried) {
        at = (at + direction + count) % count;
        if (passing_[static_cast<std::size_t>(at)]) {
            hoverByPerson(static_cast<std::size_t>(at));
            return;
        }
    }
}

bool ParallelChart::keyOnAxis(QKeyEvent* event)
{
    const bool right = event->key() == Qt::Key_Right;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        if (right ? current_ + 1 >= scene_.axes.size() : current_ == 0)
            return true;
        const auto next = right ? current_ + 1 : current_ - 1;
        if (event->modifiers().testFlag(Qt::ControlModifier))
            emit axisMoved(current_, next);
        else
            setCurrent(next);
        return true;
    }
    case Qt::Key_F:
        emit axisFlipped(current_);
        return true;
    case Qt::Key_L:
        emit axisLogToggled(current_);
        return true;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        stepHovered(event->key() == Qt::Key_PageDown ? 1 : -1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hovered_)
            emit activated(*hovered_);
        return hovered_.has_value();
    default:
        return false;
    }
}

bool ParallelChart::keyOnBrush(QKeyEvent* event)
{
    const auto own = brush(current_);
    const auto& axis = scene_.axes[current_];
    const auto& range = axis.figures.range;
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const bool up = event->key() == Qt::Key_Up;
        if (!own) {
            const double edge = axisPosition(axis, up ? 1 : 0);
            setBrush(current_, brushBetween(range, edge, std::abs(edge - firstBrush)));
            return true;
        }
        const double by = up != axis.flipped ? keyStep : -keyStep;
        double low = range.position(own->from), high = range.position(own->to);
        // What is the upper end on the picture is the lower one of an axis turned around.
        const bool upper = event->modifiers().testFlag(Qt::ShiftModifier);
        const bool lower = event->modifiers().testFlag(Qt::ControlModifier);
        if (!upper && !lower)
            setBrush(current_, movedBrush(range, *own, by));
        else if (upper != axis.flipped)
            setBrush(current_, brushBetween(range, low, std::max(low, high + by)));
        else
            setBrush(current_, brushBetween(range, std::min(high, low + by), high));
        return true;
    }
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        setBrush(current_, std::nullopt);
        return true;
    case Qt::Key_Escape:
        if (brushes_.isEmpty() && !hovered_)
            return false;
        hoverByPerson(std::nullopt);
        clearBrushes();
        return true;
    default:
        return false;
    }
}

void ParallelChart::keyPressEvent(QKeyEvent* event)
{
    if (scene_.axes.empty() || !(keyOnAxis(event) || keyOnBrush(event)))
        QWidget::keyPressEvent(event);
}

} // namespace binnacle
