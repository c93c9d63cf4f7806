#include "widgets/charts/chart_hover.h"

#include "models/number_text.h"
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

// The band whose steps are nearest to `step`; bands are in order.
const HistoryBand* nearestBand(const std::vector<HistoryBand>& bands, double step)
{
    if (bands.empty())
        return nullptr;
    const auto after = std::ranges::lower_bound(bands, step, {}, [](const HistoryBand& band) {
        return static_cast<double>(band.lastStep);
    });
    if (after == bands.end())
        return &bands.back();
    if (after == bands.begin())
        return &*after;
    const auto before = std::prev(after);
    const double toAfter = std::max(0.0, static_cast<double>(after->firstStep) - step);
    const double toBefore = step - static_cast<double>(before->lastStep);
    return toBefore < toAfter ? &*before : &*after;
}

template <class Visit>
void forEachVisible(const ChartSeriesModel& model, Visit visit)
{
    for (std::size_t i = 0; i < model.series().size(); ++i) {
        const auto* line = model.line(i);
        if (line && !line->bands.empty() && !model.series()[i].hidden)
            visit(model.series()[i], *line);
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
    if (!value.band)
        return write(value.value);
    return QCoreApplication::translate("chart", "%1 (%2 to %3)")
        .arg(write(value.value), write(value.min), write(value.max));
}

// What the box says, and how large it is.
struct BoxText
{
    QString title, more; // `more` empty: all values are shown
    std::vector<QString> names, figures;
    QSizeF size;
};

BoxText boxText(const QFont& font, std::int64_t step, const std::vector<HoverValue>& values,
                bool ranges)
{
    const QFontMetricsF metrics(font);
    const std::size_t shown = std::min(values.size(), rowsShown);
    std::vector<double> numbers;
    for (const auto& value : values)
        numbers.push_back(value.value);
    const NumberFormat format = formatFor(numbers);
    BoxText text;
    text.title = QCoreApplication::translate("chart", "Step %1").arg(countText(step));
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

std::optional<std::int64_t> nearestStep(const ChartSeriesModel& model, double step)
{
    std::optional<std::int64_t> nearest;
    forEachVisible(model, [&](const auto&, const ChartLine& line) {
        const auto at = nearestBand(line.bands, step)->lastStep;
        const auto distance = [step](std::int64_t each) {
            return std::abs(static_cast<double>(each) - step);
        };
        if (!nearest || distance(at) < distance(*nearest))
            nearest = at;
    });
    return nearest;
}

std::optional<std::int64_t> neighbourStep(const ChartSeriesModel& model, std::int64_t step,
                                          int direction)
{
    std::optional<std::int64_t> next;
    forEachVisible(model, [&](const auto&, const ChartLine& line) {
        for (const auto& band : line.bands) {
            const bool beyond = direction > 0 ? band.lastStep > step : band.lastStep < step;
            if (beyond &&
                (!next || (direction > 0 ? band.lastStep < *next : band.lastStep > *next)))
                next = band.lastStep;
        }
    });
    return next;
}

std::vector<HoverValue> valuesAt(const ChartSeriesModel& model, std::int64_t step)
{
    std::vector<HoverValue> values;
    forEachVisible(model, [&](const ChartSeriesModel::Series& series, const ChartLine& line) {
        if (step < line.bands.front().firstStep || step > line.bands.back().lastStep)
            return;
        const auto& band = *nearestBand(line.bands, static_cast<double>(step));
        values.push_back({series.name, series.slot, band.lastStep, band.last, band.count > 1,
                          band.min, band.max});
    });
    std::ranges::stable_sort(values, greaterFirst);
    return values;
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

void paintHoverBox(QPainter& painter, const QRectF& bounds, double x, std::int64_t step,
                   const std::vector<HoverValue>& values, const Theme& theme)
{
    BoxText text = boxText(painter.font(), step, values, true);
    auto place = boxPlace(bounds, x, text.size);
    if (!place) {
        text = boxText(painter.font(), step, values, false);
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
        painter.setPen(values[i].step == step ? theme.text : theme.mutedText);
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
