#pragma once

#include "services/backends/tensorboard/event.h"
#include "services/domain/run.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle::tfevents {

// UTC milliseconds from an event's wall time in seconds; 0 where that makes no sense.
std::int64_t millisecondsOf(double wallTime);
// The text as it is, or with U+FFFD for what is no UTF-8.
std::string validText(std::string_view bytes);

// What a run's events tell apart from the histories: the latest point of each scalar, the
// hyperparameters, short texts, and when it began and ended. Memory grows with the tags, not with
// the events.
//
// A restart (SessionLog START at step s) drops the points of step >= s that were written before
// it, which may be the latest one of a tag; the one before that is not kept. The summary is then
// stale(), and the events are to be taken once more by a new summary that knows the restarts().
class RunSummary
{
public:
    explicit RunSummary(std::vector<std::int64_t> restarts = {});

    void take(const Event& event);
    bool stale() const { return stale_; }
    const std::vector<std::int64_t>& restarts() const { return restarts_; }

    // params, metrics and tags, sorted by key.
    void describe(Run& run) const;

    std::optional<std::int64_t> firstTime() const { return firstTime_; } // of the first event
    std::optional<std::int64_t> lastTime() const { return lastTime_; }   // the greatest
    const std::optional<SessionEnd>& sessionEnd() const { return sessionEnd_; }

private:
    enum class TagKind { Unknown, Scalar, Text, Other };
    struct Tag
    {
        TagKind kind = TagKind::Unknown;
        bool hasPoint = false;
        MetricPoint latest;
        std::string text;
    };
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    void takeRestart(std::int64_t step);
    void takeValue(const SummaryValue& value, const Event& event, std::int64_t time);
    void takeHparams(std::string_view content);
    Tag* tagFor(std::string_view name);
    static TagKind kindOf(const SummaryMetadata& metadata);
    bool dropped(std::int64_t step) const;

    std::unordered_map<std::string, Tag, Hash, std::equal_to<>> tags_;
    std::optional<SessionStart> sessionStart_;
    std::optional<SessionEnd> sessionEnd_;
    std::optional<std::int64_t> firstTime_, lastTime_;
    std::optional<std::int64_t> greatestStep_; // of a scalar

    std::vector<std::int64_t> restarts_;
    std::vector<std::int64_t> lowestLater_; // [k]: the lowest step among known restarts from k on
    std::size_t restartsSeen_ = 0;
    bool stale_ = false;
};

// Whether a value of a tag is a point of a scalar, and its number. `metadata` may be empty: it
// comes only with a tag's first value, and not at all from most writers.
std::optional<double> pointOf(const SummaryValue& value);

} // namespace binnacle::tfevents
