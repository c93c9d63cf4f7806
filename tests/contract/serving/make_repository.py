"""make_repository.py FOLDER PORT METRICS_PORT: a repository of MLServer with two versions of a model.

double-1 answers with twice its input, double-2 with four times, both by scikit-learn; broken-1 can
not be loaded. Nothing is loaded at the start.
"""
import json
import pathlib
import sys

import joblib
import numpy as np
from sklearn.linear_model import LinearRegression

folder, port, metrics_port = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
x = np.arange(20, dtype=float).reshape(-1, 1)
for name, factor in (("double-1", 2), ("double-2", 4), ("broken-1", None)):
    model = folder / "repository" / name
    model.mkdir(parents=True)
    if factor:
        joblib.dump(LinearRegression().fit(x, x.ravel() * factor), model / "model.joblib")
    (model / "model-settings.json").write_text(json.dumps({
        "name": name,
        "implementation": "mlserver_sklearn.SKLearnModel",
        "parameters": {"uri": "./model.joblib"},
    }))
(folder / "repository" / "settings.json").write_text(json.dumps({
    "host": "127.0.0.1", "http_port": port, "grpc_port": port + 1, "metrics_port": metrics_port,
    "parallel_workers": 0, "load_models_at_startup": False, "metrics_dir": str(folder / "metrics"),
}))
(folder / "metrics").mkdir()
