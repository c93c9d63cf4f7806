#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

// Rows of several numeric columns, row by row: `columns` numbers each. NaN and the infinities are
// missing.

// Mean and deviation of each column, gathered from chunks in any order. Not for several threads.
class RowMoments
{
public:
    explicit RowMoments(std::size_t columns);
    void add(std::span<const double> rows);

    std::size_t columns() const { return counts_.size(); }
    std::uint64_t rows() const { return rows_; }
    std::uint64_t count(std::size_t column) const { return counts_[column]; }
    double mean(std::size_t column) const { return means_[column]; }
    // Σ (x - mean)² over the values that are there.
    double squares(std::size_t column) const { return squares_[column]; }

private:
    std::uint64_t rows_ = 0;
    std::vector<std::uint64_t> counts_;
    std::vector<double> means_, squares_;
};

// How rows are standardised: a missing value becomes the mean, then (x - mean) / deviation with the
// deviation of all rows by their number, as scikit-learn's SimpleImputer and StandardScaler in a
// row. Columns that do not vary, or vary beyond what a double holds, are left out.
struct RowScales
{
    std::size_t given = 0;                 // columns of a row that comes in
    std::vector<std::size_t> columns;      // which of them are kept
    std::vector<double> means, deviations; // of these

    explicit RowScales(const RowMoments& moments);
    RowScales() = default;
    std::size_t size() const { return columns.size(); }
    // One row in, size() numbers out.
    void apply(std::span<const double> row, std::span<double> out) const;
};

} // namespace binnacle
