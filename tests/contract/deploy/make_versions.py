"""make_versions.py FOLDER: four versions of a model that answers with a multiple of its input.

1: twice, by scikit-learn. 2: twice, but slow. 3: twice, but it fails where x is above 100.
4: four times, by scikit-learn. Saved as folders FOLDER/1 … FOLDER/4 with an input example.
"""
import sys
import time

import mlflow
import numpy as np
import pandas as pd
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

example = pd.DataFrame({"x": [1.0, 2.0, 3.0]})


def fitted(factor):
    frame = pd.DataFrame({"x": np.arange(20, dtype=float)})
    return LinearRegression().fit(frame, frame["x"] * factor)


class Slow(mlflow.pyfunc.PythonModel):
    def __init__(self, model):
        self.model = model

    def predict(self, context, model_input, params=None):
        time.sleep(0.4)
        return self.model.predict(model_input)


class Wrong(mlflow.pyfunc.PythonModel):
    def __init__(self, model):
        self.model = model

    def predict(self, context, model_input, params=None):
        if (model_input["x"] > 100).any():
            raise ValueError("x is too large for this model")
        return self.model.predict(model_input)


signature = infer_signature(example, fitted(2).predict(example))
common = {"signature": signature, "input_example": example}
folder = sys.argv[1]
mlflow.sklearn.save_model(fitted(2), f"{folder}/1", serialization_format="cloudpickle", **common)
mlflow.pyfunc.save_model(f"{folder}/2", python_model=Slow(fitted(2)), **common)
mlflow.pyfunc.save_model(f"{folder}/3", python_model=Wrong(fitted(2)), **common)
mlflow.sklearn.save_model(fitted(4), f"{folder}/4", serialization_format="cloudpickle", **common)
