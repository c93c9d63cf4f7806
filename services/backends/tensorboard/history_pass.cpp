#include "services/backends/tensorboard/history_pass.h"

#include "services/backends/tensorboard/run_summary.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace binnacle::tfevents {

std::string cursorText(const Positions& positions)
{
    QJsonObject object;
    for (const auto& [file, offset] : positions)
        object.insert(QString::fromStdString(file), static_cast<qint64>(offset));
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Positions positionsFromCursor(const std::string& cursor)
{
    Positions positions;
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(cursor)).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        positions[it.key().toStdString()] =
            static_cast<std::uint64_t>(std::max<qint64>(0, it.value().toInteger()));
    return positions;
}

HistoryPass::HistoryPass(const RunFolder& run, std::span<const SeriesRequest> requests,
                         std::span<const std::size_t> wanted)
    : run_(run)
{
    for (const auto index : wanted) {
        Series series;
        series.data.request = index;
        series.from = positionsFromCursor(requests[index].cursor);
        if (!continues(series.from, run.files))
            series.from.clear();
        series.data.append = !series.from.empty();
        resumed_ = resumed_ || series.data.append;
        byTag_[requests[index].metricKey].push_back(series_.size());
        series_.push_back(std::move(series));
    }
}

Result<std::vector<SeriesData>> HistoryPass::read(std::stop_token stop)
{
    auto whole = tryRead(stop);
    if (whole && !*whole) { // everything once more, from the beginning
        resumed_ = false;
        for (auto& series : series_) {
            series.from.clear();
            series.data.append = false;
            series.data.points.clear();
        }
        whole = tryRead(stop);
    }
    if (!whole)
        return failure(whole.error());
    std::vector<SeriesData> answers;
    for (auto& series : series_) {
        series.data.cursor = cursorText(positions_);
        answers.push_back(std::move(series.data));
    }
    return answers;
}

// false: the cursors are of no use, for a restart that concerns points delivered earlier or a file
// that was replaced.
Result<bool> HistoryPass::tryRead(std::stop_token stop)
{
    positions_.clear();
    for (const auto& file : run_.files) {
        auto lowest = file.size;
        for (const auto& series : series_) {
            const auto found = series.from.find(file.name);
            lowest = std::min(lowest, found == series.from.end() ? 0 : found->second);
        }
        positions_[file.name] = lowest;
    }
    bool whole = true;
    Damage damage;
    const auto visit = [&](const std::string& file, std::uint64_t offset, const Event& event) {
        if (event.sessionStart && !takeRestart(event.step))
            return whole = false;
        if (!event.summary.empty())
            forEachValue(event.summary,
                         [&](const SummaryValue& value) { takeValue(value, file, offset, event); });
        return true;
    };
    if (auto read = readEvents(run_, positions_, visit, damage, stop); !read)
        return failure(read.error());
    return whole && !(resumed_ && damage.lostPlace);
}

bool HistoryPass::takeRestart(std::int64_t step)
{
    if (resumed_)
        return false;
    for (auto& series : series_) {
        if (series.data.points.empty() || series.greatestStep < step)
            continue;
        std::erase_if(series.data.points,
                      [&](const MetricPoint& point) { return point.step >= step; });
        series.greatestStep = step - 1; // an upper bound is enough
    }
    return true;
}

void HistoryPass::takeValue(const SummaryValue& value, const std::string& file,
                            std::uint64_t offset, const Event& event)
{
    const auto found = byTag_.find(value.tag);
    if (found == byTag_.end())
        return;
    // Metadata of another plugin can not be missed: it comes with the tag's first value, and the
    // scan names only tags that are scalars.
    const auto number = pointOf(value);
    if (!number)
        return;
    for (const auto index : found->second) {
        auto& series = series_[index];
        if (const auto from = series.from.find(file);
            from != series.from.end() && offset < from->second)
            continue;
        auto& points = series.data.points;
        series.greatestStep =
            points.empty() ? event.step : std::max(series.greatestStep, event.step);
        points.push_back({event.step, millisecondsOf(event.wallTime), *number});
    }
}

} // namespace binnacle::tfevents
