#include "services/data/column_pairs.h"

#include "services/data/profile/column_profile.h"
#include "services/data/sorted_numbers.h"
#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr std::size_t mostColumns = 64; // of a batch

bool isComparable(ColumnKind kind)
{
    return isNumeric(kind) || kind == ColumnKind::Text || kind == ColumnKind::Boolean;
}

Result<std::int64_t> rowsIn(const Dataset& data, const QueryOptions& options)
{
    if (data.rows)
        return *data.rows;
    const auto row = rowOf(*data.engine, "SELECT count(*) FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    return row->at(0).toInteger();
}

// The values of numeric columns of one side, in one pass.
Result<void> readNumbers(const Dataset& data, std::span<ColumnPair*> pairs, bool isReference,
                         std::int64_t rows, const QueryOptions& options)
{
    std::vector<std::string> columns;
    std::vector<std::vector<double>*> into;
    std::vector<std::int64_t*> missing;
    for (auto* pair : pairs) {
        columns.push_back("CAST(" + sqlName(pair->column.name) + " AS DOUBLE)");
        into.push_back(isReference ? &pair->reference : &pair->current);
        missing.push_back(isReference ? &pair->referenceMissing : &pair->currentMissing);
        into.back()->reserve(static_cast<std::size_t>(rows));
    }
    return data.engine->stream(
        "SELECT " + joined(columns, ", ") + " FROM " + data.relation,
        [&](const DataChunk& chunk) {
            for (std::size_t c = 0; c < chunk.columns.size(); ++c) {
                const auto& column = chunk.columns[c];
                const auto before = into[c]->size();
                for (std::size_t row = 0; row < chunk.rows; ++row)
                    if (const double value = column.numbers[row];
                        !column.isNull(row) && std::isfinite(value))
                        into[c]->push_back(value);
                *missing[c] += static_cast<std::int64_t>(chunk.rows - (into[c]->size() - before));
            }
            return true;
        },
        options);
}

void sortAll(std::span<ColumnPair*> pairs, const std::stop_token& stop)
{
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        std::vector<double> scratch;
        for (auto i = next++; i < 2 * pairs.size() && !stop.stop_requested(); i = next++)
            sortNumbers(i % 2 == 0 ? pairs[i / 2]->reference : pairs[i / 2]->current, scratch);
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::clamp(std::thread::hardware_concurrency(), 1U, 8U); ++i)
        others.emplace_back(work);
    work();
}

Result<void> countCategories(const Dataset& data, ColumnPair& pair, bool isReference,
                             std::unordered_map<std::string, std::size_t>& places,
                             const QueryOptions& options)
{
    const auto name = sqlName(pair.column.name);
    return data.engine->stream(
        "SELECT CAST(v AS VARCHAR), n FROM (SELECT " + name + " AS v, count(*) AS n FROM " +
            data.relation + " GROUP BY 1)",
        [&](const DataChunk& chunk) {
            for (std::size_t row = 0; row < chunk.rows; ++row) {
                const auto count = chunk.columns[1].integers[row];
                if (chunk.columns[0].isNull(row)) {
                    (isReference ? pair.referenceMissing : pair.currentMissing) += count;
                    continue;
                }
                const auto [place, isNew] = places.emplace(std::string(chunk.columns[0].texts[row]),
                                                           pair.categories.size());
                if (isNew)
                    pair.categories.push_back({place->first, 0, 0});
                auto& category = pair.categories[place->second];
                (isReference ? category.reference : category.current) += count;
            }
            return true;
        },
        options);
}

Result<void> readCategories(const Dataset& reference, const Dataset& current, ColumnPair& pair,
                            const QueryOptions& options)
{
    std::unordered_map<std::string, std::size_t> places;
    if (auto counted = countCategories(reference, pair, true, places, options); !counted)
        return counted;
    if (auto counted = countCategories(current, pair, false, places, options); !counted)
        return counted;
    std::ranges::sort(pair.categories, {}, &CategoryCount::value);
    return {};
}

Result<void> readBatch(const Dataset& reference, const Dataset& current,
                       std::span<ColumnPair> batch, std::int64_t rows, std::int64_t currentRows,
                       const QueryOptions& options)
{
    std::vector<ColumnPair*> numbers;
    for (auto& pair : batch)
        if (pair.numeric)
            numbers.push_back(&pair);
    if (!numbers.empty()) {
        if (auto read = readNumbers(reference, numbers, true, rows, options); !read)
            return read;
        if (auto read = readNumbers(current, numbers, false, currentRows, options); !read)
            return read;
        sortAll(numbers, options.stop);
        if (options.stop.stop_requested())
            return failure(cancelledError());
    }
    for (auto& pair : batch)
        if (!pair.numeric)
            if (auto read = readCategories(reference, current, pair, options); !read)
                return read;
    return {};
}

} // namespace

Result<std::vector<std::string>> comparableColumns(const Dataset& reference, const Dataset& current,
                                                   const std::vector<std::string>& wanted)
{
    std::vector<std::string> names;
    for (const auto& name : wanted) {
        const auto* column = reference.column(name);
        if (!column || !current.column(name))
            return failure(Error::Kind::NotFound,
                           QCoreApplication::translate("data", "Not both have a column “%1”.")
                               .arg(QString::fromStdString(name)));
        if (!isComparable(column->kind))
            return failure(
                Error::Kind::Unsupported,
                QCoreApplication::translate("data", "Drift of %1 is not computed: “%2”.")
                    .arg(QString::fromStdString(column->type), QString::fromStdString(name)));
        names.push_back(name);
    }
    if (wanted.empty())
        for (const auto& column : reference.columns)
            if (current.column(column.name) && isComparable(column.kind))
                names.push_back(column.name);
    return names;
}

Result<void> readColumnPairs(const Dataset& reference, const Dataset& current,
                             const PairOptions& options,
                             const std::function<Result<void>(std::span<ColumnPair>)>& receive)
{
    const QueryOptions query{options.stop, {}};
    const auto names = comparableColumns(reference, current, options.columns);
    if (!names)
        return failure(names.error());
    const auto rows = rowsIn(reference, query);
    const auto currentRows = rowsIn(current, query);
    if (!rows || !currentRows)
        return failure(rows ? currentRows.error() : rows.error());
    const auto bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(*rows + *currentRows, 1)) *
                       sizeof(double);
    const auto size = std::clamp<std::size_t>(options.memory / bytes, 1, mostColumns);
    for (std::size_t first = 0; first < names->size(); first += size) {
        std::vector<ColumnPair> batch;
        for (auto i = first; i < std::min(first + size, names->size()); ++i) {
            auto& pair = batch.emplace_back();
            pair.column = *reference.column((*names)[i]);
            pair.currentColumn = *current.column((*names)[i]);
            // Of a column that is a number on one side only, values are compared as texts.
            pair.numeric = isNumeric(pair.column.kind) && isNumeric(pair.currentColumn.kind);
        }
        if (auto read = readBatch(reference, current, batch, *rows, *currentRows, query); !read)
            return read;
        if (auto received = receive(batch); !received)
            return received;
        if (options.progress)
            options.progress(static_cast<double>(first + batch.size()) /
                             static_cast<double>(names->size()));
    }
    return {};
}

} // namespace binnacle
