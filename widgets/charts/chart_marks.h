#pragma once

#include "widgets/charts/color_scale.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QFont;
class QPainter;

namespace binnacle {

inline constexpr int markShapeCount = 8; // circle, square, triangle, diamond, plus, …
// A filled mark of about the same area for each shape; painted with the brush set before.
void paintMark(QPainter& painter, int shape, const QPointF& center, double radius);

// What colours, shapes and sizes of a chart mean, in rows under it.
struct ChartLegend
{
    struct Entry
    {
        QString text;
        std::optional<MarkColor> color; // nullopt: in the colour of the text
        int shape = 0;
    };
    struct Part // one column of the runs
    {
        QString title;
        std::vector<Entry> entries; // of categories
        QString least, greatest;    // of numbers: the ends of the scale
        bool sizes = false;         // the scale is of sizes, not of colours
    };
    std::vector<Part> parts;
    bool isEmpty() const { return parts.empty(); }
};

// 0 where it is empty; never more than three rows, the rest is "n more".
double legendHeight(const ChartLegend& legend, double width, const QFont& font);
void paintLegend(QPainter& painter, const ChartLegend& legend, const QRectF& area,
                 const Theme& theme);

} // namespace binnacle
