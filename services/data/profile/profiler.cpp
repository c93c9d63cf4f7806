#include "services/data/profile/profiler.h"

#include "services/data/profile/number_counts.h"
#include "services/data/profile/value_counts.h"
#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::size_t batchColumns = 24;
constexpr int factsOfColumn = 12;

// Twelve expressions for each column; NULL where a kind has no such fact: count, NaN, infinite,
// distinct, min, max, mean, std, text of min, text of max, and of texts: shortest, longest.
// Averages of texts' lengths stand in the place of mean, the count of empty ones in that of NaN.
// Without `moments` there is no mean and no std: where they leave the range of a double.
std::vector<std::string> factsFor(const DataColumn& column, bool moments)
{
    const auto name = sqlName(column.name);
    const std::string none = "NULL::DOUBLE";
    const std::string noText = "NULL::VARCHAR";
    std::vector<std::string> facts = {"count(" + name + ")",
                                      none,
                                      none,
                                      none,
                                      none,
                                      none,
                                      none,
                                      none,
                                      noText,
                                      noText,
                                      none,
                                      none};
    const bool floating = column.type == "DOUBLE" || column.type == "FLOAT";
    const auto number = numberExpression(column);
    if (!number.empty()) {
        facts[3] = "approx_count_distinct(" + (floating ? number : name) + ")";
        facts[4] = "min(" + number + ")";
        facts[5] = "max(" + number + ")";
    }
    if (!number.empty() && moments) {
        facts[6] = (floating ? "favg(" : "avg(") + number + ")";
        facts[7] = "stddev_samp(" + number + ")";
    }
    if (floating) {
        facts[1] = "count_if(isnan(" + name + "))";
        facts[2] = "count_if(isinf(" + name + "))";
    } else if (isTemporal(column.kind)) {
        facts[2] = "count_if(isinf(" + name + "))";
    }
    if (column.kind == ColumnKind::Integer || isTemporal(column.kind) ||
        column.type.starts_with("DECIMAL")) {
        facts[8] = "min(" + name + ")::VARCHAR";
        facts[9] = "max(" + name + ")::VARCHAR";
    }
    if (column.kind == ColumnKind::Text) {
        facts[1] = "count_if(" + name + "::VARCHAR = '')";
        facts[3] = "approx_count_distinct(" + name + ")";
        facts[6] = "avg(length(" + name + "::VARCHAR))";
        facts[8] = "left(min(" + name + ")::VARCHAR, 200)";
        facts[9] = "left(max(" + name + ")::VARCHAR, 200)";
        facts[10] = "min(length(" + name + "::VARCHAR))";
        facts[11] = "max(length(" + name + "::VARCHAR))";
    } else if (column.kind == ColumnKind::Time || column.kind == ColumnKind::Nested ||
               column.kind == ColumnKind::Binary) {
        facts[3] = "approx_count_distinct(" + name + ")";
    }
    return facts;
}

ColumnProfile profileFrom(const DataColumn& column, std::int64_t rows,
                          std::span<const DataValue> facts)
{
    ColumnProfile profile;
    profile.column = column;
    profile.rows = rows;
    profile.missing = rows - facts[0].toInteger();
    const auto count = [&](std::size_t i) {
        return static_cast<std::int64_t>(facts[i].number.value_or(0));
    };
    profile.distinct = count(3);
    profile.distinctExact = profile.distinct == 0;
    profile.minText = facts[8].toText();
    profile.maxText = facts[9].toText();
    if (column.kind == ColumnKind::Text) {
        profile.empty = count(1);
        if (facts[10].number)
            profile.lengths = TextLengths{count(10), count(11), facts[6].toNumber()};
        return profile;
    }
    profile.nan = count(1);
    profile.missing += profile.nan;
    profile.infinite = count(2);
    profile.min = facts[4].number;
    profile.max = facts[5].number;
    profile.mean = facts[6].number;
    profile.std = facts[7].number;
    return profile;
}

Result<std::vector<ColumnProfile>> firstFacts(const Dataset& data,
                                              std::span<const DataColumn* const> columns,
                                              bool moments, const QueryOptions& options)
{
    std::vector<std::string> expressions = {"count(*)"};
    for (const auto* column : columns)
        std::ranges::move(factsFor(*column, moments), std::back_inserter(expressions));
    const auto row = rowOf(
        *data.engine, "SELECT " + joined(expressions, ", ") + " FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    std::vector<ColumnProfile> profiles;
    for (std::size_t i = 0; i < columns.size(); ++i)
        profiles.push_back(
            profileFrom(*columns[i], row->at(0).toInteger(),
                        std::span(*row).subspan(1 + i * factsOfColumn, factsOfColumn)));
    return profiles;
}

// Where the mean or the spread of one column is out of range, the others do not suffer for it.
Result<std::vector<ColumnProfile>> safeFacts(const Dataset& data,
                                             std::span<const DataColumn* const> columns,
                                             const QueryOptions& options)
{
    auto facts = firstFacts(data, columns, true, options);
    if (facts || !facts.error().message.contains(QLatin1String("out of range")))
        return facts;
    std::vector<ColumnProfile> all;
    for (const auto* column : columns) {
        const std::array one = {column};
        facts = firstFacts(data, one, true, options);
        if (!facts)
            facts = firstFacts(data, one, false, options);
        if (!facts)
            return facts;
        all.push_back(std::move(facts->front()));
    }
    return all;
}

Result<void> complete(const Dataset& data, ColumnProfile& profile, const QueryOptions& options)
{
    if (profile.present() == 0)
        return {};
    if (isNumeric(profile.column.kind) || isTemporal(profile.column.kind))
        if (auto counted = countNumbers(data, profile, options); !counted)
            return counted;
    if (auto counted = countValues(data, profile, options); !counted)
        return counted;
    return {};
}

Result<std::vector<const DataColumn*>> wantedColumns(const Dataset& data,
                                                     const ProfileOptions& options)
{
    std::vector<const DataColumn*> wanted;
    if (options.columns.empty())
        for (const auto& column : data.columns)
            wanted.push_back(&column);
    for (const auto& name : options.columns) {
        const auto* column = data.column(name);
        if (!column)
            return failure(Error::Kind::NotFound,
                           QCoreApplication::translate("data", "There is no column “%1”.")
                               .arg(QString::fromStdString(name)));
        wanted.push_back(column);
    }
    return wanted;
}

std::vector<std::string> numericColumns(const Dataset& data, std::size_t most)
{
    std::vector<std::string> names;
    for (const auto& column : data.columns)
        if ((isNumeric(column.kind) || column.kind == ColumnKind::Boolean) && names.size() < most)
            names.push_back(column.name);
    return names;
}

Result<void> correlate(const Dataset& data, TableProfile& profile, const QueryOptions& options)
{
    const auto& names = profile.correlated;
    const auto size = names.size();
    profile.correlation.assign(size * size, std::nan(""));
    if (size == 0)
        return {};
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t k = i; k < size; ++k)
            pairs.push_back("corr(n" + std::to_string(i) + ", n" + std::to_string(k) + ")");
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < size; ++i)
        columns.push_back(numberExpression(*data.column(names[i])) + " AS n" + std::to_string(i));
    const auto row = rowOf(*data.engine,
                           "SELECT " + joined(pairs, ", ") + " FROM (SELECT " +
                               joined(columns, ", ") + " FROM " + data.relation + ")",
                           options);
    if (!row)
        return failure(row.error());
    std::size_t at = 0;
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t k = i; k < size; ++k, ++at)
            profile.correlation[i * size + k] = profile.correlation[k * size + i] =
                (*row)[at].toNumber();
    return {};
}

} // namespace

Result<DatasetProfile> profileDataset(const Dataset& data, const ProfileOptions& options)
{
    const auto wanted = wantedColumns(data, options);
    if (!wanted)
        return failure(wanted.error());
    DatasetProfile profile;
    const QueryOptions query{options.stop, {}};
    std::size_t done = 0;
    for (std::size_t first = 0; first < wanted->size(); first += batchColumns) {
        const auto batch =
            std::span(*wanted).subspan(first, std::min(batchColumns, wanted->size() - first));
        auto profiles = safeFacts(data, batch, query);
        if (!profiles)
            return failure(profiles.error());
        for (auto& column : *profiles) {
            if (auto completed = complete(data, column, query); !completed)
                return failure(completed.error());
            if (options.column)
                options.column(column);
            if (options.progress)
                options.progress(static_cast<double>(++done) / static_cast<double>(wanted->size()));
            profile.rows = column.rows;
            profile.columns.push_back(std::move(column));
        }
    }
    return profile;
}

Result<TableProfile> profileTable(const Dataset& data, const QueryOptions& options,
                                  std::size_t mostColumns)
{
    TableProfile profile;
    const auto row =
        rowOf(*data.engine,
              "SELECT (SELECT count(*) FROM " + data.relation +
                  "), (SELECT count(*) FROM (SELECT DISTINCT * FROM " + data.relation + "))",
              options);
    if (!row)
        return failure(row.error());
    profile.duplicateRows = row->at(0).toInteger() - row->at(1).toInteger();
    profile.correlated = numericColumns(data, mostColumns);
    if (auto correlated = correlate(data, profile, options); !correlated)
        return failure(correlated.error());
    return profile;
}

} // namespace binnacle
