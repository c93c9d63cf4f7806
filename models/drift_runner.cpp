#include "models/drift_runner.h"

#include "services/data/dataset_open.h"
#include "services/data/drift_record.h"
#include "services/data/multivariate_run.h"

#include <QDateTime>

#include <atomic>
#include <mutex>
#include <utility>

namespace binnacle {

namespace {

constexpr int frameInterval = 40; // ms

enum class Stage { Reference, Current, Columns, Windows, Together, Digest };

// How much of the whole each stage takes in the bar: shares are guesses, they only ascend.
constexpr double stageFrom[] = {0.0, 0.15, 0.3, 0.75, 0.88, 0.95, 1.0};

} // namespace

struct DriftRunner::Live
{
    std::mutex mutex;
    std::vector<ColumnDrift> columns; // not drained yet
    std::atomic<double> share = 0;
    std::atomic<Stage> stage = Stage::Reference;

    std::function<void(double)> reporter(Stage now)
    {
        stage = now;
        const double from = stageFrom[static_cast<int>(now)];
        const double to = stageFrom[static_cast<int>(now) + 1];
        return [this, from, to](double done) {
            share = std::max(share.load(), from + (to - from) * std::min(1.0, done));
        };
    }
};

namespace {

// The whole of a run, on a worker.
template <class Live>
class Work
{
public:
    Work(DriftRequest request, std::shared_ptr<Live> live, std::stop_token stop)
        : request_(std::move(request)), live_(std::move(live)), stop_(std::move(stop))
    {
    }

    Result<DriftDocument> run()
    {
        const auto engine = DuckDbEngine::open();
        if (!engine)
            return failure(engine.error());
        const auto reference = opened(*engine, request_.reference, Stage::Reference);
        if (!reference)
            return failure(reference.error());
        const auto current = opened(*engine, request_.current, Stage::Current);
        if (!current)
            return failure(current.error());
        auto report = columns(*reference, *current);
        if (!report)
            return failure(report.error());
        DriftDocument document;
        document.report = std::move(*report);
        if (auto done = overTime(*reference, *current, document); !done)
            return failure(done.error());
        if (auto done = together(*reference, *current, document); !done)
            return failure(done.error());
        return described(*reference, *current, std::move(document));
    }

private:
    Result<Dataset> opened(const std::shared_ptr<DuckDbEngine>& engine, const std::string& path,
                           Stage stage)
    {
        DatasetAddress address;
        address.path = path;
        return openDataset(engine, address, OpenDepth::Whole, {stop_, live_->reporter(stage)});
    }

    Result<DriftReport> columns(const Dataset& reference, const Dataset& current)
    {
        auto options = request_.options;
        options.stop = stop_;
        options.progress = live_->reporter(Stage::Columns);
        options.column = [this](const ColumnDrift& column) {
            const std::scoped_lock lock(live_->mutex);
            live_->columns.push_back(column);
        };
        return runDrift(reference, current, options);
    }

    Result<void> overTime(const Dataset& reference, const Dataset& current, DriftDocument& document)
    {
        if (!request_.overTime)
            return {};
        WindowRunOptions options;
        options.columns = request_.options.columns;
        options.choices = request_.options.choices;
        options.window = request_.window;
        options.stop = stop_;
        options.progress = live_->reporter(Stage::Windows);
        auto found = runDriftOverTime(reference, current, options);
        if (!found)
            return failure(found.error());
        document.overTime = std::move(*found);
        return {};
    }

    Result<void> together(const Dataset& reference, const Dataset& current, DriftDocument& document)
    {
        if (!request_.together)
            return {};
        MultivariateOptions options;
        options.stop = stop_;
        options.progress = live_->reporter(Stage::Together);
        auto found = runMultivariate(reference, current, options);
        if (!found)
            return failure(found.error());
        document.together = std::move(*found);
        return {};
    }

    Result<DriftDocument> described(const Dataset& reference, const Dataset& current,
                                    DriftDocument document)
    {
        const auto now = QDateTime::currentMSecsSinceEpoch();
        live_->reporter(Stage::Digest);
        auto subject = driftSubject(reference, current, now, stop_);
        if (!subject)
            return failure(subject.error());
        document.subject = std::move(*subject);
        return document;
    }

    DriftRequest request_;
    std::shared_ptr<Live> live_;
    std::stop_token stop_;
};

} // namespace

DriftRunner::DriftRunner(WorkerPools& pools, QObject* parent) : QObject(parent), pools_(pools)
{
    frame_.setInterval(frameInterval);
    connect(&frame_, &QTimer::timeout, this, &DriftRunner::drain);
}

DriftRunner::~DriftRunner() = default;

void DriftRunner::start(DriftRequest request)
{
    live_ = std::make_shared<Live>();
    frame_.start();
    running_.run(
        &pools_.jobs, this,
        [request = std::move(request), live = live_](std::stop_token stop) {
            return Work(request, live, std::move(stop)).run();
        },
        [this](Result<DriftDocument> document) {
            drain();
            frame_.stop();
            live_.reset();
            if (document)
                emit finished(*document);
            else
                emit failed(document.error());
        });
    drain();
}

void DriftRunner::cancel()
{
    if (!live_)
        return;
    running_.cancel();
    frame_.stop();
    live_.reset();
    emit cancelled();
}

double DriftRunner::progress() const
{
    return live_ ? live_->share.load() : 0;
}

void DriftRunner::drain()
{
    if (!live_)
        return;
    std::vector<ColumnDrift> columns;
    {
        const std::scoped_lock lock(live_->mutex);
        columns.swap(live_->columns);
    }
    switch (live_->stage.load()) {
    case Stage::Reference:
        stage_ = tr("Reading the reference");
        break;
    case Stage::Current:
        stage_ = tr("Reading the current data");
        break;
    case Stage::Columns:
        stage_ = tr("Comparing columns");
        break;
    case Stage::Windows:
        stage_ = tr("Comparing windows over time");
        break;
    case Stage::Together:
        stage_ = tr("Comparing all numeric columns together");
        break;
    case Stage::Digest:
        stage_ = tr("Computing digests of the data");
        break;
    }
    if (!columns.empty())
        emit columnsKnown(columns);
    emit progressed();
}

} // namespace binnacle
