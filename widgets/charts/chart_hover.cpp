#include "widgets/charts/chart_hover.h"

#include "models/number_text.h"
#include "services/compare/time_axis.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double rowHeight = 20, padding = 10, dotSize = 8, dotRoom = dotSize + 8;
constexpr std::size_t rowsShown = 12;

// The band nearest to `x`; bands are in order.
template <class Band>
const Band* nearestBand(const std::vector<Band>& bands, double x)
{
    if (bands.empty())
        return nullptr;
    const auto after = std::ranges::lower_bound(bands, x, {}, &Band::lastX);
    if (after == bands.end())
        return &bands.back();
    if (after == bands.begin())
        return &*after;
    const auto before = std::prev(after);
    return x - before->lastX < std::max(0.0, after->firstX - x) ? &*before : &*after;
}

template <class Visit>
void forEachVisible(const ChartSeriesModel& model, Visit visit)
{
    for (std::size_t i = 0; i < model.series().size(); ++i) {
        const auto* line = model.line(i);
        if (line && !line->bands.empty() && !model.series()[i].hidden)
            visit(i, *line);
    }
}

bool greaterFirst(const HoverValue& a, const HoverValue& b)
{
    if (std::isnan(a.value) || std::isnan(b.value))
        return !std::isnan(a.value) && std::isnan(b.value);
    return a.value > b.value;
}

template <class Write>
QString figureText(const HoverValue& value, Write write)
{
    QString text = write(value.value);
    if (value.band)
        text = QCoreApplication::translate("chart", "%1 (%2 to %3)")
                   .arg(text, write(value.min), write(value.max));
    if (value.runs == 1)
        text = QCoreApplication::translate("chart", "%1, 1 run").arg(text);
    if (value.runs > 1)
        text = QCoreApplication::translate("chart", "%1, %2 runs").arg(text).arg(value.runs);
    return text;
}

// What the box says, and how large it is.
struct BoxText
{
    QString title, more; // `more` empty: all values are shown
    std::vector<QString> names, figures;
    QSizeF size;
};

BoxText boxText(const QFont& font, const QString& title, const std::vector<HoverValue>& values,
                bool ranges)
{
    const QFontMetricsF metrics(font);
    const std::size_t shown = std::min(values.size(), rowsShown);
    std::vector<double> numbers;
    for (const auto& value : values)
        numbers.push_back(value.value);
    const NumberFormat format = formatFor(numbers);
    BoxText text;
    text.title = title;
    if (values.size() > shown)
        text.more = QCoreApplication::translate("chart", "%1 more").arg(values.size() - shown);
    double names = metrics.horizontalAdvance(text.title), figures = 0;
    for (std::size_t i = 0; i < shown; ++i) {
        HoverValue value = values[i];
        value.band = value.band && ranges;
        text.names.push_back(metrics.elidedText(value.name, Qt::ElideMiddle, 200));
        text.figures.push_back(
            figureText(value, [&](double number) { return numberText(number, format); }));
        names = std::max(names, metrics.horizontalAdvance(text.names.back()));
        figures = std::max(figures, tabularWidth(text.figures.back(), font));
    }
    const double rows = static_cast<double>(shown) + 1 + (text.more.isEmpty() ? 0 : 1);
    text.size =
        QSizeF(2 * padding + dotRoom + names + 16 + figures, 2 * padding + rows * rowHeight - 4);
    return text;
}

// To the right of the cross-hair, else to its left; nullopt: there is no room on either side.
std::optional<QRectF> boxPlace(const QRectF& bounds, double x, const QSizeF& size)
{
    constexpr double away = 14;
    const double top =
        std::max(bounds.top(), std::min(bounds.top() + 8, bounds.bottom() - size.height()));
    if (x + away + size.width() <= bounds.right())
        return QRectF(QPointF(x + away, top), size);
    if (x - away - size.width() >= bounds.left())
        return QRectF(QPointF(x - away - size.width(), top), size);
    return std::nullopt;
}

} // namespace

std::optional<double> nearestX(const ChartSeriesModel& model, double x)
{
    std::optional<double> nearest;
    forEachVisible(model, [&](std::size_t, const LineSeries& line) {
        const double at = nearestBand(line.bands, x)->lastX;
        if (!nearest || std::abs(at - x) < std::abs(*nearest - x))
            nearest = at;
    });
    return nearest;
}

std::optional<double> neighbourX(const ChartSeriesModel& model, double x, int direction)
{
    std::optional<double> next;
    forEachVisible(model, [&](std::size_t, const LineSeries& line) {
        const auto& bands = line.bands;
        if (direction > 0) {
            const auto after = std::ranges::upper_bound(bands, x, {}, &LineBand::lastX);
            if (after != bands.end())
                next = std::min(next.value_or(after->lastX), after->lastX);
            return;
        }
        const auto at = std::ranges::lower_bound(bands, x, {}, &LineBand::lastX);
        if (at != bands.begin())
            next = std::max(next.value_or(std::prev(at)->lastX), std::prev(at)->lastX);
    });
    return next;
}

std::vector<HoverValue> valuesAt(const ChartSeriesModel& model, double x)
{
    std::vector<HoverValue> values;
    forEachVisible(model, [&](std::size_t index, const LineSeries& line) {
        if (x < line.bands.front().firstX || x > line.bands.back().lastX)
            return;
        const auto& series = model.series()[index];
        const auto& band = *nearestBand(line.bands, x);
        HoverValue value{series.name,    index,    series.slot, band.lastX, band.last,
                         band.count > 1, band.min, band.max,    0};
        if (const auto* average = nearestBand(line.average, x)) {
            value.value = average->last;
            value.band = true;
        }
        if (const auto* spread = nearestBand(line.spread, x)) {
            value.runs = spread->mostRuns;
            value.band = spread->low <= spread->high;
            value.min = spread->low;
            value.max = spread->high;
        }
        values.push_back(std::move(value));
    });
    std::ranges::stable_sort(values, greaterFirst);
    return values;
}

std::optional<std::size_t> seriesNear(const ChartSeriesModel& model, const AxisRange& y,
                                      QSizeF plot, QPointF position, double reach)
{
    const double x = model.window().value(position.x() / std::max(plot.width(), 1.0));
    const auto pixelY = [&](double value) { return (1 - y.position(value)) * plot.height(); };
    std::optional<std::size_t> nearest;
    forEachVisible(model, [&](std::size_t index, const LineSeries& line) {
        if (x < line.bands.front().firstX || x > line.bands.back().lastX)
            return;
        const auto& band = *nearestBand(line.average.empty() ? line.bands : line.average, x);
        const double away =
            std::max({0.0, pixelY(band.max) - position.y(), position.y() - pixelY(band.min)});
        if (away < reach) {
            reach = away;
            nearest = index;
        }
    });
    return nearest;
}

QString placeText(const ChartSeriesModel& model, double x)
{
    switch (model.options().axis) {
    case XAxis::RelativeTime:
        return durationText(x);
    case XAxis::WallTime:
        return clockText(x);
    case XAxis::Metric:
        return QStringLiteral("%1 %2").arg(model.options().xMetric, numberText(x));
    case XAxis::Step:
        break;
    }
    constexpr double limit = 9.2e18;
    return QCoreApplication::translate("chart", "Step %1")
        .arg(countText(static_cast<qint64>(std::clamp(x, -limit, limit))));
}

QString hoverText(const HoverValue& value)
{
    return figureText(value, [](double each) { return numberText(each); });
}

QString hoverTable(const std::vector<HoverValue>& values)
{
    QStringList lines;
    for (const auto& value : values)
        lines << value.name + u'\t' + hoverText(value);
    return lines.join(u'\n');
}

void paintHoverBox(QPainter& painter, const QRectF& bounds, double x, const QString& title,
                   double at, const std::vector<HoverValue>& values, const Theme& theme)
{
    BoxText text = boxText(painter.font(), title, values, true);
    auto place = boxPlace(bounds, x, text.size);
    if (!place) {
        text = boxText(painter.font(), title, values, false);
        place = boxPlace(bounds, x, text.size);
    }
    const QRectF box = place.value_or(QRectF(bounds.topLeft(), text.size));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), spacing::controlRadius,
                            spacing::controlRadius);
    constexpr auto left = Qt::AlignLeft | Qt::AlignVCenter;
    QRectF row(box.left() + padding, box.top() + padding - 2, box.width() - 2 * padding, rowHeight);
    painter.setPen(theme.mutedText);
    painter.drawText(row, left, text.title);
    for (std::size_t i = 0; i < text.names.size(); ++i) {
        row.translate(0, rowHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.series(values[i].slot));
        painter.drawEllipse(QRectF(row.left(), row.center().y() - dotSize / 2, dotSize, dotSize));
        painter.setPen(values[i].x == at ? theme.text : theme.mutedText);
        painter.drawText(row.adjusted(dotRoom, 0, 0, 0), left, text.names[i]);
        paintTabular(&painter, row, text.figures[i]);
    }
    if (text.more.isEmpty())
        return;
    row.translate(0, rowHeight);
    painter.setPen(theme.mutedText);
    painter.drawText(row.adjusted(dotRoom, 0, 0, 0), left, text.more);
}

} // namespace binnacle
