"""read_model.py TRACKING_URI: the model "wine" as MLflow's client sees it, as JSON."""
import json
import sys

import mlflow

client = mlflow.MlflowClient(sys.argv[1], sys.argv[1])
model = client.get_registered_model("wine")
versions = {v.version: dict(v.tags) for v in client.search_model_versions("name='wine'")}
print(json.dumps({"aliases": dict(model.aliases), "versions": {str(k): v for k, v in versions.items()}}))
