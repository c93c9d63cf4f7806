#pragma once

#include "services/drift/row_scales.h"

#include <memory>

namespace binnacle {

// How well rows are told by the directions in which the reference varies most: the mean Euclidean
// distance of standardised rows from their reconstruction by the first principal components
// (NannyML's data reconstruction with PCA). It sees columns that move against each other even where
// each keeps its distribution. Out of core: rows come in chunks, memory is by the columns only.

// Σ z zᵀ over standardised rows of the reference.
class RowCovariance
{
public:
    explicit RowCovariance(const RowScales& scales);
    ~RowCovariance();
    RowCovariance(const RowCovariance&) = delete;
    RowCovariance& operator=(const RowCovariance&) = delete;
    void add(std::span<const double> rows); // row by row, as they come in

private:
    friend struct PrincipalComponents;
    struct Sums;
    std::unique_ptr<Sums> sums_;
};

// sklearn.decomposition.PCA(n_components=share) of the standardised reference: as many components
// as needed for more than this share of the variance. Nothing where no column varies or there are
// fewer than two rows.
struct PrincipalComponents
{
    RowScales scales;
    std::vector<double> variances;       // of all components, descending (by rows - 1)
    std::vector<double> explainedShares; // of these in the whole
    std::size_t kept = 0;
    std::vector<double> axes; // kept × scales.size(), unit vectors, row by row; signs are free

    static PrincipalComponents of(const RowCovariance& covariance, double share = 0.65);
    bool empty() const { return kept == 0; }
    // The distance of each row (as it comes in) from its reconstruction, appended.
    void errors(std::span<const double> rows, std::vector<double>& into) const;
};

// What the errors of both datasets say.
struct ReconstructionDrift
{
    double referenceError = 0, currentError = 0; // means over the rows
    // The mean error of the reference's blocks (equal parts in the order of its rows), less and
    // more three of their deviations (by their number less one), as NannyML draws its thresholds.
    double low = 0, high = 0;
    std::size_t blocks = 0;
    bool drifted = false; // the current mean is outside
};
inline constexpr std::size_t reconstructionBlocks = 10;

// Means of equal blocks of a stream of errors whose length is known before.
class BlockMeans
{
public:
    BlockMeans(std::uint64_t rows, std::size_t blocks = reconstructionBlocks);
    void add(std::span<const double> errors);
    std::vector<double> means() const; // of blocks that have rows
    double mean() const;               // of all rows; NaN without

private:
    std::uint64_t rows_ = 0, seen_ = 0;
    std::vector<double> sums_;
    std::vector<std::uint64_t> counts_;
};
ReconstructionDrift reconstructionDrift(const BlockMeans& reference, const BlockMeans& current);

} // namespace binnacle
