#include "tests/fault/sync/store_truth.h"

#include "services/workspace/history_store.h"
#include "services/workspace/run_reader.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace binnacle::testing {

namespace {

using Pairs = std::map<std::string, std::string>;
// step, timestamp, value as bits: NaN compares equal to itself
using Point = std::tuple<std::int64_t, std::int64_t, std::uint64_t>;

// As MLflow keeps it: NaN as 0 and a flag, infinities as the greatest doubles. The backend may show
// the latter as the infinities that were logged.
std::uint64_t bitsOf(double value)
{
    if (std::isnan(value))
        return std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    if (std::isinf(value))
        value = std::copysign(std::numeric_limits<double>::max(), value);
    return std::bit_cast<std::uint64_t>(value);
}

std::uint64_t storedBits(const SQLite::Column& value, const SQLite::Column& isNan)
{
    return bitsOf(isNan.getInt() != 0 ? std::nan("") : value.getDouble());
}

struct Truth
{
    std::string name, status, lifecycle;
    Pairs params, tags;
    std::map<std::string, Point> latest;
    std::map<std::string, std::vector<Point>> histories;
};

std::map<std::string, Truth> readTruth(const std::filesystem::path& file)
{
    SQLite::Database db(file.string(), SQLite::OPEN_READONLY, 5000);
    std::map<std::string, Truth> runs;
    SQLite::Statement run(db, "SELECT run_uuid, name, status, lifecycle_stage FROM runs");
    while (run.executeStep())
        runs[run.getColumn(0).getString()] = {run.getColumn(1).getString(),
                                              run.getColumn(2).getString(),
                                              run.getColumn(3).getString(),
                                              {},
                                              {},
                                              {},
                                              {}};
    const auto readPairs = [&](const char* sql, Pairs Truth::* pairs) {
        SQLite::Statement row(db, sql);
        while (row.executeStep())
            (runs.at(row.getColumn(0).getString()).*pairs)[row.getColumn(1).getString()] =
                row.getColumn(2).getString();
    };
    readPairs("SELECT run_uuid, key, value FROM params", &Truth::params);
    readPairs("SELECT run_uuid, key, value FROM tags", &Truth::tags);
    SQLite::Statement latest(
        db, "SELECT run_uuid, key, step, timestamp, value, is_nan FROM latest_metrics");
    while (latest.executeStep())
        runs.at(latest.getColumn(0).getString()).latest[latest.getColumn(1).getString()] = {
            latest.getColumn(2).getInt64(), latest.getColumn(3).getInt64(),
            storedBits(latest.getColumn(4), latest.getColumn(5))};
    SQLite::Statement point(db,
                            "SELECT run_uuid, key, step, timestamp, value, is_nan FROM metrics");
    while (point.executeStep())
        runs.at(point.getColumn(0).getString())
            .histories[point.getColumn(1).getString()]
            .emplace_back(point.getColumn(2).getInt64(), point.getColumn(3).getInt64(),
                          storedBits(point.getColumn(4), point.getColumn(5)));
    return runs;
}

Pairs pairsOf(const std::vector<KeyValue>& list)
{
    Pairs pairs;
    for (const auto& [key, value] : list)
        pairs[key] = value;
    return pairs;
}

QString differenceOfRun(const Truth& truth, const Run& run)
{
    const auto differs = [](const char* what) { return QString::fromLatin1(what); };
    if (run.name != truth.name)
        return differs("name");
    if (statusName(run.status) != truth.status)
        return differs("status");
    if (lifecycleName(run.lifecycle) != truth.lifecycle)
        return differs("lifecycle");
    if (pairsOf(run.params) != truth.params || run.params.size() != truth.params.size())
        return differs("params");
    if (pairsOf(run.tags) != truth.tags || run.tags.size() != truth.tags.size())
        return differs("tags");
    std::map<std::string, Point> latest;
    for (const auto& [key, point] : run.metrics)
        latest[key] = {point.step, point.timestamp, bitsOf(point.value)};
    if (latest != truth.latest || run.metrics.size() != truth.latest.size())
        return differs("latest metrics");
    return {};
}

QString differenceOfHistories(const HistoryStore& store, RunRowId row, const Truth& truth)
{
    for (auto [key, expected] : truth.histories) {
        const auto points = store.points(row, key);
        if (!points)
            return points.error().message;
        std::vector<Point> found;
        for (const auto& point : *points)
            found.emplace_back(point.step, point.timestamp, bitsOf(point.value));
        std::ranges::sort(found);
        std::ranges::sort(expected);
        if (found != expected)
            return QStringLiteral("history of %1: %2 points, %3 expected")
                .arg(QString::fromStdString(key))
                .arg(found.size())
                .arg(expected.size());
    }
    return {};
}

// Rows that no run owns, and the words of SQLite's own check.
QString untidyRows(const std::filesystem::path& workspace)
{
    SQLite::Database db(workspace.string(), SQLite::OPEN_READONLY, 5000);
    const auto check = db.execAndGet("PRAGMA integrity_check").getString();
    if (check != "ok")
        return QString::fromStdString(check);
    for (const char* table : {"metric", "param", "tag", "series", "chunk"}) {
        const auto orphans = db.execAndGet(std::string("SELECT count(*) FROM ") + table +
                                           " WHERE run NOT IN (SELECT id FROM run)")
                                 .getInt64();
        if (orphans != 0)
            return QStringLiteral("%1 orphans in %2").arg(orphans).arg(QLatin1StringView(table));
    }
    const auto doubled = db.execAndGet("SELECT count(*) - count(DISTINCT run_id) FROM run");
    return doubled.getInt64() == 0 ? QString() : QStringLiteral("doubled runs");
}

} // namespace

QString differenceFromTruth(const std::filesystem::path& workspace,
                            const std::filesystem::path& mlflowDb)
{
    const auto truth = readTruth(mlflowDb);
    const auto opened = Workspace::open(workspace);
    if (!opened)
        return opened.error().message;
    const RunReader reader(*opened);
    const HistoryStore histories(*opened);
    for (const auto& [id, expected] : truth) {
        const auto row = reader.find(id);
        if (!row)
            return QStringLiteral("run %1 is missing").arg(QString::fromStdString(id));
        const auto detail = reader.detail(*row);
        if (!detail)
            return detail.error().message;
        QString what = differenceOfRun(expected, detail->run);
        if (what.isEmpty() && expected.lifecycle == "active")
            what = differenceOfHistories(histories, *row, expected);
        if (!what.isEmpty())
            return QStringLiteral("run %1: %2").arg(QString::fromStdString(id), what);
    }
    const auto count = (*opened)->read([](auto& db) -> Result<std::int64_t> {
        return db.execAndGet("SELECT count(*) FROM run").getInt64();
    });
    if (!count || *count != static_cast<std::int64_t>(truth.size()))
        return QStringLiteral("%1 runs, %2 expected").arg(count.value_or(-1)).arg(truth.size());
    return untidyRows(workspace);
}

void logPoints(SQLite::Database& mlflowDb, const std::string& run, const std::string& key,
               int count)
{
    SQLite::Transaction transaction(mlflowDb);
    SQLite::Statement last(mlflowDb, "SELECT coalesce(max(step), -1), coalesce(max(timestamp), 0) "
                                     "FROM metrics WHERE run_uuid = ? AND key = ?");
    last.bind(1, run);
    last.bind(2, key);
    last.executeStep();
    std::int64_t step = last.getColumn(0).getInt64();
    std::int64_t time = last.getColumn(1).getInt64();
    SQLite::Statement insert(mlflowDb,
                             "INSERT INTO metrics(key, value, timestamp, run_uuid, step, is_nan) "
                             "VALUES(?, ?, ?, ?, ?, 0)");
    for (int i = 0; i < count; ++i) {
        insert.bind(1, key);
        insert.bind(2, 1.0 / static_cast<double>(++step + 2));
        insert.bind(3, ++time);
        insert.bind(4, run);
        insert.bind(5, step);
        insert.exec();
        insert.reset();
    }
    SQLite::Statement latest(mlflowDb,
                             "INSERT OR REPLACE INTO latest_metrics(key, value, "
                             "timestamp, step, is_nan, run_uuid) VALUES(?, ?, ?, ?, 0, ?)");
    latest.bind(1, key);
    latest.bind(2, 1.0 / static_cast<double>(step + 2));
    latest.bind(3, time);
    latest.bind(4, step);
    latest.bind(5, run);
    latest.exec();
    transaction.commit();
}

std::vector<std::string> runningRuns(SQLite::Database& mlflowDb)
{
    std::vector<std::string> ids;
    SQLite::Statement row(mlflowDb, "SELECT run_uuid FROM runs WHERE status = 'RUNNING' AND "
                                    "lifecycle_stage = 'active' ORDER BY start_time");
    while (row.executeStep())
        ids.push_back(row.getColumn(0).getString());
    return ids;
}

} // namespace binnacle::testing
