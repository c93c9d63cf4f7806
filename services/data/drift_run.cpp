#include "services/data/drift_run.h"

#include "services/data/column_pairs.h"
#include "services/data/column_samples.h"

namespace binnacle {

namespace {

std::pair<ColumnSample, ColumnSample> samplesOf(ColumnPair& pair)
{
    ColumnSample reference;
    ColumnSample current;
    reference.missing = static_cast<std::uint64_t>(pair.referenceMissing);
    current.missing = static_cast<std::uint64_t>(pair.currentMissing);
    reference.type = current.type =
        pair.numeric ? DriftColumnType::Numeric : DriftColumnType::Categorical;
    if (pair.numeric) {
        // As pandas would type them.
        reference.integers = pair.column.kind == ColumnKind::Integer && pair.referenceMissing == 0;
        current.integers =
            pair.currentColumn.kind == ColumnKind::Integer && pair.currentMissing == 0;
        reference.numbers = countedRun(pair.reference);
        pair.reference = {};
        current.numbers = countedRun(pair.current);
        pair.current = {};
        return {std::move(reference), std::move(current)};
    }
    current.booleans = pair.currentColumn.kind == ColumnKind::Boolean;
    for (const auto& [value, inReference, inCurrent] : pair.categories) {
        reference.addCategory(value, static_cast<std::uint64_t>(inReference));
        current.addCategory(value, static_cast<std::uint64_t>(inCurrent));
    }
    return {std::move(reference), std::move(current)};
}

// The columns of a batch, over all processors.
std::vector<ColumnDrift> driftOf(std::span<ColumnPair> batch, const DriftRunOptions& options)
{
    std::vector<ColumnDrift> results(batch.size());
    overProcessors(batch.size(), [&](std::size_t i) {
        if (options.stop.stop_requested())
            return;
        const auto& name = batch[i].column.name;
        const auto found = options.choices.find(name);
        const auto choice = found == options.choices.end() ? DriftChoice{} : found->second;
        auto [reference, current] = samplesOf(batch[i]);
        takeDriftType(reference, current, choice);
        results[i] = columnDrift(name, reference, current, choice, options.stop);
        results[i].distribution = distributionSummary(reference, current);
    });
    return results;
}

} // namespace

Result<DriftReport> runDrift(const Dataset& reference, const Dataset& current,
                             const DriftRunOptions& options)
{
    PairOptions reading;
    reading.columns = options.columns;
    reading.memory = options.memory;
    reading.stop = options.stop;
    reading.progress = options.progress;
    std::vector<ColumnDrift> columns;
    const auto read = readColumnPairs(reference, current, reading,
                                      [&](std::span<ColumnPair> batch) -> Result<void> {
                                          auto results = driftOf(batch, options);
                                          if (options.stop.stop_requested())
                                              return failure(cancelledError());
                                          for (auto& result : results) {
                                              if (options.column)
                                                  options.column(result);
                                              columns.push_back(std::move(result));
                                          }
                                          return {};
                                      });
    if (!read)
        return failure(read.error());
    return driftReport(std::move(columns), options.driftShare, options.correct);
}

} // namespace binnacle
