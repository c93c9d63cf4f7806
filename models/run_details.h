#pragma once

#include "services/workspace/outbox_store.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/run_reader.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

class RunQueryEngine;

// One metric of a run with the figures of its history. Absent: the history is not mirrored yet.
struct MetricFigures
{
    std::string key;
    MetricPoint last;
    std::optional<double> best, min, max;
    std::int64_t bestStep = 0, minStep = 0, maxStep = 0;
    std::int64_t points = 0; // 0: not mirrored
};

// All that the inspector shows of a run.
struct RunDetails
{
    RunDetail detail;
    std::vector<MetricFigures> metrics; // by key
    std::vector<LoggedModel> models;
    std::vector<VersionDetail> versions; // registered of this run, by registry and model
    std::vector<Edit> edits;             // of this run, waiting or in trouble
};

// Blocks: for worker threads. Errors: NotFound where the run is gone.
Result<RunDetails> readRunDetails(const std::shared_ptr<Workspace>& workspace,
                                  RunQueryEngine& engine, RunRowId run, std::stop_token stop);

} // namespace binnacle
