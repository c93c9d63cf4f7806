#include "services/sync/history_mirror.h"

#include "services/sync/history_plan.h"

namespace binnacle {

namespace {

constexpr std::size_t seriesOfFetch = 512;
constexpr std::size_t seriesOfTransaction = 512;
constexpr std::size_t pointsOfTransaction = 200'000;
// From a slow server the first histories are shown before a transaction is full.
constexpr auto patience = std::chrono::seconds(1);
constexpr std::size_t waitingBundles = 2;

// A failure of one series rather than of the source.
bool concernsOneSeries(const Error& error)
{
    return error.kind == Error::Kind::NotFound || error.kind == Error::Kind::Invalid;
}

} // namespace

HistoryMirror::HistoryMirror(const std::shared_ptr<Workspace>& workspace, TrackingBackend& backend,
                             SourceId source, ProgressMeter& meter)
    : store_(workspace), backend_(backend), source_(source), meter_(meter)
{
}

Result<void> HistoryMirror::run(const MirrorPass::Urgent& urgent, const MirrorPass::Pause& pause,
                                const std::stop_token& stop)
{
    const auto missing = store_.countMissing(source_);
    if (!missing)
        return failure(missing.error());
    meter_.now.historiesTotal = *missing;
    if (*missing == 0)
        return {};
    meter_.enter(SyncProgress::Phase::Histories);

    auto done = overlap<Bundle>(
        waitingBundles,
        [&](Queue& queue, const std::stop_token& token) {
            HistoryPlan plan(store_, source_, urgent, [&]() -> Result<void> {
                if (auto flushed = flush(queue); !flushed)
                    return flushed;
                return queue.drain();
            });
            return fetchAll(queue, plan, pause, token);
        },
        [&](Bundle bundle) { return write(std::move(bundle)); }, [&] { meter_.tick(); }, stop);
    for (const auto& sentence : failures_)
        meter_.warn(sentence);
    meter_.now.historiesLeft = paused_;
    return done;
}

Result<void> HistoryMirror::fetchAll(Queue& queue, HistoryPlan& plan,
                                     const MirrorPass::Pause& pause, const std::stop_token& stop)
{
    for (;;) {
        const auto batch = plan.next(seriesOfFetch);
        if (!batch)
            return failure(batch.error());
        if (batch->empty())
            return flush(queue);
        if (auto fetched = fetch(queue, *batch, stop); !fetched) {
            // What arrived before the failure is kept.
            const auto kept = flush(queue);
            return kept ? fetched : kept;
        }
        if (pause && pause()) {
            paused_ = true;
            return flush(queue);
        }
    }
}

Result<void> HistoryMirror::fetch(Queue& queue, std::span<const SeriesToFetch> batch,
                                  const std::stop_token& stop)
{
    std::vector<SeriesRequest> requests;
    requests.reserve(batch.size());
    for (const auto& series : batch)
        requests.push_back(series.request);
    std::vector<bool> delivered(batch.size(), false);
    auto fetched = backend_.fetchHistories(
        requests,
        [&](SeriesData data) {
            const auto at = data.request;
            delivered[at] = true;
            return collect(queue, batch[at], std::move(data));
        },
        stop);
    if (fetched || !concernsOneSeries(fetched.error()))
        return fetched;

    std::vector<SeriesToFetch> rest;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!delivered[i])
            rest.push_back(batch[i]);
    }
    return fetchApart(queue, rest, fetched.error(), stop);
}

// Halves the batch until the series that fail stand alone.
Result<void> HistoryMirror::fetchApart(Queue& queue, std::span<const SeriesToFetch> batch,
                                       const Error& error, const std::stop_token& stop)
{
    if (batch.empty())
        return {};
    if (batch.size() == 1) {
        const auto& request = batch.front().request;
        failures_.push_back(QCoreApplication::translate(
                                "HistoryMirror", "The history of “%1” of the run %2 could not be "
                                                 "read: %3")
                                .arg(QString::fromStdString(request.metricKey),
                                     QString::fromStdString(request.runId), error.message));
        return {};
    }
    const auto half = batch.size() / 2;
    if (auto done = fetch(queue, batch.first(half), stop); !done)
        return done;
    return fetch(queue, batch.subspan(half), stop);
}

Result<void> HistoryMirror::collect(Queue& queue, const SeriesToFetch& series, SeriesData data)
{
    if (bundle_.series.empty())
        bundle_.since = std::chrono::steady_clock::now();
    bundle_.points += data.points.size();
    data.request = bundle_.series.size();
    bundle_.series.push_back(series);
    bundle_.data.push_back(std::move(data));
    const bool full = bundle_.series.size() >= seriesOfTransaction ||
                      bundle_.points >= pointsOfTransaction ||
                      std::chrono::steady_clock::now() - bundle_.since >= patience;
    if (full)
        return flush(queue);
    return {};
}

Result<void> HistoryMirror::flush(Queue& queue)
{
    if (bundle_.series.empty())
        return {};
    return queue.give(std::exchange(bundle_, Bundle{}));
}

Result<void> HistoryMirror::write(Bundle bundle)
{
    if (auto written = store_.write(bundle.series, bundle.data); !written)
        return written;
    const auto points = static_cast<std::int64_t>(bundle.points);
    auto& now = meter_.now;
    now.historiesDone += static_cast<std::int64_t>(bundle.series.size());
    now.historiesTotal = std::max(now.historiesTotal, now.historiesDone);
    now.points += points;
    now.bytes += points * static_cast<std::int64_t>(sizeof(MetricPoint));
    return {};
}

} // namespace binnacle
