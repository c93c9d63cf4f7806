"""A run with a dataset and a model, and a registered model with three versions of it.

    python fill_models.py TRACKING_URI ARTIFACT_FOLDER      → the id of the run
"""

import os, pathlib, sys, tempfile
from mlflow.data.meta_dataset import MetaDataset
from mlflow.data.http_dataset_source import HTTPDatasetSource
from mlflow.entities import DatasetInput, InputTag
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
run = client.create_run(client.create_experiment("wines", sys.argv[2]), run_name="gbm")
dataset = MetaDataset(HTTPDatasetSource("http://data/wine.csv"), name="wine", digest="9f31c")
client.log_inputs(run.info.run_id, [DatasetInput(dataset._to_mlflow_entity(),
                                                 [InputTag("mlflow.data.context", "training")])])
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "MLmodel").write_text("flavors:\n  sklearn:\n    sklearn_version: 1.5.2\n")
    client.log_artifacts(run.info.run_id, folder, "model")
client.set_terminated(run.info.run_id)
client.create_registered_model("wine quality", {"team": "vision"}, "of Portugal")
for _ in range(3):
    client.create_model_version("wine quality", f"runs:/{run.info.run_id}/model", run.info.run_id,
                                tags={"validation": "passed"}, await_creation_for=0)
client.set_registered_model_alias("wine quality", "champion", "2")
print(run.info.run_id)
