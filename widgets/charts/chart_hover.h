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

// What the lines hold at a step. Where the picture has a band of several points there, `value` is
// the band's last and the range is its smallest and greatest.
struct HoverValue
{
    QString name;
    int slot = 0;
    std::int64_t step = 0;
    double value = 0;
    bool band = false;
    double min = 0, max = 0;
};

// The step nearest to `step` at which one of the lines in sight has a point; nullopt: no line.
std::optional<std::int64_t> nearestStep(const ChartSeriesModel& model, double step);
// The next such step to the right (direction 1) or left (-1).
std::optional<std::int64_t> neighbourStep(const ChartSeriesModel& model, std::int64_t step,
                                          int direction);

// The value of each line in sight nearest to `step`, greatest first, NaN last. A line that began
// later or ended earlier is left out.
std::vector<HoverValue> valuesAt(const ChartSeriesModel& model, std::int64_t step);

QString hoverText(const HoverValue& value); // "0.0712", "0.0712 (0.065 to 0.12)"
// One line for each value, for screen readers and the clipboard: "name<TAB>value".
QString hoverTable(const std::vector<HoverValue>& values);

// The box with the step and its values beside `x`, within `bounds`.
void paintHoverBox(QPainter& painter, const QRectF& bounds, double x, std::int64_t step,
                   const std::vector<HoverValue>& values, const Theme& theme);

} // namespace binnacle
