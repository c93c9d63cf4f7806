"""make_registry.py TRACKING_URI FOLDER: the model "wine" with three versions, files included."""
import pathlib
import sys

import mlflow

uri, folder = sys.argv[1], pathlib.Path(sys.argv[2])
mlflow.set_tracking_uri(uri)
client = mlflow.MlflowClient(uri, uri)
client.create_registered_model("wine")
for number in (1, 2, 3):
    place = folder / f"files{number}"
    place.mkdir(parents=True)
    (place / "MLmodel").write_text("flavors:\n  python_function:\n    env: conda.yaml\n")
    (place / "model.pkl").write_bytes(bytes([number]) * 4096)
    client.create_model_version("wine", source=str(place))
client.set_registered_model_alias("wine", "champion", "1")
client.set_model_version_tag("wine", "2", "team", "vision")
