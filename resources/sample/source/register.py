"""The registered models of the sample workspace: real trainings, logged with signature, input
example, requirements and the weights of their features.

Usage: register.py wine STEP URI   (STEP: baseline, forest, candidates)
       register.py cancer URI | diabetes URI
"""
import json
import sys
import tempfile
import warnings
from pathlib import Path

import mlflow
import numpy as np
from sklearn import datasets, ensemble, linear_model, metrics, pipeline, preprocessing, svm

from train import SEED, split

warnings.filterwarnings("ignore")


def importances(model, x, y):
    """How much the accuracy on held-out rows falls when one column is shuffled."""
    from sklearn.inspection import permutation_importance
    found = permutation_importance(model, x, y, n_repeats=10, random_state=SEED)
    return dict(zip(x.columns, map(float, found.importances_mean)))


def log_version(name, run_name, model, data, columns=None, note="", classes=True):
    """Trains, logs and registers; the number of the version."""
    used = list(columns or data.data.columns)
    x, x_val, y, y_val = split(data)
    x, x_val = x[used], x_val[used]
    model.fit(x, y)
    held_out = x_val.assign(target=y_val)
    with mlflow.start_run(run_name=run_name):
        mlflow.log_params({"model": run_name.split("-")[1], "features": len(used), "seed": SEED})
        predicted = model.predict(x_val)
        if classes:
            mlflow.log_metrics({
                "val_accuracy": metrics.accuracy_score(y_val, predicted),
                "val_f1": metrics.f1_score(y_val, predicted, average="macro"),
                "val_loss": metrics.log_loss(y_val, model.predict_proba(x_val),
                                             labels=model.classes_)})
        else:
            mlflow.log_metrics({
                "val_r2": metrics.r2_score(y_val, predicted),
                "val_rmse": metrics.root_mean_squared_error(y_val, predicted)})
        # The same held-out rows for all versions: their figures can be compared.
        mlflow.log_input(mlflow.data.from_pandas(
            x_val.assign(target=y_val) if columns is None else split(data)[1].assign(target=y_val),
            name=f"{name}-held-out", targets="target"), context="eval")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "feature_importance.json"
            path.write_text(json.dumps(importances(model, x_val, y_val), indent=1))
            mlflow.log_artifact(path, "explanation")
        info = mlflow.sklearn.log_model(
            model, name="model", input_example=held_out[used].iloc[:2],
            serialization_format="cloudpickle",  # skops takes no forests that it was not told of
            signature=mlflow.models.infer_signature(x_val, predicted))
    version = mlflow.register_model(info.model_uri, name)
    if note:
        mlflow.MlflowClient().update_model_version(name, version.version, note)
    return version.version


def scaled(model):
    return pipeline.make_pipeline(preprocessing.StandardScaler(), model)


def wine(step):
    mlflow.set_experiment("wine-quality")
    name, data, client = "wine-classifier", datasets.load_wine(as_frame=True), mlflow.MlflowClient()
    if step == "baseline":
        log_version(name, "wine-logistic-baseline", scaled(linear_model.SGDClassifier(
            "log_loss", alpha=0.3, random_state=SEED)), data, note="The first that went live.")
        client.update_registered_model(
            name, "Cultivar of a wine from 13 chemical measurements (scikit-learn's wine data).")
        client.set_registered_model_alias(name, "champion", "1")
    elif step == "forest":
        version = log_version(name, "wine-rf-release", ensemble.RandomForestClassifier(
            300, max_depth=12, random_state=SEED), data, note="Forest of 300 trees.")
        client.set_registered_model_alias(name, "challenger", version)
    else:
        version = log_version(name, "wine-svm-release", scaled(svm.SVC(
            C=1.0, probability=True, random_state=SEED)), data, note="Fewer parameters to serve.")
        client.set_registered_model_alias(name, "challenger", version)
        log_version(name, "wine-gbm-slim", ensemble.GradientBoostingClassifier(
            random_state=SEED), data, columns=list(data.data.columns)[:-1],
            note="Without `proline`: the lab wants to stop measuring it.")


def cancer():
    mlflow.set_experiment("breast-cancer")
    name, data = "tumour-screening", datasets.load_breast_cancer(as_frame=True)
    log_version(name, "cancer-logistic-release", scaled(linear_model.LogisticRegression()), data)
    log_version(name, "cancer-rf-release", ensemble.RandomForestClassifier(
        300, random_state=SEED), data)
    client = mlflow.MlflowClient()
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_alias(name, "shadow", "2")
    client.set_model_version_tag(name, "2", "validation", "pending")


def diabetes():
    """A registry that still uses stages, in a file without a server."""
    mlflow.set_experiment("diabetes-progression")
    name, data = "diabetes-progression", datasets.load_diabetes(as_frame=True)
    log_version(name, "diabetes-ridge-release", linear_model.Ridge(1.0), data, classes=False)
    log_version(name, "diabetes-lasso-release", linear_model.Lasso(0.1), data, classes=False)
    client = mlflow.MlflowClient()
    client.transition_model_version_stage(name, "1", "Archived")
    client.transition_model_version_stage(name, "2", "Production")


if __name__ == "__main__":
    np.random.seed(SEED)
    mlflow.set_tracking_uri(sys.argv[-1])
    if sys.argv[1] == "wine":
        wine(sys.argv[2])
    else:
        {"cancer": cancer, "diabetes": diabetes}[sys.argv[1]]()
