#include "services/data/profile/value_counts.h"

#include "services/data/sql_text.h"

namespace binnacle {

namespace {

constexpr std::int64_t countableValues = 1'000'000;
constexpr std::int64_t fewNumbers = 50; // of numbers, top values are of interest where they are few
constexpr auto topCount = "12";

// Long texts are cut for show only: they are counted whole.
std::string shown(const std::string& name)
{
    return "left(CAST(" + name + " AS VARCHAR), 200)";
}

Result<void> take(const Dataset& data, ColumnProfile& profile, const std::string& query,
                  const QueryOptions& options)
{
    const auto rows = rowsOf(*data.engine, query, options);
    if (!rows)
        return failure(rows.error());
    profile.topValues.clear();
    for (const auto& row : *rows)
        profile.topValues.push_back({row[0].toText(), row[1].toInteger()});
    if (!rows->empty() && rows->front().size() > 2) {
        profile.distinct = rows->front()[2].toInteger();
        profile.distinctExact = true;
    }
    return {};
}

} // namespace

Result<void> countValues(const Dataset& data, ColumnProfile& profile, const QueryOptions& options)
{
    const auto& column = profile.column;
    const auto name = sqlName(column.name);
    const bool number = isNumeric(column.kind) || isTemporal(column.kind);
    if (number && profile.distinctExact && profile.distinct > fewNumbers)
        return {};
    const bool countable = profile.distinct <= countableValues;
    std::string present = name + " IS NOT NULL";
    if (column.type == "DOUBLE" || column.type == "FLOAT")
        present += " AND isfinite(" + name + ")";
    if (countable && number && profile.distinct > fewNumbers) {
        const auto row =
            rowOf(*data.engine,
                  "SELECT count(DISTINCT " + name + ") FROM " + data.relation + " WHERE " + present,
                  options);
        if (!row)
            return failure(row.error());
        profile.distinct = row->at(0).toInteger();
        profile.distinctExact = true;
        return {};
    }
    if (countable)
        return take(data, profile,
                    "SELECT " + shown("v") + ", n, count(*) OVER () FROM (SELECT " + name +
                        " AS v, count(*) AS n FROM " + data.relation + " WHERE " + present +
                        " GROUP BY 1) ORDER BY n DESC, v LIMIT " + topCount,
                    options);
    if (column.kind != ColumnKind::Text)
        return {};
    profile.topExact = false;
    return take(data, profile,
                "SELECT " + shown("v") + ", count(*) FROM (SELECT " + name + " AS v FROM " +
                    data.relation + ") WHERE v IN (SELECT unnest(approx_top_k(" + name + ", " +
                    topCount + ")) FROM " + data.relation + ") GROUP BY v ORDER BY 2 DESC, 1",
                options);
}

} // namespace binnacle
