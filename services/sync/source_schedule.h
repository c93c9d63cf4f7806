#pragma once

#include "services/domain/error.h"

#include <cstdint>
#include <optional>

namespace binnacle {

// When the next pass over one source is due. Knows no clock: all times are milliseconds of one
// steady clock, given by the caller.
class SourceSchedule
{
public:
    struct Intervals
    {
        std::int64_t regular = 30'000;
        std::int64_t training = 5'000;         // while a run of a remote source is in training
        std::int64_t full = 600'000;           // at most this often every run is looked at
        std::int64_t trainingFades = 900'000;  // an unfinished run that is silent for longer is
                                               // taken for one whose training crashed
        std::int64_t firstBackOff = 5'000;     // doubled with each failure
        std::int64_t longestBackOff = 60'000;  // while out of reach
        std::int64_t longestRefusal = 300'000; // while refused, or damaged
        std::int64_t leastTurn = 5'000;        // of histories before a regular pass takes over
    };

    struct Turn
    {
        bool full = false;
        bool onlyIfChanged = false; // a look at the files comes first
    };

    struct Outcome
    {
        std::optional<Error::Kind> error = std::nullopt;
        bool full = false;
        bool changed = false;    // something was written
        bool unfinished = false; // runs that have not ended are mirrored
        bool more = false;       // histories or edits are left: at once again
    };

    // `watched`: changes are announced by look(), so the regular turn only makes sure.
    SourceSchedule(bool watched, Intervals intervals) : intervals_(intervals), watched_(watched) {}

    // `sinceFull`: how long ago the last full pass was; nullopt: never.
    void start(std::int64_t now, std::optional<std::int64_t> sinceFull);
    void ask(bool full); // at once, whatever the back-off
    void look();         // the files may have changed
    void setWatched(bool watched) { watched_ = watched; }

    std::optional<Turn> due(std::int64_t now) const;
    std::int64_t nextAt() const; // due() says nothing before this time
    // While a pass is under way: whether its histories shall make room for another turn.
    bool wantsTurn(std::int64_t now) const;

    void started(std::int64_t now);
    void ended(std::int64_t now, const Outcome& outcome);

private:
    std::int64_t backOff(Error::Kind error) const;

    Intervals intervals_;
    bool watched_;
    std::optional<Turn> asked_;
    std::int64_t startedAt_ = 0;
    std::int64_t nextAt_ = 0;
    std::int64_t nextFullAt_ = 0;
    std::int64_t changedAt_ = 0;
    int failures_ = 0;
};

} // namespace binnacle
