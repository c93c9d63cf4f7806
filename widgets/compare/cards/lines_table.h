#pragma once

#include "models/chart_series_model.h"
#include "widgets/compare/comparison_card.h"

namespace binnacle {

// What a line chart over the model shows, a row for each point or band in sight.
CardTable linesTable(const ChartSeriesModel& model);

} // namespace binnacle
