#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <QDir>

#include <memory>
#include <vector>

namespace binnacle::bench {

struct ChartStore
{
    std::shared_ptr<Workspace> workspace;
    std::vector<RunRowId> runs;
};

// A workspace of runs with a history of "val_loss" each, as long as asked: it falls, it scatters,
// and one point in about ten thousand is a spike. Values have the digits of a 32-bit float, as
// frameworks log them. The same for the same sizes; made once below `folder`. Ends the program
// where it can not.
ChartStore prepareChart(const QDir& folder, int runs, int points);

} // namespace binnacle::bench
