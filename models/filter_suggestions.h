#pragma once

#include "services/query/filter_parser.h"
#include "services/query/run_query_engine.h"

#include <QString>

#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

struct FilterSuggestion
{
    QString text;        // what is put in
    QString detail;      // "412 runs", "Metric"
    bool goesOn = false; // more must follow ("metrics."): the next suggestions open at once
};

// What may stand at the cursor of a filter.
struct FilterSuggestions
{
    std::size_t replaceFrom = 0; // byte offset: from here to the cursor is replaced
    std::vector<FilterSuggestion> items;
};

// Blocks (asks the engine for keys and values): for worker threads.
FilterSuggestions suggestionsAt(RunQueryEngine& engine, const RunQuery& scope,
                                const std::string& text, std::size_t cursor, std::stop_token stop);

} // namespace binnacle
