"""Real and generated datasets as files, and what Evidently's preset says of each pair.

Usage: compute_presets.py FOLDER SEED
Writes NAME-reference.parquet and NAME-current.parquet. Prints JSON: {"pairs": {name: {"report":
Evidently's own JSON, "refused": {column: what it says}, "types": {column: its type}}}}.
"""

import datetime
import decimal
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn import datasets

from evidently import Dataset, Report
from evidently.core.datasets import infer_column_type
from evidently.presets import DataDriftPreset

COMPARED = ("num", "cat")  # a text has a classifier there
PROBED = ("tiny", "huge")  # columns that it may refuse, and its whole report with them; empty ones as well


def real(random):
    for load in (datasets.load_wine, datasets.load_breast_cancer, datasets.load_iris, datasets.load_diabetes):
        table = load(as_frame=True).frame
        yield load.__name__ + "-ordered", table[: len(table) // 2], table[len(table) // 2:]
        mixed = table.sample(frac=1, random_state=int(random.integers(1 << 30)))
        yield load.__name__ + "-mixed", mixed[: len(table) // 3], mixed[len(table) // 3:]


def generated(random, size, moved):
    def missing(values, share):
        return np.where(random.random(size) < share, np.nan, values)

    words = np.array(["사과", "배", "e\u0301", "é", "", "a b"])
    normal = random.normal(moved, 1, size)
    columns = {
        "normal": normal,
        "skewed": random.lognormal(moved / 2, 1.5, size),
        "few floats": random.choice([1.5, 2.5, 3.5], size, p=[0.5 - moved / 4, 0.3, 0.2 + moved / 4]),
        "integers": random.integers(0, 60 + int(10 * moved), size),
        "few integers": random.integers(0, 4, size),
        "two integers": random.integers(0, 2, size),
        "flag": random.random(size) < 0.4 + moved / 4,
        "word 말": random.choice(words, size),
        "new word": random.choice(words if moved else words[:3], size),
        "missing": missing(normal, 0.1),
        "missing integers": missing(random.integers(0, 5, size), 0.2),
        "infinite": np.where(random.random(size) < 0.02, np.inf, normal),
        "constant": np.full(size, 2.5),
        "constant word": np.full(size, "same"),
        "none": np.full(size, np.nan),
        "none later": normal if not moved else np.full(size, np.nan),
        "tiny": normal * 1e-300,
        "huge": normal * 1e150,
        "day": [datetime.date(2024, 1, 1) + datetime.timedelta(int(days)) for days in random.integers(0, 99, size)],
        "price": [decimal.Decimal(int(cents)) / 100 for cents in random.integers(100, 9900, size)],
        "flag with missing": random.choice(np.array([True, False, None], dtype=object), size),
        "text": [" ".join(random.choice(["alpha", "beta", "gamma", "라면"], 9)) for _ in range(size)],
    }
    return pd.DataFrame(columns)


def pairs(random):
    yield from real(random)
    yield "generated-small", generated(random, 300, 0), generated(random, 200, 0.4)
    yield "generated-large", generated(random, 3000, 0), generated(random, 2000, 0.4)
    yield "generated-same", generated(random, 1500, 0), generated(random, 1500, 0)
    yield "one-row", generated(random, 1, 0), generated(random, 1, 0.4)


def column_type(values):
    return infer_column_type(values).value


def preset(reference, current, columns):
    return Report([DataDriftPreset(columns=columns)]).run(
        Dataset.from_pandas(current), Dataset.from_pandas(reference))


def answer(reference, current):
    types = {column: column_type(current[column]) for column in current.columns}
    refused, taken = {}, []
    for column, kind in types.items():
        if kind not in COMPARED:
            continue
        try:
            empty = any(side[column].replace([np.inf, -np.inf], np.nan).dropna().empty for side in (reference, current))
            if empty or column in PROBED:
                preset(reference, current, [column]).json()
            taken.append(column)
        except Exception as fault:  # a refusal is an answer
            refused[column] = str(fault)[:120]
    return {"types": types, "refused": refused,
            "report": preset(reference[taken], current[taken], taken).json()}


def main():
    warnings.simplefilter("ignore")
    folder, random = pathlib.Path(sys.argv[1]), np.random.default_rng(int(sys.argv[2]))
    answers = {}
    for name, *sides in pairs(random):
        files = [folder / f"{name}-{side}.parquet" for side in ("reference", "current")]
        for table, file in zip(sides, files):
            table.to_parquet(file, index=False)
        answers[name] = answer(*(pd.read_parquet(file) for file in files))
    json.dump({"pairs": answers}, sys.stdout)


main()
