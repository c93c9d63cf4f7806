#pragma once

#include "services/workspace/history_store.h"

#include <SQLiteCpp/Statement.h>

namespace binnacle {

// The row of "SELECT count, nan_count, min, min_step, max, max_step, latest_step, latest_time FROM
// series" that the statement stands on.
SeriesInfo seriesInfoOf(SQLite::Statement& row);

} // namespace binnacle
