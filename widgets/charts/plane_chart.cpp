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
constexpr double reach = 14, dragDistance = 4; // pixels
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

void PlaneChart::sceneChanged()
{
    band_.reset();
    setHovered(std::nullopt);
    invalidate();
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
    paintBand(painter);
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

void PlaneChart::paintBand(QPainter& painter) const
{
    if (!band_ || !band_->far)
        return;
    const Theme& theme = Theme::current();
    QColor fill = theme.accent;
    fill.setAlpha(40);
    painter.setPen(theme.accent);
    painter.setBrush(fill);
    painter.drawRect(QRectF(band_->begin, band_->now).normalized());
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

void PlaneChart::chooseWithin(const QRectF& rect)
{
    std::vector<std::size_t> within;
    for (std::size_t i = 0; i < places().size(); ++i)
        if (markAt(i) && rect.contains(places()[i]))
            within.push_back(i);
    emit chosen(within);
}

void PlaneChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    band_ = Band{event->position(), event->position(), false};
    event->accept();
}

void PlaneChart::mouseMoveEvent(QMouseEvent* event)
{
    if (!band_) {
        if (event->buttons() == Qt::NoButton)
            hoverByPerson(nearest(event->position()));
        return;
    }
    band_->now = event->position();
    band_->far = band_->far || (band_->now - band_->begin).manhattanLength() >= dragDistance;
    if (!band_->far)
        return;
    chooseWithin(QRectF(band_->begin, band_->now).normalized());
    update();
}

void PlaneChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (!band_ || event->button() != Qt::LeftButton)
        return;
    const bool far = band_->far;
    band_.reset();
    update();
    const auto mark = nearest(event->position());
    if (!far && mark && event->modifiers().testFlag(Qt::ControlModifier))
        emit toggled(*mark);
    else if (!far)
        emit chosen(mark ? std::vector{*mark} : std::vector<std::size_t>{});
    emit choiceSettled();
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

// Escape is not used up: it puts the values away as well.
bool PlaneChart::choiceKey(int key)
{
    if (key == Qt::Key_Space && hovered_)
        emit toggled(*hovered_);
    else if (key == Qt::Key_Escape)
        emit chosen({});
    else
        return false;
    emit choiceSettled();
    return key == Qt::Key_Space;
}

void PlaneChart::keyPressEvent(QKeyEvent* event)
{
    if (choiceKey(event->key()))
        return;
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
