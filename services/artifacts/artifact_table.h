#pragma once

#include "services/artifacts/structured_value.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// A table as it stands in a file. Cells are text; what a missing value was is an empty text.
struct ArtifactTable
{
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; // each as wide as `columns`
    bool cut = false;                           // there are more rows in the file

    std::optional<std::size_t> columnOf(std::string_view name) const;
    bool operator==(const ArtifactTable&) const = default;
};

inline constexpr std::size_t mostTableRows = 100'000;
inline constexpr std::size_t mostTableColumns = 2'000;

// RFC 4180 with any separator; the first record names the columns. Records that are too long or too
// short are cut or filled up; a quote that is never closed ends with the text. `whole` false: the
// text is the beginning of a file, its last record is left out. Errors: Invalid (nothing there, too
// many columns).
Result<ArtifactTable> readDelimited(std::string_view text, char separator, bool whole = true);

// pandas' orient="split" ({"columns": …, "data": …}, what mlflow.log_table writes) or a list of
// flat objects. nullopt: the document is neither.
std::optional<ArtifactTable> tableOf(const StructuredValue& document);

// The cell as a number, where all of it is one.
std::optional<double> numberIn(const std::string& cell);

} // namespace binnacle
