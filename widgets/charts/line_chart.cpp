#include "widgets/charts/line_chart.h"

#include "widgets/charts/line_strokes.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>

#include <cmath>

namespace binnacle {

namespace {
constexpr int loadingDelay = 250, descriptionDelay = 200; // ms
constexpr int smallestBoxWidth = 220;                     // of a chart with room for values
constexpr double dimmed = 0.6;                            // the other lines, under a strong one
} // namespace

LineChart::LineChart(QWidget* parent) : QWidget(parent), lines_(this), empty_(new EmptyState(this))
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
    description_.setSingleShot(true);
    description_.setInterval(descriptionDelay);
    connect(&description_, &QTimer::timeout, this, &LineChart::describe);
    connect(&lines_, &LinesPicture::ready, this, &LineChart::pictureReady);
}

void LineChart::setModel(ChartSeriesModel* model)
{
    if (model_)
        model_->disconnect(this);
    model_ = model;
    lines_.forget();
    if (model_) {
        connect(model_, &ChartSeriesModel::changed, this, &LineChart::modelChanged);
        connect(model_, &ChartSeriesModel::metricChanged, this, [this] {
            valueWindow_.reset();
            highlighted_.reset();
            lines_.forget();
            moveHover({});
        });
        connect(model_, &QObject::destroyed, this, [this] { model_ = nullptr; });
    }
    modelChanged();
}

void LineChart::setLogScale(bool on)
{
    if (on != log_)
        valueWindow_.reset();
    log_ = on;
    invalidate();
}

void LineChart::setIgnoreOutliers(bool on)
{
    ignoreOutliers_ = on;
    invalidate();
}

void LineChart::setSmoothing(double weight)
{
    if (!model_)
        return;
    auto options = model_->options();
    options.smoothing = weight;
    model_->setOptions(options);
}

void LineChart::setLegendVisible(bool on)
{
    legend_ = on;
    invalidate();
}

void LineChart::setHighlighted(std::optional<std::size_t> series)
{
    if (series == highlighted_)
        return;
    highlighted_ = series;
    update();
}

void LineChart::modelChanged()
{
    if (model_ && !model_->data()) // another axis or metric
        lines_.forget();
    invalidate();
    if (model_)
        model_->setPixels(static_cast<int>(plotRect().width()));
    refreshState();
    if (model_ && !description_.isActive())
        description_.start();
}

void LineChart::describe()
{
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
                     model_->options().axis == XAxis::Metric
                         ? tr("%1 and %2 have no step in common in these runs")
                               .arg(model_->metric(), model_->options().xMetric)
                         : tr("%1 has no points in these runs").arg(model_->metric()),
                     {}, QStringLiteral("chart-line"));
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
    linesChanged_ = true;
    update();
}

bool LineChart::heavy() const
{
    return bandCount(scene()) > lightScene;
}

const ChartScene& LineChart::scene() const
{
    if (scene_)
        return *scene_;
    ChartScene& scene = scene_.emplace();
    scene.legend = legend_;
    scene.markCut = ignoreOutliers_;
    scene.x = model_ ? model_->window() : AxisRange{};
    for (std::size_t i = 0; model_ && i < model_->series().size(); ++i) {
        const auto& series = model_->series()[i];
        const auto* line = model_->line(i);
        if (line && !series.hidden)
            scene.lines.push_back(
                {series.name, series.slot, line->bands, line->average, line->spread, series.pale});
    }
    if (model_) {
        scene.xAxis = model_->options().axis;
        scene.keep.push_back(model_->data());
    }
    if (valueWindow_)
        scene.y = *valueWindow_;
    else if (bandCount(scene) <= lightScene)
        scene.y = sceneValues(scene, log_, ignoreOutliers_);
    else
        scene.y = lines_.y().value_or(AxisRange{log_ ? 0.1 : 0.0, 1, log_});
    plot_ = plotArea(scene, rect(), chartFont(font()));
    return scene;
}

QRectF LineChart::plotRect() const
{
    scene();
    return plot_;
}

bool LineChart::settled() const
{
    return model_ && model_->settled() && (!heavy() || (!lines_.busy() && !linesChanged_));
}

bool LineChart::picturePainted() const
{
    return ready() && (heavy() ? lines_.y().has_value() : !picture_.isNull());
}

void LineChart::askForPicture()
{
    linesChanged_ = false;
    LinesPicture::Wanted wanted;
    wanted.scene = scene();
    wanted.plot = plotRect().size();
    wanted.pixelRatio = devicePixelRatioF();
    wanted.fixedY = valueWindow_.has_value();
    wanted.logY = log_;
    wanted.ignoreOutliers = ignoreOutliers_;
    wanted.theme = &Theme::current();
    lines_.ask(model_->pool(), std::move(wanted));
}

void LineChart::pictureReady()
{
    // The value axis may be another now, and with it the room for its labels.
    const bool asked = linesChanged_;
    scene_.reset();
    update();
    linesChanged_ = asked || (plotRect().size() != lines_.plot() && !lines_.busy());
}

QImage LineChart::picture(QSize size) const
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Theme::current().surface);
    QPainter painter(&image);
    painter.setFont(font());
    paintInto(painter, QRectF(QPointF(0, 0), QSizeF(size)).adjusted(12, 12, -8, -8),
              Theme::current());
    return image;
}

void LineChart::paintInto(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    ChartScene exported = scene();
    exported.legend = true;
    paintChart(painter, exported, area, theme);
}

QString LineChart::valuesText() const
{
    if (!ready())
        return {};
    const auto x = hover_ ? hover_ : nearestX(*model_, model_->window().to);
    return x ? hoverTable(valuesAt(*model_, *x)) : QString();
}

void LineChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (ready()) {
        if (heavy())
            paintHeavy(painter);
        else
            paintLight(painter);
        paintHighlight(painter);
        paintHover(painter);
        paintRubber(painter);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(Theme::current().accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void LineChart::paintLight(QPainter& painter)
{
    if (picture_.isNull()) {
        picture_ = QPixmap(size() * devicePixelRatioF());
        picture_.setDevicePixelRatio(devicePixelRatioF());
        picture_.fill(Theme::current().surface);
        QPainter into(&picture_);
        into.setFont(font());
        paintChart(into, scene(), rect(), Theme::current());
    }
    painter.drawPixmap(0, 0, picture_);
}

void LineChart::paintHeavy(QPainter& painter)
{
    if (linesChanged_)
        askForPicture();
    painter.fillRect(rect(), Theme::current().surface);
    ChartScene frame = scene();
    frame.lines.clear();
    painter.setFont(chartFont(font()));
    paintAxes(painter, frame, plotRect(), Theme::current());
    lines_.paint(painter, plotRect(), frame.x, frame.y);
    painter.setFont(font());
}

void LineChart::paintHighlight(QPainter& painter)
{
    if (!highlighted_ || *highlighted_ >= model_->series().size())
        return;
    const auto& series = model_->series()[*highlighted_];
    const auto* line = model_->line(*highlighted_);
    if (!line || series.hidden || scene().lines.size() < 2)
        return;
    QColor veil = Theme::current().surface;
    veil.setAlphaF(static_cast<float>(dimmed));
    painter.fillRect(plotRect().adjusted(0, -2, 3, 0), veil);
    paintStrongLine(painter,
                    {series.name, series.slot, line->bands, line->average, line->spread, false},
                    scene(), plotRect(), Theme::current());
}

void LineChart::paintHover(QPainter& painter)
{
    if (!hover_ || rubber_)
        return;
    const QRectF plot = plotRect();
    const double share = scene().x.position(*hover_);
    if (!(share >= 0 && share <= 1))
        return;
    const double x = std::floor(plot.left() + share * plot.width()) + 0.5;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(Theme::current().mutedText, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setFont(font());
    if (width() >= smallestBoxWidth)
        paintHoverBox(painter, QRectF(rect()), x, placeText(*model_, *hover_), *hover_,
                      valuesAt(*model_, *hover_), Theme::current());
}

void LineChart::paintRubber(QPainter& painter)
{
    if (!rubber_)
        return;
    QColor fill = Theme::current().accent;
    fill.setAlphaF(0.15F);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Theme::current().accent);
    painter.setBrush(fill);
    painter.save();
    painter.setClipRect(plotRect().adjusted(0, 0, 1, 1));
    painter.drawRect(QRectF(rubber_->first, rubber_->second).normalized());
    painter.restore();
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

} // namespace binnacle
