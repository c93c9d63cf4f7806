"""A training that logs into an mlflow.db without pause, and tells how long it had to wait.

    python write_live.py FILE MODE BATCHES

MODE is SQLite's journal mode (delete or wal). First 300,000 points are put in by SQL, so that a
reader has something to read; then BATCHES batches of 100 metrics are logged by MLflow's client, each
with a tag. Prints "ready" before the first batch, and at the end as JSON: the run, the points that
were logged to it, and the longest time of one batch in seconds. Any error, "database is locked"
first of all, ends it with a traceback.
"""

import json
import logging
import os
import sqlite3
import sys
import time

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
logging.disable(logging.WARNING)

from mlflow.entities import Metric
from mlflow.tracking import MlflowClient


def main():
    file, mode, batches = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    os.chdir(os.path.dirname(file))
    client = MlflowClient("sqlite:///" + file)
    old = client.create_run("0", run_name="before").info.run_id
    live = client.create_run("0", run_name="live").info.run_id
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.executemany("INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) "
                   "VALUES (?, ?, ?, ?, ?, 0)",
                   [(f"metric {i % 10}", i / 7, 1000 + i, old, i // 10) for i in range(300_000)])
    db.executemany("INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) "
                   "VALUES (?, ?, ?, ?, ?, 0)",
                   [(f"metric {i % 10}", i / 7, 1000 + i, old, i // 10)
                    for i in range(299_990, 300_000)])
    db.commit()
    db.close()
    print("ready", flush=True)
    longest = 0.0
    for batch in range(batches):
        begin = time.monotonic()
        client.log_batch(live, metrics=[Metric(f"m{i % 4}", batch + i / 100, 5000 + batch,
                                               batch * 25 + i // 4) for i in range(100)])
        client.set_tag(live, "batch", str(batch))
        longest = max(longest, time.monotonic() - begin)
    client.set_terminated(live)
    print(json.dumps({"run": live, "points": batches * 100, "longest": longest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
