#pragma once

#include "app/cli/output.h"
#include "services/query/run_query.h"
#include "services/workspace/run_reader.h"

#include <span>

namespace binnacle::cli {

// The fields of a run that every answer has, by MLflow's names: source, experiment_name, run_id,
// run_name, status, start_time, end_time, lifecycle_stage, params, metrics, tags.
// `columns`, where not empty, limits params, metrics and tags to the ones it names.
void writeRunFields(JsonWriter& json, const RunDetail& detail, std::span<const RunColumn> columns);

// A run by its id, a unique beginning of it, or its name. Deleted ones only where `deleted` asks
// for them.
Result<RunDetail> findRun(const std::shared_ptr<Workspace>& workspace, const std::string& wanted,
                          bool deleted);

} // namespace binnacle::cli
