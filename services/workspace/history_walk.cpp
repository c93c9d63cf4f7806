#include "services/workspace/history_walk.h"

#include "services/workspace/history_codec.h"
#include "services/workspace/history_values.h"
#include "services/workspace/key_table.h"

#include <SQLiteCpp/Statement.h>

#include <algorithm>

namespace binnacle {

namespace {

class Walk
{
public:
    Walk(SQLite::Database& db, std::int64_t key, StepRange steps, HistoryVisitor& visitor)
        : key_(key)
        , steps_(steps)
        , visitor_(visitor)
        , info_(db, "SELECT count, nan_count, min, min_step, max, max_step, latest_step, "
                    "latest_time FROM series WHERE key = ? AND run = ?")
        , first_(db, "SELECT top FROM chunk WHERE run = ? AND key = ? ORDER BY no LIMIT 1")
        , last_(db, "SELECT top FROM chunk WHERE run = ? AND key = ? ORDER BY no DESC LIMIT 1")
        , near_(db, "SELECT coalesce(sum(count), 0) FROM chunk WHERE run = ? AND key = ? AND "
                    "first_step <= ? AND last_step >= ?")
        , tops_(db, "SELECT top, id FROM chunk WHERE run = ? AND key = ? AND "
                    "first_step <= ? AND last_step >= ? ORDER BY no")
        , below_(db, "SELECT bands, points FROM chunk WHERE id = ?")
    {
    }

    void history(std::size_t index, std::int64_t run)
    {
        const auto head = readHead(run);
        visitor_.begin(index, head ? &*head : nullptr);
        if (!head || head->pointsNear == 0)
            return;
        bindSteps(tops_, run);
        while (tops_.executeStep()) {
            const auto top = bandFromBytes(bytesOf(tops_.getColumn(0)));
            if (visitor_.mayStandForAll(top))
                visitor_.take(top);
            else
                chunk(tops_.getColumn(1).getInt64(), top);
        }
        tops_.reset();
    }

private:
    static std::string_view bytesOf(const SQLite::Column& column)
    {
        return {static_cast<const char*>(column.getBlob()),
                static_cast<std::size_t>(column.getBytes())};
    }
    void bindSteps(SQLite::Statement& statement, std::int64_t run)
    {
        statement.bind(1, run);
        statement.bind(2, key_);
        statement.bind(3, steps_.to);
        statement.bind(4, steps_.from);
    }
    std::optional<HistoryBand> readTop(SQLite::Statement& statement, std::int64_t run)
    {
        statement.bind(1, run);
        statement.bind(2, key_);
        std::optional<HistoryBand> top;
        if (statement.executeStep())
            top = bandFromBytes(bytesOf(statement.getColumn(0)));
        statement.reset();
        return top;
    }
    std::optional<HistoryVisitor::Head> readHead(std::int64_t run)
    {
        info_.bind(1, key_);
        info_.bind(2, run);
        std::optional<HistoryVisitor::Head> head;
        if (info_.executeStep())
            head.emplace().info = seriesInfoOf(info_);
        info_.reset();
        if (!head)
            return head;
        const auto first = readTop(first_, run);
        if (!first)
            return head; // a history without points
        head->first = *first;
        head->last = readTop(last_, run).value_or(*first);
        if (steps_.from <= first->firstStep && steps_.to >= head->last.lastStep) {
            head->pointsNear = head->info.count;
            return head;
        }
        bindSteps(near_, run);
        near_.executeStep();
        head->pointsNear = near_.getColumn(0).getInt64();
        near_.reset();
        return head;
    }
    // What lies below the top of a chunk.
    void chunk(std::int64_t id, const HistoryBand& top)
    {
        below_.bind(1, id);
        if (!below_.executeStep())
            return;
        std::vector<MetricPoint> points; // read where a band is too coarse
        std::vector<HistoryBand> bands{top};
        if (const auto column = below_.getColumn(0); !column.isNull())
            bands = decodeBands(bytesOf(column));
        for (std::size_t i = 0; i < bands.size(); ++i) {
            if (bands[i].count == 1 || (bands.size() > 1 && visitor_.mayStandForAll(bands[i]))) {
                visitor_.take(bands[i]);
                continue;
            }
            if (points.empty())
                points = decodePoints(bytesOf(below_.getColumn(1)));
            const std::size_t end = std::min(points.size(), (i + 1) * pointsPerBand);
            for (std::size_t at = i * pointsPerBand; at < end; ++at)
                visitor_.take(bandOf(points[at]));
        }
        below_.reset();
    }

    std::int64_t key_;
    StepRange steps_;
    HistoryVisitor& visitor_;
    SQLite::Statement info_, first_, last_, near_, tops_, below_;
};

} // namespace

Result<void> walkHistories(Workspace& workspace, std::span<const RunRowId> runs,
                           const std::string& metric, StepRange steps, HistoryVisitor& visitor,
                           const std::stop_token& stop)
{
    return workspace.read([&](auto& db) -> Result<void> {
        Walk walk(db, KeyTable(db).find(KeyKind::Metric, metric), steps, visitor);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (stop.stop_requested())
                return failure(cancelledError());
            walk.history(i, raw(runs[i]));
        }
        return {};
    });
}

} // namespace binnacle
