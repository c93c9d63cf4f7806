#pragma once

#include "models/chart_series_model.h"

#include <QRectF>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// What a line holds at a place of the axis. Where the picture has a band of several points there,
// `value` is the band's last and the range is its smallest and greatest. Where lines are smoothed
// the value is the average's, and the range that of the logged values.
struct HoverValue
{
    QString name;
    std::size_t series = 0; // in the model
    int slot = 0;
    double x = 0;
    double value = 0;
    bool band = false;
    double min = 0, max = 0;
    std::uint32_t runs = 0; // of a group: with a value there; 0: one run
};

// The point nearest to `x` that one of the lines in sight has; nullopt: no line.
std::optional<double> nearestX(const ChartSeriesModel& model, double x);
// The next one to the right (direction 1) or left (-1).
std::optional<double> neighbourX(const ChartSeriesModel& model, double x, int direction);

// The value of each line in sight nearest to `x`, greatest first, NaN last. A line that began
// later or ended earlier is left out.
std::vector<HoverValue> valuesAt(const ChartSeriesModel& model, double x);
// The series whose line runs through the place, at most `reach` pixels away; `position` in pixels
// of a plot of that size.
std::optional<std::size_t> seriesNear(const ChartSeriesModel& model, const AxisRange& y,
                                      QSizeF plot, QPointF position, double reach);

// "Step 5,750", "1 h 20 min 3 s", "24 Nov 2026 14:05:09", "train_loss 0.25".
QString placeText(const ChartSeriesModel& model, double x);
QString hoverText(const HoverValue& value); // "0.0712", "0.0712 (0.065 to 0.12)"
// One line for each value, for screen readers and the clipboard: "name<TAB>value".
QString hoverTable(const std::vector<HoverValue>& values);

// The box with the place and its values beside `x`, within `bounds`. Values of another place than
// `at` are muted.
void paintHoverBox(QPainter& painter, const QRectF& bounds, double x, const QString& title,
                   double at, const std::vector<HoverValue>& values, const Theme& theme);

} // namespace binnacle
