#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/backends/tracking_backend.h"

#include <span>

namespace binnacle::mlflow_db {

// Delivers every point of the series. The requested series of one run are read in one go over the
// index on the run, in the order in which they were logged; a few series of a run with very many
// are read by (run, key, step) where that index exists.
//
// A cursor names the last point by its row number and its content. Rows of a run are never changed
// or removed one by one, and a new row gets a number above all others: so while that row holds that
// point, what was logged since is what follows it. VACUUM, which may number rows anew, keeps their
// order; where the row holds another point, the series is read whole.
//
// Throws SqliteFailure.
Result<void> readPoints(SqliteFile& file, const Schema& schema,
                        std::span<const SeriesRequest> requests, const SeriesSink& sink);

} // namespace binnacle::mlflow_db
