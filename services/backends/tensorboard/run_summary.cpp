#include "services/backends/tensorboard/run_summary.h"

#include <QString>
#include <QUtf8StringView>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace binnacle::tfevents {

namespace {

constexpr std::size_t maximumTags = 200000;
constexpr std::size_t maximumText = 500; // bytes; a longer text is a document, not a tag
constexpr std::size_t maximumTexts = 200;

// MLflow's order of points: step, then time, then value; NaN first.
bool isLater(const MetricPoint& a, const MetricPoint& b)
{
    if (std::tie(a.step, a.timestamp) != std::tie(b.step, b.timestamp))
        return std::tie(a.step, a.timestamp) > std::tie(b.step, b.timestamp);
    return std::isnan(b.value) || a.value > b.value;
}

// Damaged keys may be equal once they are mended.
template <class T>
void sortByKey(std::vector<T>& list)
{
    std::ranges::stable_sort(list, {}, &T::key);
    const auto rest = std::ranges::unique(list, {}, &T::key);
    list.erase(rest.begin(), rest.end());
}

} // namespace

std::int64_t millisecondsOf(double wallTime)
{
    // Up to the year 9999; NaN fails the comparison.
    if (!(wallTime > 0 && wallTime < 253402300800.0))
        return 0;
    return std::llround(wallTime * 1000);
}

std::string validText(std::string_view bytes)
{
    if (QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8())
        return std::string(bytes);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).toStdString();
}

std::optional<double> pointOf(const SummaryValue& value)
{
    if (value.simple)
        return static_cast<double>(*value.simple);
    return value.hasTensor ? scalarOf(value.tensor) : std::nullopt;
}

RunSummary::RunSummary(std::vector<std::int64_t> restarts)
    : restarts_(std::move(restarts)), lowestLater_(restarts_)
{
    for (std::size_t k = lowestLater_.size(); k-- > 1;)
        lowestLater_[k - 1] = std::min(lowestLater_[k - 1], lowestLater_[k]);
}

bool RunSummary::dropped(std::int64_t step) const
{
    return restartsSeen_ < lowestLater_.size() && step >= lowestLater_[restartsSeen_];
}

void RunSummary::take(const Event& event)
{
    const auto time = millisecondsOf(event.wallTime);
    if (!firstTime_)
        firstTime_ = time;
    lastTime_ = std::max(time, lastTime_.value_or(time));
    if (event.sessionStart)
        takeRestart(event.step);
    if (!event.summary.empty())
        forEachValue(event.summary,
                     [&](const SummaryValue& value) { takeValue(value, event, time); });
}

void RunSummary::takeRestart(std::int64_t step)
{
    if (restartsSeen_++ < lowestLater_.size())
        return;
    restarts_.push_back(step);
    if (greatestStep_ && *greatestStep_ >= step)
        stale_ = true;
}

void RunSummary::takeValue(const SummaryValue& value, const Event& event, std::int64_t time)
{
    auto* tag = tagFor(value.tag);
    if (tag == nullptr)
        return;
    if (tag->kind != TagKind::Scalar && !value.metadata.empty()) {
        SummaryMetadata metadata;
        if (parseMetadata(value.metadata, metadata)) {
            tag->kind = kindOf(metadata);
            if (metadata.plugin == "hparams")
                takeHparams(metadata.content);
        }
    }
    if (tag->kind == TagKind::Text) {
        if (const auto text = textOf(value.tensor))
            tag->text = text->size() <= maximumText ? validText(*text) : std::string();
        return;
    }
    if (!value.simple && tag->kind == TagKind::Other)
        return;
    const auto number = pointOf(value);
    if (!number)
        return;
    tag->kind = TagKind::Scalar;
    if (dropped(event.step))
        return;
    greatestStep_ = std::max(event.step, greatestStep_.value_or(event.step));
    const MetricPoint point{event.step, time, *number};
    if (!tag->hasPoint || isLater(point, tag->latest))
        tag->latest = point;
    tag->hasPoint = true;
}

RunSummary::TagKind RunSummary::kindOf(const SummaryMetadata& metadata)
{
    if (metadata.plugin == "scalars" || metadata.scalarClass)
        return TagKind::Scalar;
    if (metadata.plugin == "text")
        return TagKind::Text;
    return metadata.plugin.empty() ? TagKind::Unknown : TagKind::Other;
}

void RunSummary::takeHparams(std::string_view content)
{
    HparamsContent hparams;
    if (!parseHparams(content, hparams))
        return;
    if (hparams.start)
        sessionStart_ = std::move(hparams.start);
    if (hparams.end)
        sessionEnd_ = hparams.end;
}

RunSummary::Tag* RunSummary::tagFor(std::string_view name)
{
    if (const auto found = tags_.find(name); found != tags_.end())
        return &found->second;
    if (name.empty() || tags_.size() >= maximumTags)
        return nullptr;
    return &tags_.emplace(name, Tag{}).first->second;
}

void RunSummary::describe(Run& run) const
{
    for (const auto& [name, tag] : tags_) {
        if (tag.kind == TagKind::Scalar && tag.hasPoint)
            run.metrics.push_back({validText(name), tag.latest});
        else if (tag.kind == TagKind::Text && !tag.text.empty())
            run.tags.push_back({validText(name), tag.text});
    }
    sortByKey(run.metrics);
    sortByKey(run.tags);
    if (run.tags.size() > maximumTexts)
        run.tags.resize(maximumTexts);
    if (!sessionStart_)
        return;
    for (const auto& [key, value] : sessionStart_->hparams)
        run.params.push_back({validText(key), validText(value)});
    sortByKey(run.params);
    if (!sessionStart_->group.empty())
        run.tags.push_back({"hparams.group_name", validText(sessionStart_->group)});
}

} // namespace binnacle::tfevents
