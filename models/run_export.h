#pragma once

#include "models/column_spec.h"
#include "services/query/run_query.h"

#include <QString>

#include <vector>

namespace binnacle {

// Runs as text for other programs: values as they were logged, missing ones empty. Sparkline
// columns are left out; the run id is always the first column.
QString runsAsCsv(const ColumnList& columns, const std::vector<RunRowCells>& rows);      // RFC 4180
QString runsAsMarkdown(const ColumnList& columns, const std::vector<RunRowCells>& rows); // a table
// Lines of Python that read these runs with MLflow's client, and their values as a list of dicts.
QString runsAsPython(const ColumnList& columns, const std::vector<RunRowCells>& rows);

} // namespace binnacle
