"""Random runs, and what pandas.pivot_table makes of them with each aggregate, as JSON."""

import json
import random

import numpy as np
import pandas as pd

MISSING = "(missing)"
random.seed(20260101)


def runs(count, two_keys):
    rows = []
    for _ in range(count):
        row = {
            "model": random.choice(["gbm", "rf", "mlp", "와인", MISSING]),
            "depth": random.choice([4, 6, 12]),
            "lr": random.choice([0.001, 0.01, 0.1]),
            "seed": random.choice([1, 2, 10]),
            "value": random.choice([random.gauss(0.9, 0.05), random.uniform(-1e150, 1e150)])
            if random.random() < 0.03
            else random.gauss(0.9, 0.05),
        }
        if random.random() < 0.1:
            row["value"] = np.nan
        rows.append(row)
    return rows


def case(rows, index, columns, name, function):
    frame = pd.DataFrame(rows)
    # Groups whose values are all NaN stay: their cells are empty.
    table = pd.pivot_table(
        frame, values="value", index=index, columns=columns, aggfunc=function, dropna=False
    )
    def totals(keys):
        return frame.groupby(keys)["value"].agg(function)
    def listed(series):
        return [
            [list(k) if isinstance(k, tuple) else [k], None if pd.isna(v) else float(v)]
            for k, v in series.items()
        ]
    cells = []
    for row_key, line in table.iterrows():
        for column_key, value in line.items():
            cells.append(
                [
                    list(row_key) if isinstance(row_key, tuple) else [row_key],
                    list(column_key) if isinstance(column_key, tuple) else [column_key],
                    None if pd.isna(value) else float(value),
                ]
            )
    whole = frame["value"].agg(function)
    return {
        "index": index,
        "columns": columns,
        "aggregate": name,
        "rows": [[None if pd.isna(r["value"]) else r["value"], r] for r in rows],
        "cells": cells,
        "row_totals": listed(totals(index)),
        "column_totals": listed(totals(columns)),
        "total": None if pd.isna(whole) else float(whole),
    }


def clean(value):
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items() if k != "value"}
    if isinstance(value, list):
        return [clean(v) for v in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


cases = []
for index, columns in [
    (["model"], ["depth"]),
    (["depth"], ["lr"]),
    (["model", "seed"], ["lr"]),
    (["model", "depth"], ["lr", "seed"]),
]:
    for name in ["count", "mean", "median", "min", "max", "std"]:
        cases.append(case(runs(random.choice([7, 60, 300]), True), index, columns, name, name))
print(json.dumps(clean(cases), allow_nan=False))
