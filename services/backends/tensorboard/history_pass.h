#pragma once

#include "services/backends/tensorboard/run_events.h"
#include "services/domain/series.h"

#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

namespace binnacle::tfevents {

// Reads the histories of several scalars of one run in one pass over its files. Each request's
// cursor (positions of the files, as text) says from where on its points are wanted: appended
// files are read from there. A file that was replaced, or a restart in the new part, brings the
// whole history again (append is false then).
class HistoryPass
{
public:
    // `requests[i]` for i in `wanted` are the ones of this run.
    HistoryPass(const RunFolder& run, std::span<const SeriesRequest> requests,
                std::span<const std::size_t> wanted);

    // What was damaged is told by the scan; here it just ends the file. Errors: Cancelled.
    Result<std::vector<SeriesData>> read(std::stop_token stop);

private:
    struct Series
    {
        SeriesData data;
        Positions from;
        std::int64_t greatestStep = 0; // of data.points
    };

    Result<bool> tryRead(std::stop_token stop);
    bool takeRestart(std::int64_t step);
    void takeValue(const SummaryValue& value, const std::string& file, std::uint64_t offset,
                   const Event& event);

    const RunFolder& run_;
    std::vector<Series> series_;
    std::unordered_map<std::string_view, std::vector<std::size_t>> byTag_; // into series_
    Positions positions_;
    bool resumed_ = false; // some series goes on from a cursor
};

// "" for none; inverse of each other; a text that is none gives none.
std::string cursorText(const Positions& positions);
Positions positionsFromCursor(const std::string& cursor);

} // namespace binnacle::tfevents
