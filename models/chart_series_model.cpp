#include "models/chart_series_model.h"

#include "models/number_text.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {
// A sync commits many times a second; one redraw in this time (ms) is enough.
constexpr int historiesPause = 300;

std::int64_t stepAt(double value)
{
    // 2^63 as a double is out of the range of the integer.
    constexpr double limit = 9.2e18;
    return static_cast<std::int64_t>(std::clamp(value, -limit, limit));
}
} // namespace

struct ChartSeriesModel::Request
{
    std::shared_ptr<Workspace> workspace;
    std::vector<RunRowId> runs;
    std::string metric;
    std::optional<AxisRange> window;
    int pixels;
};

ChartSeriesModel::ChartSeriesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                   QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools)
{
    changedHistories_.setSingleShot(true);
    changedHistories_.setInterval(historiesPause);
    connect(&changedHistories_, &QTimer::timeout, this, &ChartSeriesModel::fetchSoon);
    connect(&workspace_->events(), &WorkspaceEvents::historiesChanged, this, [this] {
        if (!changedHistories_.isActive())
            changedHistories_.start();
    });
}

void ChartSeriesModel::setSeries(std::vector<Series> series)
{
    if (series == series_)
        return;
    const bool sameRuns = std::ranges::equal(series, series_, {}, &Series::run, &Series::run);
    series_ = std::move(series);
    if (!sameRuns)
        refetch();
    emit changed();
}

void ChartSeriesModel::setMetric(const QString& metric)
{
    if (metric == metric_)
        return;
    metric_ = metric;
    window_.reset();
    chart_ = {};
    asked_.clear();
    state_ = metric.isEmpty() ? State::NoMetric : State::Loading;
    refetch();
    emit metricChanged();
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

const ChartLine* ChartSeriesModel::line(std::size_t index) const
{
    if (index >= series_.size())
        return nullptr;
    const auto found = std::ranges::find(chart_.lines, series_[index].run, &ChartLine::run);
    return found == chart_.lines.end() ? nullptr : &*found;
}

std::size_t ChartSeriesModel::notMirrored() const
{
    return chart_.notMirrored();
}

QString ChartSeriesModel::pointsText() const
{
    const AxisRange sight = window();
    std::int64_t shown = 0;
    std::int64_t all = 0;
    for (std::size_t i = 0; i < series_.size(); ++i) {
        const auto* own = line(i);
        if (!own || series_[i].hidden)
            continue;
        all += own->points;
        for (const auto& band : own->bands)
            if (static_cast<double>(band.lastStep) >= sight.from &&
                static_cast<double>(band.firstStep) <= sight.to)
                shown += band.count;
    }
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

void ChartSeriesModel::fetch()
{
    again_ = false;
    if (metric_.isEmpty() || series_.empty())
        return;
    fetching_ = true;
    Request request{workspace_, {}, metric_.toStdString(), window_, pixels_};
    for (const auto& series : series_)
        request.runs.push_back(series.run);
    slot_.run(
        &pools_.readers, this,
        [request = std::move(request)](const std::stop_token& stop) { return read(request, stop); },
        [this](Result<Answer> answer) { receive(std::move(answer)); });
}

Result<ChartSeriesModel::Answer> ChartSeriesModel::read(const Request& request,
                                                        const std::stop_token& stop)
{
    const HistoryStore histories(request.workspace);
    const auto pixels = static_cast<std::size_t>(std::max(request.pixels, 1));
    if (!request.window) {
        auto chart = readMetricChart(histories, request.runs, request.metric, firstPossibleStep,
                                     lastPossibleStep, pixels, stop);
        if (!chart)
            return failure(chart.error());
        const auto steps = chart->steps();
        return Answer{std::move(*chart), steps};
    }
    // Half a window more on both sides, so that a drag shows lines at once.
    const double more = (request.window->to - request.window->from) / 2;
    auto chart = readMetricChart(histories, request.runs, request.metric,
                                 stepAt(std::floor(request.window->from - more)),
                                 stepAt(std::ceil(request.window->to + more)), 2 * pixels, stop);
    if (!chart)
        return failure(chart.error());
    const auto outline = readMetricChart(histories, request.runs, request.metric, firstPossibleStep,
                                         lastPossibleStep, 1, stop);
    if (!outline)
        return failure(outline.error());
    return Answer{std::move(*chart), outline->steps()};
}

void ChartSeriesModel::receive(Result<Answer> answer)
{
    fetching_ = false;
    if (!answer) {
        if (answer.error().kind != Error::Kind::Cancelled) {
            state_ = State::Failed;
            error_ = answer.error().message;
        }
    } else {
        chart_ = std::move(answer->chart);
        full_ = stepAxis(answer->steps);
        state_ = answer->steps              ? State::Ready
                 : chart_.notMirrored() > 0 ? State::NotMirrored
                                            : State::NoPoints;
        std::vector<RunRowId> wanted;
        for (const auto& line : chart_.lines)
            if (!line.mirrored && std::ranges::find(asked_, line.run) == asked_.end())
                wanted.push_back(line.run);
        asked_.insert(asked_.end(), wanted.begin(), wanted.end());
        if (!wanted.empty())
            emit historiesWanted(wanted);
    }
    emit changed();
    if (again_)
        fetch();
}

} // namespace binnacle
