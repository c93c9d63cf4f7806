#pragma once

#include "services/data/dataset.h"
#include "services/drift/drift_over_time.h"

#include <unordered_map>

namespace binnacle {

// How a person cuts a dataset.
struct WindowChoice
{
    std::string time; // a column of times, dates, texts of such, or numbers; empty: by rows
    // Of times: a number and a unit: "15 min", "6h", "1 day", "2w", "1 month", "1q", "1y". Of
    // numbers: their width. Of rows: how many. Empty: of times the least unit that gives at most 60
    // windows, else twenty equal ones of numbers, ten of rows.
    std::string size;
};

// The cut, for queries: each row's key tells its window.
struct WindowPlan
{
    std::string relation; // what stands after FROM: all columns and `key`
    std::string key;      // its name in SQL: a BIGINT, or NULL where a row is in no window
    std::vector<DataWindow> windows;
    std::unordered_map<std::int64_t, std::size_t> places; // of a key
    std::uint64_t outside = 0;
};

// Weeks begin on Mondays; other units as time_bucket of DuckDB has them (from 2000-01-03 and
// 2000-01-01). Errors: NotFound (no such column), Invalid (a size that is none, more than 10,000
// windows, no row with a time), those of the engine.
Result<WindowPlan> planWindows(const Dataset& data, const WindowChoice& choice,
                               const QueryOptions& options);

} // namespace binnacle
