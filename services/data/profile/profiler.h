#pragma once

#include "services/data/profile/column_profile.h"

namespace binnacle {

// Duplicates and correlations: of the whole table.
struct TableProfile
{
    std::optional<std::int64_t> duplicateRows; // rows that another row before them equals
    std::vector<std::string> correlated;       // numeric columns, row and column of the matrix
    std::vector<double> correlation;           // Pearson's r, row by row; NaN: none (constant)

    bool operator==(const TableProfile&) const = default;
};

struct DatasetProfile
{
    std::int64_t rows = 0;
    std::vector<ColumnProfile> columns;
    std::optional<TableProfile> table;

    bool operator==(const DatasetProfile&) const = default;
};

struct ProfileOptions
{
    std::vector<std::string> columns; // only these, and in this order: the visible ones first
    std::stop_token stop;
    std::function<void(double share)> progress;
    std::function<void(const ColumnProfile&)> column; // each as soon as it is known
};

// By column, in batches that one pass over the data serves. Errors: as Engine's, NotFound.
Result<DatasetProfile> profileDataset(const Dataset& data, const ProfileOptions& options = {});

// At most `mostColumns` numeric columns are correlated. Pairs leave out rows where one is missing.
Result<TableProfile> profileTable(const Dataset& data, const QueryOptions& options = {},
                                  std::size_t mostColumns = 40);

} // namespace binnacle
