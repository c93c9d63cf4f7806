#include "services/data/drift_run.h"

#include "services/data/column_pairs.h"

#include <algorithm>
#include <atomic>
#include <thread>

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
        const bool whole = pair.column.kind == ColumnKind::Integer;
        reference.integers = whole && pair.referenceMissing == 0; // as pandas would type it
        current.integers = whole && pair.currentMissing == 0;
        reference.numbers = countedRun(pair.reference);
        pair.reference = {};
        current.numbers = countedRun(pair.current);
        pair.current = {};
        return {std::move(reference), std::move(current)};
    }
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
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (auto i = next++; i < batch.size() && !options.stop.stop_requested(); i = next++) {
            const auto& name = batch[i].column.name;
            const auto choice = options.choices.find(name);
            const auto [reference, current] = samplesOf(batch[i]);
            results[i] =
                columnDrift(name, reference, current,
                            choice == options.choices.end() ? DriftChoice{} : choice->second);
        }
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::clamp(std::thread::hardware_concurrency(), 1U, 8U); ++i)
        others.emplace_back(work);
    work();
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
