"""train_versions.py TRACKING_URI: three versions of "wine" on the same data, the second retyped.

Prints JSON: the metric of each version.
"""
import json
import os
import sys

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("wine")
random = np.random.default_rng(7)
frame = pd.DataFrame(random.normal(size=(60, 3)), columns=["alcohol", "acidity", "sugar"])
target = frame["alcohol"] * 2 - frame["sugar"]
dataset = mlflow.data.from_pandas(frame, name="wine")
client = mlflow.MlflowClient()
errors = {}
for number, columns in enumerate((3, 2, 3), start=1):
    used = frame.iloc[:, :columns]
    with mlflow.start_run(run_name=f"wine-{number}"):
        mlflow.log_input(dataset, context="eval")
        model = Ridge(alpha={1: 5.0, 2: 1.0, 3: 0.1}[number]).fit(used, target)
        rmse = float(np.sqrt(np.mean((model.predict(used) - target) ** 2)))
        mlflow.log_metric("val_rmse", rmse)
        keyword = "name" if mlflow.__version__ >= "3" else "artifact_path"
        info = mlflow.sklearn.log_model(
            model,
            signature=mlflow.models.infer_signature(used, model.predict(used)),
            input_example=used.iloc[:2],
            **{keyword: "model"},
        )
    version = mlflow.register_model(info.model_uri, "wine")
    errors[str(version.version)] = rmse
client.set_registered_model_alias("wine", "champion", "1")
print(json.dumps(errors))
