#include "models/chart_series_model.h"

#include "models/number_text.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// A sync commits many times a second; one redraw in this time (ms) is enough.
constexpr int historiesPause = 300;
// With more lines than this a coarse picture comes first.
constexpr std::size_t draftFrom = 150;

LineRequest::Line lineFor(const ChartSeriesModel::Series& series)
{
    if (series.members.empty())
        return {{series.run}, false};
    return {series.members, true};
}

bool sameAxis(const ChartSeriesModel::Options& a, const ChartSeriesModel::Options& b)
{
    return a.axis == b.axis && a.xMetric == b.xMetric && a.logX == b.logX;
}

// Never an empty range.
AxisRange axisOver(const LineData& data, const ChartSeriesModel::Options& options)
{
    const auto extent = data.extent();
    if (!extent)
        return {0, 1, false};
    AxisRange range{extent->first, extent->second, false};
    const auto positive = data.smallestPositiveX();
    if (options.logX && positive && extent->second > 0) {
        range = {*positive, extent->second, true};
        if (!(range.to > range.from * (1 + 1e-12)))
            range = {range.from / 2, range.from * 2, true};
        return range;
    }
    if (!(range.to > range.from)) {
        const double air = std::max(0.5, std::abs(range.from) * 1e-9);
        range.from -= air;
        range.to += air;
    }
    return range;
}

} // namespace

ChartSeriesModel::ChartSeriesModel(const std::shared_ptr<Workspace>& workspace, WorkerPools& pools,
                                   QObject* parent)
    : QObject(parent), reader_(std::make_shared<LineReader>(workspace)), pools_(pools)
{
    changedHistories_.setSingleShot(true);
    changedHistories_.setInterval(historiesPause);
    connect(&changedHistories_, &QTimer::timeout, this, &ChartSeriesModel::fetchSoon);
    connect(&workspace->events(), &WorkspaceEvents::historiesChanged, this, [this] {
        if (!changedHistories_.isActive())
            changedHistories_.start();
    });
}

void ChartSeriesModel::setSeries(std::vector<Series> series)
{
    if (series == series_)
        return;
    const bool sameRuns = std::ranges::equal(series, series_, [](const Series& a, const Series& b) {
        return a.run == b.run && a.members == b.members;
    });
    series_ = std::move(series);
    if (!sameRuns) {
        mapLines();
        refetch();
    }
    emit changed();
}

void ChartSeriesModel::setMetric(const QString& metric)
{
    if (metric == metric_)
        return;
    metric_ = metric;
    window_.reset();
    data_.reset();
    mapLines();
    asked_.clear();
    state_ = metric.isEmpty() ? State::NoMetric : State::Loading;
    refetch();
    emit metricChanged();
    emit changed();
}

void ChartSeriesModel::setOptions(const Options& options)
{
    if (options == options_)
        return;
    const bool same = sameAxis(options, options_);
    options_ = options;
    if (!same) {
        // The lines there are of another axis.
        window_.reset();
        data_.reset();
        mapLines();
        if (!metric_.isEmpty())
            state_ = State::Loading;
    }
    refetch();
    emit changed();
}

void ChartSeriesModel::setWindow(std::optional<AxisRange> window)
{
    if (window == window_)
        return;
    window_ = window;
    fetchSoon();
    emit changed();
}

void ChartSeriesModel::setPixels(int pixels)
{
    // A few pixels more or less are no reason to read again.
    if (pixels <= 0 || std::abs(pixels - pixels_) * 8 < pixels_)
        return;
    pixels_ = pixels;
    fetchSoon();
}

AxisRange ChartSeriesModel::window() const
{
    return window_.value_or(full_);
}

double ChartSeriesModel::narrowest() const
{
    if (full_.log)
        return 1e-3;
    switch (options_.axis) {
    case XAxis::Step:
        return 2;
    case XAxis::RelativeTime:
    case XAxis::WallTime:
        return 10;
    case XAxis::Metric:
        break;
    }
    return (full_.to / 2 - full_.from / 2) * 2e-9;
}

void ChartSeriesModel::mapLines()
{
    lineOf_.assign(series_.size(), -1);
    for (std::size_t i = 0; data_ && i < series_.size(); ++i) {
        const auto wanted = lineFor(series_[i]);
        // Mostly in the same place.
        auto found = i < readFor_.size() && readFor_[i] == wanted
                         ? readFor_.begin() + static_cast<std::ptrdiff_t>(i)
                         : std::ranges::find(readFor_, wanted);
        // A group whose runs change stays as it was until it is read.
        if (found == readFor_.end() && wanted.group)
            found = std::ranges::find_if(readFor_, [&](const LineRequest::Line& line) {
                return line.group &&
                       std::ranges::find(line.runs, wanted.runs.front()) != line.runs.end();
            });
        if (found != readFor_.end())
            lineOf_[i] = found - readFor_.begin();
    }
}

const LineSeries* ChartSeriesModel::line(std::size_t index) const
{
    if (!data_ || index >= lineOf_.size() || lineOf_[index] < 0)
        return nullptr;
    return &data_->lines[static_cast<std::size_t>(lineOf_[index])];
}

std::size_t ChartSeriesModel::notMirrored() const
{
    return data_ ? data_->notMirrored() : 0;
}

QString ChartSeriesModel::pointsText() const
{
    std::int64_t shown = 0, all = 0, points = 0;
    bool groups = false;
    for (std::size_t i = 0; i < series_.size(); ++i) {
        const auto* own = line(i);
        if (!own || series_[i].hidden)
            continue;
        groups = groups || !series_[i].members.empty();
        shown += own->pointsInSight;
        all += series_[i].members.empty() ? own->points : own->pointsOnLine;
        points += own->points;
    }
    if (groups)
        return tr("%1 of %2 steps from %3 points")
            .arg(countText(shown), countText(all), countText(points));
    return tr("%1 of %2 points").arg(countText(shown), countText(all));
}

void ChartSeriesModel::refetch()
{
    slot_.cancel();
    fetching_ = false;
    fetch();
}

void ChartSeriesModel::fetchSoon()
{
    // While the hand moves each answer is shown, and the newest window asked next: cancelling
    // would leave the picture coarse until the hand rests.
    if (fetching_)
        again_ = true;
    else
        fetch();
}

LineRequest ChartSeriesModel::request() const
{
    LineRequest request;
    for (const auto& series : series_)
        request.lines.push_back(lineFor(series));
    request.metric = metric_.toStdString();
    request.axis = options_.axis;
    request.xMetric = options_.xMetric.toStdString();
    request.logX = options_.logX && options_.axis != XAxis::WallTime;
    request.smoothing = options_.smoothing;
    request.aggregate = options_.aggregate;
    request.spread = options_.spread;
    request.window = window_;
    request.pixels = static_cast<std::size_t>(std::max(pixels_, 1));
    request.draft = !data_ && series_.size() > draftFrom;
    return request;
}

void ChartSeriesModel::fetch()
{
    again_ = false;
    if (metric_.isEmpty() || series_.empty())
        return;
    fetching_ = true;
    auto wanted = request();
    slot_.run(
        &pools_.readers, this,
        [reader = reader_, wanted](const std::stop_token& stop) {
            return reader->read(wanted, stop);
        },
        [this, wanted](Result<LineData> answer) { receive(wanted, std::move(answer)); });
}

void ChartSeriesModel::receive(LineRequest request, Result<LineData> answer)
{
    fetching_ = false;
    if (!answer) {
        if (answer.error().kind != Error::Kind::Cancelled) {
            state_ = State::Failed;
            error_ = answer.error().message;
        }
    } else {
        again_ = again_ || answer->draft;
        data_ = std::make_shared<const LineData>(std::move(*answer));
        readFor_ = std::move(request.lines);
        mapLines();
        auto options = options_;
        options.logX = request.logX;
        full_ = axisOver(*data_, options);
        state_ = data_->extent()            ? State::Ready
                 : data_->notMirrored() > 0 ? State::NotMirrored
                                            : State::NoPoints;
        askForMissing();
    }
    emit changed();
    if (again_)
        fetch();
}

void ChartSeriesModel::askForMissing()
{
    std::vector<RunRowId> wanted;
    for (const auto& line : data_->lines)
        for (const RunRowId run : line.missing)
            if (std::ranges::find(asked_, run) == asked_.end())
                wanted.push_back(run);
    asked_.insert(asked_.end(), wanted.begin(), wanted.end());
    if (!wanted.empty())
        emit historiesWanted(wanted);
}

} // namespace binnacle
