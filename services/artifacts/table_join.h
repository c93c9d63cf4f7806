#pragma once

#include "services/artifacts/artifact_table.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

// Several tables beside each other, row by row.
struct JoinedTable
{
    struct Row
    {
        std::string key;
        // cells[column * tables + table]; nullopt: that table has no such row or column.
        std::vector<std::optional<std::string>> cells;
        std::vector<bool> differs; // one for each column
        bool anyDiffers = false;
    };
    std::string key;                  // the column joined by
    std::vector<std::string> columns; // without the key, in the order in which they occur
    std::size_t tables = 0;
    std::vector<Row> rows; // of the first table, then what only later ones have
    std::size_t differing = 0;
    bool ambiguous = false; // a key occurs more than once in a table

    const std::optional<std::string>& cell(std::size_t row, std::size_t column,
                                           std::size_t table) const
    {
        return rows[row].cells[column * tables + table];
    }
};

// An outer join, as pandas.merge(how="outer", on=key). Where a key occurs several times in a table,
// its first row meets the first of the others, its second the second (pandas: merge on the key and
// groupby(key).cumcount()). A cell differs where a table has none or another value; numbers are
// compared by value. Keys that are numbers match by value too (1 and 1.0).
JoinedTable joinTables(std::span<const ArtifactTable> tables, const std::string& key);

// Columns that all tables have and that could be the key, best first: those without a repeated or
// empty value, then the others.
std::vector<std::string> keyCandidates(std::span<const ArtifactTable> tables);

} // namespace binnacle
