#include "services/backends/mlflow_db/metric_points.h"

#include "services/backends/mlflow_db/run_rows.h"

#include <bit>
#include <charconv>
#include <limits>
#include <unordered_map>

namespace binnacle::mlflow_db {

namespace {

constexpr std::int64_t beforeAll = std::numeric_limits<std::int64_t>::min();

struct LastPoint
{
    std::int64_t row = beforeAll;
    MetricPoint point;
};

std::string cursorText(const LastPoint& last)
{
    return std::to_string(last.row) + ' ' + std::to_string(last.point.step) + ' ' +
           std::to_string(last.point.timestamp) + ' ' +
           std::to_string(std::bit_cast<std::uint64_t>(last.point.value));
}

std::optional<LastPoint> parseCursor(const std::string& text)
{
    LastPoint last;
    std::uint64_t bits = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    const auto number = [&](auto& value) {
        const auto [rest, error] = std::from_chars(at, end, value);
        at = rest != end && *rest == ' ' ? rest + 1 : rest;
        return error == std::errc();
    };
    if (!number(last.row) || !number(last.point.step) || !number(last.point.timestamp) ||
        !number(bits) || at != end)
        return std::nullopt;
    last.point.value = std::bit_cast<double>(bits);
    return last;
}

// One requested series while its run is read.
struct Series
{
    std::size_t request = 0;
    std::string_view key;
    std::int64_t after = beforeAll; // rows up to this one were delivered before
    LastPoint last;
    std::vector<MetricPoint> points;
};

MetricPoint pointOf(const Statement& row)
{
    return {row.integer(2), row.integer(3), metricValue(row.real(4), row.integer(5) != 0)};
}

// Finds the series of a key. Trainings log the same keys in the same order at each step, so the
// series that followed last time is tried before the table.
class SeriesByKey
{
public:
    explicit SeriesByKey(std::vector<Series>& series) : series_(series), follower_(series.size(), 0)
    {
        for (std::size_t i = 0; i < series.size(); ++i)
            places_.emplace(series[i].key, i);
    }
    Series* find(std::string_view key)
    {
        const auto guess = follower_[previous_];
        if (series_[guess].key == key) {
            previous_ = guess;
            return &series_[guess];
        }
        const auto found = places_.find(key);
        if (found == places_.end())
            return nullptr;
        follower_[previous_] = found->second;
        previous_ = found->second;
        return &series_[previous_];
    }

private:
    std::vector<Series>& series_;
    std::vector<std::size_t> follower_;
    std::size_t previous_ = 0;
    std::unordered_map<std::string_view, std::size_t> places_;
};

std::string pointsOfRunSql(const Schema& schema)
{
    const auto index =
        schema.pointsByRun.empty() ? std::string() : "INDEXED BY \"" + schema.pointsByRun + "\" ";
    return "SELECT rowid, key, step, timestamp, value, is_nan FROM metrics " + index +
           "WHERE run_uuid = ?2 AND rowid > ?1 ORDER BY rowid";
}

std::string pointsOfKeySql(const Schema& schema)
{
    return "SELECT rowid, key, step, timestamp, value, is_nan FROM metrics INDEXED BY \"" +
           schema.pointsByKey +
           "\" WHERE run_uuid = ?1 AND key = ?2 AND (step, rowid) > (?3, ?4) ORDER BY step, rowid";
}

class PointReader
{
public:
    PointReader(SqliteFile& file, const Schema& schema, std::span<const SeriesRequest> requests)
        : file_(file)
        , requests_(requests)
        , ofRun_(file.handle(), pointsOfRunSql(schema))
        , atRow_(file.handle(), "SELECT run_uuid, key, step, timestamp, value, is_nan FROM metrics "
                                "WHERE rowid = ?1")
        , keysOfRun_(file.handle(), "SELECT count(*) FROM latest_metrics WHERE run_uuid = ?1")
    {
        if (!schema.pointsByKey.empty())
            ofKey_.emplace(file.handle(), pointsOfKeySql(schema));
    }

    Result<void> readRun(const std::vector<std::size_t>& requestsOfRun, const SeriesSink& sink)
    {
        const std::string& run = requests_[requestsOfRun.front()].runId;
        std::vector<Series> series;
        series.reserve(requestsOfRun.size());
        std::int64_t after = std::numeric_limits<std::int64_t>::max();
        for (const auto request : requestsOfRun) {
            series.push_back(opened(request));
            after = std::min(after, series.back().after);
        }
        if (after == beforeAll && fewOfMany(run, series.size())) {
            for (auto& one : series)
                readKey(run, one);
        } else {
            readWholeRun(run, after, series);
        }
        return deliver(series, sink);
    }

private:
    Series opened(std::size_t request)
    {
        Series series{request, requests_[request].metricKey, beforeAll, {}, {}};
        const auto last = parseCursor(requests_[request].cursor);
        if (last && stillThere(requests_[request], *last)) {
            series.after = last->row;
            series.last = *last;
        }
        return series;
    }

    bool stillThere(const SeriesRequest& request, const LastPoint& last)
    {
        atRow_.bind(1, last.row);
        bool same = false;
        if (atRow_.step()) {
            const auto point = pointOf(atRow_);
            same = atRow_.text(0) == request.runId && atRow_.text(1) == request.metricKey &&
                   point.step == last.point.step && point.timestamp == last.point.timestamp &&
                   std::bit_cast<std::uint64_t>(point.value) ==
                       std::bit_cast<std::uint64_t>(last.point.value);
        }
        atRow_.reset();
        return same;
    }

    // Worth to go by key: reading every point of the run would read many times too much.
    bool fewOfMany(const std::string& run, std::size_t wanted)
    {
        if (!ofKey_ || wanted > 64)
            return false;
        keysOfRun_.bind(1, run);
        const auto there = keysOfRun_.step() ? keysOfRun_.integer(0) : 0;
        keysOfRun_.reset();
        return std::cmp_greater(there, wanted * 4);
    }

    void readWholeRun(const std::string& run, std::int64_t after, std::vector<Series>& series)
    {
        SeriesByKey byKey(series);
        ofRun_.bind(2, run);
        readInSlices(file_, ofRun_, after, [&](const Statement& row) {
            auto* one = byKey.find(row.text(1));
            if (one && row.integer(0) > one->after)
                take(*one, row.integer(0), pointOf(row));
        });
    }

    void readKey(const std::string& run, Series& series)
    {
        ofKey_->bind(1, run).bind(2, series.key);
        ReadSlice slice;
        std::int64_t step = beforeAll, row = beforeAll;
        for (bool more = true; more;) {
            if (file_.stop().stop_requested())
                throw SqliteFailure{};
            ofKey_->bind(3, step).bind(4, row);
            slice.begin();
            more = false;
            while (!more && ofKey_->step()) {
                step = ofKey_->integer(2);
                row = ofKey_->integer(0);
                take(series, row, pointOf(*ofKey_));
                more = slice.over();
            }
            ofKey_->reset();
        }
    }

    static void take(Series& series, std::int64_t row, const MetricPoint& point)
    {
        series.points.push_back(point);
        if (row > series.last.row)
            series.last = {row, point};
    }

    static Result<void> deliver(std::vector<Series>& series, const SeriesSink& sink)
    {
        for (auto& one : series) {
            SeriesData data;
            data.request = one.request;
            data.append = one.after != beforeAll;
            data.points = std::move(one.points);
            data.cursor = one.last.row == beforeAll ? std::string() : cursorText(one.last);
            if (auto done = sink(std::move(data)); !done)
                return done;
        }
        return {};
    }

    SqliteFile& file_;
    std::span<const SeriesRequest> requests_;
    Statement ofRun_, atRow_, keysOfRun_;
    std::optional<Statement> ofKey_;
};

} // namespace

Result<void> readPoints(SqliteFile& file, const Schema& schema,
                        std::span<const SeriesRequest> requests, const SeriesSink& sink)
{
    std::vector<std::vector<std::size_t>> runs;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto [at, isNew] = places.try_emplace(requests[i].runId, runs.size());
        if (isNew)
            runs.emplace_back();
        runs[at->second].push_back(i);
    }
    PointReader reader(file, schema, requests);
    for (const auto& run : runs) {
        if (file.stop().stop_requested())
            return failure(cancelledError());
        if (auto done = reader.readRun(run, sink); !done)
            return done;
    }
    return {};
}

} // namespace binnacle::mlflow_db
