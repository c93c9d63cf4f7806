#include "services/data/column_samples.h"

#include "services/data/sorted_numbers.h"
#include "services/data/sql_text.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace binnacle {

namespace {

using ByWindow = std::vector<ColumnSample>;

struct NumberRun
{
    std::vector<double> values;
    ColumnSample* sample = nullptr;
};

// Numbers of several columns in one pass.
Result<void> readNumbers(const Dataset& data, std::span<const SampleColumn> columns,
                         const std::vector<std::size_t>& numeric, const WindowPlan* plan,
                         std::vector<ByWindow>& samples, const QueryOptions& options)
{
    const auto windows = plan ? plan->windows.size() : 1;
    std::vector<std::string> wanted;
    if (plan)
        wanted.push_back(plan->key);
    for (const auto c : numeric)
        wanted.push_back("CAST(" + sqlName(columns[c].name) + " AS DOUBLE)");
    std::vector<NumberRun> runs(numeric.size() * windows);
    for (std::size_t i = 0; i < numeric.size(); ++i)
        for (std::size_t w = 0; w < windows; ++w)
            runs[i * windows + w].sample = &samples[numeric[i]][w];
    std::vector<std::size_t> places;
    auto read = data.engine->stream(
        "SELECT " + joined(wanted, ", ") + " FROM " + (plan ? plan->relation : data.relation),
        [&](const DataChunk& chunk) {
            places.assign(chunk.rows, 0);
            if (plan)
                for (std::size_t row = 0; row < chunk.rows; ++row)
                    places[row] = chunk.columns[0].isNull(row)
                                      ? windows
                                      : plan->places.at(chunk.columns[0].integers[row]);
            for (std::size_t i = 0; i < numeric.size(); ++i) {
                const auto& column = chunk.columns[i + (plan ? 1 : 0)];
                for (std::size_t row = 0; row < chunk.rows; ++row) {
                    if (places[row] == windows)
                        continue;
                    auto& run = runs[i * windows + places[row]];
                    const double value = column.isNull(row) ? std::nan("") : column.numbers[row];
                    if (std::isfinite(value))
                        run.values.push_back(value);
                    else
                        ++(std::isnan(value) ? run.sample->missing : run.sample->infinite);
                }
            }
            return true;
        },
        options);
    if (!read)
        return read;
    overProcessors(runs.size(), [&](std::size_t i) {
        if (options.stop.stop_requested())
            return;
        std::vector<double> scratch;
        sortNumbers(runs[i].values, scratch);
        runs[i].sample->numbers = countedRun(runs[i].values);
        runs[i].values = {};
    });
    if (options.stop.stop_requested())
        return failure(cancelledError());
    return {};
}

Result<void> readTexts(const Dataset& data, const SampleColumn& column, const WindowPlan* plan,
                       ByWindow& samples, const QueryOptions& options)
{
    const auto key = plan ? plan->key : std::string("0::BIGINT");
    return data.engine->stream(
        "SELECT k, CAST(v AS VARCHAR), n FROM (SELECT " + key + " AS k, " + sqlName(column.name) +
            " AS v, count(*) AS n FROM " + (plan ? plan->relation : data.relation) +
            " GROUP BY 1, 2)",
        [&](const DataChunk& chunk) {
            for (std::size_t row = 0; row < chunk.rows; ++row) {
                if (chunk.columns[0].isNull(row))
                    continue;
                auto& sample = samples[plan ? plan->places.at(chunk.columns[0].integers[row]) : 0];
                const auto count = static_cast<std::uint64_t>(chunk.columns[2].integers[row]);
                if (chunk.columns[1].isNull(row))
                    sample.addMissing(count);
                else
                    sample.addCategory(chunk.columns[1].texts[row], count);
            }
            return true;
        },
        options);
}

} // namespace

void overProcessors(std::size_t count, const std::function<void(std::size_t place)>& work)
{
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (auto i = next++; i < count; i = next++)
            work(i);
    };
    std::vector<std::jthread> others;
    const auto threads = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
    for (unsigned i = 1; i < threads && i < count; ++i)
        others.emplace_back(run);
    run();
}

Result<std::vector<std::vector<ColumnSample>>> readSamples(const Dataset& data,
                                                           std::span<const SampleColumn> columns,
                                                           const WindowPlan* plan,
                                                           const QueryOptions& options)
{
    const auto windows = plan ? plan->windows.size() : 1;
    std::vector<ByWindow> samples(columns.size(), ByWindow(windows));
    std::vector<std::size_t> numeric;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (auto& sample : samples[c])
            sample.type =
                columns[c].numeric ? DriftColumnType::Numeric : DriftColumnType::Categorical;
        if (columns[c].numeric)
            numeric.push_back(c);
    }
    if (!numeric.empty())
        if (auto read = readNumbers(data, columns, numeric, plan, samples, options); !read)
            return failure(read.error());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (!columns[c].numeric)
            if (auto read = readTexts(data, columns[c], plan, samples[c], options); !read)
                return failure(read.error());
        for (auto& sample : samples[c]) { // as pandas would type it
            sample.booleans = columns[c].booleans;
            sample.integers = columns[c].integers && sample.missing == 0 && sample.infinite == 0;
        }
    }
    return samples;
}

} // namespace binnacle
