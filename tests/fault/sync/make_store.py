"""Writes an mlflow.db with MLflow's own schema and many seeded runs, in seconds.

    python make_store.py FILE RUNS METRICS POINTS [--seed N]

The schema comes from MLflow itself; the rows are inserted in bulk, as MLflow's SQL store would have
written them. Every tenth run is still running, every twentieth is deleted; some values are NaN or
infinite.
"""

import argparse
import os
import random
import sqlite3
import sys

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from mlflow.tracking import MlflowClient

START = 1_735_689_600_000
BIGGEST = 1.7976931348623157e308  # how MLflow keeps an infinity in SQL


def value_of(rng, step):
    kind = rng.random()
    if kind < 0.002:
        return 0.0, True
    if kind < 0.004:
        return BIGGEST, False
    return rng.random() / (1 + step / 50), False


def fill(database, experiment, runs, metrics, points, seed):
    rng = random.Random(seed)
    for number in range(runs):
        run = f"{rng.getrandbits(128):032x}"
        running, deleted = number % 10 == 3, number % 20 == 7
        status = "RUNNING" if running else ("FAILED" if deleted else "FINISHED")
        start = START + number * 1000
        database.execute(
            "INSERT INTO runs(run_uuid, name, source_type, source_name, entry_point_name, user_id, "
            "status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, "
            "experiment_id, deleted_time) VALUES(?,?,'LOCAL','train.py','','lab',?,?,?,'',?,?,?,?)",
            (run, f"run {number}", status, start, None if running else start + 900,
             "deleted" if deleted else "active", f"mlflow-artifacts:/1/{run}/artifacts", experiment,
             start + 950 if deleted else None))
        database.executemany("INSERT INTO params(key, value, run_uuid) VALUES(?,?,?)",
                             [("lr", f"{rng.random():.6f}", run), ("depth", str(number % 7), run)])
        database.executemany("INSERT INTO tags(key, value, run_uuid) VALUES(?,?,?)",
                             [("mlflow.runName", f"run {number}", run), ("team", "vision", run)])
        for metric in range(metrics):
            key = f"val/metric_{metric}"
            rows = []
            for step in range(points):
                value, nan = value_of(rng, step)
                rows.append((key, value, start + step, run, step, nan))
            database.executemany("INSERT INTO metrics(key, value, timestamp, run_uuid, step, is_nan) "
                                 "VALUES(?,?,?,?,?,?)", rows)
            if rows:
                key, value, timestamp, _, step, nan = rows[-1]
                database.execute(
                    "INSERT INTO latest_metrics(key, value, timestamp, step, is_nan, run_uuid) "
                    "VALUES(?,?,?,?,?,?)", (key, value, timestamp, step, nan, run))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("runs", type=int)
    parser.add_argument("metrics", type=int)
    parser.add_argument("points", type=int)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    file = os.path.abspath(arguments.file)
    client = MlflowClient(f"sqlite:///{file}")
    experiment = int(client.create_experiment("digits", artifact_location="mlflow-artifacts:/1"))
    with sqlite3.connect(file) as database:
        fill(database, experiment, arguments.runs, arguments.metrics, arguments.points,
             arguments.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
