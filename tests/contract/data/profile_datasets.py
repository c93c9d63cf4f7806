"""Datasets as pandas and pyarrow write them, and what pandas and NumPy say of their columns.

usage: profile_datasets.py FOLDER
Prints one line of JSON: {"files": {name: {"rows", "columns": {name: {...}}}}}
"""

import json
import os
import sqlite3
import sys

import numpy
import pandas
import sklearn.datasets

SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def generated():
    source = numpy.random.default_rng(3)
    rows = 60_000
    frame = pandas.DataFrame({
        "normal": source.normal(1e6, 3.0, rows),
        "heavy": source.standard_cauchy(rows),
        "counts": source.poisson(4, rows),
        "ids": source.permutation(rows) + 9_000_000_000,
        "constant": numpy.full(rows, 2.5),
        "tiny": source.random(rows) * 1e-290,
        "name": source.choice(["wine", "와인", "", "a,b", "line\nbreak"], rows),
        "when": pandas.Timestamp("2024-01-01") + pandas.to_timedelta(source.integers(0, 10**9, rows), "s"),
        "flag": source.random(rows) < 0.3,
    })
    frame.loc[source.random(rows) < 0.1, "normal"] = numpy.nan
    frame.loc[source.random(rows) < 0.05, "name"] = None
    return frame


def facts(series):
    present = series.dropna()
    answer = {"missing": int(series.isna().sum()), "distinct": int(present.nunique())}
    if series.dtype == object or pandas.api.types.is_string_dtype(series):
        lengths = present.str.len()
        answer["lengths"] = {"min": int(lengths.min()), "max": int(lengths.max()), "mean": float(lengths.mean())}
        counts = present.value_counts()
        answer["top"] = {"value": str(counts.index[0]), "count": int(counts.iloc[0])}
        return answer
    if pandas.api.types.is_datetime64_any_dtype(series):
        answer["min"], answer["max"] = str(present.min()), str(present.max())
        return answer
    values = present.astype(float)
    low, high = numpy.quantile(values, [0.25, 0.75])
    spread = 1.5 * (high - low)
    answer |= {"min": float(values.min()), "max": float(values.max()), "mean": float(values.mean()),
               "std": float(values.std())}
    if series.dtype != bool:
        counts, _ = numpy.histogram(values, bins=32)
        answer |= {"quantiles": {str(share): float(numpy.quantile(values, share)) for share in SHARES},
                   "outliers": [int((values < low - spread).sum()), int((values > high + spread).sum())],
                   "histogram": [int(count) for count in counts]}
    return answer


def main():
    folder = sys.argv[1]
    frame = generated()
    real = sklearn.datasets.load_breast_cancer(as_frame=True).frame
    real.columns = [name.replace(" ", "_") for name in real.columns]
    iris = sklearn.datasets.load_iris(as_frame=True).frame
    frame.to_parquet(os.path.join(folder, "generated.parquet"))
    frame.to_csv(os.path.join(folder, "generated.csv.gz"), index=False)
    real.to_csv(os.path.join(folder, "real.csv"), index=False)
    real.to_parquet(os.path.join(folder, "real.parquet"), compression="zstd")
    iris.to_json(os.path.join(folder, "iris.jsonl"), orient="records", lines=True)
    with sqlite3.connect(os.path.join(folder, "iris.db")) as connection:
        iris.to_sql("iris", connection, index=False)
    iris.to_parquet(os.path.join(folder, "parts"), partition_cols=["target"])
    iris.to_feather(os.path.join(folder, "iris.feather"))
    described = {"generated.parquet": frame, "real.csv": real, "real.parquet": real, "iris.jsonl": iris, "iris.db": iris}
    answer = {name: {"rows": len(data), "columns": {column: facts(data[column]) for column in data.columns}}
              for name, data in described.items()}
    # An empty text and none are one in a CSV file.
    packed = frame.copy()
    packed["name"] = packed["name"].replace("", None)
    answer["generated.csv.gz"] = {"rows": len(packed),
                                  "columns": {column: facts(packed[column]) for column in packed.columns}}
    correlation = real.corr()
    print(json.dumps({"files": answer, "duplicates": int(iris.duplicated().sum()),
                      "correlation": [[float(value) for value in row] for row in correlation.values]}))


main()
