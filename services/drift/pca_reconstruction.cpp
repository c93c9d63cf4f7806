#include "services/drift/pca_reconstruction.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t rowsAtOnce = 512; // small enough for the cache, large enough for products

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Standardised rows, a block of them at a time.
template <class Visit>
void standardised(const RowScales& scales, std::span<const double> rows, Visit visit)
{
    const auto count = scales.given > 0 ? rows.size() / scales.given : 0;
    RowMajor block;
    for (std::size_t first = 0; first < count; first += rowsAtOnce) {
        const auto here = std::min(rowsAtOnce, count - first);
        block.resize(static_cast<Eigen::Index>(here), static_cast<Eigen::Index>(scales.size()));
        for (std::size_t r = 0; r < here; ++r)
            scales.apply(rows.subspan((first + r) * scales.given, scales.given),
                         {block.row(static_cast<Eigen::Index>(r)).data(), scales.size()});
        visit(block);
    }
}

} // namespace

struct RowCovariance::Sums
{
    RowScales scales;
    std::uint64_t rows = 0;
    Eigen::VectorXd sum;
    Eigen::MatrixXd products; // the lower half
};

RowCovariance::RowCovariance(const RowScales& scales) : sums_(std::make_unique<Sums>())
{
    const auto size = static_cast<Eigen::Index>(scales.size());
    sums_->scales = scales;
    sums_->sum = Eigen::VectorXd::Zero(size);
    sums_->products = Eigen::MatrixXd::Zero(size, size);
}

RowCovariance::~RowCovariance() = default;

void RowCovariance::add(std::span<const double> rows)
{
    standardised(sums_->scales, rows, [this](const RowMajor& block) {
        sums_->rows += static_cast<std::uint64_t>(block.rows());
        sums_->sum += block.colwise().sum().transpose();
        sums_->products.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
    });
}

PrincipalComponents PrincipalComponents::of(const RowCovariance& covariance, double share)
{
    const auto& sums = *covariance.sums_;
    PrincipalComponents result;
    result.scales = sums.scales;
    if (sums.rows < 2 || sums.scales.size() == 0)
        return result;
    const auto rows = static_cast<double>(sums.rows);
    Eigen::MatrixXd matrix = sums.products.selfadjointView<Eigen::Lower>();
    matrix = (matrix - sums.sum * sums.sum.transpose() / rows) / (rows - 1);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const auto size = matrix.rows();
    const double whole = matrix.trace();
    double before = 0;
    for (auto i = size - 1; i >= 0; --i) {
        const double variance = std::max(solver.eigenvalues()(i), 0.0);
        result.variances.push_back(variance);
        result.explainedShares.push_back(variance / whole);
        if (before <= share && result.kept < static_cast<std::size_t>(size)) {
            ++result.kept;
            for (Eigen::Index k = 0; k < size; ++k)
                result.axes.push_back(solver.eigenvectors()(k, i));
        }
        before += variance / whole;
    }
    return result;
}

void PrincipalComponents::errors(std::span<const double> rows, std::vector<double>& into) const
{
    const Eigen::Map<const RowMajor> basis(axes.data(), static_cast<Eigen::Index>(kept),
                                           static_cast<Eigen::Index>(scales.size()));
    standardised(scales, rows, [&](const RowMajor& block) {
        const RowMajor rest = block - (block * basis.transpose()) * basis;
        for (Eigen::Index r = 0; r < rest.rows(); ++r)
            into.push_back(rest.row(r).stableNorm());
    });
}

BlockMeans::BlockMeans(std::uint64_t rows, std::size_t blocks)
    : rows_(rows), sums_(blocks, 0.0), counts_(blocks, 0)
{
}

void BlockMeans::add(std::span<const double> errors)
{
    for (const double error : errors) {
        const auto block =
            rows_ == 0 ? 0
                       : std::min<std::uint64_t>(seen_ * sums_.size() / rows_, sums_.size() - 1);
        sums_[block] += error;
        ++counts_[block];
        ++seen_;
    }
}

std::vector<double> BlockMeans::means() const
{
    std::vector<double> result;
    for (std::size_t i = 0; i < sums_.size(); ++i)
        if (counts_[i] > 0)
            result.push_back(sums_[i] / static_cast<double>(counts_[i]));
    return result;
}

double BlockMeans::mean() const
{
    return std::accumulate(sums_.begin(), sums_.end(), 0.0) / static_cast<double>(seen_);
}

ReconstructionDrift reconstructionDrift(const BlockMeans& reference, const BlockMeans& current)
{
    ReconstructionDrift drift;
    drift.referenceError = reference.mean();
    drift.currentError = current.mean();
    const auto means = reference.means();
    drift.blocks = means.size();
    drift.low = drift.high = none;
    if (means.size() < 2)
        return drift;
    const auto count = static_cast<double>(means.size());
    const double mean = std::accumulate(means.begin(), means.end(), 0.0) / count;
    double squares = 0;
    for (const double each : means)
        squares += (each - mean) * (each - mean);
    const double deviation = std::sqrt(squares / (count - 1));
    drift.low = mean - 3 * deviation;
    drift.high = mean + 3 * deviation;
    drift.drifted = drift.currentError < drift.low || drift.currentError > drift.high;
    return drift;
}

} // namespace binnacle
