"""Statistics of seeded samples by NumPy, pandas, SciPy, Matplotlib and scikit-learn.

Usage: compute_statistics.py SEED
Prints JSON: {"samples": […], "pairs": […], "grouped": […], "params": […]}, each with its data and
what the libraries say of it. NaN is written as null.
"""

import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from matplotlib.cbook import boxplot_stats
from scipy import stats
from sklearn.metrics import mutual_info_score

SIZES = [1, 2, 3, 4, 7, 10, 23, 60, 137, 500]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value


def draws(random):
    """Samples as metrics and params are: smooth, skewed, with ties, with outliers, constant."""
    for size in SIZES:
        yield random.normal(0.9, 0.03, size)
        yield random.lognormal(-7, 2, size)
        yield random.integers(1, 9, size).astype(float)
        yield random.standard_t(1.5, size)
        yield np.full(size, 0.25)
        yield random.choice([1e-4, 1e-3, 1e-2, 0.1], size)


def histogram(values, bins):
    counts, edges = np.histogram(values, bins=bins)
    return {"bins": 0 if bins == "auto" else bins, "counts": counts, "edges": edges}


def log_histogram(values, bins):
    counts, edges = np.histogram(np.log10(values), bins=bins)
    return {"bins": 0 if bins == "auto" else bins, "counts": counts, "edges": 10.0**edges}


def describe(values):
    count = len(values)
    series = pd.Series(values)
    deviation = series.std() if count > 1 else math.nan
    error = stats.sem(values) if count > 1 else math.nan
    interval = math.nan
    if count > 1 and error > 0:
        low, high = stats.t.interval(0.95, count - 1, loc=0, scale=error)
        interval = (high - low) / 2
    elif count > 1:
        interval = 0.0
    box = boxplot_stats(values)[0]
    result = {
        "values": values,
        "mean": series.mean(),
        "deviation": deviation,
        "error": error,
        "interval": interval,
        "quantiles": np.quantile(values, [0, 0.25, 0.5, 0.75, 0.9, 1]),
        "box": [box["q1"], box["med"], box["q3"], box["whislo"], box["whishi"]],
        "outliers": len(box["fliers"]),
        "ranks": stats.rankdata(values),
        "histograms": [histogram(values, bins) for bins in ("auto", 7, 20)],
    }
    if np.all(values > 0) and count > 1 and deviation > 0:
        result["logHistograms"] = [log_histogram(values, bins) for bins in ("auto", 9)]
    if count > 1 and deviation > 0:
        density = stats.gaussian_kde(values, "scott")
        at = np.linspace(values.min() - deviation, values.max() + deviation, 17)
        result["bandwidth"] = density.factor * deviation
        result["at"] = at
        result["density"] = density(at)
    return result


def pair(x, y):
    both = np.isfinite(x) & np.isfinite(y)
    a, b = x[both], y[both]
    pearson = stats.pearsonr(a, b)
    spearman = stats.spearmanr(a, b)
    return {
        "x": x,
        "y": y,
        "count": int(both.sum()),
        "pearson": [pearson.statistic, pearson.pvalue],
        "spearman": [spearman.statistic, spearman.pvalue],
    }


def pairs(random):
    for size in [3, 5, 10, 60, 500]:
        for noise in (0.0, 0.05, 1.0, 20.0):
            x = random.normal(0, 1, size)
            yield pair(x, 2 * x + noise * random.normal(0, 1, size))
        x = random.integers(0, 4, size).astype(float)
        x[0], x[1] = 0, 3
        y = np.round(x + random.normal(0, 2, size))
        y[0], y[1] = 9, -9
        yield pair(x, y)
        if size >= 10:
            x = random.lognormal(0, 3, size)
            y = -np.log(x) + random.normal(0, 1, size)
            x[2], y[3], y[4] = math.nan, math.nan, math.inf
            yield pair(x, y)


def grouped(random):
    for size, groups in [(10, 2), (24, 3), (60, 5), (500, 8)]:
        for effect in (0.0, 0.5, 3.0):
            codes = random.integers(0, groups, size)
            codes[:groups] = np.arange(groups)
            values = effect * codes + random.normal(0, 1, size)
            for given in (values, np.round(values)):
                found = stats.kruskal(*(given[codes == code] for code in range(groups)))
                share = (found.statistic - groups + 1) / (size - groups)
                yield {
                    "values": given,
                    "codes": codes,
                    "h": found.statistic,
                    "p": found.pvalue,
                    "share": min(max(share, 0), 1),
                }


def class_codes(values, bins):
    if len(np.unique(values)) <= bins:
        return pd.factorize(values, sort=True)[0]
    return pd.qcut(values, bins, labels=False, duplicates="drop")


def information(x, y):
    both = len(set(zip(x, y)))
    count = len(x)
    bias = (len(set(x)) + len(set(y)) - both - 1) / (2 * count)
    return max(0.0, mutual_info_score(x, y) + bias)


def params(random):
    for size in [10, 24, 60, 137, 500]:
        bins = min(max(int(math.sqrt(size / 5)), 2), 10)
        for kind in ("rate", "depth", "zeros", "words"):
            metric = random.normal(0, 1, size)
            if kind == "rate":
                values = 10 ** (metric / 2 + random.uniform(-5, -1, size))
            elif kind == "depth":
                values = random.integers(3, 12, size).astype(float)
                metric = metric + 0.2 * values
            elif kind == "zeros":
                values = np.maximum(0, random.normal(-0.7, 1, size))
                values[0] = 1
            else:
                values = random.integers(0, 3, size)
                metric = np.round(metric + values, 1)
            codes = values if kind == "words" else class_codes(values, bins)
            yield {
                "categorical": kind == "words",
                "values": values,
                "metric": metric,
                "codes": codes,
                "information": information(list(codes), list(class_codes(metric, bins))),
            }


def main():
    warnings.simplefilter("ignore")
    random = np.random.default_rng(int(sys.argv[1]))
    result = {
        "samples": [describe(values) for values in draws(random)],
        "pairs": list(pairs(random)),
        "grouped": list(grouped(random)),
        "params": list(params(random)),
    }
    print(json.dumps(plain(result)))


main()
