#pragma once

#include "models/column_spec.h"
#include "models/run_arrangement.h"
#include "services/query/run_query.h"

#include <optional>
#include <string>

namespace binnacle {

// What a view of the run table is made of: kept under a name, or as the state of the page.
struct RunsView
{
    RunQuery query;
    bool tree = false;
    bool hideUniform = false; // columns that are empty or equal among the runs shown
    std::optional<RunColumn> groupBy;
    GroupFigure groupFigure{};
    ColumnList columns; // empty: those of the experiments
    bool operator==(const RunsView&) const = default;
};

// JSON text. A body that can not be read gives the default view.
std::string viewToJson(const RunsView& view);
RunsView viewFromJson(const std::string& body);

} // namespace binnacle
