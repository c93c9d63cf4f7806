#include "widgets/charts/plane_chart.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace binnacle {

namespace {
constexpr double reach = 14; // pixels
// With more marks changed than one in so many, all are painted again.
constexpr std::size_t fewMarks = 8;

QRect squareAround(const QPointF& at, double around)
{
    const QPointF corner(around, around);
    return QRectF(at - corner, at + corner).toAlignedRect();
}
} // namespace

PlaneChart::PlaneChart(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void PlaneChart::invalidate()
{
    places_.reset();
    ground_ = picture_ = {};
    if (hovered_ && *hovered_ >= places().size())
        hovered_.reset();
    update();
}

void PlaneChart::invalidateMarks(const std::vector<std::size_t>& marks, double around)
{
    update();
    if (picture_.isNull())
        return;
    if (marks.size() > places().size() / fewMarks) {
        picture_ = {};
        return;
    }
    QRegion region;
    for (const std::size_t mark : marks)
        if (const auto at = markAt(mark))
            region += squareAround(*at, around);
    if (region.isEmpty())
        return;
    QPainter painter(&picture_);
    painter.setFont(chartFont(font()));
    painter.setClipRegion(region);
    painter.drawPixmap(0, 0, ground_);
    paintMarks(painter, rect());
}

PlaneChart::MarkClip::MarkClip(const QPainter& painter)
{
    if (painter.hasClipping())
        region_ = painter.clipRegion();
}

bool PlaneChart::MarkClip::meets(const QPointF& at, double around) const
{
    return !region_ || region_->intersects(squareAround(at, around));
}

const std::vector<QPointF>& PlaneChart::places() const
{
    if (!places_)
        places_ = placesIn(rect());
    return *places_;
}

std::optional<QPointF> PlaneChart::markAt(std::size_t mark) const
{
    if (mark >= places().size() || std::isnan(places()[mark].x()))
        return std::nullopt;
    return places()[mark];
}

void PlaneChart::setHovered(std::optional<std::size_t> mark)
{
    if (mark && !markAt(*mark))
        mark.reset();
    if (mark == hovered_)
        return;
    hovered_ = mark;
    update();
}

void PlaneChart::hoverByPerson(std::optional<std::size_t> mark)
{
    if (mark == hovered_)
        return;
    setHovered(mark);
    emit hoveredChanged();
}

std::optional<std::size_t> PlaneChart::nearest(const QPointF& at) const
{
    std::optional<std::size_t> found;
    double best = reach;
    for (std::size_t i = 0; i < places().size(); ++i) {
        const QPointF away = places()[i] - at;
        const double distance = std::hypot(away.x(), away.y()); // NaN is never nearer
        if (distance <= best) {
            best = distance;
            found = i;
        }
    }
    return found;
}

void PlaneChart::paintInto(QPainter& painter, const QRectF& area) const
{
    painter.save();
    painter.setFont(chartFont(font()));
    paintGround(painter, area);
    paintMarks(painter, area);
    painter.restore();
}

QPixmap PlaneChart::blankPicture() const
{
    QPixmap picture(size() * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Theme::current().surface);
    return picture;
}

void PlaneChart::renewPicture()
{
    if (ground_.isNull()) {
        ground_ = blankPicture();
        QPainter painter(&ground_);
        painter.setFont(chartFont(font()));
        paintGround(painter, rect());
    }
    picture_ = ground_;
    QPainter painter(&picture_);
    painter.setFont(chartFont(font()));
    paintMarks(painter, rect());
}

void PlaneChart::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    if (picture_.isNull())
        renewPicture();
    QPainter painter(this);
    painter.setFont(chartFont(font()));
    painter.drawPixmap(0, 0, picture_);
    paintOver(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const auto at = hovered_ ? markAt(*hovered_) : std::nullopt;
    if (!at)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1.6));
    painter.drawEllipse(*at, 8, 8);
    if (boxOf_)
        paintRunBox(painter, rect(), *at, boxOf_(*hovered_), theme);
}

void PlaneChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    invalidate();
}

void PlaneChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
}

void PlaneChart::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() == Qt::NoButton)
        hoverByPerson(nearest(event->position()));
}

void PlaneChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto mark = nearest(event->position()); mark && event->button() == Qt::LeftButton)
        emit activated(*mark);
}

void PlaneChart::leaveEvent(QEvent*)
{
    hoverByPerson(std::nullopt);
}

void PlaneChart::stepHovered(bool across, int direction)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < places().size(); ++i)
        if (markAt(i))
            order.push_back(i);
    if (order.empty())
        return;
    const auto rank = [&](std::size_t mark) {
        const QPointF at = places()[mark];
        return across ? std::tuple(at.x(), -at.y(), mark) : std::tuple(-at.y(), at.x(), mark);
    };
    std::ranges::sort(order, {}, rank);
    const auto now = hovered_ ? std::ranges::find(order, *hovered_) : order.end();
    auto next = direction > 0 ? std::ptrdiff_t{0} : static_cast<std::ptrdiff_t>(order.size()) - 1;
    if (now != order.end())
        next = std::clamp<std::ptrdiff_t>((now - order.begin()) + direction, 0,
                                          static_cast<std::ptrdiff_t>(order.size()) - 1);
    hoverByPerson(order[static_cast<std::size_t>(next)]);
}

void PlaneChart::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        stepHovered(true, event->key() == Qt::Key_Right ? 1 : -1);
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        stepHovered(false, event->key() == Qt::Key_Up ? 1 : -1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hovered_)
            emit activated(*hovered_);
        return;
    case Qt::Key_Escape:
        if (hovered_) {
            hoverByPerson(std::nullopt);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace binnacle
