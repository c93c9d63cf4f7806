#pragma once

#include "services/data/data_windows.h"
#include "services/drift/column_sample.h"

namespace binnacle {

// What is read of a column.
struct SampleColumn
{
    std::string name;
    bool numeric = false;  // as numbers, else as texts
    bool integers = false; // its type is a whole number
    bool booleans = false; // its type is boolean
};

// The columns' samples, all rows: by column, then by window (one where there is no plan). Numbers
// take 8 bytes a row while they are read. Errors: as the engine's.
Result<std::vector<std::vector<ColumnSample>>> readSamples(const Dataset& data,
                                                           std::span<const SampleColumn> columns,
                                                           const WindowPlan* plan,
                                                           const QueryOptions& options);

// Works on places 0 … count - 1 over all processors; `work` is called from several threads.
void overProcessors(std::size_t count, const std::function<void(std::size_t place)>& work);

} // namespace binnacle
