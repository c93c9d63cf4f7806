#pragma once

#include "services/drift/binned_counts.h"

#include <cstddef>

namespace binnacle {

// Characters are Unicode code points of UTF-8 text; a byte that is none counts as one.

// How often each run of `length` characters is there, over all texts; a text that is shorter counts
// as one run.
CategoryCounts characterNGrams(const CategoryCounts& texts, std::size_t length = 3);
// The lengths of the texts in characters.
CountedValues textLengths(const CategoryCounts& texts);
// The share of the current's words (parts between white space) that no text of the reference has.
// NaN where the current has no word.
double outOfVocabularyShare(const CategoryCounts& reference, const CategoryCounts& current);
// Jensen and Shannon's distance (natural logarithm) of the n-grams of both.
double characterNGramDrift(const CategoryCounts& reference, const CategoryCounts& current,
                           std::size_t length = 3);

} // namespace binnacle
