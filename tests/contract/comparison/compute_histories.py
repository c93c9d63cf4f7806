"""Metric histories as pandas and NumPy sort and reduce them.

Usage: compute_histories.py SEED
Prints JSON: {"histories": [{"points": [[step, timestamp, value], …] in the order logged, "sorted": …,
"ends": […], "min", "max", "last", "nans": of the points between two ends}], "partners": [{"y", "x":
points of two metrics, "joined": […]}]}. NaN and infinities are words.
"""

import json
import math
import sys

import numpy as np
import pandas as pd


def plain(value):
    value = float(value)
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def sorted_frame(points):
    frame = pd.DataFrame(points, columns=["step", "time", "value"])
    frame = frame.astype({"step": "int64", "time": "int64", "value": "float64"})
    return frame.sort_values(["step", "time"], kind="stable", ignore_index=True)


def rows(frame):
    return [[int(s), int(t), plain(v)] for s, t, v in frame.itertuples(index=False)]


def history(points):
    frame = sorted_frame(points)
    steps = frame["step"]
    ends = []
    if len(frame):
        low, high = int(steps.iloc[0]), int(steps.iloc[-1])
        ends = [int(each) for each in np.linspace(low, high + 1, 38)]
    reduced = {"min": [], "max": [], "nans": [], "count": []}
    for low, high in zip(ends[:-1], ends[1:]):
        part = frame[(steps >= low) & (steps < high)]["value"]
        reduced["count"].append(int(len(part)))
        reduced["nans"].append(int(part.isna().sum()))
        reduced["min"].append(plain(part.min()))
        reduced["max"].append(plain(part.max()))
    logged = [[int(s), int(t), plain(v)] for s, t, v in points]
    return {"points": logged, "sorted": rows(frame), "ends": ends, **reduced}


def histories(random):
    yield []
    yield [(5, 50, 0.5)]
    yield [(step, step, math.nan) for step in range(10)]
    yield [(step, step, 0.25) for step in range(5000)]
    yield [(0, 1, 1e300), (1, 2, 1e-300), (2, 3, -1e300), (3, 4, math.inf), (4, 5, -math.inf)]
    for size in (100, 4096, 4097, 30_000):
        steps = random.integers(-50, size, size)
        times = random.integers(0, 10**6, size)
        values = random.normal(size=size) * 10.0 ** random.integers(-300, 300)
        values[random.random(size) < 0.02] = math.nan
        values[random.integers(0, size)] = math.inf
        yield list(zip(steps, times, values))


def partner(random, size):
    y = [(int(s), i, float(v)) for i, (s, v) in
         enumerate(zip(np.sort(random.integers(0, size, size)), random.normal(size=size)))]
    x = [(int(s), i, float(v)) for i, (s, v) in
         enumerate(zip(np.sort(random.integers(0, size, size // 2)), random.normal(size=size // 2)))]
    last = sorted_frame(x).drop_duplicates("step", keep="last")
    joined = sorted_frame(y).merge(last[["step", "value"]], on="step", suffixes=("", "_x"))
    joined = joined.sort_values("value_x", kind="stable")
    return {
        "y": rows(sorted_frame(y)),
        "x": rows(sorted_frame(x)),
        "joined": [[float(a), float(b)] for a, b in zip(joined["value_x"], joined["value"])],
    }


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    result = {
        "histories": [history(points) for points in histories(random)],
        "partners": [partner(random, size) for size in (4, 60, 3000)],
    }
    print(json.dumps(result))


main()
