#pragma once

#include "services/query/run_query.h"

#include <optional>
#include <string>
#include <string_view>

// How columns are written in filters: see columnText() of run_query.h.

namespace binnacle {

// What an unfinished or finished identifier says so far.
struct WordReading
{
    RunColumn column;
    bool hasStat = false;        // best., min., …
    bool hasEntity = false;      // metrics., params., …: what follows is the key
    std::size_t keyPosition = 0; // byte offset of the key (its quote) or of the last part
    std::string key;             // with quotes undone; for a bare word the word
    bool quoted = false;
    std::string problem; // a sentence where the word can not be an identifier
    std::size_t problemPosition = 0;
};
WordReading readWord(std::string_view word);

// The attribute by its MLflow name or alias ("created", "Run name"); empty: there is none.
std::string attributeFromName(std::string_view name);

// Whether the column holds numbers (metrics, durations) or times; all others hold text.
bool isTimeColumn(const RunColumn& column);
bool isNumberColumn(const RunColumn& column); // times included

} // namespace binnacle
