#pragma once

#include "services/domain/series.h"
#include "services/workspace/history_store.h"
#include "services/workspace/key_table.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <unordered_set>

namespace binnacle {

// Writes series within one transaction. Throws SQLite::Exception and std::runtime_error.
class HistoryWriter
{
public:
    explicit HistoryWriter(SQLite::Database& db);

    void put(const SeriesToFetch& request, SeriesData& data);
    // To be called last: takes runs whose histories are complete out of the list of those due.
    void finish();

private:
    // Chunks from `no` on, from points that are sorted.
    void putChunks(std::int64_t run, std::int64_t key, std::int64_t no,
                   std::span<const MetricPoint> points);
    // Points to write and the number of the first chunk they replace: all of them, or, where the
    // new ones lie behind those stored, only from the last chunk on.
    std::int64_t mergeWithStored(std::int64_t run, std::int64_t key,
                                 std::vector<MetricPoint>& points);
    // Whether what is stored ends where `cursor` says.
    bool goesOnFrom(std::int64_t run, std::int64_t key, const std::string& cursor);
    void putSummary(std::int64_t run, std::int64_t key, const SeriesToFetch& request,
                    const SeriesData& data);

    SQLite::Database& db_;
    KeyTable keys_;
    SQLite::Statement latest_, lastChunk_, allPoints_, dropChunks_, putChunk_, cursor_, tops_,
        putSeries_;
    std::unordered_set<std::int64_t> runs_;
};

} // namespace binnacle
