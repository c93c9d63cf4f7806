"""read_registry.py TRACKING_URI MODEL: a registered model as MLflow's client sees it, as JSON."""
import json
import sys

import mlflow

client = mlflow.MlflowClient(sys.argv[1], sys.argv[1])
model = client.get_registered_model(sys.argv[2])
versions = {
    str(v.version): {"source": v.source, "run_id": v.run_id, "description": v.description, "tags": dict(v.tags)}
    for v in client.search_model_versions(f"name='{sys.argv[2]}'")
}
print(json.dumps({"aliases": {k: str(v) for k, v in model.aliases.items()}, "versions": versions}))
