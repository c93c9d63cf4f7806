"""Runs side by side, and axes that are brushed, by pandas and NumPy.

Usage: compute_comparison.py SEED
Prints JSON: {"comparisons": […], "parallels": […]}. A comparison has the runs' params (as texts) and
metrics, and of each key: whether it differs; of each metric: which runs are best and how each stands
to the first run. A parallel has columns, where each run stands on their axes, and which runs lie
within brushes. NaN and infinities are words; null is a run without the key.
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


def differs(column):
    """Over all runs: one that misses the key differs from one that has it."""
    if column.isna().all():
        return False
    return bool(column.isna().any() or column.nunique() > 1)


def params_of(random, count):
    """Texts as people log them; where both read as numbers they are compared as numbers."""
    columns = {
        "seed": ["7"] * count,
        "seed_written": [random.choice(["7", "7.0", "7e0"]) for _ in range(count)],
        "lr": [repr(float(10.0 ** -random.integers(1, 6))) for _ in range(count)],
        "optimizer": [str(random.choice(["adam", "sgd"])) for _ in range(count)],
        "model": ["와인"] * count,
        "huge": [str(random.choice(["1e300", "1E+300"])) for _ in range(count)],
        "tiny": [str(random.choice(["1e-300", "2e-300"])) for _ in range(count)],
        "sometimes": ["yes" if i % 3 else None for i in range(count)],
    }
    return columns


def metrics_of(random, count):
    accuracy = np.round(random.uniform(0.8, 0.9, count), 2)
    loss = random.lognormal(-1, 1, count)
    loss[random.random(count) < 0.2] = math.nan
    missing = [None if i % 4 == 1 else float(i) for i in range(count)]
    return {
        "val_accuracy": [float(each) for each in accuracy],
        "val_loss": [float(each) for each in loss],
        "equal_loss": [0.25] * count,
        "nan_loss": [math.nan] * count,
        "huge_loss": [float(each) for each in random.uniform(-1, 1, count) * 1e300],
        "tiny_loss": [float(each) for each in random.uniform(0, 1, count) * 1e-300],
        "zero_loss": [0.0] + [float(each) for each in random.normal(size=count - 1)],
        "some_loss": missing,
    }


def comparison(random, count):
    params = params_of(random, count)
    metrics = metrics_of(random, count)
    rows = {}
    for key, texts in params.items():
        column = pd.Series(texts, dtype=object)
        numbers = pd.to_numeric(column, errors="coerce")
        # All given texts are numbers: those count, else the texts.
        numeric = numbers.notna().sum() == column.notna().sum()
        rows[key] = {"differs": differs(numbers if numeric else column)}
    for key, values in metrics.items():
        present = pd.Series([each is not None for each in values])
        column = pd.Series([math.nan if each is None else each for each in values])
        kinds = pd.Series(
            ["missing" if not there else "nan" if math.isnan(each) else repr(each)
             for there, each in zip(present, column)]
        )
        best = column.max() if "accuracy" in key else column.min()
        base = column[0]
        with np.errstate(over="ignore", invalid="ignore"):
            difference = column - base
            percent = 100 * difference / abs(base) if base != 0 else column * math.nan
        rows[key] = {
            "differs": bool(kinds.nunique() > 1),
            "best": [bool(each == best) for each in column],
            "difference": [plain(each) for each in difference],
            "percent": [plain(each) for each in percent],
        }
    return {
        "count": count,
        "params": params,
        "metrics": {
            key: [None if each is None else plain(each) for each in values]
            for key, values in metrics.items()
        },
        "rows": rows,
    }


def axis(values, kind):
    """Positions from the least (0) to the greatest (1)."""
    if kind == "category":
        known = sorted({each for each in values if each is not None})
        return [math.nan if each is None else float(known.index(each)) for each in values]
    numbers = np.array([math.nan if each is None else float(each) for each in values])
    numbers[~np.isfinite(numbers)] = math.nan
    if kind == "log":
        numbers[numbers <= 0] = math.nan
    return [float(each) for each in numbers]


def share(placed, kind):
    numbers = np.log10(placed) if kind == "log" else np.array(placed)
    least, greatest = np.nanmin(numbers), np.nanmax(numbers)
    if greatest == least:
        return np.where(np.isnan(numbers), math.nan, 0.5)
    # Halves first: the distance of two huge numbers of either sign is beyond what a double holds.
    return (numbers / 2 - least / 2) / (greatest / 2 - least / 2)


def parallel(random, count):
    lr = [float(10.0 ** random.uniform(-6, 0)) for _ in range(count)]
    lr[1] = 0.0
    loss = [float(each) for each in random.normal(size=count)]
    loss[2], loss[3], loss[4] = math.nan, math.inf, None
    columns = [
        {"kind": "log", "values": lr},
        {"kind": "linear", "values": loss},
        {"kind": "linear", "values": [float(each) for each in random.uniform(-1, 1, count) * 1e300]},
        {"kind": "log", "values": [float(each) for each in random.uniform(0.1, 1, count) * 1e-300]},
        {"kind": "linear", "values": [3.5] * count},
        {"kind": "category", "values": [str(random.choice(["adam", "lion", "sgd"])) for _ in lr]},
    ]
    frame = pd.DataFrame({i: axis(each["values"], each["kind"]) for i, each in enumerate(columns)})
    brushes = []
    for i in (0, 1, 2, 5):
        low, high = sorted(random.choice(frame[i].dropna(), 2))
        brushes.append([i, float(low), float(high)])
    within = []
    for number in range(1, len(brushes) + 1):
        passed = pd.Series([True] * count)
        for column, low, high in brushes[:number]:
            passed &= frame[column].between(low, high)
        within.append([bool(each) for each in passed])
    for i, each in enumerate(columns):
        if each["kind"] != "category":
            each["shares"] = [plain(v) for v in share(frame[i], each["kind"])]
            each["values"] = [None if v is None else plain(v) for v in each["values"]]
        each["placed"] = [plain(v) for v in frame[i]]
    return {"columns": columns, "brushes": brushes, "within": within}


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    result = {
        "comparisons": [comparison(random, count) for count in (1, 2, 3, 17, 120)],
        "parallels": [parallel(random, count) for count in (6, 40, 500)],
    }
    print(json.dumps(result))


main()
