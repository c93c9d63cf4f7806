#include "services/sync/source_schedule.h"

#include <algorithm>

namespace binnacle {

namespace {
// A full pass over a big server takes at most one part in so many of the time.
constexpr std::int64_t fullShare = 20;
} // namespace

void SourceSchedule::start(std::int64_t now, std::optional<std::int64_t> sinceFull)
{
    const bool full = !sinceFull || *sinceFull >= intervals_.full;
    nextFullAt_ = full ? now : now + intervals_.full - *sinceFull;
    changedAt_ = now;
    ask(full);
}

void SourceSchedule::ask(bool full)
{
    asked_ = Turn{full || (asked_ && asked_->full), false};
}

void SourceSchedule::look()
{
    if (!asked_)
        asked_ = Turn{false, true};
}

std::optional<SourceSchedule::Turn> SourceSchedule::due(std::int64_t now) const
{
    const bool fullDue = now >= nextFullAt_;
    if (asked_)
        return Turn{asked_->full || fullDue, asked_->onlyIfChanged};
    if (now >= nextAt_)
        return Turn{fullDue, watched_};
    return std::nullopt;
}

std::int64_t SourceSchedule::nextAt() const
{
    return asked_ ? 0 : nextAt_;
}

bool SourceSchedule::wantsTurn(std::int64_t now) const
{
    if (asked_ && asked_->full)
        return true;
    return now - startedAt_ >= intervals_.leastTurn && due(now).has_value();
}

void SourceSchedule::started(std::int64_t now)
{
    asked_.reset();
    startedAt_ = now;
    nextAt_ = now + intervals_.regular;
}

void SourceSchedule::ended(std::int64_t now, const Outcome& outcome)
{
    if (outcome.changed)
        changedAt_ = now;
    if (outcome.error && *outcome.error != Error::Kind::Cancelled) {
        ++failures_;
        nextAt_ = now + backOff(*outcome.error);
        return;
    }
    const bool training =
        outcome.unfinished && !watched_ && now - changedAt_ < intervals_.trainingFades;
    const std::int64_t interval = training ? intervals_.training : intervals_.regular;
    nextAt_ = std::max(startedAt_ + interval, now + interval / 5);
    if (outcome.error)
        return;
    failures_ = 0;
    if (outcome.full)
        nextFullAt_ = now + std::max(intervals_.full, fullShare * (now - startedAt_));
    if (outcome.more)
        ask(false);
}

std::int64_t SourceSchedule::backOff(Error::Kind error) const
{
    const std::int64_t longest =
        error == Error::Kind::Network ? intervals_.longestBackOff : intervals_.longestRefusal;
    const int doublings = std::min(failures_ - 1, 10);
    return std::min(intervals_.firstBackOff << doublings, longest);
}

} // namespace binnacle
