#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace binnacle {

// One side of a drift report: data as it was when it was read.
struct DriftSide
{
    std::string path;                 // as a person named it; empty: not known
    std::string digest;               // as datasetDigest(); empty: a pattern of files, or not known
    std::optional<std::int64_t> rows; // nothing: not known

    bool operator==(const DriftSide&) const = default;
};

// What a drift report is about.
struct DriftSubject
{
    DriftSide reference, current;
    std::int64_t createdAt = 0; // UTC milliseconds; 0: not known
    std::string maker;          // "Evidently" where another tool made it; empty: Binnacle

    bool operator==(const DriftSubject&) const = default;
};

} // namespace binnacle
