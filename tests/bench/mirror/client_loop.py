"""What a Python user writes to have a whole store on this machine: search_runs page by page, and
get_metric_history for each metric of each run.

    python client_loop.py TRACKING_URI

Prints {"runs": …, "points": …, "seconds": …}; the time of the imports is not counted.
"""

import json
import os
import sys
import time

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from mlflow.tracking import MlflowClient


def main():
    client = MlflowClient(sys.argv[1])
    begin = time.perf_counter()
    experiments = [experiment.experiment_id for experiment in client.search_experiments()]
    runs, points, token = 0, 0, None
    while True:
        page = client.search_runs(experiments, max_results=1000, page_token=token)
        for run in page:
            runs += 1
            for key in run.data.metrics:
                points += len(client.get_metric_history(run.info.run_id, key))
        token = page.token
        if not token:
            break
    print(json.dumps({"runs": runs, "points": points, "seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main()
