#include "services/artifacts/artifact_table.h"
#include "services/artifacts/confusion_matrix.h"
#include "services/artifacts/table_join.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// CSV and TSV as a run left it behind, whole and cut off, and two of them joined: the input is cut
// in two at its first form feed. Every row is as wide as the head says.
namespace {

void mustBeSquare(const binnacle::ArtifactTable& table)
{
    for (const auto& row : table.rows) {
        if (row.size() != table.columns.size())
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto cut = std::min(text.find('\f'), text.size());
    const auto first = readDelimited(text.substr(0, cut), ',');
    const auto second = readDelimited(text.substr(std::min(cut + 1, text.size())), '\t', false);
    for (const auto* table : {&first, &second}) {
        if (!*table)
            continue;
        mustBeSquare(**table);
        (void)confusionMatrixOf(**table, true);
    }
    if (first && second) {
        const std::array tables = {*first, *second};
        for (const auto& key : keyCandidates(tables))
            (void)joinTables(tables, key);
    }
    return 0;
}
