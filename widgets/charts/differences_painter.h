#pragma once

#include "models/comparison_table_model.h"
#include "widgets/common/theme.h"

#include <QRectF>

#include <functional>

class QPainter;

namespace binnacle {

// The table of differences into a picture: as many runs and rows as there is room for, then how
// many rows are left. `slotOf`: the series colour of a column.
void paintDifferences(QPainter& painter, const ComparisonTableModel& table,
                      const std::function<int(int)>& slotOf, const QRectF& area,
                      const Theme& theme);

} // namespace binnacle
