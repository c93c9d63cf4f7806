#pragma once

#include "services/drift/counted_values.h"
#include "services/drift/drift_value.h"

#include <stop_token>

namespace binnacle {

// Kolmogorov and Smirnov's test that two samples have one distribution: D = max |F_R - F_C| over
// all values, ties stepped past on both sides (scipy.stats.ks_2samp, two-sided). Exact from counted
// values. The p-value is the exact law of lattice paths up to 10,000 values a side, beyond it the
// one-sample law at the rounded n·m/(n+m), as SciPy has it. Where that effective size is at most
// 140 the exact law is used as well: SciPy approximates there. NaN where a sample is empty, and as
// p-value where it was stopped.
DriftValue kolmogorovSmirnov(const CountedValues& reference, const CountedValues& current,
                             const std::stop_token& stop = {});

// The p-value for a D that was found in a stream.
double kolmogorovSmirnovPValue(double d, SampleSizes sizes, const std::stop_token& stop = {});

// P(D_n >= d) of the one-sample statistic, n > 140; NaN: stopped (W. Pelz and I. J. Good, 1976; N.
// V. Smirnov's sum in the tail, after R. Simard and P. L'Ecuyer, 2011).
double kolmogorovOneSampleAbove(double d, double n, const std::stop_token& stop = {});

} // namespace binnacle
