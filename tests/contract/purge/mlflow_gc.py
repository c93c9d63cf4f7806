"""What MLflow itself does to a store.

    python mlflow_gc.py restore TRACKING_URI EXPERIMENT_ID
    python mlflow_gc.py gc TRACKING_URI RUN_ID,RUN_ID…

“mlflow gc” takes every deleted experiment along: restored before, only the runs named are left.
"""

import os
import subprocess
import sys

what, uri, ids = sys.argv[1:]
if what == "restore":
    from mlflow.tracking import MlflowClient

    MlflowClient(uri).restore_experiment(ids)
else:
    os.environ["MLFLOW_TRACKING_URI"] = uri
    subprocess.run([sys.executable, "-m", "mlflow", "gc", "--backend-store-uri", uri,
                    "--run-ids", ids], check=True)
