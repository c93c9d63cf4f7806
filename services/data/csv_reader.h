#pragma once

#include "services/data/dataset_open.h"

namespace binnacle {

// Opens CSV and TSV files (data.files). Whole: every line is read; see openDataset().
Result<void> openCsv(Dataset& data, DuckDbEngine& engine, OpenDepth depth, bool hive,
                     const QueryOptions& options);

} // namespace binnacle
