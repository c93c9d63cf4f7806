#pragma once

#include "services/query/column_data.h"
#include "services/query/run_base.h"
#include "services/query/run_query.h"

#include <span>

namespace binnacle {

// Whether columns of this kind can follow a step of the base. Not those that say something of
// experiments (their names may have changed for every run) nor those that are made of the base.
bool canFollow(const RunColumn& column);

// The column after a step: values of runs that stayed move to their new positions, those of the
// runs written are taken from `cells`, as many as step.written and in its order. Null: to be read
// anew (lists of datasets, texts that were replaced too often).
ColumnPointer followColumn(const ColumnData& column, const RunBase::Step& step,
                           std::span<const RunCell* const> cells);

} // namespace binnacle
