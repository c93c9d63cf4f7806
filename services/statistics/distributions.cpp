#include "services/statistics/distributions.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <numbers>

namespace binnacle {

namespace {

// Errors are values here: NaN or infinity.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

} // namespace

double studentTwoSided(double t, double degreesOfFreedom)
{
    if (std::isinf(t) && degreesOfFreedom > 0)
        return 0;
    return boost::math::ibeta(degreesOfFreedom / 2, 0.5,
                              degreesOfFreedom / (degreesOfFreedom + t * t), Quiet());
}

double studentQuantile(double p, double degreesOfFreedom)
{
    const boost::math::students_t_distribution<double, Quiet> distribution(degreesOfFreedom);
    return boost::math::quantile(distribution, p);
}

double normalTwoSided(double z)
{
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

double normalQuantile(double p)
{
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, Quiet());
}

double chiSquaredAbove(double x, double degreesOfFreedom)
{
    return boost::math::gamma_q(degreesOfFreedom / 2, x / 2, Quiet());
}

} // namespace binnacle
