"""Reads all runs and histories of a server as people do with MLflow's own client.

    python client_mirror.py TRACKING_URI

Prints seconds, runs and points as JSON; the time to import MLflow is not counted.
"""

import json
import sys
import time

import mlflow
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient


def main():
    mlflow.set_tracking_uri(sys.argv[1])
    client = MlflowClient()
    began = time.perf_counter()
    runs = points = 0
    experiments = [e.experiment_id for e in client.search_experiments(view_type=ViewType.ALL)]
    token = None
    while True:
        page = client.search_runs(experiments, run_view_type=ViewType.ALL, max_results=1000,
                                  page_token=token)
        for run in page:
            runs += 1
            for key in run.data.metrics:
                points += len(client.get_metric_history(run.info.run_id, key))
        token = page.token
        if not token:
            break
    print(json.dumps({"seconds": time.perf_counter() - began, "runs": runs, "points": points}))


if __name__ == "__main__":
    main()
