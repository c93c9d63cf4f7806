#pragma once

#include "services/backends/tensorboard/event.h"
#include "services/backends/tensorboard/log_dir.h"

#include <functional>
#include <map>

namespace binnacle::tfevents {

// How far each file of a run was read: file name → byte offset behind the last whole record.
using Positions = std::map<std::string, std::uint64_t>;

// Whether what lies before `positions` is still the beginning of the folder: no file is gone,
// shorter than it was read, or new in front of one that was read.
bool continues(const Positions& positions, const std::vector<EventFile>& files);

// false ends the pass early.
using EventVisitor =
    std::function<bool(const std::string& file, std::uint64_t offset, const Event& event)>;

// What was damaged, as sentences with the file's name and the byte offset.
struct Damage
{
    std::vector<std::string> inside; // records left out
    std::vector<std::string> atEnd;  // where reading a file ended early: the next pass tries there
    // A file that was to be read on from a position holds no record there: it was replaced, or it
    // is damaged just there.
    bool lostPlace = false;

    std::vector<std::string> all() const;
};

// Hands the events of the run's files from `positions` on to `visit`, file by file, and moves
// `positions` on. Damage ends one file, not the pass. Errors: Cancelled.
Result<void> readEvents(const RunFolder& run, Positions& positions, const EventVisitor& visit,
                        Damage& damage, std::stop_token stop);

} // namespace binnacle::tfevents
