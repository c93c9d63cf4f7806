#include "widgets/charts/line_chart.h"

#include "widgets/charts/chart_zoom.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace binnacle {

namespace {
constexpr double zoomStep = 1.25, panStep = 0.15;
constexpr int loadingDelay = 250; // ms
} // namespace

LineChart::LineChart(QWidget* parent) : QWidget(parent), empty_(new EmptyState(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Line chart"));
    empty_->hide();
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    loading_.setSingleShot(true);
    loading_.setInterval(loadingDelay);
    connect(&loading_, &QTimer::timeout, this, [this] {
        if (model_ && model_->state() == ChartSeriesModel::State::Loading)
            empty_->show(EmptyState::Kind::Loading, tr("Reading %1").arg(model_->metric()));
        empty_->setVisible(model_ && model_->state() == ChartSeriesModel::State::Loading);
    });
}

void LineChart::setModel(ChartSeriesModel* model)
{
    if (model_)
        model_->disconnect(this);
    model_ = model;
    if (model_) {
        connect(model_, &ChartSeriesModel::changed, this, &LineChart::modelChanged);
        connect(model_, &ChartSeriesModel::metricChanged, this, [this] { setHover({}); });
        connect(model_, &QObject::destroyed, this, [this] { model_ = nullptr; });
    }
    modelChanged();
}

void LineChart::setLogScale(bool on)
{
    log_ = on;
    invalidate();
}

void LineChart::setSmoothing(double weight)
{
    smoothing_ = weight;
    invalidate();
}

void LineChart::setLegendVisible(bool on)
{
    legend_ = on;
    invalidate();
}

void LineChart::modelChanged()
{
    invalidate();
    if (model_)
        model_->setPixels(static_cast<int>(plotRect().width()));
    refreshState();
    if (model_)
        setAccessibleDescription(
            tr("%1, %2\n%3").arg(model_->metric(), model_->pointsText(), valuesText()));
}

void LineChart::refreshState()
{
    using State = ChartSeriesModel::State;
    const State state = model_ ? model_->state() : State::NoMetric;
    if (state == State::Loading) {
        if (!loading_.isActive())
            loading_.start();
        return;
    }
    loading_.stop();
    switch (state) {
    case State::NoMetric:
        empty_->show(EmptyState::Kind::Empty, tr("Choose a metric to see it over its steps"), {},
                     QStringLiteral("chart-line"));
        break;
    case State::NotMirrored:
        empty_->show(EmptyState::Kind::Loading,
                     tr("The history of %1 is not mirrored yet; it comes first in the next sync")
                         .arg(model_->metric()));
        break;
    case State::NoPoints:
        empty_->show(EmptyState::Kind::Empty,
                     tr("%1 has no points in these runs").arg(model_->metric()), {},
                     QStringLiteral("chart-line"));
        break;
    case State::Failed:
        empty_->show(EmptyState::Kind::Failed, model_->errorText());
        break;
    case State::Loading:
    case State::Ready:
        break;
    }
    empty_->setVisible(state != State::Ready);
}

void LineChart::invalidate()
{
    scene_.reset();
    picture_ = {};
    update();
}

const ChartScene& LineChart::scene() const
{
    if (scene_)
        return *scene_;
    ChartScene& scene = scene_.emplace();
    scene.smoothing = smoothing_;
    scene.legend = legend_;
    const AxisRange sight = model_ ? model_->window() : AxisRange{};
    std::vector<BandSpan> shown;
    for (std::size_t i = 0; model_ && i < model_->series().size(); ++i) {
        const auto& series = model_->series()[i];
        const auto* line = model_->line(i);
        if (!line || series.hidden)
            continue;
        scene.lines.push_back({series.name, series.slot, line->bands});
        shown.emplace_back(line->bands);
    }
    scene.x = sight;
    scene.y = valueAxis(shown, scene.x, log_).value_or(AxisRange{log_ ? 0.1 : 0.0, 1, log_});
    plot_ = plotArea(scene, rect(), chartFont(font()));
    return scene;
}

QRectF LineChart::plotRect() const
{
    scene();
    return plot_;
}

QImage LineChart::picture(QSize size) const
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Theme::current().surface);
    ChartScene exported = scene();
    exported.legend = true;
    QPainter painter(&image);
    painter.setFont(font());
    paintChart(painter, exported, QRectF(QPointF(0, 0), QSizeF(size)).adjusted(12, 12, -8, -8),
               Theme::current());
    return image;
}

QString LineChart::valuesText() const
{
    if (!model_ || model_->state() != ChartSeriesModel::State::Ready)
        return {};
    const auto step = hover_ ? hover_ : nearestStep(*model_, model_->window().to);
    return step ? hoverTable(valuesAt(*model_, *step)) : QString();
}

void LineChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const bool ready = model_ && model_->state() == ChartSeriesModel::State::Ready;
    if (ready) {
        if (picture_.isNull()) {
            picture_ = QPixmap(size() * devicePixelRatioF());
            picture_.setDevicePixelRatio(devicePixelRatioF());
            picture_.fill(Theme::current().surface);
            QPainter into(&picture_);
            into.setFont(font());
            paintChart(into, scene(), rect(), Theme::current());
        }
        painter.drawPixmap(0, 0, picture_);
        if (hover_)
            paintHover(painter);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::current().accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void LineChart::paintHover(QPainter& painter)
{
    const QRectF plot = plotRect();
    const double share = model_->window().position(static_cast<double>(*hover_));
    if (share < 0 || share > 1)
        return;
    const double x = std::floor(plot.left() + share * plot.width()) + 0.5;
    painter.setPen(QPen(Theme::current().mutedText, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setFont(font());
    paintHoverBox(painter, QRectF(rect()), x, *hover_, valuesAt(*model_, *hover_),
                  Theme::current());
}

void LineChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    empty_->setGeometry(rect());
    invalidate();
    if (model_)
        model_->setPixels(static_cast<int>(plotRect().width()));
}

void LineChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
}

double LineChart::stepAtX(double x) const
{
    const QRectF plot = plotRect();
    return model_->window().value((x - plot.left()) / std::max(plot.width(), 1.0));
}

void LineChart::zoom(double factor, double anchor)
{
    model_->setWindow(zoomed(model_->window(), model_->fullRange(), factor, anchor));
}

void LineChart::pan(double share)
{
    model_->setWindow(panned(model_->window(), model_->fullRange(), share));
}

void LineChart::setHover(std::optional<std::int64_t> step)
{
    if (step == hover_)
        return;
    hover_ = step;
    update();
    emit hoverChanged();
}

void LineChart::wheelEvent(QWheelEvent* event)
{
    if (!model_ || model_->state() != ChartSeriesModel::State::Ready)
        return;
    const QPoint turned = event->angleDelta();
    if (turned.y() != 0)
        zoom(std::pow(zoomStep, -turned.y() / 120.0), stepAtX(event->position().x()));
    else
        pan(-panStep * turned.x() / 120.0);
    event->accept();
}

void LineChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !model_)
        return;
    dragX_ = event->position().x();
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    if (!model_ || model_->state() != ChartSeriesModel::State::Ready)
        return;
    const double x = event->position().x();
    if (dragX_ && event->buttons().testFlag(Qt::LeftButton)) {
        if (model_->zoomed())
            pan((*dragX_ - x) / std::max(plotRect().width(), 1.0));
        dragX_ = x;
    }
    const QRectF plot = plotRect();
    setHover(plot.adjusted(-4, 0, 4, 0).contains(event->position())
                 ? nearestStep(*model_, stepAtX(x))
                 : std::nullopt);
}

void LineChart::mouseReleaseEvent(QMouseEvent*)
{
    dragX_.reset();
}

void LineChart::mouseDoubleClickEvent(QMouseEvent*)
{
    if (model_)
        model_->setWindow(std::nullopt);
}

void LineChart::leaveEvent(QEvent*)
{
    setHover(std::nullopt);
}

void LineChart::keyPressEvent(QKeyEvent* event)
{
    if (!model_ || model_->state() != ChartSeriesModel::State::Ready) {
        QWidget::keyPressEvent(event);
        return;
    }
    const AxisRange sight = model_->window();
    const double anchor = hover_ ? static_cast<double>(*hover_) : sight.value(0.5);
    const int side = event->key() == Qt::Key_Right ? 1 : -1;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1 / zoomStep, anchor);
        break;
    case Qt::Key_Minus:
        zoom(zoomStep, anchor);
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (event->modifiers().testFlag(Qt::ControlModifier))
            setHover(hover_ ? neighbourStep(*model_, *hover_, side).value_or(*hover_)
                            : nearestStep(*model_, anchor));
        else
            pan(side * panStep);
        break;
    case Qt::Key_Home:
        model_->setWindow(std::nullopt);
        break;
    case Qt::Key_Escape:
        if (!hover_) {
            QWidget::keyPressEvent(event);
            return;
        }
        setHover(std::nullopt);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace binnacle
