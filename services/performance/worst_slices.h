#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// A column cut into parts: a part's number for each row.
struct SliceColumn
{
    std::string name;
    std::vector<std::string> parts;    // in words: "red", "(1.5, 2.25]", "missing"
    std::vector<std::uint16_t> ofRows; // below parts.size()
};

// Numbers by quantiles (numpy.quantile's linear ones of the finite values), equal edges as one:
// parts are open on the left, as pandas.qcut's, the first closed. Values that are no number are the
// part "missing", infinite ones "infinite".
SliceColumn slicesOfNumbers(std::string name, std::span<const double> values,
                            std::size_t quantiles = 4);
// Texts by how often they are there: the `most` most frequent, the rest together as "other". Codes
// are places in `texts`; -1 is missing.
SliceColumn slicesOfTexts(std::string name, std::span<const std::string> texts,
                          std::span<const std::int32_t> codes, std::size_t most = 20);

struct SliceOptions
{
    std::uint64_t support = 30; // rows that a slice, and what is not in it, has at least
    double alpha = 0.05;        // of the p-values after their correction
    std::size_t most = 20;      // slices that are handed back
    bool pairs = true;          // also two columns at once
    std::stop_token stop;
    std::function<void(double share)> progress;
};

struct Slice
{
    std::vector<std::string> columns, parts; // one or two of each
    std::uint64_t rows = 0;
    double loss = 0;           // mean over the slice
    double others = 0;         // mean over all other rows
    double effect = 0;         // loss - others: above 0 is worse
    double pValue = 0;         // one-sided: the slice is worse
    double adjustedPValue = 0; // Benjamini–Hochberg over every slice that was tested
};

struct SliceSearch
{
    std::size_t tested = 0;    // slices of enough rows
    std::vector<Slice> slices; // significant ones, the greatest effect first
};

// Where the loss of a model is greatest, over all parts of one column and all pairs of parts of
// two. Losses of 0 and 1 (wrong predictions) are compared by the z-test of two shares with the
// pooled deviation; other ones by Welch's t-test, both one-sided. A slice of two columns is only
// handed back where it is worse than either of its columns' parts alone. Rows whose loss is not
// finite are left out. Exact, every row counts; stopped: nothing.
SliceSearch worstSlices(std::span<const SliceColumn> columns, std::span<const double> losses,
                        const SliceOptions& options = {});

} // namespace binnacle
