"""Fills an MLflow tracking store through MLflow's own client with real scikit-learn trainings.

    python fill_store.py TRACKING_URI [--small]

TRACKING_URI is sqlite:///…, http://… or a file store (file:///… or a folder). Works with MLflow
2.x and 3.x. What is written holds, besides ordinary trainings, the odd cases of a store that has
been used for years: see odd_runs(). Seeded: the same scores and times of day in each call, only
ids differ. Prints the ids of experiments and special runs as JSON.
"""

import argparse
import json
import math
import os
import sys
import tempfile
import warnings

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
warnings.filterwarnings("ignore")

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mlflow
import mlflow.sklearn
import numpy as np
import pandas as pd
from mlflow.entities import Metric, Param, RunTag
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from sklearn import datasets as bundled
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import SGDClassifier, SGDRegressor
from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 7
START = 1_735_689_600_000  # 2025-01-01T00:00:00Z, milliseconds
MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3
BATCH = 1000  # metrics in one log_batch, the most that a server takes


def split(data):
    return train_test_split(data.data, data.target, test_size=0.3, random_state=SEED)


def log_points(client, run_id, points):
    """points: (key, value, timestamp, step)"""
    metrics = [Metric(key, value, timestamp, step) for key, value, timestamp, step in points]
    for begin in range(0, len(metrics), BATCH):
        client.log_batch(run_id, metrics=metrics[begin:begin + BATCH])


def log_datasets(data, name, x_train, y_train, x_test, y_test):
    columns = [str(c) for c in getattr(data, "feature_names", range(x_train.shape[1]))]
    for x, y, context in ((x_train, y_train, "training"), (x_test, y_test, "validation")):
        frame = pd.DataFrame(x[:50], columns=columns)
        frame["target"] = y[:50]
        dataset = mlflow.data.from_pandas(frame, source=f"https://example.org/{name}.csv",
                                          name=f"{name}-{context}", targets="target")
        mlflow.log_input(dataset, context=context)


def log_curve_picture(scores, title):
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(scores)
    axes.set_title(title)
    mlflow.log_figure(figure, "plots/learning_curve.png")
    plt.close(figure)


def log_model(model, x):
    signature = infer_signature(x[:5], model.predict(x[:5]))
    where = {"name": "model"} if MLFLOW_3 else {"artifact_path": "model"}
    if MLFLOW_3:
        where["serialization_format"] = "cloudpickle"
    logged = mlflow.sklearn.log_model(model, signature=signature,
                                      pip_requirements=["scikit-learn"], **where)
    return getattr(logged, "model_id", None)


def use_logged_model(client, run_id, model_id):
    """3.x: a model with params, tags and metrics of its own, read by a second run."""
    from mlflow.entities import LoggedModelInput

    client.log_model_params(model_id, {"penalty": "l2", "alpha": "0.01"})
    client.set_logged_model_tags(model_id, {"stage/now": "candidate"})
    for step, value in enumerate((0.9, 0.95, 0.94)):
        client.log_metric(run_id, "holdout accuracy", value, START + step, step, model_id=model_id)
    with mlflow.start_run(run_name="evaluation of the model") as run:
        client.log_inputs(run.info.run_id, models=[LoggedModelInput(model_id)])


def train_sgd(client, name, data, alpha, epochs, start):
    """A linear classifier, one epoch after the other; scores after each."""
    x_train, x_test, y_train, y_test = split(data)
    scaler = StandardScaler().fit(x_train)
    model = SGDClassifier(loss="log_loss", alpha=alpha, random_state=SEED)
    with mlflow.start_run(run_name=f"sgd-{name}-{alpha}") as run:
        mlflow.log_params({"model": "SGDClassifier", "alpha": alpha, "epochs": epochs,
                           "data/name": name, "random_state": SEED})
        points, history = [], []
        for epoch in range(epochs):
            model.partial_fit(scaler.transform(x_train), y_train, classes=np.unique(data.target))
            at = start + epoch * 1000
            for part, x, y in (("train", x_train, y_train), ("val", x_test, y_test)):
                chances = np.clip(model.predict_proba(scaler.transform(x)), 1e-12, 1.0)
                points.append((f"{part}/log_loss", float(log_loss(y, chances)), at, epoch))
                points.append((f"{part}/accuracy",
                               float(accuracy_score(y, chances.argmax(axis=1))), at, epoch))
            history.append(points[-1][1])
        log_points(client, run.info.run_id, points)
        log_datasets(data, name, x_train, y_train, x_test, y_test)
        mlflow.log_text(str(data.get("DESCR", name)), "about/dataset.txt")
        mlflow.log_dict({"classes": [str(c) for c in np.unique(data.target)]}, "about/classes.json")
        log_curve_picture(history, name)
        mlflow.set_tags({"team": "vision" if name == "digits" else "tabular", "data": name,
                         "mlflow.note.content": f"Linear baseline on **{name}**, α = {alpha}."})
        return run.info.run_id, make_pipeline(scaler, model), x_test


def train_boosting(client, name, data, rate, stages, start, classes=True):
    """Boosted trees; scores after each stage."""
    x_train, x_test, y_train, y_test = split(data)
    kind = GradientBoostingClassifier if classes else GradientBoostingRegressor
    model = kind(learning_rate=rate, n_estimators=stages, max_depth=2, random_state=SEED)
    with mlflow.start_run(run_name=f"boosting-{name}-{rate}", nested=True) as run:
        mlflow.log_params({k: v for k, v in model.get_params().items() if v is not None})
        model.fit(x_train, y_train)
        points = [("train_loss", float(v), start + i * 250, i)
                  for i, v in enumerate(model.train_score_)]
        for i, guess in enumerate(model.staged_predict(x_test)):
            at = start + i * 250
            if classes:
                points.append(("val_accuracy", float(accuracy_score(y_test, guess)), at, i))
            else:
                points.append(("val_rmse", float(math.sqrt(mean_squared_error(y_test, guess))), at, i))
                points.append(("val_r2", float(r2_score(y_test, guess)), at, i))
        log_points(client, run.info.run_id, points)
        log_datasets(data, name, x_train, y_train, x_test, y_test)
        mlflow.set_tag("data", name)
        return run.info.run_id


def train_regression(client, data, epochs, start):
    x_train, x_test, y_train, y_test = split(data)
    scaler = StandardScaler().fit(x_train)
    model = SGDRegressor(random_state=SEED)
    with mlflow.start_run(run_name="sgd-diabetes") as run:
        mlflow.log_params(model.get_params())
        points = []
        for epoch in range(epochs):
            model.partial_fit(scaler.transform(x_train), y_train)
            guess = model.predict(scaler.transform(x_test))
            points.append(("mae", float(mean_absolute_error(y_test, guess)), start + epoch * 10, epoch))
        log_points(client, run.info.run_id, points)
        log_datasets(data, "diabetes", x_train, y_train, x_test, y_test)


def odd_runs(client, experiment_id, small):
    """Everything that a reader of a store must not trip over."""
    ids = {}

    def create(name, tags=None):
        return client.create_run(experiment_id, start_time=START, run_name=name, tags=tags).info.run_id

    run = ids["odd_values"] = create("odd values")
    log_points(client, run, [
        ("loss", 0.9, START, 0), ("loss", math.nan, START + 1, 1), ("loss", math.inf, START + 2, 2),
        ("loss", -math.inf, START + 3, 3), ("loss", 0.1, START + 4, 4), ("loss", -0.0, START + 5, 5),
        ("ends as NaN", 1.0, START, 0), ("ends as NaN", math.nan, START + 1, 1),
        ("ends as Inf", math.inf, START, 0),
        ("ends as -Inf", -math.inf, START, 0),
        ("tiny", 5e-324, START, 0), ("tiny", 1e-310, START + 1, 1), ("tiny", 0.1 + 0.2, START + 2, 2),
        ("huge", 1.7e308, START, 0),
        ("negative step", 3.0, START, -5), ("negative step", 4.0, START, 2**40),
        ("eval/top 5/acc.mean", 0.5, START, 0),
    ])
    client.set_terminated(run, "FINISHED", START + 60_000)

    run = ids["odd_order"] = create("steps out of order")
    order = np.random.default_rng(SEED).permutation(500)
    log_points(client, run, [("acc", float(s) / 500, START + i, int(s)) for i, s in enumerate(order)])
    log_points(client, run, [("same step", 1.0, START, 3), ("same step", 2.0, START, 3),
                             ("same step", 0.5, START + 9, 3), ("same step", 7.0, START + 9, 1)])
    for _ in range(2):  # the very same point again
        log_points(client, run, [("same point", 1.25, START, 1)])
    client.set_terminated(run, "FINISHED", START + 70_000)

    run = ids["odd_text"] = create("ünïcödé 名前 🚀", {
        "slash/in/key": "a/b", "space in key": "value with space", "dots.and-dashes_": "x",
        "empty": "", "quotes": "it's \"quoted\" and 100% \\ back", "emoji": "🚀 ünïcödé",
        "two lines": "first\nsecond\n"})
    client.log_batch(run, params=[
        Param("long", "0123456789" * 500), Param("multi-line", "layers:\n  - 64\n  - 32\n"),
        Param("unicode", "학습률 ≤ 0.1"), Param("nested/optimizer/lr", "1e-3"),
        Param("spaces around", "  x  "), Param("json", json.dumps({"a": [1, 2, {"b": None}]}))])
    client.set_tag(run, "mlflow.note.content", "# Notes\n\n- *first* try\n- `lr` too high\n")
    client.set_terminated(run, "FINISHED", START + 80_000)

    run = ids["many_points"] = create("many points")
    count = 3_000 if small else 30_000
    noise = np.random.default_rng(SEED).normal(0, 0.05, count)
    log_points(client, run, [("loss", float(1 / (1 + i / 500) + noise[i]), START + i * 20, i)
                             for i in range(count)])
    client.set_terminated(run, "FINISHED", START + count * 20)

    run = ids["running"] = create("still running")
    log_points(client, run, [("loss", 1.0 / (i + 1), START + i * 1000, i) for i in range(5)])
    for name, status in (("failed", "FAILED"), ("killed", "KILLED")):
        run = ids[name] = create(f"run that {name}")
        log_points(client, run, [("loss", 2.0, START, 0)])
        client.set_terminated(run, status, START + 5_000)
    ids["empty"] = create("nothing logged")
    client.set_terminated(ids["empty"], "FINISHED", START + 1)

    run = ids["deleted"] = create("deleted run")
    log_points(client, run, [("loss", 3.0, START, 0), ("loss", 2.5, START + 1, 1)])
    client.log_batch(run, params=[Param("lr", "10")], tags=[RunTag("why", "diverged")])
    client.set_terminated(run, "FAILED", START + 10_000)
    client.delete_run(run)
    return ids


def sweep(client, small):
    """A parent run with nested ones."""
    with mlflow.start_run(run_name="sweep of rates") as parent:
        mlflow.log_param("rates", "0.05, 0.2")
        children = [train_boosting(client, "wine", bundled.load_wine(), rate, 8 if small else 60,
                                   START + 2_000_000) for rate in (0.05, 0.2)]
        mlflow.set_tag("stage", "search")
    return parent.info.run_id, children


def fill(small):
    client = MlflowClient()
    ids = {"mlflow": mlflow.__version__}
    epochs = 5 if small else 40

    ids["classification"] = mlflow.set_experiment("classification").experiment_id
    client.set_experiment_tag(ids["classification"], "owner/team", "vision & tabular")
    ids["sgd"] = []
    for name, data in (("wine", bundled.load_wine()), ("breast cancer", bundled.load_breast_cancer()),
                       ("digits", bundled.load_digits())):
        for alpha in (0.0001, 0.01):
            run_id, model, x = train_sgd(client, name, data, alpha, epochs, START)
            ids["sgd"].append(run_id)
    with mlflow.start_run(run_name="model of digits") as run:
        mlflow.log_metric("accuracy", 0.95, step=1)
        model_id = log_model(model, x)
        mlflow.log_metric("accuracy", 0.96, step=2)
        ids["with_model"] = run.info.run_id
    if MLFLOW_3:
        use_logged_model(client, ids["with_model"], model_id)
    ids["parent"], ids["children"] = sweep(client, small)

    ids["regression"] = mlflow.set_experiment("regression / diabetes").experiment_id
    diabetes = bundled.load_diabetes()
    train_regression(client, diabetes, epochs, START + 5_000_000)
    train_boosting(client, "diabetes", diabetes, 0.1, 10 if small else 80, START + 6_000_000, False)

    ids["odd"] = client.create_experiment("odd cases ✓", tags={"unicode": "ключ"})
    ids.update(odd_runs(client, ids["odd"], small))

    ids["deleted_experiment"] = client.create_experiment("deleted experiment")
    run = client.create_run(ids["deleted_experiment"], run_name="of a deleted experiment").info.run_id
    log_points(client, run, [("loss", 1.5, START, 0)])
    client.set_terminated(run)
    client.delete_experiment(ids["deleted_experiment"])
    ids["empty_experiment"] = client.create_experiment("empty experiment")
    return ids


def working_folder(uri):
    """Where a local store puts artifacts of a relative root: beside the store."""
    if uri.startswith("sqlite:///"):
        return os.path.dirname(os.path.abspath(uri[len("sqlite:///"):]))
    return tempfile.mkdtemp()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tracking_uri")
    parser.add_argument("--small", action="store_true", help="fewer epochs and points")
    arguments = parser.parse_args()
    uri = arguments.tracking_uri
    if uri.startswith("sqlite:///"):
        uri = "sqlite:///" + os.path.abspath(uri[len("sqlite:///"):])
    elif "://" not in uri and not uri.startswith("file:"):
        uri = os.path.abspath(uri)
    os.chdir(working_folder(uri))
    mlflow.set_tracking_uri(uri)
    print(json.dumps(fill(arguments.small)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
