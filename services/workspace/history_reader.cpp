#include "services/workspace/history_codec.h"
#include "services/workspace/history_store.h"
#include "services/workspace/history_values.h"
#include "services/workspace/key_table.h"
#include "services/workspace/sqlite_values.h"

#include <SQLiteCpp/Statement.h>

#include <algorithm>

// The reading half of HistoryStore.

namespace binnacle {

namespace {

std::string_view bytesOf(const SQLite::Column& column)
{
    return {static_cast<const char*>(column.getBlob()),
            static_cast<std::size_t>(column.getBytes())};
}

// Merges bands that begin in the same of `buckets` equal stretches of [from, to].
class BandMerger
{
public:
    BandMerger(std::int64_t from, std::int64_t to, std::size_t buckets)
        : from_(from)
        , width_(static_cast<double>(to) - static_cast<double>(from) + 1)
        , buckets_(static_cast<double>(buckets))
    {
    }

    void add(const HistoryBand& band)
    {
        const double offset = static_cast<double>(band.firstStep) - static_cast<double>(from_);
        const auto bucket = static_cast<std::int64_t>(offset / width_ * buckets_);
        if (!bands_.empty() && bucket == lastBucket_) {
            extend(bands_.back(), band);
        } else {
            bands_.push_back(band);
            lastBucket_ = bucket;
        }
    }

    std::vector<HistoryBand> take() { return std::move(bands_); }

private:
    std::int64_t from_;
    double width_, buckets_;
    std::int64_t lastBucket_ = 0;
    std::vector<HistoryBand> bands_;
};

enum class Level { Points, Bands, Chunks };

// The coarsest level of the pyramid that still has a band for each bucket.
Level levelFor(std::int64_t points, std::size_t buckets)
{
    const auto wanted = static_cast<std::int64_t>(buckets);
    if (points / static_cast<std::int64_t>(pointsPerChunk) >= wanted)
        return Level::Chunks;
    if (points / static_cast<std::int64_t>(pointsPerBand) >= wanted)
        return Level::Bands;
    return Level::Points;
}

struct Range
{
    std::int64_t run, key, from, to;
};

void bindRange(SQLite::Statement& statement, const Range& range)
{
    statement.bind(1, range.run);
    statement.bind(2, range.key);
    statement.bind(3, range.to);
    statement.bind(4, range.from);
}

constexpr const char* overlapping =
    " FROM chunk WHERE run = ? AND key = ? AND first_step <= ? AND last_step >= ? ";

std::int64_t countOverlapping(SQLite::Database& db, const Range& range)
{
    SQLite::Statement count(db, std::string("SELECT coalesce(sum(count), 0)") + overlapping);
    bindRange(count, range);
    count.executeStep();
    return count.getColumn(0).getInt64();
}

std::vector<HistoryBand> readBands(SQLite::Database& db, const Range& range, std::size_t buckets)
{
    const std::int64_t points = countOverlapping(db, range);
    const Level level = levelFor(points, buckets);
    const bool single = points <= static_cast<std::int64_t>(4 * buckets);
    const char* columns = level == Level::Chunks  ? "SELECT top, NULL"
                          : level == Level::Bands ? "SELECT top, bands"
                                                  : "SELECT top, points";
    SQLite::Statement row(db, std::string(columns) + overlapping + "ORDER BY no");
    bindRange(row, range);
    BandMerger merger(range.from, range.to, buckets);
    std::vector<HistoryBand> plain;
    const auto put = [&](const HistoryBand& band) {
        if (band.lastStep < range.from || band.firstStep > range.to)
            return;
        if (single)
            plain.push_back(band);
        else
            merger.add(band);
    };
    while (row.executeStep()) {
        const auto column = row.getColumn(1);
        if (column.isNull()) {
            put(bandFromBytes(bytesOf(row.getColumn(0))));
        } else if (level == Level::Bands) {
            for (const auto& band : decodeBands(bytesOf(column)))
                put(band);
        } else {
            for (const auto& point : decodePoints(bytesOf(column)))
                put(bandOf(point));
        }
    }
    return single ? plain : merger.take();
}

} // namespace

SeriesInfo seriesInfoOf(SQLite::Statement& row)
{
    SeriesInfo info;
    info.count = row.getColumn(0).getInt64();
    info.nanCount = row.getColumn(1).getInt64();
    if (!row.getColumn(2).isNull()) {
        info.min = row.getColumn(2).getDouble();
        info.minStep = row.getColumn(3).getInt64();
        info.max = row.getColumn(4).getDouble();
        info.maxStep = row.getColumn(5).getInt64();
    }
    info.latestStep = row.getColumn(6).getInt64();
    info.latestTime = row.getColumn(7).getInt64();
    return info;
}

Result<std::optional<SeriesInfo>> HistoryStore::info(RunRowId run,
                                                     const std::string& metricKey) const
{
    return workspace_->read([&](auto& db) -> Result<std::optional<SeriesInfo>> {
        SQLite::Statement row(db, "SELECT count, nan_count, min, min_step, max, max_step, "
                                  "latest_step, latest_time FROM series WHERE key = ? AND run = ?");
        row.bind(1, KeyTable(db).find(KeyKind::Metric, metricKey));
        row.bind(2, raw(run));
        if (!row.executeStep())
            return std::nullopt;
        return seriesInfoOf(row);
    });
}

Result<std::unordered_map<std::string, SeriesInfo>> HistoryStore::infos(RunRowId run) const
{
    using Infos = std::unordered_map<std::string, SeriesInfo>;
    return workspace_->read([&](auto& db) -> Result<Infos> {
        SQLite::Statement row(db, "SELECT s.count, s.nan_count, s.min, s.min_step, s.max, "
                                  "s.max_step, s.latest_step, s.latest_time, k.name FROM series s "
                                  "JOIN key k ON k.id = s.key WHERE s.run = ?");
        row.bind(1, raw(run));
        Infos infos;
        while (row.executeStep())
            infos.emplace(row.getColumn(8).getString(), seriesInfoOf(row));
        return infos;
    });
}

Result<std::vector<MetricPoint>> HistoryStore::points(RunRowId run,
                                                      const std::string& metricKey) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<MetricPoint>> {
        std::vector<MetricPoint> all;
        const std::int64_t key = KeyTable(db).find(KeyKind::Metric, metricKey);
        SQLite::Statement count(db, "SELECT coalesce(sum(count), 0) FROM chunk WHERE run = ? AND "
                                    "key = ?");
        count.bind(1, raw(run));
        count.bind(2, key);
        count.executeStep();
        all.reserve(
            static_cast<std::size_t>(std::max<std::int64_t>(0, count.getColumn(0).getInt64())));
        SQLite::Statement row(db, "SELECT points FROM chunk WHERE run = ? AND key = ? ORDER BY no");
        row.bind(1, raw(run));
        row.bind(2, key);
        while (row.executeStep()) {
            const auto chunk = decodePoints(bytesOf(row.getColumn(0)));
            all.insert(all.end(), chunk.begin(), chunk.end());
        }
        return all;
    });
}

Result<std::vector<HistoryBand>> HistoryStore::bands(RunRowId run, const std::string& metricKey,
                                                     std::int64_t fromStep, std::int64_t toStep,
                                                     std::size_t buckets) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<HistoryBand>> {
        const std::int64_t key = KeyTable(db).find(KeyKind::Metric, metricKey);
        if (key == 0 || toStep < fromStep)
            return std::vector<HistoryBand>{};
        // A picture of "everything" asks for the whole range of steps: take what is there.
        SQLite::Statement extent(db, "SELECT min(first_step), max(last_step) FROM chunk WHERE "
                                     "run = ? AND key = ?");
        extent.bind(1, raw(run));
        extent.bind(2, key);
        extent.executeStep();
        if (extent.getColumn(0).isNull())
            return std::vector<HistoryBand>{};
        const Range range{raw(run), key, std::max(fromStep, extent.getColumn(0).getInt64()),
                          std::min(toStep, extent.getColumn(1).getInt64())};
        return readBands(db, range, std::max<std::size_t>(buckets, 1));
    });
}

} // namespace binnacle
