#pragma once

#include "services/data/dataset_open.h"

namespace binnacle {

// The detail of the error where a text is encoded in another way than was said.
inline constexpr auto encodingFaultDetail = "encoding";

// Opens CSV and TSV files (data.files). Whole: every line is read; see openDataset().
Result<void> openCsv(Dataset& data, DuckDbEngine& engine, OpenDepth depth, bool hive,
                     const QueryOptions& options);

} // namespace binnacle
