"""Smoothed and grouped metric histories, computed by NumPy, pandas and SciPy.

Usage: compute_lines.py SEED
Prints JSON: {"series": [{"values", "smoothed": {weight: by TensorBoard's rule},
"ewm": {weight: pandas' weighted mean, where all values are finite}}],
"groups": [{"runs": [[[step, value], …], …], "steps", "count", "mean", "median", "min", "max",
"std", "sem", "half": half of the 95 % interval}]}. NaN and infinities are words.
"""

import json
import math
import sys

import numpy as np
import pandas as pd
from scipy import stats

WEIGHTS = [0.1, 0.6, 0.9, 0.99, 0.999]


def plain(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def numbers(values):
    return [plain(value) for value in values]


def tensorboard(values, weight):
    """The first-order filter of TensorBoard's scalar charts: finite values are averaged and the
    start's pull to zero is divided away; a constant series and other values stay."""
    if len(values) and all(value == values[0] for value in values):
        return list(values)
    mean, weights, smoothed = 0.0, 0, []
    for value in values:
        if not np.isfinite(value):
            smoothed.append(value)
            continue
        mean = mean * weight + (1.0 - weight) * value
        weights += 1
        smoothed.append(mean / (1.0 - weight**weights))
    return smoothed


def make_series(random):
    yield random.normal(size=3000)
    yield np.exp(-np.arange(20000) / 3000.0) + 0.1 * random.normal(size=20000)
    yield np.full(50, 0.25)
    yield np.array([3.5])
    yield np.array([])
    yield np.array([np.nan, np.nan])
    broken = random.normal(size=500)
    broken[[0, 17, 18, 300]] = [np.nan, np.inf, -np.inf, np.nan]
    yield broken
    yield 1e300 * random.uniform(-1, 1, size=400)
    yield 1e-300 * random.uniform(-1, 1, size=400)
    for _ in range(10):
        yield random.normal(size=random.integers(2, 800)) * 10.0 ** random.integers(-6, 6)


def make_group(random, runs):
    group = []
    for _ in range(runs):
        steps = np.sort(random.choice(np.arange(-50, 400), size=random.integers(0, 300)))
        values = random.normal(size=len(steps)) * 10.0 ** random.integers(-3, 3)
        values[random.random(len(steps)) < 0.05] = np.nan
        group.append([[int(step), value] for step, value in zip(steps, values)])
    rows = [
        {"run": number, "step": step, "value": value}
        for number, points in enumerate(group)
        for step, value in points
    ]
    frame = pd.DataFrame(rows, columns=["run", "step", "value"])
    last = frame.drop_duplicates(["run", "step"], keep="last")
    by = last.groupby("step")["value"]
    count = by.count()
    half = stats.t.ppf(0.975, np.maximum(count - 1, 1)) * by.sem()
    return {
        "runs": [[[step, plain(value)] for step, value in points] for points in group],
        "steps": [int(step) for step in count.index],
        "count": [int(each) for each in count],
        "mean": numbers(by.mean()),
        "median": numbers(by.median()),
        "min": numbers(by.min()),
        "max": numbers(by.max()),
        "std": numbers(by.std()),
        "sem": numbers(by.sem()),
        "half": numbers(half),
    }


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    series = []
    for values in make_series(random):
        entry = {"values": numbers(values), "smoothed": {}, "ewm": {}}
        for weight in WEIGHTS:
            entry["smoothed"][str(weight)] = numbers(tensorboard(values, weight))
            if len(values) and np.all(np.isfinite(values)) and np.ptp(values) > 0:
                weighted = pd.Series(values).ewm(alpha=1 - weight, adjust=True).mean()
                entry["ewm"][str(weight)] = numbers(weighted)
        series.append(entry)
    groups = [make_group(random, int(random.integers(1, 9))) for _ in range(30)]
    print(json.dumps({"series": series, "groups": groups}))


main()
