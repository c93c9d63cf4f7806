#include "services/workspace/history_writer.h"

#include "services/workspace/history_codec.h"
#include "services/workspace/sqlite_values.h"

#include <algorithm>

namespace binnacle {

namespace {

bool before(const MetricPoint& a, const MetricPoint& b)
{
    return a.step != b.step ? a.step < b.step : a.timestamp < b.timestamp;
}

std::string_view bytesOf(const SQLite::Column& column)
{
    return {static_cast<const char*>(column.getBlob()),
            static_cast<std::size_t>(column.getBytes())};
}

void bindKey(SQLite::Statement& statement, std::int64_t run, std::int64_t key)
{
    statement.bind(1, run);
    statement.bind(2, key);
}

} // namespace

HistoryWriter::HistoryWriter(SQLite::Database& db)
    : db_(db)
    , keys_(db)
    , latest_(db, "SELECT step, timestamp FROM metric WHERE run = ? AND key = ?")
    , lastChunk_(db, "SELECT no, points FROM chunk WHERE run = ? AND key = ? "
                     "ORDER BY no DESC LIMIT 1")
    , allPoints_(db, "SELECT points FROM chunk WHERE run = ? AND key = ? ORDER BY no")
    , dropChunks_(db, "DELETE FROM chunk WHERE run = ? AND key = ? AND no >= ?")
    , putChunk_(db, "INSERT INTO chunk(run, key, no, count, first_step, last_step, top, bands, "
                    "points) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
    , cursor_(db, "SELECT cursor FROM series WHERE run = ? AND key = ?")
    , tops_(db, "SELECT top FROM chunk WHERE run = ? AND key = ? ORDER BY no")
    , putSeries_(db, "INSERT OR REPLACE INTO series(run, key, count, nan_count, min, min_step, "
                     "max, max_step, latest_step, latest_time, final, cursor) "
                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
{
}

std::int64_t HistoryWriter::mergeWithStored(std::int64_t run, std::int64_t key,
                                            std::vector<MetricPoint>& points)
{
    bindKey(lastChunk_, run, key);
    if (!lastChunk_.executeStep()) {
        lastChunk_.reset();
        return 0;
    }
    const std::int64_t lastNo = lastChunk_.getColumn(0).getInt64();
    auto stored = decodePoints(bytesOf(lastChunk_.getColumn(1)));
    lastChunk_.reset();
    const bool behind = stored.empty() || points.empty() || !before(points.front(), stored.back());
    std::int64_t from = lastNo;
    if (!behind) {
        from = 0;
        stored.clear();
        bindKey(allPoints_, run, key);
        while (allPoints_.executeStep()) {
            const auto chunk = decodePoints(bytesOf(allPoints_.getColumn(0)));
            stored.insert(stored.end(), chunk.begin(), chunk.end());
        }
        allPoints_.reset();
    }
    const auto middle = static_cast<std::ptrdiff_t>(stored.size());
    stored.insert(stored.end(), points.begin(), points.end());
    std::inplace_merge(stored.begin(), stored.begin() + middle, stored.end(), before);
    points = std::move(stored);
    return from;
}

void HistoryWriter::putChunks(std::int64_t run, std::int64_t key, std::int64_t no,
                              std::span<const MetricPoint> points)
{
    std::vector<HistoryBand> bands;
    for (; !points.empty(); ++no) {
        const auto chunk = points.first(std::min(points.size(), pointsPerChunk));
        points = points.subspan(chunk.size());
        bands.clear();
        for (std::size_t at = 0; at < chunk.size(); at += pointsPerBand)
            bands.push_back(bandOf(chunk.subspan(at, std::min(pointsPerBand, chunk.size() - at))));
        HistoryBand top = bands.front();
        for (std::size_t i = 1; i < bands.size(); ++i)
            extend(top, bands[i]);
        const std::string bandBlob = bands.size() > 1 ? encodeBands(bands) : std::string();
        const std::string pointBlob = encodePoints(chunk);
        const auto topBlob = bandBytes(top);
        bindKey(putChunk_, run, key);
        putChunk_.bind(3, no);
        putChunk_.bind(4, static_cast<std::int64_t>(chunk.size()));
        putChunk_.bind(5, top.firstStep);
        putChunk_.bind(6, top.lastStep);
        putChunk_.bindNoCopy(7, topBlob.data(), static_cast<int>(topBlob.size()));
        if (bandBlob.empty())
            putChunk_.bind(8);
        else
            putChunk_.bindNoCopy(8, bandBlob.data(), static_cast<int>(bandBlob.size()));
        putChunk_.bindNoCopy(9, pointBlob.data(), static_cast<int>(pointBlob.size()));
        putChunk_.exec();
        putChunk_.reset();
    }
}

void HistoryWriter::putSummary(std::int64_t run, std::int64_t key, const SeriesToFetch& request,
                               const SeriesData& data)
{
    std::optional<HistoryBand> whole;
    std::int64_t count = 0;
    std::int64_t nans = 0;
    bindKey(tops_, run, key);
    while (tops_.executeStep()) {
        const HistoryBand top = bandFromBytes(bytesOf(tops_.getColumn(0)));
        count += top.count;
        nans += top.nanCount;
        if (whole)
            extend(*whole, top);
        else
            whole = top;
    }
    tops_.reset();

    // Up to where the history reaches. Of a run that has ended nothing more will come, whatever its
    // summary says; of one in training, a summary that is newer than this makes it stale.
    std::int64_t step = whole ? whole->lastStep : std::numeric_limits<std::int64_t>::min();
    std::int64_t time = whole ? whole->lastTime : 0;
    if (request.runEnded) {
        bindKey(latest_, run, key);
        if (latest_.executeStep()) {
            step = latest_.getColumn(0).getInt64();
            time = latest_.getColumn(1).getInt64();
        }
        latest_.reset();
    }

    const bool hasRange = whole && count > nans;
    bindKey(putSeries_, run, key);
    putSeries_.bind(3, count);
    putSeries_.bind(4, nans);
    bindOptional(putSeries_, 5, hasRange ? std::optional(whole->min) : std::nullopt);
    bindOptional(putSeries_, 6, hasRange ? std::optional(whole->minStep) : std::nullopt);
    bindOptional(putSeries_, 7, hasRange ? std::optional(whole->max) : std::nullopt);
    bindOptional(putSeries_, 8, hasRange ? std::optional(whole->maxStep) : std::nullopt);
    putSeries_.bind(9, step);
    putSeries_.bind(10, time);
    putSeries_.bind(11, request.runEnded ? 1 : 0);
    putSeries_.bind(12, data.cursor);
    putSeries_.exec();
    putSeries_.reset();
}

bool HistoryWriter::goesOnFrom(std::int64_t run, std::int64_t key, const std::string& cursor)
{
    bindKey(cursor_, run, key);
    const bool same = cursor_.executeStep() && cursor_.getColumn(0).getString() == cursor;
    cursor_.reset();
    return same;
}

void HistoryWriter::put(const SeriesToFetch& request, SeriesData& data)
{
    const std::int64_t run = raw(request.run);
    const std::int64_t key = keys_.idOf(KeyKind::Metric, request.request.metricKey);
    // Another process may have mirrored the same points since these were asked for.
    if (data.append && !goesOnFrom(run, key, request.request.cursor))
        return;
    if (!std::ranges::is_sorted(data.points, before))
        std::ranges::stable_sort(data.points, before);
    const std::int64_t from = data.append ? mergeWithStored(run, key, data.points) : 0;
    if (!data.append || !data.points.empty()) {
        bindKey(dropChunks_, run, key);
        dropChunks_.bind(3, from);
        dropChunks_.exec();
        dropChunks_.reset();
        putChunks(run, key, from, data.points);
    }
    putSummary(run, key, request, data);
    runs_.insert(run);
}

void HistoryWriter::finish()
{
    SQLite::Statement settle(
        db_, "UPDATE run SET history_due = 0 WHERE id = ?1 AND NOT EXISTS ("
             "SELECT 1 FROM metric m LEFT JOIN series s ON s.key = m.key AND s.run = m.run "
             "WHERE m.run = ?1 AND (s.run IS NULL OR (s.latest_step, s.latest_time) < "
             "(m.step, m.timestamp) OR (s.final = 0 AND run.status >= 2)))");
    for (const auto run : runs_) {
        settle.bind(1, run);
        settle.exec();
        settle.reset();
    }
}

} // namespace binnacle
