#include "services/query/column_loader.h"

#include "services/domain/run.h"

#include "services/query/scan.h"

#include <algorithm>

namespace binnacle {

namespace {

using Kind = RunColumn::Kind;
using Stat = RunColumn::Stat;

constexpr std::size_t stopEvery = 8192;

NumberColumn emptyNumbers(const RunBase& base)
{
    return {std::vector<double>(base.size(), 0.0), RunMask(base.size())};
}

ColumnData numbersFromTimes(const RunBase& base, const std::string& name)
{
    auto column = emptyNumbers(base);
    const auto& starts = base.startTimes();
    const auto& ends = base.endTimes();
    for (std::size_t at = 0; at < base.size(); ++at) {
        const bool hasStart = starts[at] != RunBase::noTime;
        const bool hasEnd = ends[at] != RunBase::noTime;
        std::int64_t value = 0;
        if (name == "start_time" && hasStart)
            value = starts[at];
        else if (name == "end_time" && hasEnd)
            value = ends[at];
        else if (name == "duration" && hasStart && hasEnd)
            value = ends[at] - starts[at];
        else
            continue;
        column.values[at] = static_cast<double>(value);
        column.present.set(at);
    }
    return column;
}

// Attributes that RunBase has already: a few distinct texts.
template <class TextOf>
ColumnData textsFromBase(const RunBase& base, TextOf textOf)
{
    TextColumn column;
    TextPoolBuilder pool;
    column.codes.resize(base.size());
    for (std::size_t at = 0; at < base.size(); ++at)
        column.codes[at] = pool.codeOf(textOf(at));
    column.pool = pool.take();
    return column;
}

const char* attributeSql(const std::string& name)
{
    if (name == "run_id")
        return "SELECT id, run_id FROM run";
    if (name == "run_name")
        return "SELECT id, name FROM run";
    if (name == "user_id")
        return "SELECT id, user_id FROM run";
    return "SELECT id, artifact_uri FROM run";
}

// Calls visit(position) for each row of a scan whose first column is a run.
template <class Visit>
Result<void> forEachRun(Scan& scan, const RunBase& base, const std::stop_token& stop, Visit visit)
{
    for (std::size_t seen = 0; scan.next(); ++seen) {
        if (seen % stopEvery == 0 && stop.stop_requested())
            return failure(cancelledError());
        if (const auto at = base.positionOf(scan.integer(0)))
            visit(*at);
    }
    return {};
}

Result<ColumnPointer> readNumbers(Scan& scan, const RunBase& base, const std::stop_token& stop,
                                  bool nullIsNaN)
{
    auto column = emptyNumbers(base);
    const auto done = forEachRun(scan, base, stop, [&](std::uint32_t at) {
        if (!nullIsNaN && scan.isNull(1))
            return;
        column.values[at] = scan.number(1);
        column.present.set(at);
    });
    if (!done)
        return failure(done.error());
    return std::make_shared<const ColumnData>(std::move(column));
}

Result<ColumnPointer> readTexts(Scan& scan, const RunBase& base, const std::stop_token& stop,
                                bool numeric)
{
    TextColumn column;
    column.numeric = numeric;
    column.codes.assign(base.size(), TextColumn::missing);
    TextPoolBuilder pool;
    const auto done = forEachRun(
        scan, base, stop, [&](std::uint32_t at) { column.codes[at] = pool.codeOf(scan.text(1)); });
    if (!done)
        return failure(done.error());
    column.pool = pool.take();
    return std::make_shared<const ColumnData>(std::move(column));
}

Result<ColumnPointer> readDatasets(SQLite::Database& db, const RunBase& base,
                                   const std::string& name, const std::stop_token& stop)
{
    const char* sql = name == "context"
                          ? "SELECT run, context FROM run_dataset ORDER BY run, dataset"
                          : (name == "digest" ? "SELECT l.run, d.digest FROM run_dataset l "
                                                "JOIN dataset d ON d.id = l.dataset "
                                                "ORDER BY l.run, l.dataset"
                                              : "SELECT l.run, d.name FROM run_dataset l "
                                                "JOIN dataset d ON d.id = l.dataset "
                                                "ORDER BY l.run, l.dataset");
    Scan scan(db, sql);
    TextPoolBuilder pool;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries; // position, code
    const auto done = forEachRun(scan, base, stop, [&](std::uint32_t at) {
        entries.emplace_back(at, pool.codeOf(scan.text(1)));
    });
    if (!done)
        return failure(done.error());
    std::ranges::stable_sort(entries, {}, &std::pair<std::uint32_t, std::uint32_t>::first);
    TextListColumn column;
    column.starts.assign(base.size() + 1, 0);
    for (const auto& [at, code] : entries) {
        ++column.starts[at + 1];
        column.codes.push_back(code);
    }
    for (std::size_t at = 0; at < base.size(); ++at)
        column.starts[at + 1] += column.starts[at];
    column.pool = pool.take();
    return std::make_shared<const ColumnData>(std::move(column));
}

std::optional<ColumnData> columnOfBase(const RunBase& base, const RunColumn& column)
{
    const auto experiment = [&](std::size_t at) -> const RunBase::ExperimentInfo& {
        return base.experiments()[base.experimentOf()[at]];
    };
    const auto& name = column.name;
    if (name == "start_time" || name == "end_time" || name == "duration")
        return numbersFromTimes(base, name);
    if (name == "status")
        return textsFromBase(base, [&](std::size_t at) {
            return statusName(static_cast<RunStatus>(base.statuses()[at]));
        });
    if (name == "lifecycle_stage")
        return textsFromBase(base, [&](std::size_t at) {
            return lifecycleName(static_cast<Lifecycle>(base.lifecycles()[at]));
        });
    if (name == "source")
        return textsFromBase(
            base, [&](std::size_t at) -> std::string_view { return experiment(at).sourceName; });
    if (name == "experiment_name")
        return textsFromBase(
            base, [&](std::size_t at) -> std::string_view { return experiment(at).name; });
    if (name == "experiment_id")
        return textsFromBase(base,
                             [&](std::size_t at) -> std::string_view { return experiment(at).id; });
    return std::nullopt;
}

} // namespace

std::optional<std::int64_t> keyId(SQLite::Database& db, const RunColumn& column)
{
    Scan find(db, "SELECT id FROM key WHERE kind = ? AND name = ?");
    const auto kind = column.kind == Kind::Metric  ? metricKeys
                      : column.kind == Kind::Param ? paramKeys
                                                   : tagKeys;
    find.bind(1, kind).bind(2, std::string_view(column.name));
    if (!find.next())
        return std::nullopt;
    return find.integer(0);
}

const char* keyScanSql(const RunColumn& column)
{
    if (column.kind == Kind::Param)
        return "SELECT run, value FROM param WHERE key = ?1";
    if (column.kind == Kind::Tag)
        return "SELECT run, value FROM tag WHERE key = ?1";
    switch (column.stat) {
    case Stat::LastStep:
        return "SELECT run, step FROM metric WHERE key = ?1";
    case Stat::Min:
        return "SELECT run, min FROM series WHERE key = ?1";
    case Stat::Max:
        return "SELECT run, max FROM series WHERE key = ?1";
    case Stat::MinStep:
        return "SELECT run, min_step FROM series WHERE key = ?1";
    case Stat::MaxStep:
        return "SELECT run, max_step FROM series WHERE key = ?1";
    case Stat::Last:
    case Stat::Best:
    case Stat::BestStep:
        break;
    }
    return "SELECT run, value FROM metric WHERE key = ?1";
}

Result<ColumnPointer> loadColumn(Workspace& workspace, const RunBase& base, const RunColumn& column,
                                 std::stop_token stop)
{
    if (column.kind == Kind::Attribute) {
        if (auto known = columnOfBase(base, column))
            return std::make_shared<const ColumnData>(std::move(*known));
    }
    return workspace.read([&](SQLite::Database& db) -> Result<ColumnPointer> {
        if (column.kind == Kind::Attribute) {
            Scan scan(db, attributeSql(column.name));
            return readTexts(scan, base, stop, false);
        }
        if (column.kind == Kind::Dataset)
            return readDatasets(db, base, column.name, stop);
        Scan scan(db, keyScanSql(column));
        scan.bind(1, keyId(db, column).value_or(-1));
        if (column.kind == Kind::Metric)
            return readNumbers(scan, base, stop, column.stat == Stat::Last);
        return readTexts(scan, base, stop, true);
    });
}

} // namespace binnacle
