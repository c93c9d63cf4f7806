"""A/B tests of seeded samples by SciPy. Usage: compute_ab_tests.py SEED

Prints JSON: {"shares": […], "means": […], "ratios": […], "sizes": […]}, each with its input and what
SciPy says of it. NaN is written as null.
"""

import json
import math
import sys

import numpy as np
from scipy import stats


def finite(value):
    return float(value) if math.isfinite(value) else None


def share(random):
    """The z-test is the chi-squared test of the 2 × 2 table without correction: z² = χ²."""
    n = random.integers(20, 20000, 2)
    p = random.uniform(0.01, 0.9)
    x = [int(random.binomial(n[0], p)), int(random.binomial(n[1], min(0.99, p * 1.1)))]
    table = [[x[0], n[0] - x[0]], [x[1], n[1] - x[1]]]
    found = stats.chi2_contingency(table, correction=False)
    a, b = x[0] / n[0], x[1] / n[1]
    low, high = stats.norm.interval(0.95, b - a, math.hypot(
        stats.binom.std(n[0], a) / n[0], stats.binom.std(n[1], b) / n[1]))
    return {"x": x, "n": [int(each) for each in n], "z2": finite(found.statistic),
            "p": finite(found.pvalue), "low": finite(low), "high": finite(high)}


def mean(random):
    a = random.lognormal(3, 0.4, random.integers(3, 4000))
    b = random.lognormal(3 + random.uniform(0, 0.1), 0.7, random.integers(3, 4000))
    found = stats.ttest_ind(b, a, equal_var=False)
    interval = found.confidence_interval(0.95)
    return {"count": [len(a), len(b)], "mean": [a.mean(), b.mean()],
            "variance": [a.var(ddof=1), b.var(ddof=1)], "t": finite(found.statistic),
            "df": finite(found.df), "p": finite(found.pvalue), "low": finite(interval.low),
            "high": finite(interval.high)}


def ratio(random):
    weights = random.uniform(1, 50, random.integers(2, 5))
    arrived = random.multinomial(random.integers(100, 100000), weights / weights.sum())
    found = stats.chisquare(arrived, weights / weights.sum() * arrived.sum())
    return {"weights": weights.tolist(), "arrived": arrived.tolist(),
            "statistic": finite(found.statistic), "p": finite(found.pvalue)}


def power_of_shares(a, b, n, alpha):
    """By simulation, for the size that the plan asks for."""
    random = np.random.default_rng(1)
    x, y = random.binomial(n[0], a, 40000), random.binomial(n[1], b, 40000)
    pooled = (x + y) / (n[0] + n[1])
    z = (y / n[1] - x / n[0]) / np.sqrt(pooled * (1 - pooled) * (1 / n[0] + 1 / n[1]))
    return float(np.mean(np.abs(z) > stats.norm.ppf(1 - alpha / 2)))


def main():
    if sys.argv[1] == "power":
        a, b, first, second, alpha = sys.argv[2:]
        print(power_of_shares(float(a), float(b), (int(first), int(second)), float(alpha)))
        return
    random = np.random.default_rng(int(sys.argv[1]))
    print(json.dumps({"shares": [share(random) for _ in range(60)],
                      "means": [mean(random) for _ in range(60)],
                      "ratios": [ratio(random) for _ in range(60)]}))


main()
