#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <filesystem>

namespace binnacle::bench {

struct StoreSize
{
    std::int64_t points = 10'000'000;
    std::int64_t metrics = 10; // of each run
    std::int64_t steps = 1000; // of each metric
    unsigned seed = 7;
    std::int64_t runs() const { return points / (metrics * steps); }
};

// An mlflow.db with runs in the form in which trainings leave them: at each step every metric is
// logged. The schema is made by MLflow itself (its Python environment must be there); the rows are
// inserted here, with 30 params and 5 tags a run.
Result<void> generateStore(const std::filesystem::path& file, const StoreSize& size);

} // namespace binnacle::bench
