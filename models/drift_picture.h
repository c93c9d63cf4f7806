#pragma once

#include "services/drift/distribution_summary.h"

#include <QColor>
#include <QRectF>

class QPainter;

namespace binnacle {

// The colours of pictures of drift; the reference is the quiet one.
struct DriftColours
{
    QColor reference, current, line, text;
};

// Reference and current over each other in the painter's font: bars of bins, or pairs of bars of
// categories. `plain`: no labels (a sparkline). Nothing where there is nothing to draw.
void paintDistribution(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                       const DriftColours& colours, bool plain);
// The height that the labelled picture wants for all of its categories; 0: any.
qreal distributionHeight(const DistributionSummary& summary);

// The quantiles of current over those of the reference, and the line on which they are equal.
bool hasQuantiles(const DistributionSummary& summary);
void paintQuantiles(QPainter& painter, const QRectF& area, const DistributionSummary& summary,
                    const DriftColours& colours);

// Which bin or category is under a place of the labelled picture, -1: none; and what it says.
int distributionItemAt(const QPointF& place, const QRectF& area,
                       const DistributionSummary& summary);
QString distributionItemText(int item, const DistributionSummary& summary);

} // namespace binnacle
