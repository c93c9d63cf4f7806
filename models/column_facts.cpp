#include "models/column_facts.h"

#include "models/run_cell_text.h"

namespace binnacle {

Result<std::vector<ColumnFacts>> columnFacts(RunQueryEngine& engine,
                                             const std::vector<RunRowId>& rows,
                                             const std::vector<RunColumn>& columns,
                                             bool withVariation, std::stop_token stop)
{
    std::vector<ColumnFacts> facts(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (columns[i].kind != RunColumn::Kind::Metric || isStep(columns[i]) || rows.size() < 2)
            continue;
        const auto best = engine.best(rows, columns[i], stop);
        if (!best)
            return failure(best.error());
        facts[i].best = *best;
    }
    if (!withVariation)
        return facts;
    const auto variation = engine.variation(rows, columns, stop);
    if (!variation)
        return failure(variation.error());
    for (std::size_t i = 0; i < variation->size() && i < facts.size(); ++i) {
        facts[i].empty = (*variation)[i].empty;
        facts[i].equal = (*variation)[i].empty || (*variation)[i].equal;
    }
    return facts;
}

} // namespace binnacle
