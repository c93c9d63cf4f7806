"""make_registry.py TRACKING_URI FOLDER: the model "wine" with three versions, each with files of a run.

FOLDER: where a store without a server puts its artifacts.
"""
import os
import pathlib
import sys
import tempfile

import mlflow

os.chdir(sys.argv[2])
mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
client.create_registered_model("wine")
for number in (1, 2, 3):
    run = client.create_run("0")
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "MLmodel").write_text("flavors:\n  python_function:\n    env: conda.yaml\n")
        (place / "model.pkl").write_bytes(bytes([number]) * 4096)
        client.log_artifacts(run.info.run_id, folder, "model")
    client.create_model_version("wine", source=f"{run.info.artifact_uri}/model",
                                run_id=run.info.run_id)
client.set_registered_model_alias("wine", "champion", "1")
client.set_model_version_tag("wine", "2", "team", "vision")
