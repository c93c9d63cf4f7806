#include "services/drift/logistic_regression.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace binnacle {

namespace {

constexpr Eigen::Index rowsAtOnce = 512;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// ln(1 + e^x) without overflow.
double softPlus(double x)
{
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

class Problem
{
public:
    Problem(std::span<const double> rows, std::size_t columns, std::span<const int> labels,
            const LogisticOptions& options)
        : rows_(rows.data(), static_cast<Eigen::Index>(labels.size()),
                static_cast<Eigen::Index>(columns))
        , labels_(labels)
        , options_(options)
    {
    }

    bool stopped() const { return options_.stop.stop_requested(); }
    Eigen::Index size() const { return rows_.cols() + 1; } // the intercept is the last

    double loss(const Eigen::VectorXd& point) const
    {
        const auto weights = point.head(rows_.cols());
        double sum = 0;
        for (Eigen::Index r = 0; r < rows_.rows(); ++r) {
            const double d = rows_.row(r).dot(weights) + point(rows_.cols());
            sum += softPlus(labels_[static_cast<std::size_t>(r)] != 0 ? -d : d);
        }
        return weights.squaredNorm() / 2 + options_.inverseStrength * sum;
    }

    // Gradient and second derivatives (the lower half).
    void derivatives(const Eigen::VectorXd& point, Eigen::VectorXd& gradient,
                     Eigen::MatrixXd& second) const
    {
        const auto width = rows_.cols();
        gradient = Eigen::VectorXd::Zero(width + 1);
        second = Eigen::MatrixXd::Zero(width + 1, width + 1);
        RowMajor weighted;
        for (Eigen::Index first = 0; first < rows_.rows() && !stopped(); first += rowsAtOnce) {
            const auto count = std::min(rowsAtOnce, rows_.rows() - first);
            weighted.resize(count, width + 1);
            weighted.leftCols(width) = rows_.middleRows(first, count);
            weighted.col(width).setOnes();
            const Eigen::VectorXd decisions = weighted * point;
            for (Eigen::Index r = 0; r < count; ++r) {
                const double p = 1 / (1 + std::exp(-decisions(r)));
                const double y = labels_[static_cast<std::size_t>(first + r)] != 0 ? 1 : 0;
                gradient += options_.inverseStrength * (p - y) * weighted.row(r).transpose();
                weighted.row(r) *= std::sqrt(options_.inverseStrength * p * (1 - p));
            }
            second.selfadjointView<Eigen::Lower>().rankUpdate(weighted.transpose());
        }
        gradient.head(width) += point.head(width);
        second.diagonal().head(width).array() += 1;
        second(width, width) += 1e-300; // of certain rows only: no curvature
    }

private:
    Eigen::Map<const RowMajor> rows_;
    std::span<const int> labels_;
    const LogisticOptions& options_;
};

// One Newton step, halved until the loss is not greater. False: no step helps.
bool step(const Problem& problem, Eigen::VectorXd& point, double& loss,
          const Eigen::VectorXd& gradient, const Eigen::MatrixXd& second)
{
    const Eigen::VectorXd direction = second.selfadjointView<Eigen::Lower>().ldlt().solve(gradient);
    for (double length = 1; length > 1e-8 && !problem.stopped(); length /= 2) {
        const Eigen::VectorXd next = point - length * direction;
        const double there = problem.loss(next);
        if (std::isfinite(there) && there <= loss) {
            point = next;
            loss = there;
            return true;
        }
    }
    return false;
}

} // namespace

double LogisticModel::decision(std::span<const double> row) const
{
    return std::inner_product(weights.begin(), weights.end(), row.begin(), intercept);
}

std::optional<LogisticModel> logisticRegression(std::span<const double> rows, std::size_t columns,
                                                std::span<const int> labels,
                                                const LogisticOptions& options)
{
    const auto positives = std::ranges::count_if(labels, [](int label) { return label != 0; });
    if (positives == 0 || positives == std::ssize(labels) || columns == 0 ||
        rows.size() < labels.size() * columns)
        return std::nullopt;
    const Problem problem(rows, columns, labels, options);
    Eigen::VectorXd point = Eigen::VectorXd::Zero(problem.size());
    double loss = problem.loss(point);
    LogisticModel model;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd second;
    const double scale = options.inverseStrength * static_cast<double>(labels.size());
    for (; model.iterations < options.iterations && !model.converged; ++model.iterations) {
        problem.derivatives(point, gradient, second);
        if (problem.stopped())
            return std::nullopt;
        model.converged = gradient.lpNorm<Eigen::Infinity>() <= 1e-12 * scale;
        if (!model.converged && !step(problem, point, loss, gradient, second)) {
            model.converged = gradient.lpNorm<Eigen::Infinity>() <= 1e-8 * scale;
            break;
        }
    }
    if (problem.stopped())
        return std::nullopt;
    model.weights.assign(point.data(), point.data() + columns);
    model.intercept = point(static_cast<Eigen::Index>(columns));
    return model;
}

} // namespace binnacle
