"""Differences, joins and matrices as Python's libraries see them, and a run that logged the same.

usage: compute_references.py TRACKING_URI FOLDER
Prints one line of JSON.
"""

import difflib
import json
import random
import sys

import mlflow
import numpy
import pandas
from sklearn.metrics import accuracy_score, confusion_matrix


def texts(source):
    words = ["lr", "=", "0.1", "fit", "(", ")", "epoch", "와인", "loss"]
    cases = []
    for _ in range(60):
        left = [" ".join(source.choices(words, k=source.randint(0, 4))) for _ in range(source.randint(0, 60))]
        right = list(left)
        for _ in range(source.randint(0, 12)):
            place = source.randint(0, len(right))
            if right and source.random() < 0.5:
                del right[min(place, len(right) - 1)]
            else:
                right.insert(place, " ".join(source.choices(words, k=3)))
        matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
        equal = sum(block.size for block in matcher.get_matching_blocks())
        cases.append({"left": "".join(f"{line}\n" for line in left),
                      "right": "".join(f"{line}\n" for line in right), "equal": equal,
                      "same": left == right})
    return cases


def tables(source):
    cases = []
    for _ in range(40):
        def frame():
            keys = source.sample(range(30), source.randint(0, 20))
            return pandas.DataFrame({"id": keys, "p": [source.choice([0.5, 1.0, 0.25]) for _ in keys],
                                     "name": [source.choice(["a", "b", "é"]) for _ in keys]})
        left, right = frame(), frame()
        merged = pd_merge(left, right)
        cases.append({"left": left.to_csv(index=False), "right": right.to_csv(index=False),
                      "rows": merged})
    return cases


def pd_merge(left, right):
    merged = pandas.merge(left, right, how="outer", on="id", suffixes=("_l", "_r"), indicator=True)
    rows = {}
    for _, row in merged.iterrows():
        both = row["_merge"] == "both"
        differs = [not (both and row["p_l"] == row["p_r"]), not (both and row["name_l"] == row["name_r"])]
        rows[str(row["id"])] = {"differs": differs, "left": row["_merge"] != "right_only",
                                "right": row["_merge"] != "left_only"}
    return rows


def parquet(folder):
    """A table as pandas and pyarrow write it, and its first rows as pandas reads them."""
    count = 3000
    frame = pandas.DataFrame({"id": range(count), "score": numpy.random.default_rng(5).normal(size=count),
                              "wine": ["와인" if i % 3 else None for i in range(count)],
                              "at": pandas.date_range("2026-11-25", periods=count, freq="min")})
    frame.loc[7, "score"] = float("nan")
    path = f"{folder}/scores.parquet"
    frame.to_parquet(path, compression="zstd")
    rows = pandas.read_parquet(path).head(1000)
    return path, [[str(row.id), None if pandas.isna(row.score) else row.score,
                   "" if pandas.isna(row.wine) else row.wine, str(row.at)]
                  for row in rows.itertuples()]


def logged(uri, folder):
    mlflow.set_tracking_uri(uri)
    actual, predicted = [0, 1, 2, 2, 1, 0, 1, 2], [0, 2, 2, 2, 1, 0, 1, 1]
    matrix = confusion_matrix(actual, predicted)
    with mlflow.start_run() as run:
        for step in (0, 3, 7):
            mlflow.log_image(numpy.full((12, 16, 3), 20 * step, dtype=numpy.uint8), key="maps/a b", step=step)
        mlflow.log_table({"id": [1, 2], "text": ["x", None]}, "eval/table.json")
        mlflow.log_dict({"lr": 0.1, "nan": float("nan")}, "params.json")
        mlflow.log_dict({"opt": {"name": "sgd", "betas": [0.9, 0.99]}}, "params.yaml")
        mlflow.log_dict(matrix.tolist(), "confusion_matrix.json")
        mlflow.log_text(pandas.DataFrame(matrix, index=["a", "b", "c"], columns=["a", "b", "c"]).to_csv(),
                        "confusion.csv")
        scores, rows = parquet(folder)
        mlflow.log_artifact(scores, "eval")
    return {"run_id": run.info.run_id, "parquet": rows, "accuracy": accuracy_score(actual, predicted),
            "matrix": matrix.tolist()}


def main():
    source = random.Random(11)
    print(json.dumps({"texts": texts(source), "tables": tables(source), "logged": logged(sys.argv[1], sys.argv[2])}))


main()
