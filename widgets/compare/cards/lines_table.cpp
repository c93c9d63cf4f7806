#include "widgets/compare/cards/lines_table.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LinesTable", text);
}

QString xHead(const ChartSeriesModel& model)
{
    switch (model.options().axis) {
    case XAxis::RelativeTime:
        return tr("relative time (ms)");
    case XAxis::WallTime:
        return tr("time");
    case XAxis::Metric:
        return model.options().xMetric;
    case XAxis::Step:
        break;
    }
    return tr("step");
}

QVariant xCell(const ChartSeriesModel& model, double x)
{
    if (model.options().axis == XAxis::WallTime)
        return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::clamp(x, -8e15, 8e15)),
                                              Qt::UTC)
            .toString(Qt::ISODateWithMs);
    return x;
}

template <class Band>
const Band* at(const std::vector<Band>& bands, double x)
{
    const auto found = std::ranges::lower_bound(bands, x, {}, &Band::lastX);
    return found == bands.end() || found->firstX > x ? nullptr : &*found;
}

// What the columns of a table are.
struct Shape
{
    bool bands = false, average = false, spread = false;
};

template <class Visit>
void forEachInSight(const ChartSeriesModel& model, Visit visit)
{
    const AxisRange sight = model.window();
    for (std::size_t i = 0; i < model.series().size(); ++i) {
        const auto* line = model.line(i);
        if (!line || model.series()[i].hidden)
            continue;
        for (const auto& band : line->bands)
            if (band.lastX >= sight.from && band.firstX <= sight.to)
                visit(model.series()[i], *line, band);
    }
}

} // namespace

CardTable linesTable(const ChartSeriesModel& model)
{
    Shape shape;
    forEachInSight(model, [&](const auto&, const LineSeries& line, const LineBand& band) {
        shape.bands = shape.bands || band.count > 1;
        shape.average = shape.average || !line.average.empty();
        shape.spread = shape.spread || !line.spread.empty();
    });
    const QString x = xHead(model), metric = model.metric();
    CardTable table;
    table.header << tr("run");
    if (shape.bands)
        table.header << tr("first %1").arg(x) << tr("last %1").arg(x) << tr("points")
                     << tr("first %1").arg(metric) << tr("min %1").arg(metric)
                     << tr("max %1").arg(metric) << tr("last %1").arg(metric);
    else
        table.header << x << metric;
    if (shape.average)
        table.header << tr("smoothed %1").arg(metric);
    if (shape.spread)
        table.header << tr("low") << tr("high") << tr("runs");
    forEachInSight(model, [&](const auto& series, const LineSeries& line, const LineBand& band) {
        QVariantList row{series.name, xCell(model, band.firstX)};
        if (shape.bands)
            row << xCell(model, band.lastX) << static_cast<double>(band.count) << band.first
                << band.min << band.max << band.last;
        else
            row << band.last;
        if (shape.average) {
            const auto* average = at(line.average, band.lastX);
            row << (average ? QVariant(average->last) : QVariant());
        }
        if (shape.spread) {
            const auto* spread = at(line.spread, band.lastX);
            const bool known = spread && !std::isnan(spread->low);
            row << (known ? QVariant(spread->low) : QVariant())
                << (known ? QVariant(spread->high) : QVariant())
                << (spread ? QVariant(static_cast<double>(spread->mostRuns)) : QVariant());
        }
        table.rows.push_back(std::move(row));
    });
    return table;
}

} // namespace binnacle
