"""The trainings behind the sample workspace: small, real, on data that scikit-learn ships.

Usage: train.py classification URI | regression URI | curves FOLDER
"""
import itertools
import sys
import warnings

import mlflow
import numpy as np
from sklearn import datasets, ensemble, linear_model, metrics, model_selection, neural_network
from sklearn import pipeline, preprocessing, svm

warnings.filterwarnings("ignore")
SEED = 17


def split(data):
    return model_selection.train_test_split(data.data, data.target, test_size=0.3,
                                            random_state=SEED)


def log_dataset(data, name, context="training"):
    frame = data.frame if data.frame is not None else data.data
    source = mlflow.data.from_pandas(frame, name=name, targets="target")
    mlflow.log_input(source, context=context)


def score(model, x, y, prefix):
    probability = model.predict_proba(x)
    predicted = model.classes_[np.argmax(probability, axis=1)]
    return {
        f"{prefix}_accuracy": metrics.accuracy_score(y, predicted),
        f"{prefix}_loss": metrics.log_loss(y, probability, labels=model.classes_),
        f"{prefix}_f1": metrics.f1_score(y, predicted, average="macro"),
    }


def log_scores(model, parts, step):
    x, x_val, y, y_val = parts
    mlflow.log_metrics({**score(model, x, y, "train"), **score(model, x_val, y_val, "val")},
                       step=step)


def gradient_boosting(parts, params):
    """One point a boosting stage, all from one training."""
    x, x_val, y, y_val = parts
    model = ensemble.GradientBoostingClassifier(random_state=SEED, **params).fit(x, y)
    stages = zip(model.staged_predict_proba(x), model.staged_predict_proba(x_val))
    for step, (probability, probability_val) in enumerate(stages):
        predicted = model.classes_[np.argmax(probability_val, axis=1)]
        mlflow.log_metrics({
            "train_loss": metrics.log_loss(y, probability, labels=model.classes_),
            "val_loss": metrics.log_loss(y_val, probability_val, labels=model.classes_),
            "val_accuracy": metrics.accuracy_score(y_val, predicted),
            "val_f1": metrics.f1_score(y_val, predicted, average="macro"),
        }, step=step)


def by_epoch(parts, model, epochs):
    """A model with partial_fit: one point an epoch."""
    x, x_val, y, y_val = parts
    scaler = preprocessing.StandardScaler().fit(x)
    scaled = (scaler.transform(x), scaler.transform(x_val), y, y_val)
    for epoch in range(epochs):
        model.partial_fit(scaled[0], y, classes=np.unique(y))
        log_scores(model, scaled, epoch)


def at_once(parts, model):
    model = pipeline.make_pipeline(preprocessing.StandardScaler(), model)
    model.fit(parts[0], parts[2])
    log_scores(model, parts, 0)


def classification_runs(parts, epochs):
    for rate, depth in itertools.product((0.02, 0.05, 0.1, 0.2), (2, 3, 4)):
        params = {"learning_rate": rate, "max_depth": depth, "n_estimators": 100}
        yield "gbm", params, lambda p=params: gradient_boosting(parts, p)
    for rate, width in itertools.product((0.0005, 0.002, 0.01), (16, 64)):
        params = {"learning_rate": rate, "hidden": width, "epochs": epochs}
        yield "mlp", params, lambda p=params: by_epoch(
            parts, neural_network.MLPClassifier((p["hidden"],), learning_rate_init=p["learning_rate"],
                                                random_state=SEED), epochs)
    for rate in (0.0001, 0.001, 0.01):
        params = {"alpha": rate, "epochs": epochs}
        yield "logistic", params, lambda p=params: by_epoch(
            parts, linear_model.SGDClassifier("log_loss", alpha=p["alpha"], random_state=SEED),
            epochs)
    for trees, depth in itertools.product((20, 100), (3, 12)):
        params = {"n_estimators": trees, "max_depth": depth}
        yield "rf", params, lambda p=params: at_once(
            parts, ensemble.RandomForestClassifier(random_state=SEED, **p))
    for c in (0.1, 1.0, 10.0):
        params = {"C": c, "kernel": "rbf"}
        yield "svm", params, lambda p=params: at_once(
            parts, svm.SVC(probability=True, random_state=SEED, **p))


def classification(uri):
    mlflow.set_tracking_uri(uri)
    sets = {"wine-quality": ("wine", datasets.load_wine(as_frame=True), 120),
            "breast-cancer": ("cancer", datasets.load_breast_cancer(as_frame=True), 80),
            "digits": ("digits", datasets.load_digits(as_frame=True), 60)}
    for experiment, (short, data, epochs) in sets.items():
        mlflow.set_experiment(experiment)
        parts = split(data)
        counts = {}
        for family, params, train in classification_runs(parts, epochs):
            if short == "digits" and family == "gbm" and params["max_depth"] > 2:
                continue  # minutes for no new picture
            counts[family] = counts.get(family, 0) + 1
            with mlflow.start_run(run_name=f"{short}-{family}-{counts[family]:03d}"):
                mlflow.log_params({"model": family, **params, "seed": SEED})
                mlflow.set_tag("team", "vision" if short == "digits" else "tabular")
                log_dataset(data, short)
                train()
    mlflow.set_experiment("wine-quality")
    with mlflow.start_run(run_name="wine-mlp-diverged") as run:
        mlflow.log_params({"model": "mlp", "learning_rate": 50.0, "hidden": 64, "seed": SEED})
        mlflow.set_tag("mlflow.note.content",
                       "The rate is far too high: the loss leaves the numbers after a few epochs.")
        diverge(split(sets["wine-quality"][1]))
    mlflow.tracking.MlflowClient().set_terminated(run.info.run_id, "FAILED")


def diverge(parts):
    """Plain gradient descent with a rate that is far too high: the loss ends as infinity and NaN."""
    x, _, y, _ = parts
    x = preprocessing.StandardScaler().fit_transform(x)
    target = (y == 1).astype(float)
    weights = np.zeros(x.shape[1])
    with np.errstate(all="ignore"):
        for step in range(400):
            error = x @ weights - target
            mlflow.log_metric("train_loss", float(np.mean(error**2)), step=step)
            weights = weights - 50.0 * x.T @ error / len(y)


def regression(uri):
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment("diabetes-progression")
    data = datasets.load_diabetes(as_frame=True)
    x, x_val, y, y_val = split(data)
    for family, make in (("ridge", linear_model.Ridge), ("lasso", linear_model.Lasso)):
        with mlflow.start_run(run_name=f"{family}-search"):
            mlflow.log_params({"model": family, "seed": SEED})
            log_dataset(data, "diabetes")
            best = -np.inf
            for alpha in (0.001, 0.01, 0.1, 1.0, 10.0):
                with mlflow.start_run(run_name=f"{family}-{alpha}", nested=True):
                    model = make(alpha=alpha).fit(x, y)
                    r2 = metrics.r2_score(y_val, model.predict(x_val))
                    mlflow.log_params({"model": family, "alpha": alpha, "seed": SEED})
                    mlflow.log_metrics({
                        "val_r2": r2,
                        "val_rmse": metrics.root_mean_squared_error(y_val, model.predict(x_val))})
                    best = max(best, r2)
            mlflow.log_metric("val_r2", best)
    for rate in (0.001, 0.01, 0.1):
        with mlflow.start_run(run_name=f"sgd-{rate}"):
            mlflow.log_params({"model": "sgd", "learning_rate": rate, "seed": SEED})
            log_dataset(data, "diabetes")
            model = linear_model.SGDRegressor(eta0=rate, random_state=SEED)
            for epoch in range(150):
                model.partial_fit(x, y)
                mlflow.log_metrics({
                    "train_rmse": metrics.root_mean_squared_error(y, model.predict(x)),
                    "val_rmse": metrics.root_mean_squared_error(y_val, model.predict(x_val)),
                    "val_r2": metrics.r2_score(y_val, model.predict(x_val))}, step=epoch)


def curves(folder):
    from tensorboardX import SummaryWriter
    data = datasets.load_digits()
    x, x_val, y, y_val = split(data)
    for width in (32, 128):
        with SummaryWriter(f"{folder}/mlp-{width}") as writer:
            model = neural_network.MLPClassifier((width,), random_state=SEED)
            for epoch in range(100):
                model.partial_fit(x, y, classes=np.unique(y))
                writer.add_scalar("loss/train", model.loss_, epoch)
                writer.add_scalar("accuracy/val", model.score(x_val, y_val), epoch)
            writer.add_hparams({"hidden": width}, {"accuracy/val": model.score(x_val, y_val)},
                               name=".")


if __name__ == "__main__":
    {"classification": classification, "regression": regression,
     "curves": curves}[sys.argv[1]](sys.argv[2])
